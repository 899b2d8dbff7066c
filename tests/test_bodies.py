"""How long a text, how long a list and how large a number a body takes: the last one taken, the first one refused."""

from importlib import import_module
from typing import Any

import pytest

from apps.cli.roles import ROLES
from libs.chassis.testing import Harness
from tests.test_access import SERVICES, filled, routes

MOST_WHOLE = 2**31 - 1


def text(number):
    return "x" * number


def whole(number):
    return number


def some(one):
    return lambda number: [one] * number


def matching(word):
    """A word that the pattern takes, and nothing at 0, and too much beyond its length."""
    return lambda number: word[:number] + "x" * (number - len(word))


REASON = ("reason", text, 0, 500)
STORY = ("text", text, 0, 4000)
VERDICT = [("reason", text, 0, 2000), ("authority", text, 0, 200)]
BODIES: dict[str, list[tuple[str, Any, int, int | None]]] = {
    "registration POST /announcements": [
        ("announcement_id", text, 1, 40),
        ("title", text, 0, 200),
        ("areas.0", text, 0, 200),
        ("sites.0", text, 0, 200),
        ("fees.0.fen", whole, 0, MOST_WHOLE),
        ("fees.0.level", whole, 1, 5),
        ("fees.0.name", text, 0, 200),
    ],
    "registration POST /batches": [
        ("batch_id", text, 1, 40),
        ("name", text, 0, 200),
        ("institution", text, 0, 200),
        ("offers", some({}), 1, None),
        ("offers.0.occupation", text, 0, 200),
        ("offers.0.work_type", text, 0, 200),
        ("offers.0.level", whole, 1, 5),
        ("offers.0.occupation_code", matching("4-03-02-01"), 10, 10),
    ],
    "registration POST /batches/{batch_id}/approvals": [("most", whole, 1, 500)],
    "registration POST /applications/search": [
        ("name", text, 0, 200),
        ("id_number", text, 0, 200),
        ("cursor", text, 0, 500),
        ("limit", whole, 1, 500),
    ],
    "registration POST /applications/{application_id}/refusal": [("reason", text, 2, 200)],
    "registration PUT /annual-plans/{year}": [
        ("batches", some({}), 0, 60),
        ("batches.0.name", text, 0, 200),
        ("batches.0.batch_id", text, 1, 40),
        ("batches.0.chances", some({"occupation_code": "4-03-02-01", "level": 4}), 1, 500),
    ],
    "registration POST /applications/{application_id}/disqualification": [("reason", text, 2, 200)],
    "registration POST /bars": [
        ("bar_id", text, 1, 40),
        ("name", text, 2, 200),
        ("id_number", text, 2, 200),
        ("clause", text, 2, 200),
        ("document", text, 2, 200),
    ],
    "registration POST /bars/{bar_id}/lifting": [("reason", text, 2, 200)],
    "registration POST /applications/{application_id}/payments": [("fen", whole, 1, MOST_WHOLE)],
    "registration POST /applications/{application_id}/refund-request": [
        ("items", some("theory"), 0, 3),
        ("reason", text, 2, 200),
    ],
    "registration POST /receipts/{number}/voiding": [("reason", text, 2, 200)],
    "registration POST /applications/{application_id}/papers-request": [("proofs", some("照片"), 1, None)],
    "registration POST /applications/{application_id}/papers": [("proofs", some("照片"), 1, None)],
    "registration POST /applications/{application_id}/downgrade": [
        ("condition", text, 0, 200),
        ("level", whole, 1, 5),
    ],
    "scheduling PUT /staff": [
        ("0.staff_id", text, 1, 100),
        ("0.name", text, 1, 100),
        ("0.roles.0", text, 1, 100),
        ("0.teaches_classes.0", text, 1, 100),
        ("0.related_to.0.id_number", text, 1, 100),
        ("0.related_to.0.relation", text, 1, 100),
        ("0.occupations.0.admission.practice_years", whole, 0, MOST_WHOLE),
        ("0.occupations.0.admission.certificate_level", whole, 1, 6),
        ("0.occupations.0.admission.examining_years", whole, 0, 80),
    ],
    "scheduling POST /staff/{staff_id}/qualifications": [
        ("papers", some("身份证"), 0, 20),
        ("recommended_by", text, 1, 100),
        ("id_number", text, 1, 100),
    ],
    "scheduling PUT /rooms": [
        ("0.room_id", text, 1, 100),
        ("0.site", text, 1, 100),
    ],
    "scheduling PUT /sites": [
        ("site", text, 1, 100),
        ("chief", text, 1, 100),
        ("deputies", some("x"), 0, 20),
    ],
    "scheduling POST /sessions/signals": [("site", text, 1, 100)],
    "scheduling POST /sessions/{session_id}/misconduct": [("application_id", text, 1, 100), ("facts", text, 2, 500)],
    "scheduling POST /sessions/{session_id}/misconduct/{number}/decision": [("opinion", text, 2, 200)],
    "scheduling POST /sessions/{session_id}/missing-papers": [("missing", whole, 1, 9999)],
    "scheduling POST /sessions/{session_id}/missing-papers/settlement": [
        ("lost", whole, 0, 9999),
        ("reason", text, 2, 200),
    ],
    "scheduling POST /batches/{batch_id}/plan": [
        ("theory_days", some("2026-09-19"), 0, 60),
        ("practical_days", some("2026-09-19"), 0, 60),
        ("theory_starts", some("09:00"), 0, 12),
        ("practical_starts", some("09:00"), 0, 12),
        ("lengths", some({}), 0, 500),
    ],
    "scheduling POST /batches/{batch_id}/plan/lacks": [("theory_days", some("2026-09-19"), 0, 60)],
    "scheduling POST /batches/{batch_id}/amendments/draft": [
        ("away", some("x"), 0, 200),
        ("lost_rooms", some("x"), 0, 200),
    ],
    "scheduling POST /batches/{batch_id}/amendments": [("digest", text, 1, 100)],
    "scheduling POST /enrolments/search": [("ticket_number", text, 1, 100)],
    "scheduling POST /sessions/{session_id}/check-ins": [("application_ids", some("x"), 1, 99)],
    "itembank POST /papers/assembly": [
        ("batch_id", text, 1, 64),
        ("seed", whole, 0, MOST_WHOLE),
        ("level", whole, 1, 5),
    ],
    "itembank POST /banks/{code}/{level}/items/readings": [
        ("item_ids", some("x"), 1, 20),
        ("item_ids.0", text, 0, 200),
    ],
    "itembank POST /banks/{code}/{level}/items/{item_id}/versions": [
        ("seen", whole, 1, 100_000),
        ("point", text, 0, 100),
        ("stem", text, 0, 4000),
        ("options", some("x"), 0, 10),
        ("options.0", text, 0, 1000),
        ("answer", text, 0, 10),
        ("enemies", some("x"), 0, 100),
        ("enemies.0", text, 0, 200),
    ],
    "itembank POST /banks/{code}/{level}/exports": [("handling", whole, 1, 100_000)],
    "itembank POST /secret-materials": [
        ("name", text, 1, 200),
        ("copies", whole, 1, 500),
        ("place", text, 1, 200),
        ("source", text, 1, 200),
    ],
    "itembank POST /secret-materials/{material_id}/handlings": [
        ("copies", whole, 1, 500),
        ("purpose", text, 0, 200),
        ("place", text, 0, 200),
        ("measures", text, 0, 500),
        ("people", some("x"), 0, 10),
        ("people.0", text, 1, 100),
    ],
    "itembank POST /secret-materials/{material_id}/handlings/{no}/decision": [("reason", text, 0, 200)],
    "itembank POST /secret-materials/{material_id}/handlings/{no}/escort": [("staff_id", text, 1, 100)],
    "itembank POST /secret-materials/{material_id}/handlings/{no}/return": [("copies", whole, 1, 500)],
    "itembank PUT /banks/{code}/{level}": [("acceptance.opinion", text, 0, 2000)],
    "itembank POST /papers/{paper_id}/review": [("remark", text, 0, 500)],
    "scoring PUT /keys/{paper_id}": [("items", whole, 1, MOST_WHOLE), ("level", whole, 1, 5)],
    "scoring POST /keys/{paper_id}/corrections": [REASON],
    "scoring POST /keys/{paper_id}/rechecks": [REASON, ("authority", text, 0, 200)],
    "scoring POST /sessions/{session_id}/answer-corrections": [REASON],
    "scoring POST /sessions/{session_id}/form-corrections": [REASON],
    "scoring POST /sessions/{session_id}/rulings": [REASON],
    "scoring POST /results/{application_id}/rechecks": [REASON],
    "scoring PUT /batches/{batch_id}/lists/{code}/{level}/reviewers": [("members", some("x"), 0, 15)],
    "scoring POST /batches/{batch_id}/lists/{code}/{level}/review-sheets": [("sheets", some({}), 1, 200)],
    "scoring POST /batches/{batch_id}/lists/{code}/{level}/review-corrections": [REASON],
    "scoring POST /batches/{batch_id}/lists/{code}/{level}/review-rulings": [REASON],
    "scoring POST /batches/{batch_id}/lists/{code}/{level}/review-absences": [REASON],
    "scoring POST /sessions/{session_id}/practical-sheets": [
        ("sheets", some({}), 1, 200),
        ("sheets.0.knocked_out", some(1), 0, 50),
    ],
    "scoring POST /sessions/{session_id}/typed-sheets": [
        ("examiner", text, 1, 100),
        ("knocked_out", some(1), 0, 50),
    ],
    "scoring POST /sessions/{session_id}/practical-corrections": [REASON, ("knocked_out", some(1), 0, 50)],
    "scoring POST /sessions/{session_id}/sheet-cases/{case_id}/settlement": [
        ("code", text, 0, 40),
        ("form", text, 0, 10),
        ("answers", text, 0, 1000),
        REASON,
    ],
    "certification POST /objections": [("application_id", text, 0, 100), ("reason", text, 0, 2000)],
    "certification POST /objections/{objection_id}/decision": [("reason", text, 0, 2000)],
    "certification POST /notices/{application_id}/standing-certificate": [("reason", text, 0, 2000)],
    "certification POST /certificates/{number}/reissues": [("name", text, 1, 100), ("id_number", text, 1, 40)],
    "certification POST /reissues/{reissue_id}/decision": [("reason", text, 0, 2000)],
    "certification POST /reissues/{reissue_id}/hand-over": [("consignment", text, 0, 100)],
    "certification POST /proceedings": [("facts", text, 0, 2000)],
    "certification POST /proceedings/{proceeding_id}/decision": [
        ("reason", text, 0, 2000),
        ("authority", text, 0, 200),
    ],
    "certification POST /proceedings/{proceeding_id}/follow-ups": [("note", text, 0, 2000)],
    "certification POST /scope-findings": [
        ("occupation_code", matching("4-03-02-01"), 10, 10),
        ("work_type", text, 0, 200),
        ("level", whole, 1, 5),
        ("facts", text, 0, 2000),
    ],
    "certification POST /scope-findings/{finding_id}/decision": [
        ("reason", text, 0, 2000),
        ("authority", text, 0, 200),
    ],
    "certification POST /filings": [
        ("institution", text, 1, 200),
        ("seal", text, 1, 200),
        ("scope", some({}), 1, 500),
        ("source", text, 2, 500),
    ],
    "certification POST /filings/{filing_id}/cancellation": [("reason", text, 2, 2000), ("authority", text, 1, 200)],
    "certification POST /stock/drawings": [
        ("batch_id", text, 0, 100),
        ("first", whole, 1, 99_999_999),
        ("count", whole, 1, 1000),
        ("reason", text, 0, 500),
    ],
    "certification POST /stock/prints": [("first", whole, 1, 99_999_999), ("numbers", some("x"), 1, 100)],
    "certification POST /stock/destructions": [("method", text, 2, 500)],
    "certification POST /stock/{series}/stocktakes": [
        ("blank", whole, 0, 1_000_000),
        ("printed", whole, 0, 1_000_000),
        ("void", whole, 0, 1_000_000),
        ("explained", text, 0, 500),
    ],
    "certification POST /blanks/{serial}/hand-out": [("consignment", text, 0, 100)],
    "certification POST /blanks/{serial}/voiding": [("reason", text, 2, 500)],
    "certification POST /employer-keys": [("employer", text, 2, 200), ("quota", whole, 1, 10_000)],
    "certification POST /verify/batch": [("key", text, 1, 100), ("papers", some({}), 1, 100)],
    "certification POST /verify": [("number", text, 1, 40), ("name", text, 1, 100), ("last_six", text, 6, 6)],
    "incident POST /incidents": [
        ("batch_id", text, 1, 64),
        ("site", text, 1, 100),
        ("kind", text, 1, 100),
        ("room", text, 0, 100),
        ("session_ids", some("x"), 0, 1000),
        ("rooms_in_disorder", whole, 0, None),
        ("outage_minutes", whole, 0, None),
        ("description", text, 0, 4000),
    ],
    "incident POST /incidents/{incident_id}/mergers": [("reason", text, 0, 4000)],
    "incident POST /incidents/{incident_id}/reclassification": [
        ("rooms_in_disorder", whole, 0, None),
        ("outage_minutes", whole, 0, None),
        ("kind", text, 1, 100),
        ("reason", text, 0, 4000),
    ],
    "incident POST /incidents/{incident_id}/stage-reports": [STORY],
    "incident POST /incidents/{incident_id}/statements": [STORY],
    "incident POST /incidents/{incident_id}/follow-ups": [STORY],
    "incident POST /incidents/{incident_id}/dispositions/{number}/approval": [("digest", matching("a" * 64), 64, 64)],
    "incident POST /incidents/{incident_id}/dispositions/{number}/completion": [("note", text, 0, 4000)],
    "incident PUT /rosters/{batch_id}": [
        ("evacuation", some({}), 0, 100),
        ("evacuation.0.shelters", text, 0, 500),
        ("evacuation.0.routes", text, 0, 2000),
        ("evacuation.0.site", text, 0, 100),
        ("evacuation.0.people_on_routes", some("x"), 0, 100),
        ("duties", some({}), 0, 1000),
        ("duties.0.person_id", text, 1, 64),
        ("duties.0.name", text, 0, 50),
        ("duties.0.site", text, 0, 100),
        ("duties.0.days", some("2026-09-19"), 0, 60),
        ("duties.0.order", some("sms"), 0, 10),
        ("duties.0.addresses.sms", text, 1, 500),
    ],
    "incident PUT /leading-group": [
        ("document", text, 1, 100),
        ("members", some({}), 0, 100),
        ("members.0.name", text, 1, 100),
        ("members.0.department", text, 0, 100),
        ("members.0.duty", text, 0, 4000),
    ],
    "incident POST /preparations": [("subject", text, 1, 100), ("attended_by", some("x"), 0, 1000)],
    "archive POST /batches/{batch_id}/items": [
        ("kind", text, 1, 100),
        ("subject_id", text, 1, 100),
        ("title", text, 0, 200),
        ("pages", whole, 0, 10_000),
        ("place", text, 0, 200),
        ("envelope", text, 0, 200),
        ("concerns", some("x"), 0, 50),
        ("concerns.0", text, 1, 100),
    ],
    "archive POST /consultations": [
        ("item_ids", some("x"), 1, 100),
        ("item_ids.0", text, 1, 100),
        ("reader.name", text, 1, 100),
        ("reader.id_number", text, 6, 40),
        ("reader.organisation", text, 0, 200),
        ("reader.staff_id", text, 0, 100),
        REASON,
    ],
    "archive POST /consultations/{consultation_id}/decision": [REASON],
    "archive POST /consultations/{consultation_id}/end": [("record", text, 0, 4000)],
    "archive POST /loans": [
        ("item_ids", some("x"), 1, 100),
        ("borrower.name", text, 1, 100),
        ("days", whole, 1, MOST_WHOLE),
        REASON,
    ],
    "archive POST /loans/{loan_id}/decision": [REASON],
    "archive POST /loans/{loan_id}/renewals": [("days", whole, 1, MOST_WHOLE), REASON],
    "archive POST /loans/{loan_id}/return": [("pages.x", whole, 0, 10_000)],
    "archive POST /batches/{batch_id}/destructions": [("item_ids", some("x"), 0, 500), ("item_ids.0", text, 1, 100)],
    "archive POST /destructions/{destruction_id}/group": [("members", some("x"), 0, 30), ("members.0", text, 1, 100)],
    "archive POST /destructions/{destruction_id}/opinions": [("value", text, 0, 4000), ("future_need", text, 0, 4000)],
    "archive POST /batches/{batch_id}/absences": [("kind", text, 1, 100), REASON],
}


def holding(path, value):
    """A body with nothing but this value in this place."""
    for part in reversed(path.split(".")):
        value = [value] if part == "0" else {part: value}
    return value


@pytest.mark.parametrize("service", sorted({route.split()[0] for route in BODIES}))
async def test_a_body_takes_what_is_written_here_and_no_more(service, tmp_path):
    build = import_module(f"services.{service}.main").build
    async with Harness(build, tmp_path) as harness:
        for route, fields in BODIES.items():
            owner, method, path = route.split()
            for field, made, least, most in fields if owner == service else ():
                refused = {}
                for number in {least, least - 1, *([most, most + 1] if most is not None else [])}:
                    if number < 0 and made is not whole:
                        continue
                    body = holding(field, made(number))
                    answer = await harness.request(method, filled(path), json=body, as_=("S-0001", *ROLES))
                    assert answer.status_code < 500
                    wrong = {one["field"] for one in answer.json().get("errors", [])} if answer.content else set()
                    refused[number] = f"body.{field}" in wrong
                taken = {number for number, no in refused.items() if not no}
                assert (route, field, taken) == (route, field, {least, least if most is None else most})


MIB = 2**20
FILES = {
    "registration POST /batches/{batch_id}/roster",
    "registration POST /batches/{batch_id}/roster/check",
    "registration POST /applications/{application_id}/photo",
    "registration POST /batches/{batch_id}/photos",
    "itembank POST /banks/{code}/{level}/imports/{form}/preview",
    "itembank POST /banks/{code}/{level}/imports/{form}",
    "scoring POST /sessions/{session_id}/answer-sheets",
    "certification POST /candidates/{application_id}/photo",
    "incident POST /incidents/{incident_id}/photos",
    "archive POST /items/{item_id}/scan",
    "sync POST /batches/{batch_id}/listing",
    "sync POST /packages/{package_id}/answer",
}
LARGER = {
    **dict.fromkeys(FILES, 10 * MIB),
    "scheduling PUT /staff": 2 * MIB,
    "itembank PUT /banks/{code}/{level}": 8 * MIB,
    "incident PUT /rosters/{batch_id}": 2 * MIB,
}


@pytest.mark.parametrize("service", SERVICES)
async def test_a_body_is_as_large_as_written_here_and_no_larger(service, tmp_path):
    async with Harness(import_module(f"services.{service}.main").build, tmp_path) as harness:
        for method, path, _ in routes(harness.service):
            if method == "GET" or path.startswith("/internal"):
                continue
            most = LARGER.get(f"{service} {method} {path}", MIB)
            for size, refused in ((most, False), (most + 1, True)):
                content = b" " * size
                answer = await harness.request(method, filled(path), content=content, as_=("S-0001", *ROLES))
                assert (method, path, size, b"upload-too-large" in answer.content) == (method, path, size, refused)


# How much a call takes at a time when it is not told, the least and the most.
A_PAGE, FED = (100, 1, 500), (200, 1, 1000)
AT_A_TIME = {
    "scheduling POST /batches/{batch_id}/plan/publication": (300, 1, 500),
    "scoring POST /batches/{batch_id}/lists/{code}/{level}/publication": (250, 1, 500),
    "archive GET /events": FED,
    **dict.fromkeys((f"{service} GET /internal/feed" for service in SERVICES), FED),
}


@pytest.mark.parametrize("service", SERVICES)
def test_a_page_is_as_long_as_written_here(service, tmp_path):
    served = Harness(import_module(f"services.{service}.main").build, tmp_path).service.application().openapi()
    asked = {
        f"{service} {method.upper()} {path}": parameter["schema"]
        for path, methods in served["paths"].items()
        for method, told in methods.items()
        for parameter in told.get("parameters", [])
        if parameter["name"] == "limit"
    }

    said = {route: (one["default"], one["minimum"], one["maximum"]) for route, one in asked.items()}
    assert said == {route: AT_A_TIME.get(route, A_PAGE) for route in asked}


@pytest.mark.parametrize(
    ("service", "address", "longest"),
    [
        ("archive", "/events?subject={}", 300),
        ("certification", "/verify/{}?token=1", 40),
        ("certification", "/verify/1?token={}", 100),
        ("registration", "/batches?cursor={}", 500),
    ],
)
async def test_an_address_takes_words_of_this_length_and_no_longer(service, address, longest, tmp_path):
    build = import_module(f"services.{service}.main").build
    async with Harness(build, tmp_path) as harness:
        for length, refused in ((longest, False), (longest + 1, True)):
            answer = await harness.get(address.format("x" * length), as_=("S-0001", *ROLES))
            assert (b"malformed-request" in answer.content) is refused

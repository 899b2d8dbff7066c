"""Each service with something in it, so that a request gets as far as it can."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from libs.chassis.testing import NOON, Harness
from services.archive.tests import test_filing as filing
from services.archive.tests import test_lending as lending
from services.archive.tests.test_archive import everything_appended
from services.certification.tests.builders import BATCH_ID, PUBLISHED
from services.certification.tests.conftest import certificates, lodge, post_results
from services.incident.tests import test_http as incidents
from services.incident.tests import test_preparing as preparing
from services.incident.tests.builders import DISCOVERED, MINUTE, MORNING
from services.itembank.tests import builders as papers
from services.itembank.tests import conftest as bank
from services.registration.tests import conftest as registering
from services.registration.tests.builders import NOON as REGISTERING
from services.registration.tests.builders import a_csv, some_people
from services.scheduling.tests import builders as planning
from services.scheduling.tests.conftest import OFFICE, Batch, a_licence, a_staff_entry, a_supervision, a_workshop_entry
from services.scoring.tests import builders as marking
from services.scoring.tests.conftest import Desk as MarkingDesk
from services.scoring.tests.test_publication_over_http import RECHECK, an_objection_decided
from services.sync.tests import builders as reporting
from tests.fuzzing import FRESH

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stage:
    """When it is, who asks (with every role but these), and what is there: see `tests.fuzzing.Schema`."""

    now: datetime
    set: Callable[[Harness], Awaitable[dict[str, Any]]]
    who: str = "S-9000"
    under: str = "/"
    without: frozenset[str] = frozenset()


async def registration(harness: Harness) -> dict[str, Any]:
    clerk = registering.EXAM_AFFAIRS
    await harness.post("/announcements", json=registering.an_announcement_body(), as_=clerk)
    await harness.post("/batches", json=registering.a_batch_body(), as_=clerk)
    await harness.post("/batches/2026-autumn/roster", content=a_csv(*some_people(5)), as_=("S-2", "reception"))
    listed = (await harness.get("/batches/2026-autumn/applications", as_=clerk)).json()["items"]
    return {
        "batch_id": "2026-autumn",
        "announcement_id": "2026-autumn",
        "application_id": listed[0]["application_id"],
        "level": 5,
        "POST /announcements": {"body": registering.an_announcement_body(announcement_id=FRESH)},
        "POST /batches": {"body": registering.a_batch_body(batch_id=FRESH, announcement_id="2026-autumn")},
    }


async def scheduling(harness: Harness) -> dict[str, Any]:
    batch = Batch(harness)
    await batch.register()
    await batch.enrol(3)
    assert (await batch.plan()).status_code == 201
    session = await batch.session()
    days = {"theory_days": ["2026-09-19"], "practical_days": ["2026-09-20"], "theory_starts": ["08:30"]}
    lengths = [{"occupation_code": planning.COOK, "level": 4, "theory_minutes": 90, "practical_minutes": 180}]
    admission = {"certificate_level": 3, "title": "none", "practice_years": 1, "exception_signed_by": "x"}
    admission |= {"examining_years": 1, "is_excellent": True, "works_in_certification": True}
    admission |= {"occupation_highest_level": 1}
    licence = a_licence(card_issued_on="2024-01-01", contract_from="2025-01-01", admission=admission)
    staff = a_staff_entry(
        FRESH,
        occupations=[licence],
        supervision=a_supervision(contract_from="2025-01-01"),
        id_number="2",
        related_to=[{"id_number": "1", "relation": "父"}],
        available=True,
    )
    application = {
        "kind": "supervisor",
        "code": planning.COOK,
        "id_number": "3",
        "papers": ["本人申请", "所在单位推荐意见", "资格申报表"],
        "recommended_by": "x",
        "admission": admission,
    }
    removal = {"step": "removal", "ground": "breach", "reason": "x", "referred_to": "x"}
    return {
        "batch_id": planning.BATCH,
        "session_id": session["session_id"],
        "application_id": f"{planning.BATCH}-00001",
        "PUT /staff": {"body": [staff]},
        "staff_id": "E-0",
        "file": f"examiner-{planning.COOK}",
        "POST /staff/{staff_id}/qualifications": {"body": application},
        "POST /staff/{staff_id}/qualifications/{file}/decisions": {"body": removal},
        "PUT /rooms": {"body": [a_workshop_entry(room_id=FRESH)]},
        "POST /batches/{batch_id}/plan": {"body": days | {"lengths": lengths}},
        "POST /batches/{batch_id}/plan/lacks": {"body": days | {"lengths": lengths}},
    }


async def exam_day(harness: Harness) -> dict[str, Any]:
    known = await scheduling(harness)
    batch = Batch(harness)
    await batch.publish()
    session = await batch.session()
    shown = (await harness.get(f"/sessions/{session['session_id']}", as_=OFFICE)).json()
    await harness.step_to(datetime.fromisoformat(shown["starts_at"]) - timedelta(minutes=10))
    return known | {"who": shown["staff"][0]["staff_id"], "application_ids": [f"{planning.BATCH}-00001"]}


async def itembank(harness: Harness) -> dict[str, Any]:
    desk = bank.Desk(harness)
    await desk.seal_all()
    await harness.deliver(papers.a_plan())
    await harness.step_to(papers.START)
    file = papers.a_bank_file(theory=2, practical=1, defence=1)
    return {
        "batch_id": papers.BATCH,
        "code": papers.CODE,
        "occupation_code": papers.CODE,
        "level": 5,
        "paper_id": bank.THEORY[0],
        "session_id": papers.SESSION,
        "PUT /banks/{code}/{level}": {"body": file | {"points": file["points"][:2]}},
        "PUT /blueprints/{code}/{level}": {"body": papers.a_short_blueprint_file()},
    }


async def scoring(harness: Harness) -> dict[str, Any]:
    desk = MarkingDesk(harness)
    await desk.sit()
    await desk.hand_over_key()
    await desk.upload(await desk.answer_file())
    one, two = marking.an_application(1), marking.an_application(2)
    for examiner, total in zip(marking.EXAMINERS, ("10", "60", "20"), strict=True):
        assert (await desk.score(examiner, {one: ["30", "29.9"], two: ["1", total]})).status_code == 200
    theory, pieces = await desk.codes(marking.THEORY), await desk.codes(marking.PRACTICAL)
    return {
        "session_id": marking.PRACTICAL,
        "application_id": one,
        "batch_id": marking.BATCH,
        "code": pieces[one],
        "marks": ["30", "29.8"],
        "paper_id": "P-t-A",
        **{
            f"POST /batches/{{batch_id}}/lists/{{code}}/{{level}}/{act}": LIST
            for act in ("check", "approval", "publication")
        },
        "PUT /keys/{paper_id}": {
            "body": marking.a_key_handover(marking.a_released_key(harness.cipher, marking.key_text("ABCDTF")))
        },
        "POST /sessions/{session_id}/rulings": {"code": pieces[two], "score": "50.0"},
        "POST /sessions/{session_id}/answer-corrections": {
            "session_id": marking.THEORY,
            "code": theory[one],
            "answer": "A",
        },
    }


LIST = {"code": marking.OCCUPATION, "level": marking.LEVEL}


async def results(harness: Harness) -> dict[str, Any]:
    desk = MarkingDesk(harness)
    await desk.sit()
    await desk.mark()
    await desk.finish()
    await harness.deliver(an_objection_decided())
    return {
        "session_id": marking.THEORY,
        "application_id": marking.an_application(1),
        "batch_id": marking.BATCH,
        **LIST,
        **RECHECK,
    }


async def certification(harness: Harness) -> dict[str, Any]:
    await post_results(harness, {}, {})
    lodged = (await lodge(harness)).json()
    await harness.step_to(PUBLISHED + timedelta(days=30))
    issued = (await certificates(harness))[0]
    return {"batch_id": BATCH_ID, "number": issued["number"], **lodged, "decision": "dismissed"}


async def incident(harness: Harness) -> dict[str, Any]:
    path = await incidents.reported(harness)
    proposal = {
        "type": "make-up-time",
        "session_ids": [MORNING],
        "minutes": 20,
        "interrupted_at": DISCOVERED.isoformat(),
        "restored_at": (DISCOVERED + 20 * MINUTE).isoformat(),
    }
    for _ in range(3):
        await harness.post(f"{path}/dispositions", json=proposal, as_=incidents.SITE_HEAD)
    assert (await preparing.founded(harness)).status_code == 204
    precaution = {"text": "检查备用电源", "person_id": preparing.HEAD["person_id"]}
    assert (
        await harness.post("/leading-group/precautions", json=precaution, as_=incidents.LEADING_GROUP)
    ).status_code == 201
    return {
        "incident_id": path.rsplit("/", 1)[1],
        "batch_id": "2026-autumn",
        "day": "2026-09-19",
        "session_ids": [MORNING],
        "session_id": MORNING,
        "person_id": "S-0050",
        "kind": "power-or-equipment-failure",
        "number": 1,
        "POST /incidents": {"body": incidents.a_report(room=FRESH)},
        "PUT /leading-group": {"body": preparing.a_group()},
        "POST /preparations": {"body": preparing.a_training()},
        "POST /incidents/{incident_id}/follow-ups": {"kind": "psychological-aid"},
        "GET /preparations": {"kind": "training"},
    }


async def archive(harness: Harness) -> dict[str, Any]:
    for event in (papers.a_plan(), filing.a_batch(), filing.a_session()):
        await harness.deliver(event)
    items = [await filing.filed(harness, "announcement", subject=filing.BATCH) for _ in range(3)]
    assert (await filing.scan(harness, items[0])).status_code == 204
    consulted = (await lending.consult(harness, items[0])).json()["id"]
    await lending.decide(harness, "consultations", consulted)
    loan = (await lending.borrow(harness, items[1])).json()["id"]
    await lending.decide(harness, "loans", loan)
    await everything_appended(harness)
    await harness.step_to(harness.now + DAY)
    [head] = (await harness.get("/tree-heads")).json()["items"]
    return {
        "batch_id": filing.BATCH,
        "subject_id": filing.BATCH,
        "kind": "announcement",
        "item_id": items[0]["id"],
        "item_ids": [items[2]["id"]],
        "consultation_id": consulted,
        "loan_id": loan,
        "pages": {items[1]["id"]: 3},
        "day": head["day"],
        "first": head["day"],
        "second": head["day"],
        "event_id": "registration:test/1:1",
        "days": 3,
    }


async def sync(harness: Harness) -> dict[str, Any]:
    await reporting.open_batch(harness, 1, 2, 3)
    await harness.deliver(reporting.a_session_planned(ends_at=reporting.ISSUED))
    made = f"/batches/{reporting.BATCH_ID}/packages"
    package = (await harness.post(made, json={}, as_=reporting.CLERK)).json()["id"]
    await harness.deliver(reporting.a_candidate_approved(harness.cipher, 4))
    await harness.deliver(reporting.a_certificate_issued(4))
    [waiting] = await reporting.uploads(harness, state="waiting")
    return {
        "batch_id": reporting.BATCH_ID,
        "upload_id": waiting["id"],
        "package_id": package,
        "report_id": f"certificates~{reporting.BATCH_ID}",
    }


STAGES = {
    "registration": Stage(REGISTERING, registration),
    "scheduling": Stage(planning.PLANNING_DAY, scheduling),
    "scheduling on the day": Stage(planning.PLANNING_DAY, exam_day, under="/sessions"),
    "itembank": Stage(papers.NOW, itembank, who=bank.CHIEF[0]),
    "scoring": Stage(marking.NOW, scoring, who=marking.EXAMINERS[0], without=frozenset({"coder"})),
    "scoring after publication": Stage(marking.NOW, results, under="/results"),
    "certification": Stage(PUBLISHED, certification),
    "incident": Stage(DISCOVERED + 2 * MINUTE, incident),
    "archive": Stage(NOON, archive),
    "sync": Stage(reporting.ISSUED, sync),
}

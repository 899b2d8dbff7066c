"""The service through its front doors: events in, deadlines, requests, events out."""

from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import pytest

from libs.chassis.testing import Harness
from libs.contracts.certification import (
    CertificateIssued,
    NoticePeriodElapsed,
    ObjectionDecided,
    ObjectionLodged,
    PartKept,
)
from services.certification.domain.errors.certificate import NotVerifiedError
from services.certification.domain.numbers import NUMBER
from services.certification.domain.tries import VerificationTries
from services.certification.main import build
from services.certification.ports import VerificationDesk
from services.certification.tests.builders import (
    BATCH_ID,
    COOK,
    FIVE_DAYS_OVER,
    INSTITUTION,
    PUBLISHED,
    a_batch_opened,
    a_candidate_approved,
    a_score_corrected,
    a_score_published,
    beijing,
)
from services.certification.tests.conftest import CLERK, certificates, decide, lodge, post_results, progress
from services.certification.views import verification

SECOND = timedelta(seconds=1)


def serials(harness):
    return sorted(event.certificate_number[-6:] for event in harness.published(CertificateIssued))


@pytest.mark.rule("SCO-27")
async def test_a_published_result_is_posted_and_released_after_five_working_days(certification):
    await post_results(certification, {})

    await certification.step_to(FIVE_DAYS_OVER - SECOND)
    assert await progress(certification) == {"posted": 1}
    assert certification.published() == []

    await certification.step_to(FIVE_DAYS_OVER)
    assert await progress(certification) == {"issued": 1}
    [elapsed] = certification.published(NoticePeriodElapsed)
    assert (elapsed.notice_from, elapsed.notice_until) == (date(2026, 9, 28), date(2026, 10, 9))


async def test_deliveries_that_come_twice_take_effect_once(certification):
    await certification.deliver(a_batch_opened(), times=2)
    await certification.deliver(a_candidate_approved(certification.cipher), times=2)
    await certification.deliver(a_score_published(), times=3)

    await certification.step_to(FIVE_DAYS_OVER)

    assert len(certification.published(CertificateIssued)) == 1


@pytest.mark.parametrize("missing", ["batch", "candidate"])
async def test_a_result_waits_for_what_it_needs(certification, missing):
    if missing != "batch":
        await certification.deliver(a_batch_opened())
    if missing != "candidate":
        await certification.deliver(a_candidate_approved(certification.cipher))

    await certification.deliver(a_score_published())

    [parked] = certification.parked()
    assert (parked["slug"], parked["state"]) == (f"{missing}-unknown", "waiting")
    assert await progress(certification) == {}


async def test_a_result_published_before_a_year_without_a_notice_is_parked(certification):
    await post_results(certification, {"published_at": beijing(2026, 12, 30, 10)})

    [parked] = certification.parked()
    assert parked["slug"] == "holiday-notice-missing"


@pytest.mark.rule("SCO-02", "DIS-31")
async def test_each_result_ends_as_certificate_kept_part_or_failure(certification):
    await post_results(
        certification,
        {"theory": "60.0", "practical": "60.0"},
        {"theory": "59.9", "practical": "60.0"},
        {"theory": "59.9", "practical": "59.9"},
        {"theory": None, "practical": None},
    )

    await certification.step_to(FIVE_DAYS_OVER)

    assert await progress(certification) == {"issued": 1, "kept": 1, "failed": 2}
    assert len(certification.published(NoticePeriodElapsed)) == 4
    [kept] = certification.published(PartKept)
    assert (kept.part, kept.valid_until) == ("practical", date(2028, 10, 10))


@pytest.mark.rule("INC-20", "INC-24", "INC-25")
@pytest.mark.parametrize(
    ("marks", "stage"),
    [
        ({"cancelled": ["theory", "practical"]}, "cancelled"),
        ({"cancelled": ["practical"], "theory": "59.9"}, "cancelled"),
        ({"cancelled": ["practical"], "theory": None}, "cancelled"),
        ({"cancelled": ["practical"], "theory": "60.0"}, "kept"),
    ],
)
async def test_a_part_called_off_is_cancelled_unless_the_other_is_kept(certification, marks, stage):
    await post_results(certification, marks)

    await certification.step_to(FIVE_DAYS_OVER)

    assert await progress(certification) == {stage: 1}
    [notice] = (await certification.get(f"/batches/{BATCH_ID}/notices", as_=CLERK)).json()["items"]
    assert (notice["stage"], notice["cancelled"]) == (stage, marks["cancelled"])


async def test_a_part_that_was_called_off_is_not_objected_to(certification):
    await post_results(certification, {"cancelled": ["theory"]})

    assert (await lodge(certification)).json()["title"] == "part-not-posted"


@pytest.mark.rule("SCO-27")
async def test_a_dismissed_objection_delays_only_its_candidate(certification):
    await post_results(certification, {}, {})

    assert (await lodge(certification)).status_code == 201
    await certification.step_to(FIVE_DAYS_OVER)
    assert await progress(certification) == {"held": 1, "issued": 1}

    await certification.step_to(FIVE_DAYS_OVER + timedelta(hours=9))
    assert (await decide(certification, "dismissed")).status_code == 204
    await certification.step_to(FIVE_DAYS_OVER + timedelta(hours=9))
    assert await progress(certification) == {"issued": 2}
    assert len(certification.published(ObjectionLodged)) == 1
    assert [event.decision for event in certification.published(ObjectionDecided)] == ["dismissed"]


@pytest.mark.rule("SCO-27", "SCO-09")
async def test_an_upheld_objection_waits_for_the_correction_which_is_posted_anew(certification):
    await post_results(certification, {"theory": "58.0"})
    await lodge(certification)
    await decide(certification, "upheld")

    await certification.step_to(FIVE_DAYS_OVER)
    assert await progress(certification) == {"held": 1}

    await certification.deliver(a_score_corrected(theory="61.0", corrected_at=beijing(2026, 9, 28, 9)))
    assert await progress(certification) == {"posted": 1}
    [notice] = (await certification.get(f"/batches/{BATCH_ID}/notices", as_=CLERK)).json()["items"]
    assert (notice["notice_from"], notice["notice_until"]) == ("2026-09-29", "2026-10-10")
    assert (notice["theory_score"], notice["revision"]) == ("61.0", 1)

    await certification.step_to(beijing(2026, 10, 11) - SECOND)
    assert await progress(certification) == {"posted": 1}
    await certification.step_to(beijing(2026, 10, 11))
    assert await progress(certification) == {"issued": 1}


async def test_a_correction_nobody_asked_for_is_parked(certification):
    await post_results(certification, {})

    await certification.deliver(a_score_corrected(corrected_at=PUBLISHED))

    assert [parked["slug"] for parked in certification.parked()] == ["objection-not-upheld"]


async def test_an_objection_after_the_notice_is_refused(certification):
    await post_results(certification, {})
    await certification.step_to(FIVE_DAYS_OVER)

    answer = await lodge(certification)

    assert (answer.status_code, answer.json()["title"]) == (409, "notice-ended")


async def test_an_objection_to_a_result_that_was_never_posted_is_refused(certification):
    answer = await lodge(certification)

    assert (answer.status_code, answer.json()["title"]) == (404, "notice-not-found")


async def test_objections_are_listed_with_their_decisions(certification):
    await post_results(certification, {})
    await lodge(certification)
    await decide(certification, "dismissed")

    answer = await certification.get(f"/batches/{BATCH_ID}/objections", as_=CLERK)

    [objection] = answer.json()["items"]
    assert (objection["lodged_by"], objection["decided_by"]) == ("S-0001", "S-0002")
    assert (objection["decision"], objection["decision_reason"]) == ("dismissed", "已复核")


async def test_whoever_lodged_an_objection_does_not_decide_it(certification):
    await post_results(certification, {})
    await lodge(certification, as_=("S-0003", "quality"))

    answer = await decide(certification, "dismissed", as_=("S-0003", "quality"))

    assert (answer.status_code, answer.json()["title"]) == (403, "own-objection")


@pytest.mark.parametrize("role", ["exam-affairs", "director", "examiner"])
async def test_only_quality_and_general_office_lodge_objections(certification, role):
    assert (await lodge(certification, as_=("S-0009", role))).status_code == 403


@pytest.mark.parametrize("role", ["general-office", "exam-affairs", "marking-lead"])
async def test_only_director_and_quality_decide_objections(certification, role):
    await post_results(certification, {})
    await lodge(certification)

    assert (await decide(certification, "dismissed", as_=("S-0009", role))).status_code == 403


@pytest.mark.parametrize("role", ["quality", "director", "exam-affairs", "auditor"])
async def test_only_the_general_office_reads_certificates(certification, role):
    await post_results(certification, {})
    await certification.step_to(FIVE_DAYS_OVER)
    [certificate] = await certificates(certification)

    for path in (f"/batches/{BATCH_ID}/certificates", f"/certificates/{certificate['number']}/pdf"):
        assert (await certification.get(path, as_=("S-0009", role))).status_code == 403


async def test_the_public_reads_no_results(certification):
    for path in ("notices", "objections", "certificates", "progress"):
        assert (await certification.get(f"/batches/{BATCH_ID}/{path}")).status_code == 401


@pytest.mark.rule("CER-13", "CER-14")
async def test_certificates_are_numbered_without_gaps_per_level(certification):
    await post_results(certification, *({"level": 5 - n % 3} for n in range(120)))

    await certification.step_to(FIVE_DAYS_OVER)

    assert await progress(certification) == {"issued": 120}
    numbers = sorted(event.certificate_number for event in certification.published(CertificateIssued))
    assert numbers == sorted(f"S00004300900126{level}{n:06d}" for level in (5, 4, 3) for n in range(1, 41))


@pytest.mark.rule("CER-14")
async def test_a_crash_while_printing_loses_and_repeats_no_number(certification):
    class JammedOnce:
        """Fails on the first print."""

        def __init__(self, press):
            self.press = press
            self.jams = 1

        async def unprintable(self, words):
            return await self.press.unprintable(words)

        async def print(self, sheets):
            if self.jams:
                self.jams -= 1
                raise OSError
            return await self.press.print(sheets)

    provided = certification.service.wiring.provided
    provided["press"] = JammedOnce(provided["press"])
    await post_results(certification, *({} for _ in range(3)))

    await certification.step_to(FIVE_DAYS_OVER)
    assert await progress(certification) == {"released": 3}
    assert certification.published(CertificateIssued) == []

    certification.service.timers._resting.clear()
    await certification.step_to(FIVE_DAYS_OVER)
    assert serials(certification) == ["000001", "000002", "000003"]
    assert len({c["pdf_sha256"] for c in await certificates(certification)}) == 3


async def test_certificates_are_wherever_the_store_is_opened_again(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    async with Harness(build, tmp_path, now=PUBLISHED) as certification:
        await post_results(certification, {})
        await certification.step_to(FIVE_DAYS_OVER)
        [entry] = await certificates(certification)
    (tmp_path / "store.sqlite").rename(elsewhere / "store.sqlite")

    async with Harness(build, elsewhere, now=FIVE_DAYS_OVER) as again:
        answer = await again.get(f"/certificates/{entry['number']}/pdf", as_=CLERK)

    assert answer.status_code == 200
    assert sha256(answer.content).hexdigest() == entry["pdf_sha256"]


@pytest.mark.rule("CER-14")
async def test_a_crash_before_the_commit_makes_the_same_files_again(certification):
    await post_results(certification, {}, {})
    store = certification.service.store
    commit = store.commit
    lost: list[set[str]] = []

    async def crashing(batch):
        files = {write.id.split("/")[0] for write in batch.documents if write.collection == "certificate_files"}
        if files and not lost:
            lost.append(files)
            raise OSError
        return await commit(batch)

    store.commit = crashing
    await certification.step_to(FIVE_DAYS_OVER)
    assert certification.published(CertificateIssued) == []
    assert await store.count("certificate_files", {}) == 0

    certification.service.timers._resting.clear()
    await certification.step_to(FIVE_DAYS_OVER)
    assert [{event.pdf_sha256 for event in certification.published(CertificateIssued)}] == lost
    assert await store.count("certificate_files", {}) == 2
    assert serials(certification) == ["000001", "000002"]


@pytest.mark.rule("CER-14")
async def test_results_released_later_are_numbered_on(certification):
    await post_results(certification, {}, {})
    await lodge(certification)
    await certification.step_to(FIVE_DAYS_OVER)
    assert serials(certification) == ["000001"]

    await decide(certification, "dismissed")
    await certification.step_to(FIVE_DAYS_OVER + SECOND)
    assert serials(certification) == ["000001", "000002"]


@pytest.mark.rule("CER-07")
async def test_outside_the_filed_scope_no_certificate_and_no_number_is_used(certification):
    await post_results(certification, {}, work_type="药膳制作师")
    await certification.deliver(a_candidate_approved(certification.cipher, 2))
    await certification.deliver(a_score_published(2))

    await certification.step_to(FIVE_DAYS_OVER)

    assert await progress(certification) == {"withheld": 1, "issued": 1}
    assert serials(certification) == ["000001"]
    answer = await certification.get(f"/batches/{BATCH_ID}/notices?stage=withheld", as_=CLERK)
    assert "备案范围" in answer.json()["items"][0]["withheld_because"]


async def test_a_name_the_fonts_cannot_show_is_withheld_and_uses_no_number(certification):
    await post_results(certification, {}, name="张\U0003134a")
    await certification.deliver(a_candidate_approved(certification.cipher, 2))
    await certification.deliver(a_score_published(2))

    await certification.step_to(FIVE_DAYS_OVER)

    assert await progress(certification) == {"withheld": 1, "issued": 1}
    assert serials(certification) == ["000001"]


async def test_the_general_office_reads_certificates_in_full(certification):
    await post_results(certification, {"theory": "88.5", "practical": "91.0"})
    await certification.step_to(FIVE_DAYS_OVER)

    [certificate] = await certificates(certification)

    assert NUMBER.fullmatch(certificate["number"])
    assert certificate | {"pdf_sha256": ...} == {
        "number": "S000043009001265000001",
        "application_id": f"{BATCH_ID}-00001",
        "name": "欧阳喆玥",
        "id_number": "431202199803070014",
        "occupation_code": COOK,
        "occupation": "中式烹调师",
        "work_type": "--",
        "level": 5,
        "level_name": "五级/初级工",
        "institution_code": "S000043009001",
        "institution": INSTITUTION,
        "theory_score": "88.5",
        "theory_outcome": "passed",
        "practical_score": "91.0",
        "practical_outcome": "passed",
        "score_published_at": "2026-09-24T02:00:00Z",
        "notice_from": "2026-09-28",
        "notice_until": "2026-10-09",
        "issued_on": "2026-10-10",
        "issued_at": "2026-10-09T16:00:00Z",
        "print_serial": "265000001-01",
        "pdf_sha256": ...,
        "status": "valid",
    }


async def test_the_pdf_is_handed_out_as_issued(certification):
    await post_results(certification, {})
    await certification.step_to(FIVE_DAYS_OVER)
    [certificate] = await certificates(certification)

    answer = await certification.get(f"/certificates/{certificate['number']}/pdf", as_=CLERK)

    assert answer.headers["content-type"] == "application/pdf"
    assert sha256(answer.content).hexdigest() == certificate["pdf_sha256"]
    [announced] = certification.published(CertificateIssued)
    assert announced.pdf_sha256 == certificate["pdf_sha256"]


async def test_the_public_verifies_with_the_token_and_sees_a_masked_name(certification):
    await post_results(certification, {})
    await certification.step_to(FIVE_DAYS_OVER)
    [certificate] = await certificates(certification)
    number = certificate["number"]
    token = certification.cipher.fingerprint(f"certificate:{number}")[:32]

    answer = await certification.get(f"/verify/{number}?token={token}")

    assert answer.status_code == 200
    assert answer.json() == {
        "number": number,
        "name": "欧***",
        "occupation": "中式烹调师",
        "work_type": "--",
        "level": "五级/初级工",
        "institution": INSTITUTION,
        "issued_on": "2026-10-10",
        "status": "valid",
        "pdf_sha256": certificate["pdf_sha256"],
    }


async def test_an_unknown_number_and_a_wrong_token_are_answered_alike(certification):
    await post_results(certification, {})
    await certification.step_to(FIVE_DAYS_OVER)
    [certificate] = await certificates(certification)
    number = certificate["number"]

    answers = [
        await certification.get(path)
        for path in (
            f"/verify/{number[:-1]}9?token={'0' * 32}",
            f"/verify/{number}?token={'0' * 32}",
            f"/verify/{number}",
            f"/verify/{number}?token=表",
            "/verify/x",
        )
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1


def of(number, cipher):
    return cipher.fingerprint(f"certificate:{number}")[:32]


async def test_an_address_asks_thirty_times_a_minute(certification):
    answers = [(await certification.get(f"/verify/{n}")).status_code for n in range(31)]
    refused = await certification.get("/verify/31")
    await certification.step_to(certification.now + timedelta(minutes=1))

    assert answers == [404] * 30 + [429]
    assert (refused.json()["title"], refused.headers["Retry-After"]) == ("too-often", "60")
    assert (await certification.get("/verify/31")).status_code == 404


@pytest.mark.parametrize("known", [True, False])
async def test_ten_wrong_tries_a_day_do_not_shut_out_the_holder(certification, known):
    await post_results(certification, {})
    await certification.step_to(FIVE_DAYS_OVER)
    [certificate] = await certificates(certification)
    number = certificate["number"] if known else "X"

    answers = [(await certification.get(f"/verify/{number}?token={'0' * 32}")).status_code for _ in range(11)]

    assert answers == [404] * 10 + [429]
    holder = await certification.get(f"/verify/{number}?token={of(number, certification.cipher)}")
    assert holder.status_code == (200 if known else 429)
    await certification.step_to(certification.now + timedelta(days=1))
    assert (await certification.get(f"/verify/{number}")).status_code == 404


async def test_nothing_is_looked_up_for_a_wrong_token(certification):
    """What takes longer for a number that exists tells that it does."""
    looked = []

    class Watched:
        async def find_one(self, number):
            looked.append(number)

    certificates: Any = Watched()
    desk = VerificationDesk(certificates=certificates, cipher=certification.cipher, tries=VerificationTries())
    for token in ("0" * 32, "", of("Y", certification.cipher)):
        with pytest.raises(NotVerifiedError):
            await verification.show_by_token(desk, "X", token=token, address="a", now=certification.now)

    assert looked == []


async def test_no_event_carries_a_name_or_an_identifier(certification):
    await post_results(certification, {}, {"theory": "10.0"})
    await lodge(certification)
    await decide(certification, "dismissed")
    await certification.step_to(FIVE_DAYS_OVER)

    bodies = b"".join(event.body for event in certification.outbox()).decode()

    assert "欧阳" not in bodies
    assert "431202" not in bodies


async def test_listings_are_paged(certification):
    await post_results(certification, {}, {}, {})

    first = (await certification.get(f"/batches/{BATCH_ID}/notices?limit=2", as_=CLERK)).json()
    rest = (await certification.get(f"/batches/{BATCH_ID}/notices", params={"cursor": first["next"]}, as_=CLERK)).json()

    assert [item["application_id"][-1] for item in first["items"] + rest["items"]] == ["1", "2", "3"]
    assert rest["next"] is None


@pytest.mark.parametrize("broken", ["name", "id_number"])
async def test_one_seal_that_cannot_be_opened_holds_up_nobody_beside_it(certification, broken):
    await certification.deliver(a_batch_opened())
    elsewhere = a_candidate_approved(certification.cipher, 9)
    for ordinal in (1, 2, 3):
        approved = a_candidate_approved(certification.cipher, ordinal)
        if ordinal == 2:
            approved = approved.model_copy(update={broken: getattr(elsewhere, broken)})
        await certification.deliver(approved)
        await certification.deliver(a_score_published(ordinal))

    await certification.step_to(FIVE_DAYS_OVER)

    assert await progress(certification) == {"issued": 2, "withheld": 1}
    assert serials(certification) == ["000001", "000002"]
    notices = (await certification.get(f"/batches/{BATCH_ID}/notices", as_=CLERK)).json()["items"]
    [withheld] = [one for one in notices if one["stage"] == "withheld"]
    assert withheld["application_id"].endswith("2")
    assert "密封内容无法打开" in str(withheld)

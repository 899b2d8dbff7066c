"""What the head decided about posted results: posted anew at whatever stage, and no certificate of what is void."""

from datetime import date, timedelta

import pytest

from libs.contracts.certification import CertificateIssued, CertificateSuspended, ObjectionDecided, PartKept
from services.certification.tests.builders import (
    BATCH_ID,
    FIVE_DAYS_OVER,
    PUBLISHED,
    a_result_amended,
    a_score_corrected,
    beijing,
)
from services.certification.tests.conftest import CLERK, certificates, decide, lodge, post_results, progress

SECOND = timedelta(seconds=1)
LATER = beijing(2026, 10, 12, 9)
LATER_OVER = beijing(2026, 10, 20)
MARKS = [{"theory": "80.0"}, {"theory": "12.0"}, {"practical": "12.0"}, {"theory": "12.0", "practical": "12.0"}]


async def the_notice(certification):
    [notice] = (await certification.get(f"/batches/{BATCH_ID}/notices", as_=CLERK)).json()["items"]
    return notice


async def the_public_sees(certification, number):
    token = certification.cipher.fingerprint(f"certificate:{number}")[:32]
    return (await certification.get(f"/verify/{number}?token={token}")).json()["status"]


@pytest.mark.rule("INC-16", "INC-17", "INC-22", "SCO-27", "DIS-31")
@pytest.mark.parametrize(("practical", "stage"), [("75.5", "kept"), ("12.0", "failed"), (None, "failed")])
async def test_what_became_void_is_posted_anew_and_ends_without_a_certificate(certification, practical, stage):
    await post_results(certification, {})

    await certification.deliver(a_result_amended(practical=practical, amended_at=beijing(2026, 9, 28, 9)), times=2)

    notice = await the_notice(certification)
    assert (notice["stage"], notice["notice_from"], notice["notice_until"]) == ("posted", "2026-09-29", "2026-10-10")
    assert (notice["theory_score"], notice["revision"], "theory" in notice["void"]) == (None, 1, True)
    await certification.step_to(beijing(2026, 10, 11) - SECOND)
    assert await progress(certification) == {"posted": 1}
    await certification.step_to(beijing(2026, 10, 11))
    assert await progress(certification) == {stage: 1}
    assert certification.published(CertificateIssued) == []


@pytest.mark.parametrize("marks", [{}, {"theory": "59.9"}, {"theory": None}, {"practical": None}])
async def test_what_was_failed_or_not_sat_is_not_void(certification, marks):
    await post_results(certification, marks)

    assert (await the_notice(certification))["void"] == []


@pytest.mark.rule("INC-16", "SCO-02", "DIS-31")
@pytest.mark.parametrize("marks", MARKS)
async def test_a_result_that_had_ended_is_posted_anew_and_ends_again(certification, marks):
    await post_results(certification, dict(marks))
    await certification.step_to(FIVE_DAYS_OVER)

    await certification.deliver(a_result_amended(practical=marks.get("practical", "75.5"), amended_at=LATER))

    notice = await the_notice(certification)
    assert (notice["stage"], notice["kept_part"], notice["released_at"]) == ("posted", None, None)
    await certification.step_to(LATER_OVER)
    assert sum((await progress(certification)).values()) == 1
    assert await progress(certification) in ({"kept": 1}, {"failed": 1})


async def test_the_part_that_still_counts_is_kept_from_its_new_release(certification):
    await post_results(certification, {})
    await certification.step_to(FIVE_DAYS_OVER)

    await certification.deliver(a_result_amended(amended_at=LATER))
    await certification.step_to(LATER_OVER)

    [kept] = certification.published(PartKept)
    assert (kept.part, kept.valid_until) == ("practical", date(2028, 10, 20))


@pytest.mark.rule("INC-16", "DIS-31")
async def test_the_certificate_of_a_void_result_is_suspended_for_everybody_to_see(certification):
    await post_results(certification, {}, {})
    await certification.step_to(FIVE_DAYS_OVER)
    first, second = await certificates(certification)

    await certification.deliver(a_result_amended(amended_at=LATER))
    await certification.deliver(a_result_amended(revision=2, practical=None, amended_at=LATER))

    [suspended] = certification.published(CertificateSuspended)
    assert (suspended.certificate_number, suspended.application_id) == (first["number"], f"{BATCH_ID}-00001")
    assert await the_public_sees(certification, first["number"]) == "suspended"
    assert await the_public_sees(certification, second["number"]) == "valid"


@pytest.mark.rule("CER-14")
async def test_a_resit_gets_no_second_number_while_the_first_is_out(certification):
    await post_results(certification, {})
    await certification.step_to(FIVE_DAYS_OVER)
    await certification.deliver(a_result_amended(amended_at=LATER))

    await certification.deliver(a_result_amended(revision=2, theory="70.0", cause="resit", amended_at=LATER))
    await certification.step_to(LATER_OVER)

    assert await progress(certification) == {"withheld": 1}
    assert "撤回" in (await the_notice(certification))["withheld_because"]
    assert len(certification.published(CertificateIssued)) == 1


async def test_whoever_passes_in_the_resit_before_a_certificate_was_issued_gets_one(certification):
    await post_results(certification, {})
    await certification.deliver(a_result_amended())

    await certification.deliver(a_result_amended(revision=2, theory="70.0", cause="resit"))
    await certification.step_to(FIVE_DAYS_OVER)

    assert await progress(certification) == {"issued": 1}


async def test_an_open_objection_to_what_became_void_holds_nothing_any_more(certification):
    await post_results(certification, {})
    await lodge(certification)

    await certification.deliver(a_result_amended())
    await certification.step_to(FIVE_DAYS_OVER)

    [decided] = certification.published(ObjectionDecided)
    assert (decided.objection_id, decided.decision) == (f"{BATCH_ID}-00001-o1", "dismissed")
    assert await progress(certification) == {"kept": 1}
    assert (await decide(certification, "upheld")).json()["title"] == "objection-already-decided"


async def test_an_objection_to_what_has_no_score_is_not_upheld(certification):
    await post_results(certification, {})
    await certification.deliver(a_result_amended())
    await lodge(certification)

    answer = await decide(certification, "upheld")

    assert (answer.status_code, answer.json()["title"]) == (409, "nothing-to-correct")
    assert (await decide(certification, "dismissed")).status_code == 204
    await certification.step_to(FIVE_DAYS_OVER)
    assert await progress(certification) == {"kept": 1}


async def test_a_correction_owed_for_a_void_part_is_awaited_no_longer(certification):
    await post_results(certification, {})
    await lodge(certification)
    await decide(certification, "upheld")

    await certification.deliver(a_result_amended())
    await certification.step_to(FIVE_DAYS_OVER)

    assert [event.decision for event in certification.published(ObjectionDecided)] == ["upheld"]
    assert await progress(certification) == {"kept": 1}


async def test_an_objection_to_the_part_that_still_counts_goes_on_holding(certification):
    await post_results(certification, {})
    await lodge(certification, part="practical")

    await certification.deliver(a_result_amended())
    await certification.step_to(FIVE_DAYS_OVER)

    assert await progress(certification) == {"held": 1}
    assert (await decide(certification, "dismissed")).status_code == 204
    assert await progress(certification) == {"kept": 1}


async def test_amendments_and_corrections_are_counted_together_and_wait_for_each_other(certification):
    await post_results(certification, {})
    await lodge(certification, part="practical")
    await decide(certification, "upheld")

    corrected = a_score_corrected(revision=2, theory=None, practical="61.0", corrected_at=PUBLISHED)
    await certification.deliver(corrected)
    [parked] = certification.parked()
    assert (parked["slug"], parked["state"]) == ("correction-out-of-order", "waiting")

    await certification.deliver(a_result_amended())
    await certification.service.parking.replay(parked["id"], certification.service.consumer.replay, by="timer")

    assert (await the_notice(certification))["revision"] == 2


async def test_an_amendment_that_comes_before_its_result_waits(certification):
    await certification.deliver(a_result_amended())

    [parked] = certification.parked()
    assert (parked["slug"], parked["state"]) == ("result-not-yet-posted", "waiting")

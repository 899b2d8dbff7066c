"""Who passes the second part while the first is kept gets a certificate (SCO-03)."""

from datetime import timedelta

import pytest

from libs.contracts.certification import CertificateIssued, CertificateQuestioned, CertificateSuspended, PartKept
from services.certification.tests.builders import (
    BATCH_ID,
    COOK,
    FIVE_DAYS_OVER,
    a_batch_opened,
    a_candidate_approved,
    a_result_amended,
    a_result_remarked,
    a_score_published,
    an_exam_finished,
    beijing,
)
from services.certification.tests.conftest import CLERK, DIRECTOR, certificates, file_institution, lodge

LATER = {"batch_id": "2026-winter"}
SAT_LATER = beijing(2026, 10, 17, 17)
PUBLISHED_LATER = beijing(2026, 10, 22, 10)
LATER_IS_OVER = beijing(2026, 10, 30)
LATER_ID = "2026-winter-00001"


async def keep_theory(harness):
    """Theory was passed in autumn; released on 10 October 2026, it is kept until 10 October 2028."""
    await harness.deliver(a_batch_opened())
    await harness.deliver(a_candidate_approved(harness.cipher))
    await harness.deliver(a_score_published(practical="59.9"))
    await harness.step_to(FIVE_DAYS_OVER)
    [kept] = harness.published(PartKept)
    assert (kept.part, kept.valid_until.isoformat()) == ("theory", "2028-10-10")


async def sit_practical(harness, *, sat=SAT_LATER, published=PUBLISHED_LATER, person="1", **differing):
    """The practical part alone is sat later, and passed."""
    level = differing.get("level", 5)
    await harness.deliver(a_batch_opened(**LATER))
    await harness.deliver(
        a_candidate_approved(
            harness.cipher,
            application_id=LATER_ID,
            **LATER,
            id_fingerprint=harness.cipher.fingerprint(person),
            parts=["practical"],
            level=level,
            occupation_code=differing.get("occupation_code", COOK),
        )
    )
    if sat:
        await harness.deliver(an_exam_finished("practical", 1, **LATER, finished_at=sat, level=level))
    passed = a_score_published(cancelled=(), practical="60.0", level=level, published_at=published)
    changed = {"application_id": LATER_ID, **LATER, "theory_score": None, "theory_outcome": "not-taken", **differing}
    await harness.deliver(passed.model_copy(update=changed))


async def later(harness):
    return (await harness.get(f"/notices/{LATER_ID}", as_=CLERK)).json()


async def remark_theory(harness, *scores):
    """The key of the theory that is kept was corrected, once for each score."""
    for revision, score in enumerate(scores, start=1):
        remarked = a_result_remarked(revision=revision, theory=score, practical="59.9", remarked_at=LATER_IS_OVER)
        await harness.deliver(remarked)


async def cancel_filing(harness):
    cancelled = {"reason": "取消认定资质", "authority": "湘人社函〔2026〕9号（虚构）"}
    assert (await harness.post("/filings/B-000001/cancellation", json=cancelled, as_=DIRECTOR)).is_success


@pytest.mark.rule("SCO-03", "SCO-02")
async def test_the_second_part_and_the_kept_one_make_a_certificate(certification):
    await keep_theory(certification)
    await sit_practical(certification)
    await certification.step_to(LATER_IS_OVER)

    notice = await later(certification)
    assert (notice["stage"], notice["counted_from"]) == ("issued", f"{BATCH_ID}-00001")
    [issued] = certification.published(CertificateIssued)
    assert (issued.application_id, issued.batch_id) == (LATER_ID, "2026-winter")
    shown = (await certification.get(f"/certificates/{issued.certificate_number}", as_=CLERK)).json()
    assert (shown["theory_score"], shown["practical_score"]) == ("80.0", "60.0")
    assert len(certification.published(PartKept)) == 1, "nothing new is kept"


@pytest.mark.rule("SCO-03")
@pytest.mark.parametrize(
    ("differing", "person"), [({"level": 4}, "1"), ({"occupation_code": "4-03-02-02"}, "1"), ({}, "2")]
)
async def test_a_kept_part_counts_for_the_same_person_and_subject_alone(certification, differing, person):
    await keep_theory(certification)
    await sit_practical(certification, person=person, **differing)
    await certification.step_to(LATER_IS_OVER)

    assert (await later(certification))["stage"] == "kept"
    assert certification.published(CertificateIssued) == []


@pytest.mark.rule("SCO-03")
@pytest.mark.parametrize(("sat_on", "counts"), [(beijing(2028, 10, 10, 23, 59), True), (beijing(2028, 10, 11), False)])
async def test_it_counts_for_an_examination_on_its_last_day(certification, sat_on, counts):
    await keep_theory(certification)
    await sit_practical(certification, sat=sat_on)
    await certification.step_to(LATER_IS_OVER)

    assert (await later(certification))["stage"] == ("issued" if counts else "kept")


async def test_without_the_day_of_the_examination_it_waits(certification):
    await keep_theory(certification)
    await sit_practical(certification, sat=None)
    await certification.step_to(LATER_IS_OVER)
    assert (await later(certification))["stage"] == "posted"

    await certification.deliver(an_exam_finished("practical", 1, **LATER, finished_at=SAT_LATER))
    certification.service.timers._resting.clear()
    certification.service.timers._resting.clear()
    await certification.step_to(LATER_IS_OVER + timedelta(minutes=5))

    assert (await later(certification))["stage"] == "issued"


@pytest.mark.rule("SCO-03")
async def test_a_kept_part_counts_once(certification):
    await keep_theory(certification)
    await sit_practical(certification)
    await certification.step_to(LATER_IS_OVER)
    await certification.deliver(a_batch_opened(batch_id="2027-spring"))
    third = "2027-spring-00001"
    approved = a_candidate_approved(
        certification.cipher,
        application_id=third,
        batch_id="2027-spring",
        id_fingerprint=certification.cipher.fingerprint("1"),
        parts=["practical"],
    )
    await certification.deliver(approved)
    sat = beijing(2026, 11, 7, 17)
    await certification.deliver(an_exam_finished("practical", 1, batch_id="2027-spring", finished_at=sat))
    changed = {"application_id": third, "batch_id": "2027-spring", "theory_score": None, "theory_outcome": "not-taken"}
    passed = a_score_published(published_at=beijing(2026, 11, 12, 10))
    await certification.deliver(passed.model_copy(update=changed))
    await certification.step_to(beijing(2026, 11, 30))

    assert (await certification.get(f"/notices/{third}", as_=CLERK)).json()["stage"] == "kept"


async def test_it_counts_too_when_a_dismissed_objection_releases(certification):
    await keep_theory(certification)
    await sit_practical(certification)
    body = {"application_id": LATER_ID, "part": "practical"}
    assert (await lodge(certification, **body)).status_code == 201
    await certification.step_to(LATER_IS_OVER)

    verdict = {"decision": "dismissed", "reason": "已复核"}
    await certification.post(f"/objections/{LATER_ID}-o1/decision", json=verdict, as_=DIRECTOR)
    await certification.step_to(LATER_IS_OVER + timedelta(minutes=1))

    assert (await later(certification))["stage"] == "issued"


async def test_what_counted_and_becomes_void_suspends_the_certificate(certification):
    await keep_theory(certification)
    await sit_practical(certification)
    await certification.step_to(LATER_IS_OVER)
    assert len(await certificates(certification)) == 0, "it belongs to the later batch"

    await certification.deliver(a_result_amended(amended_at=LATER_IS_OVER))

    [told] = certification.published(CertificateSuspended)
    assert told.application_id == LATER_ID


async def test_a_kept_part_that_became_void_is_not_taken_up_again(certification):
    await keep_theory(certification)
    await sit_practical(certification)
    await cancel_filing(certification)
    await certification.step_to(LATER_IS_OVER)
    assert (await later(certification))["stage"] == "withheld"

    await certification.deliver(a_result_amended(amended_at=LATER_IS_OVER))

    resumed = await certification.post(f"/batches/{LATER['batch_id']}/resumption", as_=CLERK)
    assert resumed.json() == {"done": 0, "remaining": 0}
    assert "作废" in (await later(certification))["withheld_because"]


async def test_a_kept_part_counts_with_the_score_of_its_corrected_key(certification):
    await keep_theory(certification)
    await sit_practical(certification)
    await cancel_filing(certification)
    await certification.step_to(LATER_IS_OVER)
    assert (await later(certification))["stage"] == "withheld"

    await remark_theory(certification, "60.0")
    await file_institution(certification, source="湘人社函〔2026〕10号（虚构）")
    await certification.post(f"/batches/{LATER['batch_id']}/resumption", as_=CLERK)
    await certification.step_to(LATER_IS_OVER + timedelta(minutes=1))

    [issued] = certification.published(CertificateIssued)
    shown = (await certification.get(f"/certificates/{issued.certificate_number}", as_=CLERK)).json()
    assert (shown["theory_score"], shown["practical_score"]) == ("60.0", "60.0")


async def test_a_kept_part_that_falls_while_posted_anew_is_asked_about(certification):
    await keep_theory(certification)
    await sit_practical(certification)
    await certification.step_to(LATER_IS_OVER)

    await remark_theory(certification, "70.0", "59.9")

    [asked] = certification.published(CertificateQuestioned)
    assert asked.application_id == LATER_ID
    assert (await later(certification))["question"]["decided_at"] is None


@pytest.mark.parametrize(
    ("changed", "suspended"),
    [
        (a_result_remarked(revision=2, theory="60.0", practical="59.9", remarked_at=LATER_IS_OVER), []),
        (a_result_amended(revision=2, practical="59.9", amended_at=LATER_IS_OVER), [LATER_ID]),
    ],
    ids=["passes again", "void"],
)
async def test_what_was_asked_ends_when_the_kept_part_changes_again(certification, changed, suspended):
    await keep_theory(certification)
    await sit_practical(certification)
    await certification.step_to(LATER_IS_OVER)
    await remark_theory(certification, "59.9")
    assert (await later(certification))["question"]

    await certification.deliver(changed)

    assert (await later(certification))["question"] is None
    assert [one.application_id for one in certification.published(CertificateSuspended)] == suspended

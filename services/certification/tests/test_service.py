"""The service through its front doors: events in, deadlines, requests, events out."""

from datetime import date, timedelta

import pytest

from libs.contracts.certification import (
    CertificateIssued,
    NoticePeriodElapsed,
    ObjectionDecided,
    ObjectionLodged,
    PartKept,
)
from services.certification.tests.builders import (
    BATCH_ID,
    FIVE_DAYS_OVER,
    PUBLISHED,
    a_batch_opened,
    a_candidate_approved,
    a_score_corrected,
    a_score_published,
    beijing,
)
from services.certification.tests.conftest import CLERK, certificates, decide, lodge, post_results, progress

SECOND = timedelta(seconds=1)


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

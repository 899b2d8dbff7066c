"""Sessions that are not held: nobody waits for them, and those who would have sat there get a result that says so."""

import pytest

from libs.contracts.scheduling import SessionCalledOff
from libs.contracts.scoring import ScorePublished
from services.scoring.storage.collections import SESSIONS
from services.scoring.tests.builders import (
    BATCH,
    LEAD,
    NOW,
    PRACTICAL,
    THEORY,
    a_candidate_scheduled,
    a_session_planned,
    an_application,
    an_exam_finished,
)

STOPPED = PRACTICAL.replace("-01", "-02")
ONE, TWO, FOUR = an_application(1), an_application(2), an_application(4)


def a_call_off(session_id=PRACTICAL, called_off="cancelled", rows=(1,)):
    return SessionCalledOff(
        session_id=session_id,
        batch_id=BATCH,
        part="practical",
        called_off=called_off,
        application_ids=[an_application(row) for row in rows],
        called_off_at=NOW,
    )


def outcomes(scoring):
    return {
        one.application_id: (one.theory_outcome, one.practical_outcome, one.cancelled)
        for one in scoring.published(ScorePublished)
    }


async def another_session_is_planned(scoring):
    """A fourth candidate missed the theory and was to sit the practical in a session of its own."""
    await scoring.deliver(a_session_planned(STOPPED))
    await scoring.deliver(a_candidate_scheduled(4, [("theory", "T-2"), ("practical", STOPPED)]))
    await scoring.deliver(an_exam_finished("T-2", rows=(), absent=(4,)))


@pytest.mark.rule("INC-20", "INC-24", "INC-25")
async def test_a_list_does_not_wait_for_a_session_that_is_not_held(scoring, desk):
    await desk.sit()
    await another_session_is_planned(scoring)
    await desk.mark()
    assert (await desk.check()).json()["title"] == "list-incomplete"

    await scoring.deliver(a_call_off(STOPPED, rows=(4,)), times=2)
    await desk.finish()

    assert outcomes(scoring)[FOUR] == ("absent", "not-taken", ["practical"])
    assert outcomes(scoring)[ONE] == ("passed", "failed", [])
    assert scoring.parked() == []


@pytest.mark.rule("INC-20", "INC-24", "INC-25")
async def test_a_list_whose_every_session_is_called_off_is_published_too(scoring, desk):
    for session_id, part in ((THEORY, "theory"), (PRACTICAL, "practical")):
        await scoring.deliver(a_session_planned(session_id, part))
    await scoring.deliver(a_candidate_scheduled(1))
    await scoring.deliver(a_candidate_scheduled(2, [("practical", PRACTICAL)]))

    await scoring.deliver(a_call_off(THEORY))
    await scoring.deliver(a_call_off(PRACTICAL, rows=(1, 2)))
    await desk.finish()

    assert outcomes(scoring) == {
        ONE: ("not-taken", "not-taken", ["theory", "practical"]),
        TWO: ("not-taken", "not-taken", ["practical"]),
    }
    shown = (await scoring.get(f"/results/{TWO}", as_=LEAD)).json()
    assert (shown["theory"]["cancelled"], shown["practical"]["cancelled"]) == (False, True)
    progress = (await scoring.get(f"/batches/{BATCH}/progress", as_=LEAD)).json()
    assert (progress["sessions"], progress["sessions_finished"], progress["sessions_cancelled"]) == (2, 0, 2)


@pytest.mark.rule("INC-20")
async def test_a_list_waits_for_a_session_that_is_only_postponed(scoring, desk):
    await desk.sit()
    await another_session_is_planned(scoring)
    await desk.mark()

    await scoring.deliver(a_call_off(STOPPED, "postponed", rows=(4,)))

    answer = (await desk.check()).json()
    assert (answer["title"], answer["sessions_open"]) == ("list-incomplete", 1)


async def test_a_session_that_was_held_after_all_counts_in_any_order(scoring):
    await scoring.deliver(a_session_planned(PRACTICAL))
    await scoring.deliver(a_call_off())
    await scoring.deliver(an_exam_finished(PRACTICAL, "practical", rows=(1,)))

    await scoring.deliver(a_call_off(), id="a later copy")

    session = await scoring.load(SESSIONS, PRACTICAL)
    assert (session.called_off, session.present) == (False, [ONE])


async def test_a_call_off_that_comes_before_the_plan_waits(scoring):
    await scoring.deliver(a_call_off())

    [parked] = scoring.parked()
    assert (parked["slug"], parked["state"]) == ("session-not-yet-planned", "waiting")

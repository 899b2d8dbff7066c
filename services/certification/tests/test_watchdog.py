"""What a posted result waits for is missed when it is lost: the end of its term, the run that issues."""

import pytest
from structlog.testing import capture_logs

from libs.chassis.domain import Harm
from libs.chassis.store.port import WriteBatch
from libs.contracts.certification import CertificateIssued
from services.certification.tests.builders import BATCH_ID, FIVE_DAYS_OVER
from services.certification.tests.conftest import decide, lodge, post_results, progress

BATCH_RUN = f"{BATCH_ID}:issue"
OWN_RUN = f"{BATCH_ID}-00001:issue"


class Jammed:
    """A press that prints nothing, so that the runs stay where they are."""

    async def unprintable(self, _):
        raise OSError

    async def print(self, _, *, at):
        raise OSError


@pytest.fixture
async def jammed(certification):
    """Two released results whose runs could not print: one released by its term, the other by a dismissed objection."""
    provided = certification.service.wiring.provided
    press, provided["press"] = provided["press"], Jammed()
    await post_results(certification, {}, {})
    await lodge(certification)
    await certification.step_to(FIVE_DAYS_OVER)
    await decide(certification, "dismissed")
    await certification.service.timers.fire_due()
    assert await progress(certification) == {"released": 2}
    provided["press"] = press
    return certification


async def armed(certification):
    return {due.key for harm in Harm for due in await certification.service.store.due(harm, FIVE_DAYS_OVER, limit=9)}


async def lose(certification, *keys):
    await certification.service.store.commit(WriteBatch(deadlines=dict.fromkeys(keys)))


async def test_nothing_is_missing_while_each_run_is_armed(jammed):
    assert await armed(jammed) == {BATCH_RUN, OWN_RUN}

    assert await jammed.service.watchdog.look() == 0


@pytest.mark.parametrize("lost", [{BATCH_RUN}, {OWN_RUN}, {BATCH_RUN, OWN_RUN}], ids=["batch", "own", "both"])
async def test_a_lost_issue_run_is_armed_anew_said_aloud_and_issues(jammed, lost):
    await lose(jammed, *lost)

    with capture_logs() as logs:
        assert [await jammed.service.watchdog.look() for _ in range(2)] == [len(lost), 0]

    assert {one["key"] for one in logs if one["event"] == "deadline.missing"} == lost
    assert await armed(jammed) == {BATCH_RUN, OWN_RUN}
    jammed.service.timers._resting.clear()
    await jammed.step_to(FIVE_DAYS_OVER)
    assert len(jammed.published(CertificateIssued)) == 2
    assert await jammed.service.watchdog.look() == 0


async def test_a_lost_end_of_term_is_armed_anew(certification):
    await post_results(certification, {})
    await lose(certification, f"{BATCH_ID}-00001:notice-ends")

    assert await certification.service.watchdog.look() == 1

    await certification.step_to(FIVE_DAYS_OVER)
    assert await progress(certification) == {"issued": 1}


async def test_what_ended_waits_for_nothing(certification):
    await post_results(certification, {}, {"theory": "12.0"}, {"theory": "12.0", "practical": "12.0"})
    await certification.step_to(FIVE_DAYS_OVER)

    assert await certification.service.watchdog.look() == 0

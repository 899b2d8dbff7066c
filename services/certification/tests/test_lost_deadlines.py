"""The end of a notice that was lost is found, and the notice ends all the same."""

from datetime import timedelta

from services.certification.tests.builders import FIVE_DAYS_OVER
from services.certification.tests.conftest import decide, lodge, post_results, progress


async def test_a_lost_end_is_armed_anew_and_comes_on_its_day(certification):
    await post_results(certification, {}, {})
    await lodge(certification)
    assert await certification.lose_deadlines() == 2

    found = [await certification.service.watchdog.look() for _ in range(2)]
    await certification.step_to(FIVE_DAYS_OVER - timedelta(seconds=1))
    before = await progress(certification)
    await certification.step_to(FIVE_DAYS_OVER)

    assert found == [2, 0]
    assert (before, await progress(certification)) == ({"posted": 1, "held": 1}, {"issued": 1, "held": 1})


async def test_a_notice_whose_five_days_are_over_waits_no_more(certification):
    await post_results(certification, {}, {})
    await lodge(certification)

    await certification.step_to(FIVE_DAYS_OVER)
    held = await certification.service.watchdog.look()
    await decide(certification, "upheld")

    assert (held, await certification.service.watchdog.look()) == (0, 0)

"""The count that a running session waits for is found when it was lost."""

from datetime import timedelta

from services.scheduling.tests.conftest import OFFICE, moment


async def test_a_lost_count_is_armed_anew_and_made_in_time(published):
    harness, session = published.harness, await published.session("theory")
    path = f"/sessions/{session['session_id']}"
    starts_at = moment(session["starts_at"])
    await harness.step_to(starts_at)
    waiting = await harness.service.watchdog.look()
    await published.signal("start", session)
    assert await harness.lose_deadlines() == 4, "the end of entry, what is late in two rooms, the look after forms"

    found = [await harness.service.watchdog.look() for _ in range(2)]
    await harness.step_to(starts_at + timedelta(minutes=30))

    attendance = (await harness.get(path, as_=OFFICE)).json()["attendance"]
    assert (waiting, found) == (0, [4, 0])
    assert moment(attendance["counted_at"]) == starts_at + timedelta(minutes=30)
    assert await harness.service.watchdog.look() == 0

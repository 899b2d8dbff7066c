"""The count that a running session waits for is found when it was lost."""

from datetime import timedelta

from services.scheduling.tests.conftest import OFFICE, moment


async def test_a_lost_count_is_armed_anew_and_made_in_time(published):
    harness, session = published.harness, await published.session("theory")
    path, chief = f"/sessions/{session['session_id']}", (session["staff"][0]["staff_id"], "invigilator")
    starts_at = moment(session["starts_at"])
    await harness.step_to(starts_at)
    waiting = await harness.service.watchdog.look()
    await harness.post(f"{path}/start", as_=chief)
    assert await harness.lose_deadlines() == 2, "the end of entry, and the next look after the forms"

    found = [await harness.service.watchdog.look() for _ in range(2)]
    await harness.step_to(starts_at + timedelta(minutes=30))

    attendance = (await harness.get(path, as_=OFFICE)).json()["attendance"]
    assert (waiting, found) == (0, [2, 0])
    assert moment(attendance["counted_at"]) == starts_at + timedelta(minutes=30)
    assert await harness.service.watchdog.look() == 0

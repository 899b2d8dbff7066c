"""A step that is not done at its time calls those who lead the site: once, at its moment, and not when it was done."""

from datetime import timedelta

from libs.contracts.incident import CancellationApproved, StartDelayApproved
from libs.contracts.scheduling import ExamStepsOverdue
from services.scheduling.tests.conftest import SITE_HEAD
from services.scheduling.tests.test_exam_day import Room

MINUTE, MILLISECOND = timedelta(minutes=1), timedelta(milliseconds=1)


async def a_theory_room(published):
    return Room(published, await published.session("theory"))


def told(room):
    """When each step was told as late, in minutes from the planned start."""
    events = [one for one in room.harness.published(ExamStepsOverdue) if one.session_id == room.id]
    minute = {event.overdue_at: (event.overdue_at - MILLISECOND - room.starts_at) / MINUTE for event in events}
    return {step.name: minute[event.overdue_at] for event in events for step in event.steps}


async def test_what_is_not_done_is_told_when_its_time_is_over(published):
    room = await a_theory_room(published)
    meeting = room.starts_at - 40 * MINUTE

    await room.harness.step_to(meeting)
    before = told(room)
    await room.harness.step_to(meeting + MILLISECOND)

    assert before == {"papers-on-site": -60}
    assert told(room) == {"papers-on-site": -60, "instructions-given": -40, "staff-meeting": -40}
    event = room.harness.published(ExamStepsOverdue)[-1]
    assert (event.site, event.room, event.batch_id) == ("主考点", "T-001", "2026-autumn")
    assert {step.due_at for step in event.steps} == {meeting}


async def test_what_was_done_is_not_told_and_nothing_twice(published):
    room = await a_theory_room(published)
    await room.harness.step_to(room.starts_at - 41 * MINUTE)
    assert (await room.do("steps/instructions-given", as_=SITE_HEAD)).status_code == 200

    await room.harness.step_to(room.ends_at + 60 * MINUTE)

    events = [event for event in room.harness.published(ExamStepsOverdue) if event.session_id == room.id]
    names = [step.name for event in events for step in event.steps]
    assert "instructions-given" not in names
    assert len(set(names)) == len(names)
    assert told(room) | {"papers-collected": -30, "belongings": -10, "admission": -10, "notes-read": -5} == told(room)
    assert told(room) | {"papers-opened": 0, "papers-handed-out": 0, "five-checks": 30} == told(room)
    assert told(room)["time-reminder"] == (room.ends_at - room.starts_at) / MINUTE - 14


async def test_a_late_start_moves_what_follows_it(published):
    room = await a_theory_room(published)
    await room.harness.step_to(room.starts_at + 7 * MINUTE)
    await room.start()

    await room.harness.step_to(room.starts_at + 42 * MINUTE)
    before = set(told(room))
    await room.harness.step_to(room.starts_at + 42 * MINUTE + MILLISECOND)

    assert set(told(room)) - before == {"attendance-counted"}


async def test_a_session_moved_is_late_later_and_one_cancelled_never(incident, theory, practical):
    delayed, cancelled = Room(incident.batch, theory), Room(incident.batch, practical)
    await incident.order(StartDelayApproved, session_ids=[delayed.id], minutes=30)
    await incident.order(CancellationApproved, disposition=2, session_ids=[cancelled.id])

    await delayed.harness.step_to(delayed.starts_at - 30 * MINUTE)
    before = told(delayed)
    await delayed.harness.step_to(cancelled.ends_at)

    assert before == {}
    assert told(delayed)["papers-on-site"] == -30
    assert told(cancelled) == {}

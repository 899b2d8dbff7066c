"""Stage 4: the examination days by the clock, with everything that goes wrong on them."""

from apps.demo.stages import mishaps
from apps.demo.stages.sessions import Sessions
from apps.demo.stages.stage import Run
from apps.demo.stages.timetable import Timetable


async def hold_examinations(run: Run) -> None:
    """Hold every session: papers opened by two, candidates checked in, start, finish."""
    timetable = Timetable()
    sessions = Sessions(run, timetable)
    await sessions.follow_the_plan()
    mishaps.plan(run, timetable, sessions)
    await timetable.run(run)
    run.notes["sessions"] = len(sessions.known)

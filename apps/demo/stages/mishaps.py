"""The incidents of the script, each in its place on the timetable."""

from datetime import datetime, timedelta
from typing import Any

from apps.demo.inputs import Key
from apps.demo.stages.case import Case
from apps.demo.stages.sessions import Session, Sessions
from apps.demo.stages.stage import Run
from apps.demo.stages.timetable import Timetable


def plan(run: Run, timetable: Timetable, sessions: Sessions) -> None:
    """Put every incident of the script on the timetable."""
    for script in run.inputs.day["incidents"]:
        concerned = _concerned(sessions, script["where"])
        discovered = _discovered(sessions, script, concerned)
        Case(run, timetable, sessions, script, concerned, discovered).put_on_the_timetable()


def _concerned(sessions: Sessions, where: dict[str, Any]) -> list[Session]:
    """The first session of the n-th offer, and the next ones that begin with it; none in a batch without it."""
    of_part = sessions.in_order(where["part"])
    firsts: dict[Key, Session] = {}
    for session in of_part:
        firsts.setdefault((session["occupation_code"], session["level"]), session)
    hosts = list(firsts.values())[where["offer"] - 1 : where["offer"]]
    if not hosts:
        return []
    beside = of_part[of_part.index(hosts[0]) :][: where["rooms"]]
    return [session for session in beside if session["starts_at"] == hosts[0]["starts_at"]]


def _discovered(sessions: Sessions, script: dict[str, Any], concerned: list[Session]) -> datetime:
    of, minutes = script["discovered"]["of"], timedelta(minutes=script["discovered"]["minutes"])
    session = concerned[0] if concerned else sessions.in_order(script["where"]["part"])[-1]
    if of == "day-before":
        first = datetime.fromisoformat(sessions.in_order()[0]["starts_at"])
        return first.replace(hour=0, minute=0) - timedelta(days=1) + minutes
    return datetime.fromisoformat(session[f"{of}s_at"]) + minutes

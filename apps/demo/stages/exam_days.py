"""Stage 4: the examination days by the clock, with everything that goes wrong on them."""

import asyncio
import heapq
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import Any

from apps.demo.office import RefusedError
from apps.demo.stages import mishaps
from apps.demo.stages.stage import Run

Act = Callable[[], Awaitable[None]]
OPENING = timedelta(minutes=5)
ADMISSION = timedelta(minutes=10)


@dataclass
class Timetable:
    """What happens when: acts of one moment run side by side, in order of their rank."""

    _acts: list[tuple[datetime, int, int, Act]] = field(default_factory=list)
    _ordinal: Any = field(default_factory=count)

    def add(self, moment: datetime, act: Act, *, rank: int = 5) -> None:
        """Put an act down; it may be added while the day is running."""
        heapq.heappush(self._acts, (moment, rank, next(self._ordinal), act))

    async def run(self, run: Run) -> None:
        """Let the days pass."""
        while self._acts:
            moment, rank, _, act = heapq.heappop(self._acts)
            together = [act]
            while self._acts and self._acts[0][:2] == (moment, rank):
                together.append(heapq.heappop(self._acts)[3])
            await run.at(moment)
            await asyncio.gather(*(one() for one in together))


async def hold_examinations(run: Run) -> None:
    """Hold every session: papers opened by two, candidates checked in, start, finish."""
    sessions = await _sessions(run)
    timetable = Timetable()
    late = _latecomers(run, sessions)
    for session in sessions:
        _plan_session(run, timetable, session, late.get(session["session_id"], {}))
    mishaps.plan(run, timetable, sessions)
    await timetable.run(run)
    run.notes["sessions"] = len(sessions)


async def _sessions(run: Run) -> list[dict[str, Any]]:
    by = run.office.who("exam-affairs")
    listed = [item async for item in run.office.pages("scheduling", "/sessions", by=by, batch_id=run.batch_id)]
    pages = await asyncio.gather(
        *(run.office.ask("scheduling", f"/sessions/{session['session_id']}", by=by) for session in listed)
    )
    return sorted(pages, key=lambda session: (session["starts_at"], session["session_id"]))


def of_part(sessions: list[dict[str, Any]], part: str, ordinal: int) -> dict[str, Any] | None:
    """The n-th session of a part, counted from 1; None if the batch is too small to have it."""
    of_this_part = [session for session in sessions if session["part"] == part]
    return of_this_part[ordinal - 1] if ordinal <= len(of_this_part) else None


def _latecomers(run: Run, sessions: list[dict[str, Any]]) -> dict[str, dict[str, dict[str, Any]]]:
    """Session → application → how late, and whether there is still admission."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for late in run.inputs.day["late"]:
        session = of_part(sessions, late["part"], late["session_ordinal"])
        seat = next((one for one in session["seats"] if one["seat"] == late["seat"]), None) if session else None
        if session and seat:
            found.setdefault(session["session_id"], {})[seat["application_id"]] = late
    return found


def _plan_session(run: Run, timetable: Timetable, session: dict[str, Any], late: dict[str, dict[str, Any]]) -> None:
    starts = datetime.fromisoformat(session["starts_at"])
    path = f"/sessions/{session['session_id']}"
    staff = [one["staff_id"] for one in session["staff"]]
    chance = Random(f"{run.seed} absent {session['session_id']}")
    absent = [
        one["application_id"]
        for one in session["seats"]
        if one["application_id"] not in late and chance.random() < run.inputs.day["absent_rate"]
    ]
    on_time = [
        one["application_id"]
        for one in session["seats"]
        if one["application_id"] not in late and one["application_id"] not in absent
    ]

    async def check_in() -> None:
        if on_time:
            await run.office.order("scheduling", f"{path}/check-ins", by=staff[0], json={"application_ids": on_time})

    async def open_papers() -> None:
        await _open_papers(run, session["session_id"], staff)

    async def start() -> None:
        await run.office.order("scheduling", f"{path}/start", by=staff[0])

    async def finish() -> None:
        now = await run.office.ask("scheduling", path, by=staff[0])
        ends = datetime.fromisoformat(now["ends_at"])
        if ends > run.now:
            timetable.add(ends, finish, rank=9)
            return
        await run.office.order("scheduling", f"{path}/finish", by=staff[0])

    timetable.add(starts - ADMISSION, check_in)
    timetable.add(starts - OPENING, open_papers)
    timetable.add(starts, start, rank=1)
    timetable.add(datetime.fromisoformat(session["ends_at"]), finish, rank=9)
    for application_id, how in late.items():
        timetable.add(starts + timedelta(minutes=how["minutes"]), _arrival(run, path, staff[0], application_id, how))


def _arrival(run: Run, path: str, by: str, application_id: str, how: dict[str, Any]) -> Act:
    async def arrive() -> None:
        content = {"application_ids": [application_id]}
        if how["admitted"]:
            await run.office.order("scheduling", f"{path}/check-ins", by=by, json=content)
            return
        slug = await run.office.refused("scheduling", f"{path}/check-ins", by=by, json=content)
        run.notes.setdefault("turned_away", []).append({"application_id": application_id, "reason": slug})

    return arrive


async def _open_papers(run: Run, session_id: str, staff: list[str]) -> None:
    """Both keys for every form that lies on the desks: the first person waits, the second opens."""
    office = run.office
    session = await office.ask("scheduling", f"/sessions/{session_id}", by=staff[0])
    for form in sorted({seat["form"] for seat in session["seats"]}):
        paper_id = await _paper(run, session, form)
        content = {"session_id": session_id}
        await office.order("itembank", f"/papers/{paper_id}/openings", by=staff[0], json=content)
        opened = await office.order("itembank", f"/papers/{paper_id}/openings", by=staff[1], json=content)
        if opened["state"] != "opened":
            raise RefusedError("POST", f"/papers/{paper_id}/openings", 202, str(opened))
        run.opened[paper_id] = opened


async def _paper(run: Run, session: dict[str, Any], form: str) -> str:
    papers = run.notes.setdefault("_papers", {})
    if not papers:
        async for paper in run.office.pages(
            "itembank", "/papers", by=run.office.who("item-bank"), batch_id=run.batch_id
        ):
            papers[paper["occupation_code"], paper["level"], paper["part"], paper["form"]] = paper["paper_id"]
    paper_id: str = papers[session["occupation_code"], session["level"], session["part"], form]
    return paper_id

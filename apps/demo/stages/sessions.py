"""The sessions of the days: each as it stands in the plan now, from the check-in to the end signal."""

import asyncio
from datetime import datetime, timedelta
from random import Random
from typing import Any

from apps.demo.office import RefusedError
from apps.demo.stages.stage import Run
from apps.demo.stages.timetable import Act, Timetable

Session = dict[str, Any]
OPENING = timedelta(minutes=5)
ADMISSION = timedelta(minutes=10)


class Sessions:
    """Puts the sessions on the timetable, and again whenever the plan has moved them."""

    def __init__(self, run: Run, timetable: Timetable) -> None:
        self._run = run
        self._timetable = timetable
        self._one_signal = asyncio.Lock()
        self._starts: dict[str, str | None] = {}
        self._late: dict[str, dict[str, dict[str, Any]]] | None = None
        self.known: dict[str, Session] = {}

    async def follow_the_plan(self) -> None:
        """Put down every session whose time is new; one that is not held any more has none."""
        run, by = self._run, self._run.office.who("exam-affairs")
        moved = []
        async for listed in run.office.pages("scheduling", "/sessions", by=by, batch_id=run.batch_id):
            starts = listed["starts_at"] if listed["state"] in {"published", "running", "finished"} else None
            if self._starts.get(listed["session_id"], "") != starts:
                self._starts[listed["session_id"]] = starts
                moved += [listed["session_id"]] if starts else []
        pages = await asyncio.gather(*(self.now(session_id) for session_id in moved))
        self.known |= {page["session_id"]: page for page in pages}
        if self._late is None:
            self._late = _latecomers(run, self.in_order())
        for page in pages:
            self._plan(page, self._late.get(page["session_id"], {}))

    async def now(self, session_id: str) -> Session:
        """A session as it stands."""
        by = self._run.office.who("exam-affairs")
        session: Session = await self._run.office.ask("scheduling", f"/sessions/{session_id}", by=by)
        return session

    def in_order(self, part: str | None = None) -> list[Session]:
        """All of a part, by start and id."""
        of_part = [session for session in self.known.values() if part in {None, session["part"]}]
        return sorted(of_part, key=lambda session: (session["starts_at"], session["session_id"]))

    def _plan(self, session: Session, late: dict[str, dict[str, Any]]) -> None:
        run, starts = self._run, datetime.fromisoformat(session["starts_at"])
        path, by = f"/sessions/{session['session_id']}", session["staff"][0]["staff_id"]
        chance = Random(f"{run.seed} absent {session['session_id']}")
        absent = [
            one["application_id"]
            for one in session["seats"]
            if one["application_id"] not in late and chance.random() < run.inputs.day["absent_rate"]
        ]
        on_time = [one["application_id"] for one in session["seats"] if one["application_id"] not in {*late, *absent}]

        async def check_in() -> None:
            if on_time:
                await run.office.order("scheduling", f"{path}/check-ins", by=by, json={"application_ids": on_time})

        async def open_papers() -> None:
            await self.open_papers(session["session_id"])

        async def start() -> None:
            if session["part"] == "theory":
                await self._signal(session["session_id"], "start", while_it_is="published")
                return
            await run.office.order("scheduling", f"{path}/start", by=by)

        async def finish() -> None:
            ends = datetime.fromisoformat((await self.now(session["session_id"]))["ends_at"])
            if ends > run.now:
                self._add(session, ends, finish, rank=9)
                return
            if session["part"] == "theory":
                await self._signal(session["session_id"], "end", while_it_is="running")
                return
            await run.office.order("scheduling", f"{path}/finish", by=by)

        self._add(session, starts - ADMISSION, check_in)
        self._add(session, starts - OPENING, open_papers)
        self._add(session, starts, start, rank=1)
        self._add(session, datetime.fromisoformat(session["ends_at"]), finish, rank=9)
        for application_id, how in late.items():
            minutes = timedelta(minutes=how["minutes"])
            self._add(session, starts + minutes, _arrival(run, path, by, application_id, how))

    async def _signal(self, session_id: str, kind: str, *, while_it_is: str) -> None:
        """The head of the site gives it to all rooms at once: the other rooms have heard it when it is their turn."""
        async with self._one_signal:
            session = await self.now(session_id)
            if session["state"] == while_it_is:
                at = session["starts_at" if kind == "start" else "ends_at"]
                content = {"site": session["site"], "signal": kind, "at": at}
                by = self._run.office.who("site-head")
                await self._run.office.order("scheduling", "/sessions/signals", by=by, json=content)

    def _add(self, session: Session, moment: datetime, act: Act, *, rank: int = 5) -> None:
        """Put an act down that falls away if the session is moved or called off meanwhile."""

        async def unless_moved() -> None:
            if self._starts[session["session_id"]] == session["starts_at"]:
                await act()

        self._timetable.add(moment, unless_moved, rank=rank)

    async def open_papers(self, session_id: str) -> None:
        """Both keys for every form that lies on the desks: the first person waits, the second opens."""
        office, session = self._run.office, await self.now(session_id)
        first, second = (one["staff_id"] for one in session["staff"][:2])
        forms = sorted({seat["form"] for seat in session["seats"]})
        self._run.on_desks[session_id] = [await _paper(self._run, session, form) for form in forms]
        for paper_id in self._run.on_desks[session_id]:
            content = {"session_id": session_id}
            await office.order("itembank", f"/papers/{paper_id}/openings", by=first, json=content)
            opened = await office.order("itembank", f"/papers/{paper_id}/openings", by=second, json=content)
            if opened["state"] != "opened":
                raise RefusedError("POST", f"/papers/{paper_id}/openings", 202, str(opened))
            self._run.opened[paper_id] = opened


def _latecomers(run: Run, sessions: list[Session]) -> dict[str, dict[str, dict[str, Any]]]:
    """Session → application → how late, and whether there is still admission."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for late in run.inputs.day["late"]:
        of_part = [session for session in sessions if session["part"] == late["part"]]
        for session in of_part[late["session_ordinal"] - 1 : late["session_ordinal"]]:
            for seat in session["seats"]:
                if seat["seat"] == late["seat"]:
                    found.setdefault(session["session_id"], {})[seat["application_id"]] = late
    return found


def _arrival(run: Run, path: str, by: str, application_id: str, how: dict[str, Any]) -> Act:
    async def arrive() -> None:
        content = {"application_ids": [application_id]}
        if how["admitted"]:
            await run.office.order("scheduling", f"{path}/check-ins", by=by, json=content)
            return
        slug = await run.office.refused("scheduling", f"{path}/check-ins", by=by, json=content)
        run.notes.setdefault("turned_away", []).append({"application_id": application_id, "reason": slug})

    return arrive


async def _paper(run: Run, session: Session, form: str) -> str:
    papers = run.notes.setdefault("_papers", {})
    if not papers:
        async for paper in run.office.pages(
            "itembank", "/papers", by=run.office.who("item-bank"), batch_id=run.batch_id
        ):
            papers[paper["occupation_code"], paper["level"], paper["part"], paper["form"]] = paper["paper_id"]
    paper_id: str = papers[session["occupation_code"], session["level"], session["part"], form]
    return paper_id

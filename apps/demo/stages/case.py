"""One incident on its way from discovery to closure, handled by those on duty as the emergency plan asks."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from apps.demo.stages.duty import DutyList
from apps.demo.stages.measures import NEW_PLAN, ORDERED, proposal
from apps.demo.stages.sessions import OPENING, Session, Sessions
from apps.demo.stages.stage import Run
from apps.demo.stages.timetable import Timetable

MINUTE = timedelta(minutes=1)
SITE = "主考点"
INTERVALS = {"major": 30, "general": 60}
FOLLOWED_UP = {
    "restoration": "秩序已恢复，防止再次发生的措施已落实。",
    "investigation": "原因和经过已查明，材料归档。",
    "opinion": "处理意见和调查情况已上报评价机构负责人。",
    "evaluation": "事件后果已评估，影响可控。",
    "lessons": "经验教训已在考务会上通报。",
}

Act = Callable[[], Awaitable[None]]
Script = dict[str, Any]


@dataclass
class Case:
    """One incident of the script. Its steps happen so many minutes after its discovery."""

    run: Run
    timetable: Timetable
    sessions: Sessions
    script: Script
    concerned: list[Session]
    discovered: datetime
    _path: str = ""
    _numbers: dict[str, int] = field(default_factory=dict)
    _acted: set[str] = field(default_factory=set)

    def put_on_the_timetable(self) -> None:
        """What happens in one minute happens in the order of the script."""
        script, closed = self.script, self.script["closed_after"]
        acts: dict[int, list[Act]] = {script["entered_after"]: [self._enter]}
        for step in script["steps"]:
            acts.setdefault(step["after"], []).append(partial(getattr(self, f"_{step['act']}"), step))
        interval = INTERVALS[script["tier"]]
        for minute in range(interval + interval // 2, closed, interval):
            acts.setdefault(minute, []).append(self._say_how_things_stand)
        acts.setdefault(closed, []).append(self._close)
        for minute, together in acts.items():
            self.timetable.add(self.discovered + minute * MINUTE, partial(_one_after_another, together))

    @property
    def _duty(self) -> DutyList:
        return DutyList(self.run)

    def _who(self, role: str) -> str:
        if role == "reporter":
            return self._who(self.script["by"])
        if role == "staff":
            return str(self.concerned[0]["staff"][0]["staff_id"]) if self.concerned else self._who("exam-affairs")
        return self._duty.acts(role, self.discovered.date())

    async def _order(self, path: str, *, by: str, **content: Any) -> Any:
        return await self.run.office.order("incident", f"{self._path}{path}", by=by, json=content)

    async def _page(self) -> dict[str, Any]:
        page: dict[str, Any] = await self.run.office.ask("incident", self._path, by=self.run.office.who("exam-affairs"))
        return page

    async def _enter(self) -> None:
        """Somebody on duty writes down what happened."""
        script, by = self.script, self._who("reporter")
        report = {
            "batch_id": self.run.batch_id,
            "site": SITE,
            "room": self.concerned[0]["room"] if self.concerned else "",
            "kind": script["kind"],
            "description": script["text"],
            "discovered_at": self.discovered.isoformat(),
            "session_ids": [session["session_id"] for session in self.concerned],
            "drill": script["drill"],
            **script["figures"],
        }
        incident = await self.run.office.order("incident", "/incidents", by=by, json=report)
        self._path = f"/incidents/{incident['incident_id']}"
        self._acted.add(by)

    async def _tell(self, step: Script) -> None:
        """The next hop of the first report."""
        by = self._who(step["by"])
        await self._order("/first-report", by=by, to=step["to"], form=step["form"])
        self._acted.add(by)

    async def _acknowledge(self, step: Script) -> None:
        """Everybody on a post takes over; who entered the incident or passed it on has done so by that."""
        for person in self._duty.on(step["post"], self.discovered.date()):
            if person not in self._acted:
                await self._order("/acknowledgements", by=person)
                self._acted.add(person)

    async def _reclassify(self, step: Script) -> None:
        content = {name: step[name] for name in ("kind", "rooms_in_disorder", "reason")}
        await self._order("/reclassification", by=self._who(step["by"]), **content)

    async def _correct(self, step: Script) -> None:
        right = self.discovered + step["minutes"] * MINUTE
        by = self._who(step["by"])
        await self._order("/corrections", by=by, discovered_at=right.isoformat(), reason=step["reason"])

    async def _secrecy(self, step: Script) -> None:
        await self._order("/secrecy", by=self._who(step["by"]), level=step["level"], reason=step["reason"])

    async def _statement(self, step: Script) -> None:
        await self._order("/statements", by=self._who(step["by"]), text=step["text"])

    async def _measure(self, step: Script) -> None:
        """Propose it; whoever approves it looks at whom it touches; then whoever carries it out does, and answers."""
        body = await proposal(self.run, self.sessions, step, concerned=self.concerned, discovered=self.discovered)
        if body is None:
            return
        proposed = await self._order("/dispositions", by=self._who(step["by"]), **body)
        number = self._numbers[step["type"]] = proposed["number"]
        path, named = f"/dispositions/{number}", len(body.get("application_ids") or [])
        if "approved_by" in step:
            by = self._who(step["approved_by"])
            touched = await self.run.office.ask("incident", f"{self._path}{path}/preview", by=by)
            await self._order(f"{path}/approval", by=by, digest=touched["digest"])
            named = touched["candidates"]
        incident_id = self._path.removeprefix("/incidents/")
        self.run.notes.setdefault("touched", {})[incident_id, number] = named
        if step["type"] in ORDERED:
            await self.run.office.until(f"{step['type']} is answered", partial(self._is_done, number))
            await self._follow(step["type"])

    async def _is_done(self, number: int) -> bool:
        dispositions = (await self._page())["dispositions"]
        return bool(dispositions[number - 1]["state"] == "done")

    async def _follow(self, measure: str) -> None:
        """What a new plan moved is held at its new time; a spare that comes after the opening is opened as well."""
        if measure in NEW_PLAN:
            await self.sessions.follow_the_plan()
        if measure != "spare-paper":
            return
        for session in self.concerned:
            starts = datetime.fromisoformat(session["starts_at"])
            if self.run.now >= starts - OPENING:
                again = partial(self.sessions.open_papers, session["session_id"])
                self.timetable.add(self.run.now + MINUTE, again)

    async def _complete(self, step: Script) -> None:
        """People have done their part."""
        path = f"/dispositions/{self._numbers[step['type']]}/completion"
        await self._order(path, by=self._who(step["by"]), note=step["note"])

    async def _say_how_things_stand(self) -> None:
        """The designated person reports, in every interval of the tier."""
        await self._order("/stage-reports", by=self._who("reporter"), text=self.script["stages"])

    async def _close(self) -> None:
        """What the plan wants afterwards is put on record, and the report is filed."""
        by = self.run.office.who("exam-affairs")
        wanted = dict.fromkeys((await self._page())["missing_follow_ups"]) | self.script["follow_ups"]
        for kind, text in wanted.items():
            await self._order("/follow-ups", by=by, kind=kind, text=text or FOLLOWED_UP[kind])
        await self._order("/closure", by=by, **self.script["report"])


async def _one_after_another(acts: list[Act]) -> None:
    for act in acts:
        await act()

"""The incidents of the day's script, handled as the emergency plan asks."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from apps.demo.stages.stage import Run

if TYPE_CHECKING:
    from apps.demo.stages.exam_days import Timetable

MINUTE = timedelta(minutes=1)
ACKNOWLEDGED_AFTER = 12 * MINUTE
INTERVALS = {"major": 30 * MINUTE, "general": 60 * MINUTE}
REPORT = {
    "cause": "见事件描述，原因已经查明。",
    "course": "按突发事件应急预案逐级报告并处置，过程见事件时间线。",
    "result": "考试得以继续，考生权益未受影响。",
    "social_impact": "无社会影响。",
}

Handling = Callable[[Run, "Timetable", dict[str, Any], dict[str, Any], datetime], None]


def plan(run: Run, timetable: "Timetable", sessions: list[dict[str, Any]]) -> None:
    """Put every incident of the script on the timetable."""
    handling: dict[str, Handling] = {
        "power-or-equipment-failure": _power_failure,
        "paper-leak": _paper_lost,
        "other-general": _unreported,
    }
    for script in run.inputs.day["incidents"]:
        of_this_part = [session for session in sessions if session["part"] == script["part"]]
        if script["session_ordinal"] > len(of_this_part):
            continue
        session = of_this_part[script["session_ordinal"] - 1]
        starts = datetime.fromisoformat(session["starts_at"])
        offset = script.get("minutes_after_start", -script.get("minutes_before_start", 0))
        handling[script["kind"]](run, timetable, session, script, starts + offset * MINUTE)


class _Case:
    """One incident on its way from discovery to closure."""

    def __init__(self, run: Run, session: dict[str, Any], script: dict[str, Any], discovered: datetime) -> None:
        self.run = run
        self.session = session
        self.script = script
        self.discovered = discovered
        self.path = ""
        self.by = session["staff"][0]["staff_id"]

    async def record(self) -> None:
        """Somebody in the room writes down what happened."""
        report = {
            "batch_id": self.run.batch_id,
            "site": "主考点",
            "room": self.session["room"],
            "kind": self.script["kind"],
            "description": self.script["text"],
            "discovered_at": self.discovered.isoformat(),
            "session_ids": [self.session["session_id"]],
        }
        incident = await self.run.office.order("incident", "/incidents", by=self.by, json=report)
        self.path = f"/incidents/{incident['incident_id']}"

    def first_report(self, to: str) -> Callable[[], Awaitable[None]]:
        """The next hop of the first report."""
        by = self.by if to == "site-head" else self.run.office.who("site-head")

        async def tell() -> None:
            await self.run.office.order("incident", f"{self.path}/first-report", by=by, json={"to": to})

        return tell

    async def acknowledge(self) -> None:
        """Somebody of the leading group takes it over."""
        await self.run.office.order(
            "incident", f"{self.path}/acknowledgements", by=self.run.office.who("leading-group")
        )

    async def dispose(self, proposer: str, approver: str, measure: dict[str, Any]) -> None:
        """Propose a measure and have it approved by whoever may."""
        office = self.run.office
        content = {**measure, "session_ids": [self.session["session_id"]]}
        proposed = await office.order("incident", f"{self.path}/dispositions", by=office.who(proposer), json=content)
        number = proposed["number"]
        await office.order("incident", f"{self.path}/dispositions/{number}/approval", by=office.who(approver))
        await self.run.simulation.settle()

    async def say_how_things_stand(self) -> None:
        """The designated person reports, well before the interval of the tier is over."""
        report = {"text": "考试继续进行，情况稳定。"}
        await self.run.office.order("incident", f"{self.path}/stage-reports", by=self.by, json=report)

    async def close(self) -> None:
        """What the plan wants afterwards is put on record, and the report is filed."""
        by = self.run.office.who("exam-affairs")
        for kind in (await self.run.office.ask("incident", self.path, by=by))["missing_follow_ups"]:
            record = {"kind": kind, "text": "已按预案办理。"}
            await self.run.office.order("incident", f"{self.path}/follow-ups", by=by, json=record)
        await self.run.office.order(
            "incident", f"{self.path}/closure", by=self.run.office.who("exam-affairs"), json=REPORT
        )


def _wind_up(timetable: "Timetable", case: _Case) -> None:
    """Reports at every interval until two hours after the session, then the end."""
    ends = datetime.fromisoformat(case.session["ends_at"]) + timedelta(hours=2)
    interval = INTERVALS[case.script["tier"]]
    due = case.discovered + interval - MINUTE
    while due < ends:
        timetable.add(due, case.say_how_things_stand)
        due += interval
    timetable.add(ends, case.close)


def _power_failure(
    run: Run, timetable: "Timetable", session: dict[str, Any], script: dict[str, Any], discovered: datetime
) -> None:
    case = _Case(run, session, script, discovered)
    restored = discovered + script["minutes"] * MINUTE

    async def make_up_time() -> None:
        measure = {
            "type": "make-up-time",
            "minutes": script["minutes"],
            "interrupted_at": discovered.isoformat(),
            "restored_at": restored.isoformat(),
        }
        await case.dispose("site-head", "exam-affairs", measure)

    timetable.add(discovered, case.record)
    timetable.add(discovered + MINUTE, case.first_report("site-head"))
    timetable.add(discovered + script["first_report_after"] * MINUTE, case.first_report("leading-group"))
    timetable.add(restored, make_up_time)
    _wind_up(timetable, case)


def _paper_lost(
    run: Run, timetable: "Timetable", session: dict[str, Any], script: dict[str, Any], discovered: datetime
) -> None:
    case = _Case(run, session, script, discovered)

    async def use_spare() -> None:
        await case.dispose("leading-group", "director", {"type": "spare-paper"})

    reported = discovered + script["first_report_after"] * MINUTE
    timetable.add(discovered, case.record)
    timetable.add(discovered + MINUTE, case.first_report("site-head"))
    timetable.add(reported, case.first_report("leading-group"))
    timetable.add(reported + MINUTE, case.acknowledge)
    timetable.add(reported + 5 * MINUTE, use_spare)
    _wind_up(timetable, case)


def _unreported(
    run: Run, timetable: "Timetable", session: dict[str, Any], script: dict[str, Any], discovered: datetime
) -> None:
    case = _Case(run, session, script, discovered)
    timetable.add(discovered, case.record)
    timetable.add(discovered + ACKNOWLEDGED_AFTER, case.acknowledge)
    _wind_up(timetable, case)

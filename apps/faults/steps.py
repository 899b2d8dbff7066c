"""What the emergency plan has happen by itself after a discovery, and what of it did: late, never, twice.

Worked out from the events alone and from the plan as it is written here, not from the deadlines that a service keeps.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

REPEAT, STAGE_REPORT = "repeat", "stage-report"
# Nobody takes over and nobody passes the first report on; at ten minutes a general incident goes to the group head.
UNANSWERED: Mapping[str, Mapping[int, str]] = {
    "general": {
        5: "reminder",
        6: "inspector",
        8: "reminder",
        9: "duty-officer",
        10: "first-report",
        16: "director",
        20: REPEAT,
    },
    "major": {
        4: "group-head",
        5: "reminder",
        7: "director",
        8: "reminder",
        10: "first-report",
        11: REPEAT,
        15: REPEAT,
    },
}
# Somebody took over within the first interval and is silent in the second.
HELD: Mapping[str, Mapping[int, str]] = {"general": {120: STAGE_REPORT}, "major": {60: STAGE_REPORT}}
REPORTED = "incident.incident-reported.v1"
CORRECTED = "incident.discovery-corrected.v1"
ACKNOWLEDGED = "incident.incident-acknowledged.v1"


class Heard(NamedTuple):
    """An event of the incident service, and when it was there (seconds since the epoch)."""

    id: str
    kind: str
    content: Mapping[str, Any]
    at: float

    @property
    def sequence(self) -> int:
        """The how manieth of its incident."""
        return int(self.id.rpartition(":")[2])


class Step(NamedTuple):
    """Something that is due for an incident."""

    incident: str
    tier: str
    minutes: int
    what: str
    due: float

    @property
    def name(self) -> str:
        """The same for all incidents."""
        return f"{self.tier} {self.minutes}:00 {self.what}"


class _Effect(NamedTuple):
    what: str
    moment: float


@dataclass(frozen=True)
class _Case:
    """An incident whose anchor is settled since `known`; what was over by then happened with the command."""

    incident: str
    tier: str
    discovered: float
    known: float
    held: bool

    @property
    def steps(self) -> list[Step]:
        plan = (HELD if self.held else UNANSWERED)[self.tier]
        due = {minutes: self.discovered + 60 * minutes for minutes in plan}
        return [
            Step(self.incident, self.tier, minutes, what, due[minutes])
            for minutes, what in plan.items()
            if due[minutes] > self.known
        ]


@dataclass(frozen=True)
class Judgement:
    """When each step that was due had its effect, and what is wrong."""

    incidents: int
    at: Mapping[Step, float]
    missed: list[Step]
    twice: list[Step]
    unplanned: list[str]
    disordered: list[str]

    @property
    def late(self) -> dict[Step, float]:
        """By how many seconds."""
        return {step: at - step.due for step, at in self.at.items()}

    def broken(self, where: str) -> list[str]:
        """Every promise that is broken, in words."""
        found: dict[str, Sequence[Any]] = {
            "missed": self.missed,
            "twice": self.twice,
            "not in the plan": self.unplanned,
            "out of order": self.disordered,
        }
        return [f"{where}: {len(those)} {what}, e.g. {those[0]}" for what, those in found.items() if those]


def judge(events: Iterable[Heard], *, until: float) -> Judgement:
    """Compare what happened with the plan, for all steps due until a moment. A copy of an event is no second event."""
    first: dict[str, Heard] = {}
    for event in events:
        first.setdefault(event.id, event)
    heard = sorted(first.values(), key=lambda event: event.sequence)
    cases = _cases(heard)
    due = {step for case in cases.values() for step in case.steps if step.due <= until}
    at: dict[Step, float] = {}
    times: Counter[Step] = Counter()
    unplanned: list[str] = []
    order: dict[str, list[int]] = {}
    for event in heard:
        case, effect = cases.get(event.content.get("incident_id", "")), _effect(event)
        if case is None or effect is None or not case.known < effect.moment:
            continue
        fitting = [step for step in case.steps if step.what == effect.what and step.due <= effect.moment]
        if not fitting:
            unplanned.append(event.id)
        elif fitting[-1] in due:
            times[fitting[-1]] += 1
            at.setdefault(fitting[-1], event.at)
            order.setdefault(case.incident, []).append(fitting[-1].minutes)
    return Judgement(
        incidents=len(cases),
        at=at,
        missed=sorted(due - at.keys()),
        twice=sorted(step for step, count in times.items() if count > 1),
        unplanned=unplanned,
        disordered=[incident for incident, minutes in order.items() if minutes != sorted(minutes)],
    )


def _cases(heard: list[Heard]) -> dict[str, _Case]:
    contents: dict[str, dict[str, Mapping[str, Any]]] = {REPORTED: {}, CORRECTED: {}, ACKNOWLEDGED: {}}
    for event in heard:
        if event.kind in contents:
            contents[event.kind][event.content["incident_id"]] = event.content
    cases = {}
    for incident, reported in contents[REPORTED].items():
        corrected = contents[CORRECTED].get(incident)
        cases[incident] = _Case(
            incident,
            reported["tier"],
            discovered=epoch((corrected or reported)["discovered_at"]),
            known=epoch(corrected["corrected_at"] if corrected else reported["reported_at"]),
            held=incident in contents[ACKNOWLEDGED],
        )
    return cases


def _effect(event: Heard) -> _Effect | None:
    """What happened by itself, and when the service says it did."""
    content = event.content
    match event.kind:
        case "incident.first-report-reminded.v1":
            return _Effect("reminder", epoch(content["reminded_at"]))
        case "incident.first-report-overdue.v1":
            return _Effect("first-report", epoch(content["overdue_at"]))
        case "incident.stage-report-missed.v1":
            return _Effect(STAGE_REPORT, epoch(content["missed_at"]))
        case "incident.ladder-step-called.v1" if content["reason"] == "unanswered":
            return _Effect(REPEAT if content["round"] else content["step"], epoch(content["called_at"]))
        case _:
            return None


def epoch(moment: str) -> float:
    """Seconds since the epoch."""
    return datetime.fromisoformat(moment).timestamp()

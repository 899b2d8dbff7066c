"""What is open, as one screen has heard of it: the gravest first."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

Line = Mapping[str, Any]
NEVER = "9999-12-31T00:00:00Z"
# As the service's routes say.
WATCHERS = {"site-head", "supervisor", "exam-affairs", "leading-group", "director", "auditor"}
REGISTER_READERS = WATCHERS | {"quality", "general-office"}
ON_THE_LADDER = {"site-head", "supervisor", "leading-group", "director"}


class Board:
    """The newest line of every open incident."""

    def __init__(self) -> None:
        self._lines: dict[str, Line] = {}
        self._revisions: dict[str, int] = {}

    def take(self, line: Line) -> bool:
        """Keep a line of the feed, which may say the same twice; answers whether it was news."""
        incident_id = line["incident_id"]
        if line["revision"] <= self._revisions.get(incident_id, 0):
            return False
        self._revisions[incident_id] = line["revision"]
        if line["closed_at"]:
            self._lines.pop(incident_id, None)
        else:
            self._lines[incident_id] = line
        return True

    def shown(self, *, drill: bool) -> list[Line]:
        """Real incidents or drills: major ones first, then the deadline that passed first or comes next."""
        return sorted((line for line in self._lines.values() if line["drill"] is drill), key=_urgency)

    @property
    def all(self) -> Collection[Line]:
        """Every open incident, drills too."""
        return self._lines.values()

    def find(self, incident_id: str) -> Line | None:
        """The line of an open incident."""
        return self._lines.get(incident_id)


def is_waiting(line: Line) -> bool:
    """Whether nobody holds it: it rings."""
    return not line["held_by"]


def is_overdue(line: Line) -> bool:
    """Whether the ten minutes have passed without a first report."""
    return bool(line["overdue_at"]) and not line["first_report_at"]


def due(line: Line) -> tuple[str, str]:
    """What is due first, and when; a first report that has not come stays due after its ten minutes."""
    coming = [(line["next_due_at"], line["next_due"])] if line["next_due_at"] else []
    if not line["first_report_at"]:
        coming.append((line["first_report_due_at"], "first-report"))
    moment, name = min(coming, default=(NEVER, ""), key=_moment)
    return name, moment


def next_act(line: Line, roles: set[str]) -> str:
    """The key of what this person should do next; none if it is for others to act."""
    if roles & ON_THE_LADDER and not line["held_by"]:
        return "a"
    if not line["first_report_at"]:
        return "l"
    if line["next_due"] == "stage-report":
        return "g"
    return ""


def _moment(coming: tuple[str, str]) -> datetime:
    return datetime.fromisoformat(coming[0])


def _urgency(line: Line) -> tuple[bool, datetime, str]:
    return (line["tier"] != "major", datetime.fromisoformat(due(line)[1]), line["discovered_at"])

"""What is open, as one screen has heard of it: the most urgent first."""

from collections.abc import Mapping
from typing import Any

Line = Mapping[str, Any]
NEVER = "9999"


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
        """Real incidents or drills, never mixed: next deadline, then tier, then discovery."""
        return sorted((line for line in self._lines.values() if line["drill"] is drill), key=_urgency)

    def find(self, incident_id: str) -> Line | None:
        """The line of an open incident."""
        return self._lines.get(incident_id)


def is_waiting(line: Line) -> bool:
    """Whether nobody holds it: it rings."""
    return not line["held_by"]


def _urgency(line: Line) -> tuple[str, bool, str]:
    return (line["next_due_at"] or NEVER, line["tier"] != "major", line["discovered_at"])

"""What is open, as one screen has heard of it: the gravest first."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from apps.duty_console.words import called_as

Line = Mapping[str, Any]
NEVER = "9999-12-31T00:00:00Z"
KEYS = {"acknowledgement": "a", "first-report": "l", "stage-report": "g", "disposition": "p"}
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
        """Real incidents or drills: of whom nobody could be told, then major ones, then what was due first."""
        return sorted((line for line in self._lines.values() if line["drill"] is drill), key=_urgency)

    def unreached(self) -> list[dict[str, str]]:
        """What every page says loudest: of which real incidents nobody could be told, in words."""
        return [
            {
                "incident_id": line["incident_id"],
                "since": line["unreached_since"],
                "words": f"{' '.join(filter(None, (line['site'], line['room'])))} {line['name']}："
                f"{'、'.join(one['name'] for one in line['unreached'])}",
            }
            for line in self.shown(drill=False)
            if is_unreached(line)
        ]

    def find(self, incident_id: str) -> Line | None:
        """The line of an open incident."""
        return self._lines.get(incident_id)


def is_waiting(line: Line) -> bool:
    """Whether nobody holds it: it rings."""
    return not line["held_by"]


def is_overdue(line: Line) -> bool:
    """Whether something that had to be done by now was not."""
    return bool(line["overdue_at"] and not line["first_report_at"]) or bool(line["overdue"])


def is_unreached(line: Line) -> bool:
    """Whether nobody of a post that was called could be told: nothing is louder."""
    return bool(line["unreached_since"])


def nobody_was_told(line: Line, post: str) -> bool:
    """Whether a call of this post went to nobody: the duty list names nobody, or no channel reached them."""
    return not line["called"] or any(one["post"] == post for one in line["unreached"])


def named(line: Line) -> dict[str, str]:
    """Whom the line names, by name and office."""
    return {one["person_id"]: called_as(one["name"] or one["person_id"], one["office"]) for one in line["people"]}


def due(line: Line) -> tuple[str, str]:
    """What was due first or comes next, and when; a first report that has not come stays due after its ten minutes."""
    if is_overdue(line) and line["first_report_at"]:
        return line["overdue"], line["overdue_since"]
    coming = [(line["next_due_at"], line["next_due"])] if line["next_due_at"] else []
    if not line["first_report_at"]:
        coming.append((line["first_report_due_at"], "first-report"))
    moment, name = min(coming, default=(NEVER, ""), key=_moment)
    return name, moment


def next_act(line: Line, roles: set[str]) -> str:
    """The key of what is to be done next; none if it is not for this person."""
    key = KEYS.get(line["next_act"] or "", "")
    return "" if key == "a" and not roles & ON_THE_LADDER else key


def _moment(coming: tuple[str, str]) -> datetime:
    return datetime.fromisoformat(coming[0])


def _urgency(line: Line) -> tuple[bool, bool, datetime, str]:
    return (
        not is_unreached(line),
        line["tier"] != "major",
        datetime.fromisoformat(due(line)[1]),
        line["discovered_at"],
    )

"""The thing that keeps rules: it decides, and records what it decided as events and deadlines."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from libs.contracts.event import Event
from libs.contracts.milliseconds import rounded_up


class Harm(StrEnum):
    """Which error hurts: firing late (an escalation) or firing early (an unsealing, a release)."""

    LATE = "late"
    EARLY = "early"


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """A moment at which something happens by itself; setting the same key again replaces it.

    It is due at a whole millisecond, the first that is not early.
    """

    key: str
    due_at: datetime
    kind: str
    payload: dict[str, Any] = field(default_factory=dict)
    harm: Harm = Harm.LATE

    def __post_init__(self) -> None:
        object.__setattr__(self, "due_at", rounded_up(self.due_at))


class Aggregate:
    """Keeps the rules of one thing. Subclasses are keyword-only dataclasses with a string `id`."""

    id: str

    def record(self, event: Event) -> None:
        """Announce a fact; it is published when the unit of work commits."""
        self.__dict__.setdefault("_events", []).append(event)

    def set_deadline(self, deadline: Deadline) -> None:
        """Arm or move a timer in the same commit."""
        self.__dict__.setdefault("_deadlines", {})[deadline.key] = deadline

    def cancel_deadline(self, key: str) -> None:
        """Disarm a timer in the same commit; a key that is not armed is no error."""
        self.__dict__.setdefault("_deadlines", {})[key] = None

    def collect_events(self) -> list[Event]:
        """Hand over what was recorded since the last call, in order."""
        events: list[Event] = self.__dict__.pop("_events", [])
        return events

    def collect_deadlines(self) -> dict[str, Deadline | None]:
        """Hand over the deadlines set (or, as None, cancelled) since the last call."""
        deadlines: dict[str, Deadline | None] = self.__dict__.pop("_deadlines", {})
        return deadlines

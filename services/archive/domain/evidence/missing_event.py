"""An event that its producer must have published, since a later one of the same thing is here."""

from dataclasses import dataclass
from datetime import datetime

from libs.chassis.domain import Aggregate


@dataclass(kw_only=True)
class MissingEvent(Aggregate):
    """The id is that of the missing event; `filled_at` is when it came after all."""

    id: str
    noticed_at: datetime
    filled_at: datetime | None = None

    @property
    def producer(self) -> str:
        """The service whose event it is."""
        return self.id.partition(":")[0]

    @property
    def is_open(self) -> bool:
        """Whether it is still missing."""
        return self.filled_at is None

    def fill(self, *, now: datetime) -> None:
        """The event came after all."""
        self.filled_at = now


def before(event_id: str) -> str | None:
    """The id of the event before this one, of the same thing; none for the first."""
    subject, _, number = event_id.rpartition(":")
    return f"{subject}:{int(number) - 1}" if number.isdecimal() and int(number) > 1 else None

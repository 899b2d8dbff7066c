"""When a candidate came in, as the room says, and when that was heard: a phone in a room may be offline for a while."""

from dataclasses import dataclass
from datetime import datetime, timedelta

# So far the clock of a phone may be off, and so long a message may take, before it is worth a remark.
CLOCK_SKEW = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """One candidate let in. Without a claim it happened when it was received."""

    by: str
    received_at: datetime
    claimed_at: datetime | None = None
    offline: bool = False

    def is_plausible(self, *, doors_open_at: datetime) -> bool:
        """Whether the claimed moment can be: not before the doors opened, and not ahead of our clock."""
        return self.claimed_at is None or doors_open_at <= self.claimed_at <= self.received_at + CLOCK_SKEW

    def at(self, *, doors_open_at: datetime) -> datetime:
        """What lateness is judged by: the claimed moment if it is plausible, else that of receipt."""
        if self.claimed_at is None or not self.is_plausible(doors_open_at=doors_open_at):
            return self.received_at
        return min(self.claimed_at, self.received_at)

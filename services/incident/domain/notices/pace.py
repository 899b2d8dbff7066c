"""How many messages a robot takes, and whose turn it is when more want to be sent."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from libs.chassis.domain import Aggregate

# Whoever does not come this long after its turn has other ways, or is settled; those behind wait no longer.
LATEST: Final = timedelta(seconds=5)


@dataclass(frozen=True, kw_only=True)
class Limit:
    """At most so many messages in any window of this length."""

    messages: int
    window: timedelta


@dataclass(frozen=True, kw_only=True)
class Turn:
    """What wants to be sent. The lower its `rank` the more urgent it is; the same `key` is the same message again."""

    key: str
    rank: int


@dataclass(frozen=True, kw_only=True)
class QueuePlace:
    """A place in the line, until when it is kept. Equal ranks go by their numbers."""

    rank: int
    number: int
    kept_until: datetime


@dataclass(kw_only=True)
class Pace(Aggregate):
    """What one robot was sent within the longest window, by whichever process, and what waits. `id` names the robot."""

    id: str
    sent: list[datetime] = field(default_factory=list)
    line: dict[str, QueuePlace] = field(default_factory=dict)
    places: int = 0
    rests_until: datetime | None = None

    def take(self, turn: Turn, *, limits: Sequence[Limit], now: datetime) -> datetime | None:
        """Count a message that may be sent now; else keep its place, and answer when it is to come again."""
        self.line = {key: place for key, place in self.line.items() if place.kept_until > now}
        mine = self.line.pop(turn.key, None)
        number = mine.number if mine else self.places
        ahead = sum((one.rank, one.number) < (turn.rank, number) for one in self.line.values())
        opens_at = self._opens_at(ahead, limits, now)

        if opens_at > now:
            self.places += mine is None
            self.line[turn.key] = QueuePlace(rank=turn.rank, number=number, kept_until=opens_at + LATEST)
            return opens_at
        longest = max(limit.window for limit in limits)
        self.sent = [at for at in self.sent if at + longest > now] + [now]
        return None

    def rest(self, *, until: datetime) -> None:
        """Its platform has had enough."""
        self.rests_until = until

    def _opens_at(self, ahead: int, limits: Sequence[Limit], now: datetime) -> datetime:
        """When one more may go, after so many others have gone as soon as they may."""
        earliest, sent = max(now, self.rests_until or now), list(self.sent)
        for _ in range(ahead + 1):
            full = [limit for limit in limits if len(sent) >= limit.messages]
            sent.append(max(earliest, *(sent[-limit.messages] + limit.window for limit in full)) if full else earliest)
        return sent[-1]

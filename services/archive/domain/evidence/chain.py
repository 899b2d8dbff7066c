"""The chain: gapless positions, each hash made from the one before."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Self

from libs.chassis.domain import Aggregate, Deadline, Harm
from libs.contracts.archive import GENESIS, chained
from libs.contracts.beijing import beijing_day, end_of_beijing_day
from services.archive.domain.evidence.record import Record

THE_CHAIN = "chain"
DAY_KIND = "day-ends"


@dataclass(frozen=True, kw_only=True)
class DayEnd:
    """How the chain stood at a midnight in Beijing."""

    at: datetime
    size: int
    chain_head: str

    @property
    def day(self) -> str:
        """As its calendar names it, which that midnight is no more a part of."""
        return beijing_day(self.at - timedelta(microseconds=1)).isoformat()


@dataclass(kw_only=True)
class Chain(Aggregate):
    """Where the archive ends: how many records it has, and the hash that the last of them ends with.

    There is one. It begins with no record and the published first hash. Each record takes the next position, and the
    hash that follows from the one before: nothing can be altered, left out or put in without breaking what follows.
    Whoever appends first wins; anybody else meets another version of the chain and looks again.

    `leaves` is how many of them are in the tree: all, but for a chain from before there was one, which catches up.
    `ends_at` is the midnight in Beijing at which the day is signed, `ended` are the days that are over and not signed.
    """

    id: str = THE_CHAIN
    count: int = 0
    head: str = GENESIS
    leaves: int = 0
    ends_at: datetime | None = None
    ended: list[DayEnd] = field(default_factory=list)

    @classmethod
    def begin(cls) -> Self:
        """The chain before its first record."""
        return cls()

    @property
    def awaited(self) -> list[Deadline]:
        """The end of the first day that is not signed."""
        due_at = self.ended[0].at if self.ended else self.ends_at
        return [Deadline(key=DAY_KIND, due_at=due_at, kind=DAY_KIND, harm=Harm.EARLY)] if due_at else []

    def append(self, record: Record) -> None:
        """Give a record the next position and the hash that follows from the head."""
        position, chain_hash = self.count + 1, chained(self.head, record.event)
        record.append_at(position, chain_hash)

        self.count, self.head = position, chain_hash

    def expect_end_of_day(self, now: datetime) -> None:
        """What came today is signed at midnight."""
        if self.ends_at is None:
            self.ends_at = end_of_beijing_day(now)
            for deadline in self.awaited:
                self.set_deadline(deadline)

    def note_ended_days(self, now: datetime) -> None:
        """What comes after a midnight is of no day before, however late that one is signed."""
        while self.ends_at is not None and self.ends_at <= now:
            self.ended.append(DayEnd(at=self.ends_at, size=self.leaves, chain_head=self.head))
            self.ends_at += timedelta(days=1)

    def end_days(self, now: datetime) -> list[DayEnd]:
        """The days that are over and not signed, the oldest first; the next event begins another one."""
        self.note_ended_days(now)
        ended, self.ended = self.ended, []
        if ended:
            self.ends_at = None
        return ended

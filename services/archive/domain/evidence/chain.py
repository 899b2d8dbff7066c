"""The chain: gapless positions, each hash made from the one before."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from libs.chassis.domain import Aggregate, Deadline, Harm
from libs.contracts.archive import GENESIS, chained
from libs.contracts.beijing import end_of_beijing_day
from services.archive.domain.evidence.record import Record

THE_CHAIN = "chain"
DAY_KIND = "day-ends"


@dataclass(kw_only=True)
class Chain(Aggregate):
    """Where the archive ends: how many records it has, and the hash that the last of them ends with.

    There is one. It begins with no record and the published first hash. Each record takes the next position, and the
    hash that follows from the one before: nothing can be altered, left out or put in without breaking what follows.
    Whoever appends first wins; anybody else meets another version of the chain and looks again.

    `leaves` is how many of them are in the tree: all, but for a chain from before there was one, which catches up.
    `ends_at` is the midnight in Beijing at which the day is signed.
    """

    id: str = THE_CHAIN
    count: int = 0
    head: str = GENESIS
    leaves: int = 0
    ends_at: datetime | None = None

    @classmethod
    def begin(cls) -> Self:
        """The chain before its first record."""
        return cls()

    @property
    def awaited(self) -> list[Deadline]:
        """The end of the day."""
        return [Deadline(key=DAY_KIND, due_at=self.ends_at, kind=DAY_KIND, harm=Harm.EARLY)] if self.ends_at else []

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

    def day_ends(self) -> None:
        """It is midnight: the next event begins another day."""
        self.ends_at = None

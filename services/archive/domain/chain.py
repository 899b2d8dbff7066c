"""The chain: gapless positions, each hash made from the one before."""

from dataclasses import dataclass
from typing import Self

from libs.chassis.domain import Aggregate
from libs.contracts.archive import GENESIS, chained
from services.archive.domain.record import Record

THE_CHAIN = "chain"


@dataclass(kw_only=True)
class Chain(Aggregate):
    """Where the archive ends: how many records it has, and the hash that the last of them ends with.

    There is one. It begins with no record and the published first hash. Each record takes the next position, and the
    hash that follows from the one before: nothing can be altered, left out or put in without breaking what follows.
    Whoever appends first wins; anybody else meets another version of the chain and looks again.
    """

    id: str = THE_CHAIN
    count: int = 0
    head: str = GENESIS

    @classmethod
    def begin(cls) -> Self:
        """The chain before its first record."""
        return cls()

    def append(self, record: Record) -> None:
        """Give a record the next position and the hash that follows from the head."""
        position, chain_hash = self.count + 1, chained(self.head, record.event)
        record.append_at(position, chain_hash)

        self.count, self.head = position, chain_hash

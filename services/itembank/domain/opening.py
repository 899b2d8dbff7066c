"""The opening of one paper in one session: two people, one after the other, like two keys of a safe."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Self

from libs.chassis.domain import Aggregate
from libs.contracts.itembank import PaperOpened
from services.itembank.domain.custody import Act, CustodyEntry
from services.itembank.domain.errors.opening import OpenedByOthersError, SameOpenerError


def opening_id(paper_id: str, session_id: str) -> str:
    """A paper is opened once a session."""
    return f"{paper_id}@{session_id}"


@dataclass(kw_only=True)
class Opening(Aggregate):
    """Who turned the first key, who the second, and who has read since."""

    id: str
    paper_id: str
    batch_id: str
    session_id: str
    first_by: str | None = None
    first_at: datetime | None = None
    opened_by: list[str] = field(default_factory=list)
    custody: list[CustodyEntry] = field(default_factory=list)

    @classmethod
    def of(cls, *, paper_id: str, batch_id: str, session_id: str) -> Self:
        """A paper still closed in this session."""
        return cls(id=opening_id(paper_id, session_id), paper_id=paper_id, batch_id=batch_id, session_id=session_id)

    @property
    def opened(self) -> bool:
        """Whether both keys were turned."""
        return bool(self.opened_by)

    def turn_key(self, *, by: str, patience: timedelta, now: datetime) -> None:
        """The first person waits for a second; after `patience` the first turn has lapsed and this one is the first.

        Whoever is of the pair may read again.
        """
        if self.opened:
            self._read_again(by, now)
        elif self.first_by is None or self._lapsed(patience, now):
            self.first_by, self.first_at = by, now
            self._note("first-turn", by, now)
        else:
            self._open(self.first_by, by, now)

    def _read_again(self, by: str, now: datetime) -> None:
        if by not in self.opened_by:
            raise OpenedByOthersError
        self._note("read", by, now)

    def _open(self, first: str, second: str, now: datetime) -> None:
        if second == first:
            raise SameOpenerError

        self.opened_by = [first, second]
        self._note("opened", second, now)
        self.record(
            PaperOpened(
                paper_id=self.paper_id,
                batch_id=self.batch_id,
                session_id=self.session_id,
                opened_by=self.opened_by,
                opened_at=now,
            )
        )

    def _lapsed(self, patience: timedelta, now: datetime) -> bool:
        return self.first_at is not None and now - self.first_at > patience

    def _note(self, act: Act, by: str, at: datetime) -> None:
        self.custody.append(CustodyEntry(act=act, by=by, at=at))

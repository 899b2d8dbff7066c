"""The opening of one paper in one session: two people, one after the other, like two keys of a safe."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Self

from libs.chassis.domain import Act, Aggregate
from libs.contracts.itembank import PaperOpened
from services.itembank.domain.custody import CustodyAct, CustodyEntry
from services.itembank.domain.errors.opening import OpenedByOthersError, SameOpenerError


def opening_id(paper_id: str, session_id: str) -> str:
    """A paper is opened once a session."""
    return f"{paper_id}@{session_id}"


@dataclass(kw_only=True)
class Opening(Aggregate):
    """The opening of one paper in one session: who turned the first key, who the second, and who has read since.

    It begins closed. The first person turns a key and waits for a second. A second person in time opens the paper,
    which is announced; whoever comes too late is the first of a new pair. The first person alone never opens it. An
    opened paper stays with the two who opened it: either of them reads it again, and nobody else. Each turn and each
    reading is a line of its ledger.
    """

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

    def turn_key(self, act: Act, *, patience: timedelta) -> None:
        """The first person waits for a second; after `patience` the first turn has lapsed and this one is the first.

        Whoever is of the pair may read again.
        """
        if self.opened:
            self._read_again(act)
        elif self.first_by is None or self._lapsed(patience, act.at):
            self.first_by, self.first_at = act.by, act.at
            self._note("first-turn", act)
        else:
            self._open(self.first_by, act)

    def _read_again(self, act: Act) -> None:
        if act.by not in self.opened_by:
            raise OpenedByOthersError
        self._note("read", act)

    def _open(self, first: str, act: Act) -> None:
        if act.by == first:
            raise SameOpenerError

        self.opened_by = [first, act.by]
        self._note("opened", act)
        self.record(
            PaperOpened(
                paper_id=self.paper_id,
                batch_id=self.batch_id,
                session_id=self.session_id,
                opened_by=self.opened_by,
                opened_at=act.at,
            )
        )

    def _lapsed(self, patience: timedelta, now: datetime) -> bool:
        return self.first_at is not None and now - self.first_at > patience

    def _note(self, what: CustodyAct, act: Act) -> None:
        self.custody.append(CustodyEntry(act=what, by=act.by, at=act.at))

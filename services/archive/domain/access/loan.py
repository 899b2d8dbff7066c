"""A loan (外借): only with the head's approval, for three days at most, renewed twice at most."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Self

from libs.chassis.domain import Act, Aggregate, Deadline, Decision
from libs.contracts.archive import ArchiveActed
from services.archive.domain.access.person import Outsider, must_not_concern
from services.archive.domain.access.request import HeadsApproval
from services.archive.domain.errors.loan import (
    LoanBackError,
    LoanNotDueError,
    LoanNotOutError,
    LoanOverdueError,
    LoanTooLongError,
    PagesUncountedError,
    RenewalsUsedUpError,
)
from services.archive.domain.item import FiledItem

LOAN_KIND: Final = "loan-due"
LONGEST_DAYS: Final = 3
MOST_RENEWALS: Final = 2
# At its moment it may still come back.
AT_ONCE: Final = timedelta(milliseconds=1)


@dataclass(kw_only=True)
class Loan(Aggregate):
    """Papers that leave the archive. They are due a number of whole days after they went out, to the minute."""

    id: str
    batch_id: str
    item_ids: list[str]
    borrower: Outsider
    days: int
    approval: HeadsApproval
    renewals: list[Decision] = field(default_factory=list)
    handed_out_at: datetime | None = None
    handed_out_by: str | None = None
    due_at: datetime | None = None
    overdue_at: datetime | None = None
    returned_at: datetime | None = None
    returned_to: str | None = None

    @classmethod
    def ask(cls, id: str, items: Sequence[FiledItem], borrower: Outsider, *, days: int, asked: Decision) -> Self:
        """Register a request. Raises `LoanTooLongError`, and what keeps each item in the archive."""
        _must_not_last_longer(days)
        must_not_concern(items, borrower.staff_id)
        for item in items:
            item.must_be_at_hand()
            item.must_not_go_on_with(borrower.fingerprint, now=asked.at)
        request = cls(
            id=id,
            batch_id=items[0].batch_id,
            item_ids=[item.id for item in items],
            borrower=borrower,
            days=days,
            approval=HeadsApproval.ask(asked),
        )
        request._note("loan-asked", Act(asked.by, asked.at))
        return request

    @property
    def is_out(self) -> bool:
        """Whether the papers are with the borrower."""
        return self.handed_out_at is not None and self.returned_at is None

    @property
    def is_waiting(self) -> bool:
        """Whether it is told when it becomes overdue."""
        return self.is_out and self.overdue_at is None

    @property
    def awaited(self) -> list[Deadline]:
        """The moment by which the papers are back."""
        if not (self.due_at and self.is_waiting):
            return []
        return [
            Deadline(key=f"loan/{self.id}", due_at=self.due_at + AT_ONCE, kind=LOAN_KIND, payload={"loan_id": self.id})
        ]

    def decide(self, *, approved: bool, decision: Decision) -> None:
        """The head approves or refuses."""
        self.approval.decide(approved=approved, decision=decision, reader=self.borrower.staff_id)
        self._note("loan-approved" if approved else "loan-refused", Act(decision.by, decision.at))

    def hand_out(self, items: Sequence[FiledItem], *, act: Act) -> None:
        """Let the papers go; the days begin."""
        self.approval.must_be_given()
        if self.handed_out_at is not None:
            raise LoanNotOutError
        must_not_concern(items, act.by)
        for item in items:
            item.lend(self.id)

        self.handed_out_at, self.handed_out_by = act.at, act.by
        self._be_due(act.at + timedelta(days=self.days))
        self._note("loan-handed-out", act)

    def renew(self, days: int, *, decision: Decision) -> None:
        """The head lets the borrower keep them for some days after they were due, while they are not overdue."""
        due_at = self._must_be_out()
        _must_not_last_longer(days)
        if len(self.renewals) == MOST_RENEWALS:
            raise RenewalsUsedUpError
        if decision.at > due_at:
            raise LoanOverdueError
        HeadsApproval.ask(decision)

        self.renewals.append(decision)
        self._be_due(due_at + timedelta(days=days))
        self._note("loan-renewed", Act(decision.by, decision.at))

    def take_back(self, items: Sequence[FiledItem], pages: Mapping[str, int], *, act: Act) -> None:
        """The papers are back; their pages are counted. Raises `PagesUncountedError`."""
        self._must_be_out()
        if pages.keys() != {item.id for item in items} or any(pages[item.id] > item.pages for item in items):
            raise PagesUncountedError
        for item in items:
            item.come_back(pages[item.id], self.borrower.fingerprint, now=act.at)

        self.returned_at, self.returned_to = act.at, act.by
        self.cancel_deadline(f"loan/{self.id}")
        self._note("loan-returned-short" if any(item.lacking for item in items) else "loan-returned", act)

    def ring(self, *, now: datetime) -> None:
        """They should be back and are not. Raises `LoanBackError` or `LoanNotDueError`."""
        if not self.is_waiting or self.due_at is None:
            raise LoanBackError
        if now <= self.due_at:
            raise LoanNotDueError

        self.overdue_at = now
        self._note("loan-overdue", Act(self.handed_out_by or "", now))

    def _must_be_out(self) -> datetime:
        if not self.is_out or self.due_at is None:
            raise LoanNotOutError
        return self.due_at

    def _be_due(self, moment: datetime) -> None:
        self.due_at, self.overdue_at = moment, None
        for deadline in self.awaited:
            self.set_deadline(deadline)

    def _note(self, deed: str, act: Act) -> None:
        self.record(ArchiveActed(deed=deed, at=act.at, batch_id=self.batch_id, items=self.item_ids, by=act.by))


def _must_not_last_longer(days: int) -> None:
    if not 1 <= days <= LONGEST_DAYS:
        raise LoanTooLongError

"""What one application owes: charged, let off, paid, given back. All amounts are whole fen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from libs.chassis.domain import Act, Aggregate, Decision
from services.registration.domain.announcement import FeeItem
from services.registration.domain.fees.errors import (
    NoRefundAskedError,
    NotChargedError,
    NothingToGiveBackError,
    OwnRefundError,
    PaymentTooHighError,
    ReceiptVoidedError,
    RefundOpenError,
)


class FeeKind(StrEnum):
    """What an entry says; of each the sum is kept."""

    CHARGED = "charged"
    WAIVED = "waived"
    PAID = "paid"
    VOIDED = "voided"
    REFUNDED = "refunded"


@dataclass(frozen=True, kw_only=True)
class FeeEntry:
    """One line. `item` of what is charged or let off; `receipt` of money; `why` of what was decided."""

    kind: FeeKind
    fen: int
    by: str
    at: datetime
    item: FeeItem | None = None
    receipt: str = ""
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class RefundAsked:
    """Somebody asks that these items are let off, and that what is then over is given back."""

    items: list[FeeItem]
    reason: str
    by: str
    at: datetime


@dataclass(kw_only=True)
class FeeAccount(Aggregate):
    """Of one application. Nothing is struck out: what was wrong is met by a further entry.

    Its items are charged with the approval, and those that an order or a kept part lets off are waived with it (INC-20,
    SCO-04). It is paid in one or several sums up to what is owed, each with a receipt, which another person may void.
    Money comes back when one asks, with the items to be let off, and another one grants it.
    """

    id: str
    batch_id: str
    entries: list[FeeEntry] = field(default_factory=list)
    asked: RefundAsked | None = None

    @classmethod
    def charge(cls, id: str, *, batch_id: str, fees: Mapping[FeeItem, int], act: Act) -> Self:
        """Begin with what the announcement asks for these items."""
        account = cls(id=id, batch_id=batch_id)
        for item, fen in fees.items():
            account._enter(FeeKind.CHARGED, fen, act, item=item)
        return account

    def sum(self, kind: FeeKind) -> int:
        """What all entries of a kind add up to."""
        return sum(entry.fen for entry in self.entries if entry.kind is kind)

    @property
    def due(self) -> int:
        """What the application costs, less what was let off."""
        return self.sum(FeeKind.CHARGED) - self.sum(FeeKind.WAIVED)

    @property
    def held(self) -> int:
        """What the institution has of it."""
        return self.sum(FeeKind.PAID) - self.sum(FeeKind.VOIDED) - self.sum(FeeKind.REFUNDED)

    @property
    def balance(self) -> int:
        """What is owed; below zero, what is over."""
        return self.due - self.held

    @property
    def standing(self) -> str:
        """Whether something is owed, over or asked back: accounts are found by it."""
        if self.asked:
            return "refund-asked"
        return "owed" if self.balance > 0 else "over" if self.balance < 0 else "settled"

    def waive(self, items: Sequence[FeeItem], *, why: str, act: Act) -> None:
        """Let off what is charged of these; what is not charged, or was let off, changes nothing."""
        for item in self._chargeable:
            if item in items:
                self._enter(FeeKind.WAIVED, self._charged[item], act, item=item, why=why)

    def pay(self, fen: int, *, receipt: str, act: Act) -> FeeEntry:
        """Take money in, at most what is owed."""
        self.must_owe(fen)

        return self._enter(FeeKind.PAID, fen, act, receipt=receipt)

    def must_owe(self, fen: int) -> None:
        """Refuse a sum that is nothing, or more than is owed."""
        if not 0 < fen <= self.balance:
            raise PaymentTooHighError(yuan(max(self.balance, 0)))

    def void(self, receipt: str, decision: Decision) -> None:
        """Take a payment back that was entered wrongly; its money was never there, or goes back at once."""
        [paid] = [one for one in self.entries if one.kind is FeeKind.PAID and one.receipt == receipt]
        is_void = any(one.kind is FeeKind.VOIDED and one.receipt == receipt for one in self.entries)
        if is_void or paid.fen > self.held:
            raise ReceiptVoidedError(receipt)

        self._enter(FeeKind.VOIDED, paid.fen, decision, receipt=receipt, why=decision.reason)

    def ask_refund(self, items: Sequence[FeeItem], decision: Decision) -> None:
        """Ask for what is over, once these items are let off, too."""
        if self.asked:
            raise RefundOpenError
        if strange := [item.zh for item in items if item not in self._chargeable]:
            raise NotChargedError(strange)
        let_off = sum(self._charged[item] for item in items)
        if self.held <= self.due - let_off:
            raise NothingToGiveBackError

        self.asked = RefundAsked(items=list(items), reason=decision.reason, by=decision.by, at=decision.at)

    def grant_refund(self, *, receipt: str, act: Act) -> FeeEntry:
        """Let the items off and give back what is over."""
        asked = self._must_be_asked_by_another(act)

        self.waive(asked.items, why=asked.reason, act=act)
        over = -self.balance
        if over <= 0:
            raise NothingToGiveBackError
        self.asked = None
        return self._enter(FeeKind.REFUNDED, over, act, receipt=receipt, why=asked.reason)

    def turn_refund_down(self, act: Act) -> None:
        """Decide that nothing is given back."""
        self._must_be_asked_by_another(act)

        self.asked = None

    @property
    def _charged(self) -> dict[FeeItem, int]:
        return {one.item: one.fen for one in self.entries if one.kind is FeeKind.CHARGED and one.item}

    @property
    def _chargeable(self) -> list[FeeItem]:
        waived = {one.item for one in self.entries if one.kind is FeeKind.WAIVED}
        return [item for item in self._charged if item not in waived]

    def _must_be_asked_by_another(self, act: Act) -> RefundAsked:
        if self.asked is None:
            raise NoRefundAskedError
        if act.by == self.asked.by:
            raise OwnRefundError
        return self.asked

    def _enter(self, kind: FeeKind, fen: int, by: Act | Decision, **of: Any) -> FeeEntry:
        entry = FeeEntry(kind=kind, fen=fen, by=by.by, at=by.at, **of)
        self.entries = [*self.entries, entry]
        return entry


def yuan(fen: int) -> str:
    """An amount as people write it."""
    return f"{fen // 100}.{fen % 100:02d}"

"""The book of a batch, and the receipts: what all its accounts say together, at any moment."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final, Self

from libs.chassis.domain import Aggregate, Decision
from libs.contracts.beijing import beijing_day
from services.registration.domain.fees.account import FeeAccount, FeeEntry, FeeKind
from services.registration.domain.fees.errors import OwnReceiptError, ReceiptVoidedError


@dataclass(kw_only=True)
class FeeBook(Aggregate):
    """Of one batch: the sum of each kind of entry over its accounts and of each day, in the commit of the entry."""

    id: str
    sums: dict[FeeKind, int] = field(default_factory=lambda: dict.fromkeys(FeeKind, 0))
    days: dict[date, dict[FeeKind, int]] = field(default_factory=dict)

    def enter(self, account: FeeAccount, *, since: int = 0) -> None:
        """Add what was entered in an account after its first `since` entries."""
        for entry in account.entries[since:]:
            day = beijing_day(entry.at)
            of_day = self.days.get(day) or dict.fromkeys(FeeKind, 0)
            self.days = {**self.days, day: {**of_day, entry.kind: of_day[entry.kind] + entry.fen}}
            self.sums = {**self.sums, entry.kind: self.sums[entry.kind] + entry.fen}

    @property
    def due(self) -> int:
        """What the batch costs its applicants, what was let off taken away."""
        return self.sums[FeeKind.CHARGED] - self.sums[FeeKind.WAIVED]

    @property
    def held(self) -> int:
        """What the institution has of it."""
        return self.sums[FeeKind.PAID] - self.sums[FeeKind.VOIDED] - self.sums[FeeKind.REFUNDED]

    @property
    def balance(self) -> int:
        """What is owed less what is over."""
        return self.due - self.held


class ReceiptKind(StrEnum):
    """Money that came in, or that went back; each has numbers of its own."""

    PAYMENT = "payment"
    REFUND = "refund"


PREFIX: Final = {ReceiptKind.PAYMENT: "SJ", ReceiptKind.REFUND: "TF"}


@dataclass(kw_only=True)
class ReceiptNumbers(Aggregate):
    """The last number of a kind in a year. A number is used once the commit that takes it lands: there is no gap."""

    id: str
    last: int = 0

    @staticmethod
    def key(kind: ReceiptKind, day: date) -> str:
        """The id of the series that a receipt of this day is numbered in."""
        return f"{PREFIX[kind]}{day.year}"

    def take(self) -> str:
        self.last += 1
        return f"{self.id}{self.last:06d}"


@dataclass(frozen=True, kw_only=True)
class Voided:
    """Who made a receipt void, when and why."""

    by: str
    at: datetime
    why: str


@dataclass(kw_only=True)
class FeeReceipt(Aggregate):
    """Of one movement of money, as it is printed; `id` is its number. A void one stays, marked."""

    id: str
    kind: ReceiptKind
    batch_id: str
    application_id: str
    fen: int
    by: str
    at: datetime
    asked_by: str = ""
    voided: Voided | None = None

    @classmethod
    def of(cls, account: FeeAccount, entry: FeeEntry, *, asked_by: str = "") -> Self:
        """Of what was just paid or given back."""
        return cls(
            id=entry.receipt,
            kind=ReceiptKind.PAYMENT if entry.kind is FeeKind.PAID else ReceiptKind.REFUND,
            batch_id=account.batch_id,
            application_id=account.id,
            fen=entry.fen,
            by=entry.by,
            at=entry.at,
            asked_by=asked_by,
        )

    @property
    def day(self) -> date:
        """The Shanghai day on which the money moved."""
        return beijing_day(self.at)

    def void(self, decision: Decision) -> None:
        """Make it void, by somebody else than who wrote it."""
        if decision.by == self.by:
            raise OwnReceiptError
        if self.voided or self.kind is ReceiptKind.REFUND:
            raise ReceiptVoidedError(self.id)

        self.voided = Voided(by=decision.by, at=decision.at, why=decision.reason)

"""What people see of fees: an account, the book of a batch, receipts. All amounts are whole fen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel

from libs.chassis.domain import Page, Query
from libs.contracts.sealing import Purpose
from services.registration.domain.application import Application
from services.registration.domain.fees.account import FeeAccount, FeeEntry, FeeKind, RefundAsked
from services.registration.domain.fees.book import FeeBook, FeeReceipt, ReceiptKind, Voided
from services.registration.domain.resident_number import mask_name
from services.registration.ports import RegistrationDesk

Standing = Literal["owed", "settled", "over", "refund-asked"]


class FeeAccountLine(BaseModel):
    """An account in a list."""

    application_id: str
    charged: int
    waived: int
    held: int
    balance: int
    standing: Standing


class FeeAccountView(FeeAccountLine):
    """An account with all its entries, the oldest first."""

    batch_id: str
    name: str
    occupation: str
    level: int | None
    entries: list[FeeEntry]
    asked: RefundAsked | None


class FeeAccountPage(BaseModel):
    items: list[FeeAccountLine]
    next: str | None


class FeeDay(BaseModel):
    """What was entered on a Shanghai day."""

    day: date
    charged: int
    waived: int
    paid: int
    voided: int
    refunded: int


class FeeBookView(BaseModel):
    """What all accounts of a batch say together: `balance` is owed less over, `due - held`."""

    batch_id: str
    charged: int
    waived: int
    paid: int
    voided: int
    refunded: int
    due: int
    held: int
    balance: int
    days: list[FeeDay]


class ReceiptView(BaseModel):
    """A receipt as it is printed; whose it is by a masked name, but for those who register people."""

    number: str
    kind: ReceiptKind
    batch_id: str
    application_id: str
    name: str
    occupation: str
    level: int | None
    fen: int
    day: date
    by: str
    at: datetime
    asked_by: str
    voided: Voided | None


class ReceiptLine(BaseModel):
    """A receipt in a list."""

    number: str
    kind: ReceiptKind
    application_id: str
    fen: int
    day: date
    by: str
    at: datetime
    asked_by: str
    voided: Voided | None


class ReceiptPage(BaseModel):
    items: list[ReceiptLine]
    next: str | None


@dataclass(frozen=True, kw_only=True)
class ReceiptFilter:
    """Which receipts of a batch are asked for."""

    batch_id: str
    day: date | None = None


async def show_book(desk: RegistrationDesk, batch_id: str) -> FeeBookView:
    """All noughts while nothing is charged."""
    await desk.batches.get(batch_id)
    book = await desk.fee_books.find_one(batch_id) or FeeBook(id=batch_id)
    days = [FeeDay(day=day, **_by_kind(sums)) for day, sums in sorted(book.days.items())]
    return FeeBookView(
        batch_id=batch_id, due=book.due, held=book.held, balance=book.balance, days=days, **_by_kind(book.sums)
    )


async def list_accounts(
    desk: RegistrationDesk, batch_id: str, *, standing: Standing | None, after: str | None, limit: int
) -> FeeAccountPage:
    where = {"batch_id": batch_id} | ({"standing": standing} if standing else {})
    page: Page[FeeAccount] = await desk.fee_accounts.find(Query(where, after=after, limit=limit))
    return FeeAccountPage(items=[FeeAccountLine(**_line(account)) for account in page.items], next=page.next)


async def show_account(desk: RegistrationDesk, application_id: str, *, whole: bool) -> FeeAccountView:
    account = await desk.fee_accounts.get(application_id)
    application = await desk.applications.get(application_id)
    return FeeAccountView(
        **_line(account),
        batch_id=account.batch_id,
        name=_name(desk, application, whole=whole),
        occupation=application.occupation,
        level=application.level,
        entries=account.entries,
        asked=account.asked,
    )


async def show_receipt(desk: RegistrationDesk, number: str, *, whole: bool) -> ReceiptView:
    receipt = await desk.receipts.get(number)
    application = await desk.applications.get(receipt.application_id)
    return ReceiptView(
        **_receipt(receipt),
        batch_id=receipt.batch_id,
        name=_name(desk, application, whole=whole),
        occupation=application.occupation,
        level=application.level,
    )


async def list_receipts(desk: RegistrationDesk, filter: ReceiptFilter, *, after: str | None, limit: int) -> ReceiptPage:
    """Of a batch or of one of its days, in the order of the numbers."""
    where = {"batch_id": filter.batch_id} | ({"day": filter.day} if filter.day else {})
    page = await desk.receipts.find(Query(where, after=after, limit=limit))
    return ReceiptPage(items=[ReceiptLine(**_receipt(one)) for one in page.items], next=page.next)


def _by_kind(sums: Mapping[FeeKind, int]) -> dict[str, int]:
    return {kind.value: fen for kind, fen in sums.items()}


def _line(account: FeeAccount) -> dict[str, object]:
    return {
        "application_id": account.id,
        "charged": account.sum(FeeKind.CHARGED),
        "waived": account.sum(FeeKind.WAIVED),
        "held": account.held,
        "balance": account.balance,
        "standing": account.standing,
    }


def _receipt(receipt: FeeReceipt) -> dict[str, object]:
    return {
        "number": receipt.id,
        "kind": receipt.kind,
        "application_id": receipt.application_id,
        "fen": receipt.fen,
        "day": receipt.day,
        "by": receipt.by,
        "at": receipt.at,
        "asked_by": receipt.asked_by,
        "voided": receipt.voided,
    }


def _name(desk: RegistrationDesk, application: Application, *, whole: bool) -> str:
    name = desk.cipher.open(application.person.name, purpose=Purpose.CANDIDATE_NAME, owner=application.id)
    return name if whole else mask_name(name)

"""What an approved application costs, and the money that comes and goes; account, book and receipt in one commit."""

from collections.abc import Sequence

from libs.chassis.domain import Act, Decision
from libs.contracts.beijing import beijing_day
from services.registration.domain.announcement import FeeItem, Statement
from services.registration.domain.application import Application
from services.registration.domain.fees.account import FeeAccount
from services.registration.domain.fees.book import FeeBook, FeeReceipt, ReceiptKind, ReceiptNumbers
from services.registration.ports import RegistrationDesk

KEPT_OR_CANCELLED = "保留科目或停考后免收"


async def charge(desk: RegistrationDesk, application: Application, statement: Statement, act: Act) -> None:
    """Charge what was announced for the parts applied for; what the application is let off is waived at once."""
    fees = statement.tariff(application.level)
    items = [FeeItem(part) for part in application.parts] + [FeeItem.CERTIFICATE]
    free = [FeeItem(part) for part in application.free_of_charge]
    free += [FeeItem.CERTIFICATE] if application.certificate_fee_free else []
    account = FeeAccount.charge(
        application.id,
        batch_id=application.batch_id,
        fees={item: fees[item] for item in items if fees.get(item)},
        act=act,
    )
    account.waive(free, why=KEPT_OR_CANCELLED, act=act)
    await _save(desk, account, since=0)


async def take_payment(desk: RegistrationDesk, *, application_id: str, fen: int, act: Act) -> str:
    """Take money in; answers the number of its receipt."""
    account = await desk.fee_accounts.get(application_id)
    account.must_owe(fen)
    number = await _number(desk, ReceiptKind.PAYMENT, act)
    since = len(account.entries)
    desk.receipts.save(FeeReceipt.of(account, account.pay(fen, receipt=number, act=act)))
    await _save(desk, account, since=since)
    return number


async def void_receipt(desk: RegistrationDesk, *, number: str, decision: Decision) -> None:
    receipt = await desk.receipts.get(number)
    account = await desk.fee_accounts.get(receipt.application_id)
    receipt.void(decision)
    since = len(account.entries)
    account.void(number, decision)
    desk.receipts.save(receipt)
    await _save(desk, account, since=since)


async def ask_refund(
    desk: RegistrationDesk, *, application_id: str, items: Sequence[FeeItem], decision: Decision
) -> None:
    account = await desk.fee_accounts.get(application_id)
    account.ask_refund(items, decision)
    desk.fee_accounts.save(account)


async def grant_refund(desk: RegistrationDesk, *, application_id: str, act: Act) -> str:
    """Give back what is over; answers the number of the receipt."""
    account = await desk.fee_accounts.get(application_id)
    asked_by = account.asked.by if account.asked else ""
    number = await _number(desk, ReceiptKind.REFUND, act)
    since = len(account.entries)
    entry = account.grant_refund(receipt=number, act=act)
    desk.receipts.save(FeeReceipt.of(account, entry, asked_by=asked_by))
    await _save(desk, account, since=since)
    return number


async def turn_refund_down(desk: RegistrationDesk, *, application_id: str, act: Act) -> None:
    account = await desk.fee_accounts.get(application_id)
    account.turn_refund_down(act)
    desk.fee_accounts.save(account)


async def _number(desk: RegistrationDesk, kind: ReceiptKind, act: Act) -> str:
    key = ReceiptNumbers.key(kind, beijing_day(act.at))
    numbers = await desk.receipt_numbers.find_one(key) or ReceiptNumbers(id=key)
    desk.receipt_numbers.save(numbers)
    return numbers.take()


async def _save(desk: RegistrationDesk, account: FeeAccount, *, since: int) -> None:
    book = await desk.fee_books.find_one(account.batch_id) or FeeBook(id=account.batch_id)
    book.enter(account, since=since)
    desk.fee_accounts.save(account)
    desk.fee_books.save(book)

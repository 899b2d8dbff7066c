"""Why items of a bank are not shown."""

from dataclasses import KW_ONLY

from libs.chassis.domain import ConflictError, NotFoundError


class ItemNotInBankError(NotFoundError):
    """An item that the newest revision of the bank does not have."""

    says = "题库 {bank_id} 中没有试题 {item_id}。"
    bank_id: str
    item_id: str


class ReadingLimitError(ConflictError):
    """SEC-10: within an hour nobody reads more items than the work needs."""

    says = "每人每小时最多查看 {most} 道试题，本小时还可查看 {left} 道。"
    shown = ("most", "left")
    _: KW_ONLY
    most: int
    left: int

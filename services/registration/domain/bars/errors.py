"""Refusals of the list of people who are barred, and of a row of somebody on it."""

from dataclasses import KW_ONLY
from datetime import date

from libs.chassis.domain import ConflictError, ForbiddenError, InvalidError
from services.registration.domain.errors.entry import RowRefusedError


class BarExistsError(ConflictError):
    """An entry is made once."""

    says = "编号为 {bar_id} 的限制报名记录已经存在。"
    bar_id: str


class BarOverError(InvalidError):
    """A bar lasts until a day that is not over."""

    says = "限制报名的截止日期已过。"


class BarDecidedError(ConflictError):
    """An entry is reviewed once, and lifted once it is in force."""

    says = "这条限制报名记录已经复核或解除。"


class OwnBarError(ForbiddenError):
    """Nobody is barred by one person alone."""

    says = "限制报名须由登记人以外的工作人员复核。"


class BarredError(RowRefusedError):
    """The person is barred by a clause until a day; both are told."""

    says = "本人在限制报名名单上：{clause}，{ends}。"
    _: KW_ONLY
    clause: str
    until: date | None
    column: str = "证件号码"

    @property
    def ends(self) -> str:
        """The last day as it is told."""
        return f"至 {self.until} 止" if self.until else "未定期限"

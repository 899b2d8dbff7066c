"""Why a finding about the filed scope is not entered, or not found."""

from libs.chassis.domain import InvalidError, NotFoundError


class ScopeFindingNotFoundError(NotFoundError):
    """CER-29: there is no such finding."""

    says = "没有找到编号为 {finding_id} 的超范围认定。"
    finding_id: str


class ScopeDaysError(InvalidError):
    """CER-29: a time ends on its first day or later."""

    says = "截止日期不能早于起始日期。"

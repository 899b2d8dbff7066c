"""Why a finding about the filed scope is not entered, or not found."""

from libs.chassis.domain import InvalidError


class ScopeDaysError(InvalidError):
    """CER-29: a time ends on its first day or later."""

    says = "截止日期不能早于起始日期。"

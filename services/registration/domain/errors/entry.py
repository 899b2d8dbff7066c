"""Refusals of one roster row for what its cells say: it is kept with its reason, and the others go on."""

from libs.chassis.domain import InvalidError


class RowRefusedError(InvalidError):
    """One application is refused. The sentence never repeats what a cell says: it may be personal."""

    column: str


class CellMissingError(RowRefusedError):
    """A cell that must be filled is empty."""

    says = "“{column}”未填写。"
    column: str = "姓名"


class CellTooLongError(RowRefusedError):
    """A cell holds more text than any true value has."""

    says = "“{column}”文字过长。"
    column: str = "姓名"


class IdentityTypeNotAcceptedError(RowRefusedError):
    """Only resident identity cards are read so far; other documents have numbers of another kind."""

    says = "目前只受理居民身份证报名。"
    column: str = "证件类型"


class SexDiffersError(RowRefusedError):
    """The row and the number disagree."""

    says = "性别与居民身份证号码不一致。"
    column: str = "性别"


class PhoneInvalidError(RowRefusedError):
    """Not a mobile number of the mainland."""

    says = "手机号码应为 1 开头的 11 位数字。"
    column: str = "手机号码"


class LevelUnknownError(RowRefusedError):
    """Not one of the five levels."""

    says = "“{column}”应填写五级、四级、三级、二级或一级。"
    column: str = "级别"


class PartsUnknownError(RowRefusedError):
    """Neither all, theory nor practical."""

    says = "报考科目应填写全部、理论或实操。"
    column: str = "报考科目"


class YearsInvalidError(RowRefusedError):
    """Not a number of years."""

    says = "从业年限应为不小于 0 的年数。"
    column: str = "从业年限"


class DateInvalidError(RowRefusedError):
    """Not a day, or one in the future."""

    says = "“{column}”应为不晚于今天的日期，例如 2021-06-30。"
    column: str = "原证书日期"


class NotConfirmedByCandidateError(RowRefusedError):
    """The candidate has not confirmed the data (REG-15)."""

    says = "报名信息未经考生本人确认。"
    column: str = "本人确认"

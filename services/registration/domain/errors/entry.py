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
    """Not one of the documents that people register with."""

    says = "证件类型应为居民身份证、港澳台居民居住证、外国人永久居留身份证、护照或军官证。"
    column: str = "证件类型"


class SexDiffersError(RowRefusedError):
    """The row and the number disagree."""

    says = "性别与证件号码不一致。"
    column: str = "性别"


class SexUnknownError(RowRefusedError):
    """The cell names neither sex."""

    says = "性别应填写男或女。"
    column: str = "性别"


class NameNotPrintableError(RowRefusedError):
    """A digit or a remark beside the name, which would be printed on the certificate."""

    says = "姓名中含有数字、括号或其他备注，会印到证书上，请只保留证件上的姓名。"
    column: str = "姓名"


class RareCharacterUnreadableError(RowRefusedError):
    """A character of the private-use area, which every computer draws otherwise (GB 18030)."""

    says = "姓名中有一个生僻字是用造字方式保存的，各处显示不一，请用输入法重新输入这个字。"
    column: str = "姓名"


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

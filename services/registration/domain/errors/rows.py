"""Refusals of one application: the row is kept with this reason and shown to the clerk, the others go on."""

from dataclasses import KW_ONLY

from libs.chassis.domain import InvalidError


class RowRefusedError(InvalidError):
    """One application is refused. The sentence never repeats what a cell says: it may be personal."""

    column: str


class LevelRefusedError(RowRefusedError):
    """Refused only for the level or the condition applied for (REG-16)."""


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


class ResidentNumberMalformedError(RowRefusedError):
    """Not 17 digits and a check character (GB 11643)."""

    says = "居民身份证号码应为 18 位（末位可为 X），请核对，并把该列设为文本格式。"
    column: str = "证件号码"


class CheckDigitWrongError(RowRefusedError):
    """The check character does not fit the digits (GB 11643)."""

    slug = "resident-number-check-digit"
    says = "居民身份证号码的校验码不对，号码有误。"
    column: str = "证件号码"


class BirthDateInvalidError(RowRefusedError):
    """No such day, or a day in the future."""

    slug = "resident-number-birth-date"
    says = "居民身份证号码中的出生日期不存在或晚于今天。"
    column: str = "证件号码"


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


class DuplicateApplicationError(RowRefusedError):
    """The same person already applies for this occupation in this batch."""

    says = "同一考生在本批次已报考该职业。"
    column: str = "证件号码"


class RefusedAtReviewError(RowRefusedError):
    """The reviewer did not accept what was presented (REG-16)."""

    says = "{reason}"
    column: str = "证明材料"
    _: KW_ONLY
    reason: str


class OccupationNameDiffersError(RowRefusedError):
    """Code and name are those of two occupations."""

    says = "职业名称与职业编码不一致。"
    column: str = "职业名称"


class OutsideScopeError(LevelRefusedError):
    """Outside the filed occupations, work types and levels (REG-18)."""

    slug = "application-outside-filed-scope"
    says = "该职业（工种）和等级不在本机构备案范围内，不予受理。"
    column: str = "级别"


class NotOfferedError(LevelRefusedError):
    """Filed, but not examined in this batch."""

    slug = "not-offered-in-batch"
    says = "本批次没有开考该职业（工种）和等级。"
    column: str = "级别"


class ConditionUnknownError(LevelRefusedError):
    """No condition of the table (REG-07)."""

    says = "申报条件代码不在条件表中。"
    column: str = "申报条件"


class ConditionOfOtherLevelError(LevelRefusedError):
    """The condition claimed belongs to another level (REG-07)."""

    says = "申报条件不适用于所报级别。"
    column: str = "申报条件"


class TooYoungError(LevelRefusedError):
    """Younger than the condition asks for (REG-07)."""

    says = "未满 {age} 周岁。"
    column: str = "证件号码"
    _: KW_ONLY
    age: int


class TooFewYearsError(LevelRefusedError):
    """Not enough years in the occupation (REG-07)."""

    says = "从业年限不足 {years} 年。"
    column: str = "从业年限"
    _: KW_ONLY
    years: int


class PriorCertificateMissingError(LevelRefusedError):
    """The condition builds on an earlier certificate (REG-07)."""

    says = "该申报条件要求原证书，级别、编号和日期须填写齐全。"
    column: str = "原证书编号"


class PriorLevelDiffersError(LevelRefusedError):
    """The earlier certificate is of another level (REG-07)."""

    says = "该申报条件要求的原证书为 {level} 级。"
    column: str = "原证书级别"
    _: KW_ONLY
    level: int


class PriorCertificateTooRecentError(LevelRefusedError):
    """The earlier certificate has not been held long enough (REG-07)."""

    says = "取得原证书未满 {years} 年。"
    column: str = "原证书日期"
    _: KW_ONLY
    years: int


class EducationBelowConditionError(LevelRefusedError):
    """Not the education that the condition asks for (REG-07)."""

    says = "文化程度不符合该申报条件。"
    column: str = "文化程度"


class SubjectMissingError(LevelRefusedError):
    """A diploma counts in the subject or a related one, so the subject must be told (REG-07)."""

    says = "以学历申报须填写所学专业。"
    column: str = "所学专业"


class TitleBelowConditionError(LevelRefusedError):
    """Not the professional title that the condition asks for (REG-07)."""

    says = "职称不符合该申报条件。"
    column: str = "职称"


class TitleTooRecentError(LevelRefusedError):
    """The title has not been held long enough (REG-07)."""

    says = "取得职称未满 {years} 年。"
    column: str = "职称日期"
    _: KW_ONLY
    years: int


class ProofMissingError(LevelRefusedError):
    """A document that the condition must be proved with was not presented (REG-05)."""

    says = "缺少证明材料：{proof}。"
    column: str = "证明材料"
    _: KW_ONLY
    proof: str

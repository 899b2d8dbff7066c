"""Refusals of one application: the row is kept with this reason and shown to the clerk, the others go on."""

from typing import ClassVar

from libs.chassis.domain import InvalidError


class RowRefusedError(InvalidError):
    """One application is refused. The text never repeats what a cell says: it may be personal."""

    column: ClassVar[str]
    text: ClassVar[str]

    def __init__(self, column: str | None = None, **figures: object) -> None:
        self.at = column or self.column
        super().__init__(self.text.format(column=self.at, **figures))


class LevelRefusedError(RowRefusedError):
    """Refused only for the level or the condition applied for (REG-16)."""


class CellMissingError(RowRefusedError):
    """A cell that must be filled is empty."""

    slug = "cell-missing"
    column = "姓名"
    text = "“{column}”未填写。"


class CellTooLongError(RowRefusedError):
    """A cell holds more text than any true value has."""

    slug = "cell-too-long"
    column = "姓名"
    text = "“{column}”文字过长。"


class IdentityTypeNotAcceptedError(RowRefusedError):
    """Only resident identity cards are read so far; other documents have numbers of another kind."""

    slug = "identity-type-not-accepted"
    column = "证件类型"
    text = "目前只受理居民身份证报名。"


class ResidentNumberMalformedError(RowRefusedError):
    """Not 17 digits and a check character (GB 11643)."""

    slug = "resident-number-malformed"
    column = "证件号码"
    text = "居民身份证号码应为 18 位（末位可为 X），请核对，并把该列设为文本格式。"


class CheckDigitWrongError(RowRefusedError):
    """The check character does not fit the digits (GB 11643)."""

    slug = "resident-number-check-digit"
    column = "证件号码"
    text = "居民身份证号码的校验码不对，号码有误。"


class BirthDateInvalidError(RowRefusedError):
    """No such day, or a day in the future."""

    slug = "resident-number-birth-date"
    column = "证件号码"
    text = "居民身份证号码中的出生日期不存在或晚于今天。"


class SexDiffersError(RowRefusedError):
    """The row and the number disagree."""

    slug = "sex-differs"
    column = "性别"
    text = "性别与居民身份证号码不一致。"


class PhoneInvalidError(RowRefusedError):
    """Not a mobile number of the mainland."""

    slug = "phone-invalid"
    column = "手机号码"
    text = "手机号码应为 1 开头的 11 位数字。"


class LevelUnknownError(RowRefusedError):
    """Not one of the five levels."""

    slug = "level-unknown"
    column = "级别"
    text = "“{column}”应填写五级、四级、三级、二级或一级。"


class PartsUnknownError(RowRefusedError):
    """Neither all, theory nor practical."""

    slug = "parts-unknown"
    column = "报考科目"
    text = "报考科目应填写全部、理论或实操。"


class YearsInvalidError(RowRefusedError):
    """Not a number of years."""

    slug = "years-invalid"
    column = "从业年限"
    text = "从业年限应为不小于 0 的年数。"


class DateInvalidError(RowRefusedError):
    """Not a day, or one in the future."""

    slug = "date-invalid"
    column = "原证书日期"
    text = "“{column}”应为不晚于今天的日期，例如 2021-06-30。"


class NotConfirmedByCandidateError(RowRefusedError):
    """The candidate has not confirmed the data (REG-15)."""

    slug = "not-confirmed-by-candidate"
    column = "本人确认"
    text = "报名信息未经考生本人确认。"


class DuplicateApplicationError(RowRefusedError):
    """The same person already applies for this occupation in this batch."""

    slug = "duplicate-application"
    column = "证件号码"
    text = "同一考生在本批次已报考该职业。"


class RefusedAtReviewError(RowRefusedError):
    """The reviewer did not accept what was presented (REG-16)."""

    slug = "refused-at-review"
    column = "证明材料"
    text = "{reason}"


class OccupationNameDiffersError(RowRefusedError):
    """Code and name are those of two occupations."""

    slug = "occupation-name-differs"
    column = "职业名称"
    text = "职业名称与职业编码不一致。"


class OutsideScopeError(LevelRefusedError):
    """Outside the filed occupations, work types and levels (REG-18)."""

    slug = "application-outside-filed-scope"
    column = "级别"
    text = "该职业（工种）和等级不在本机构备案范围内，不予受理。"


class NotOfferedError(LevelRefusedError):
    """Filed, but not examined in this batch."""

    slug = "not-offered-in-batch"
    column = "级别"
    text = "本批次没有开考该职业（工种）和等级。"


class ConditionUnknownError(LevelRefusedError):
    """No condition of the table (REG-07)."""

    slug = "condition-unknown"
    column = "申报条件"
    text = "申报条件代码不在条件表中。"


class ConditionOfOtherLevelError(LevelRefusedError):
    """The condition claimed belongs to another level (REG-07)."""

    slug = "condition-of-other-level"
    column = "申报条件"
    text = "申报条件不适用于所报级别。"


class TooYoungError(LevelRefusedError):
    """Younger than the condition asks for (REG-07)."""

    slug = "too-young"
    column = "证件号码"
    text = "未满 {age} 周岁。"


class TooFewYearsError(LevelRefusedError):
    """Not enough years in the occupation (REG-07)."""

    slug = "too-few-years"
    column = "从业年限"
    text = "从业年限不足 {years} 年。"


class PriorCertificateMissingError(LevelRefusedError):
    """The condition builds on an earlier certificate (REG-07)."""

    slug = "prior-certificate-missing"
    column = "原证书编号"
    text = "该申报条件要求原证书，级别、编号和日期须填写齐全。"


class PriorLevelDiffersError(LevelRefusedError):
    """The earlier certificate is of another level (REG-07)."""

    slug = "prior-level-differs"
    column = "原证书级别"
    text = "该申报条件要求的原证书为 {level} 级。"


class PriorCertificateTooRecentError(LevelRefusedError):
    """The earlier certificate has not been held long enough (REG-07)."""

    slug = "prior-certificate-too-recent"
    column = "原证书日期"
    text = "取得原证书未满 {years} 年。"


class EducationBelowConditionError(LevelRefusedError):
    """Not the education that the condition asks for (REG-07)."""

    slug = "education-below-condition"
    column = "文化程度"
    text = "文化程度不符合该申报条件。"


class SubjectMissingError(LevelRefusedError):
    """A diploma counts in the subject or a related one, so the subject must be told (REG-07)."""

    slug = "subject-missing"
    column = "所学专业"
    text = "以学历申报须填写所学专业。"


class TitleBelowConditionError(LevelRefusedError):
    """Not the professional title that the condition asks for (REG-07)."""

    slug = "title-below-condition"
    column = "职称"
    text = "职称不符合该申报条件。"


class TitleTooRecentError(LevelRefusedError):
    """The title has not been held long enough (REG-07)."""

    slug = "title-too-recent"
    column = "职称日期"
    text = "取得职称未满 {years} 年。"


class ProofMissingError(LevelRefusedError):
    """A document that the condition must be proved with was not presented (REG-05)."""

    slug = "proof-missing"
    column = "证明材料"
    text = "缺少证明材料：{proof}。"

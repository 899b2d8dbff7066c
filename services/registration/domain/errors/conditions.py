"""Refusals of a row for the level or the condition applied for."""

from dataclasses import KW_ONLY

from services.registration.domain.errors.entry import RowRefusedError


class LevelRefusedError(RowRefusedError):
    """Refused only for the level or the condition applied for (REG-16)."""


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

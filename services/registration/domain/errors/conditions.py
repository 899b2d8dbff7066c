"""Refusals of a row for the level or the condition applied for."""

from dataclasses import KW_ONLY
from datetime import date
from decimal import Decimal
from math import ceil

from services.registration.domain.errors.entry import RowRefusedError


class LevelRefusedError(RowRefusedError):
    """Refused only for the level or the condition applied for (REG-16)."""


class ConditionUnknownError(LevelRefusedError):
    """No condition of the standard in force for the occupation (REG-07)."""

    says = "申报条件不在该职业现行标准的条件表中。"
    column: str = "申报条件"


class StandardMissingError(LevelRefusedError):
    """Nobody has entered the standard that is in force for the occupation that day (REG-07)."""

    says = "该职业当日没有现行的国家职业标准可依，不能受理。"
    column: str = "职业编码"


class PriorOccupationUnrelatedError(LevelRefusedError):
    """The earlier certificate is of an occupation that the standard does not name as related (REG-07)."""

    says = "原证书的职业不是本职业，也不在该标准的相关职业之列。"
    column: str = "原证书职业"


class ConditionOfOtherLevelError(LevelRefusedError):
    """The condition claimed belongs to another level (REG-07)."""

    says = "申报条件不适用于所报级别。"
    column: str = "申报条件"


class TooYoungError(LevelRefusedError):
    """Younger than the condition asks for (REG-07). By how much would tell the day of birth."""

    says = "未满 {age} 周岁。"
    column: str = "证件号码"
    _: KW_ONLY
    age: int


class TooFewYearsError(LevelRefusedError):
    """Not enough years in the occupation (REG-07)."""

    says = "从业年限不足 {years} 年，还差 {short_in_words}。"
    column: str = "从业年限"
    _: KW_ONLY
    years: int
    short: Decimal

    @property
    def short_in_words(self) -> str:
        """Years and months, a begun month as a whole one."""
        years, months = divmod(ceil(self.short * 12), 12)
        return " ".join([*([f"{years} 年"] if years else []), *([f"{months} 个月"] if months else [])])


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

    says = "取得原证书未满 {years} 年，{reached_on:%Y-%m-%d} 起可以申报。"
    column: str = "原证书日期"
    _: KW_ONLY
    years: int
    reached_on: date


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

    says = "取得职称未满 {years} 年，{reached_on:%Y-%m-%d} 起可以申报。"
    column: str = "职称日期"
    _: KW_ONLY
    years: int
    reached_on: date


class ProofMissingError(LevelRefusedError):
    """A document that the condition must be proved with was not presented (REG-05)."""

    says = "缺少证明材料：{proof}。"
    column: str = "证明材料"
    _: KW_ONLY
    proof: str


class GroupUnknownError(RowRefusedError):
    """None of the seven groups (REG-10)."""

    says = "认定对象应填写 1 至 7 类之一。"
    column: str = "认定对象"


class GroupNotMetError(RowRefusedError):
    """The seventh group needs the primary certificate and five years on end in the post (REG-12)."""

    says = (
        "第 7 类认定对象须已取得五级（初级）证书，并在本岗位连续工作满五年；不满的请改填其他类别，按国家职业标准申报。"
    )
    column: str = "认定对象"

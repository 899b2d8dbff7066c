"""What is done every year, and how it came out: continuing education and the assessment with its merit file."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class YearlyDuty(StrEnum):
    """What falls due every year."""

    EDUCATION = "education"
    ASSESSMENT = "assessment"

    @property
    def words(self) -> str:
        """As an office says it."""
        return "继续教育" if self is YearlyDuty.EDUCATION else "年度考核"


class Grade(StrEnum):
    """How it came out; `excused` is a leave that was approved, which neither counts nor fails."""

    EXCELLENT = "excellent"
    PASSED = "passed"
    FAILED = "failed"
    MISSED = "missed"
    EXCUSED = "excused"

    @property
    def is_passed(self) -> bool:
        """Whether the qualification goes on."""
        return self in {Grade.EXCELLENT, Grade.PASSED}

    @property
    def is_lost(self) -> bool:
        """Whether it costs the qualification."""
        return self in {Grade.FAILED, Grade.MISSED}


@dataclass(frozen=True, kw_only=True)
class YearlyRecord:
    """One line of the merit file: what, when, how it came out, what was earned, and who entered it."""

    duty: YearlyDuty
    on: date
    grade: Grade
    remark: str = ""
    by: str = ""

"""The end of a qualification: on which ground, what is done after it, and whether an appeal undid it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from libs.chassis.domain import Decision


class Ground(StrEnum):
    """Why a qualification is cancelled."""

    EDUCATION = "education"
    ASSESSMENT = "assessment"
    ABSENCES = "absences"
    MISCONDUCT = "misconduct"
    BREACH = "breach"

    @property
    def words(self) -> str:
        """As a decision names it."""
        return {
            Ground.EDUCATION: "继续教育不合格、未参加或逾期",
            Ground.ASSESSMENT: "年度考核不合格或逾期",
            Ground.ABSENCES: "连续3次不参加工作",
            Ground.MISCONDUCT: "徇私舞弊、弄虚作假或收取考生贿赂",
            Ground.BREACH: "违反管理规定",
        }[self]

    @property
    def stands_on_record(self) -> bool:
        """Whether the file itself shows it; the others rest on what is written into the decision."""
        return self in {Ground.EDUCATION, Ground.ASSESSMENT, Ground.ABSENCES}


class TakenBack(StrEnum):
    """What is still done once a qualification is cancelled (PER-35, QSP-33); the black list needs no hand."""

    CARD_WITHDRAWN = "card-withdrawn"
    DELETED_FROM_PLATFORM = "deleted-from-platform"

    @property
    def words(self) -> str:
        """As a list of what is missing says it."""
        return "撤回证卡" if self is TakenBack.CARD_WITHDRAWN else "在评价服务平台删除信息"


@dataclass(frozen=True, kw_only=True)
class Appeal:
    """What the person says against it, and what was ruled by somebody else than who cancelled."""

    text: str
    made_on: date
    ruled: Decision | None = None
    is_granted: bool = False


@dataclass(kw_only=True)
class Removal:
    """A cancellation that a person decided. `referred_to`: which authority was told of a crime (PER-33)."""

    ground: Ground
    by: str
    at: datetime
    reason: str
    referred_to: str | None = None
    done: dict[TakenBack, date] = field(default_factory=dict)
    appeal: Appeal | None = None

    @property
    def holds(self) -> bool:
        """Whether no appeal has undone it."""
        return not (self.appeal and self.appeal.is_granted)

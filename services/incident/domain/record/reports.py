"""What people write while an incident is handled and afterwards: how things stand, words to the press, its end."""

from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from typing import Final

from libs.contracts.incident import Tier
from services.incident.domain.record.errors import ReportIncompleteError


class ReportForm(StrEnum):
    """How word is passed on, by urgency (INC-08)."""

    ORAL = "oral"
    PHONE = "phone"
    FAX = "fax"
    WRITTEN = "written"

    @property
    def zh(self) -> str:
        """The word that the plan itself has for it."""
        return _FORM_WORDS[self]


_FORM_WORDS: Final = {
    ReportForm.ORAL: "口头报告",
    ReportForm.PHONE: "电话报告",
    ReportForm.FAX: "传真报告",
    ReportForm.WRITTEN: "文字报告",
}


@dataclass(frozen=True, kw_only=True)
class StageReport:
    """How things stand, from the designated person (INC-07)."""

    number: int
    text: str
    form: ReportForm
    by: str
    at: datetime


class Secrecy(StrEnum):
    """Who may read an incident (INC-10)."""

    INTERNAL = "internal"
    CONFIDENTIAL = "confidential"

    @property
    def zh(self) -> str:
        """The word as staff read it."""
        return {Secrecy.INTERNAL: "内部", Secrecy.CONFIDENTIAL: "保密"}[self]


@dataclass(frozen=True, kw_only=True)
class Statement:
    """What the press is told, with one voice (INC-39)."""

    number: int
    text: str
    by: str
    at: datetime


class FollowUpKind(StrEnum):
    """What comes after the handling (四、事件处理后续跟进)."""

    RESTORATION = "restoration"
    WRITTEN_REPORT = "written-report"
    INVESTIGATION = "investigation"
    EVALUATION = "evaluation"
    LESSONS = "lessons"
    PLAN_CHANGE = "plan-change"
    RESPONSIBILITY = "responsibility"
    COMMENDATION = "commendation"
    OPINION = "opinion"

    @property
    def zh(self) -> str:
        """The word that the plan itself has for it."""
        return _PLAN_WORDS[self]


_PLAN_WORDS: Final = {
    FollowUpKind.RESTORATION: "恢复正常秩序",
    FollowUpKind.WRITTEN_REPORT: "书面报告",
    FollowUpKind.INVESTIGATION: "事件调查",
    FollowUpKind.EVALUATION: "评估事件后果",
    FollowUpKind.LESSONS: "总结经验教训",
    FollowUpKind.PLAN_CHANGE: "修改完善预案",
    FollowUpKind.RESPONSIBILITY: "追究责任",
    FollowUpKind.COMMENDATION: "表扬有功个人",
    FollowUpKind.OPINION: "处理意见上报",
}

# INC-35, INC-37, INC-43: what must be on record before an incident is closed; INC-29, INC-30 ask the site to write.
BEFORE_CLOSURE: Final[dict[Tier, tuple[FollowUpKind, ...]]] = {
    "major": (
        FollowUpKind.RESTORATION,
        FollowUpKind.INVESTIGATION,
        FollowUpKind.OPINION,
        FollowUpKind.EVALUATION,
        FollowUpKind.LESSONS,
    ),
    "general": (FollowUpKind.RESTORATION,),
}
WRITTEN_AFTERWARDS: Final = frozenset({"faulty-papers", "item-errors"})


@dataclass(frozen=True, kw_only=True)
class FollowUp:
    """One part of the aftermath."""

    kind: FollowUpKind
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ClosingReport:
    """What exam affairs hands to the director afterwards (INC-36)."""

    cause: str = field(metadata={"zh": "发生原因"})
    course: str = field(metadata={"zh": "处理经过"})
    result: str = field(metadata={"zh": "处理结果"})
    social_impact: str = field(metadata={"zh": "社会影响"})

    def __post_init__(self) -> None:
        missing = [part.metadata["zh"] for part in fields(self) if not getattr(self, part.name).strip()]
        if missing:
            raise ReportIncompleteError(missing)

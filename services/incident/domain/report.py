"""What people write about an incident: its discovery, how things stand, words to the press, the aftermath, its end."""

import hashlib
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final, Self

from libs.chassis.domain import Aggregate
from libs.contracts.incident import Discovered, Tier
from libs.contracts.plain_text import plain_text
from services.incident.domain.classification import Facts
from services.incident.domain.errors import DescriptionTooLongError, ReportIncompleteError
from services.incident.domain.first_report import ReportForm
from services.incident.domain.kinds import Heading

LONGEST_TEXT: Final = 4000  # characters of what somebody writes at once


@dataclass(frozen=True, kw_only=True)
class Discovery:
    """What a member of staff reports. It may name people, so it never leaves this service in an event."""

    batch_id: str
    site: str
    description: str
    discovered_at: datetime
    kind: str | None = None
    room: str = ""
    session_ids: list[str] = field(default_factory=list)
    facts: Facts = field(default_factory=Facts)
    heading: Heading | None = None
    drill: bool = False

    @classmethod
    def of(cls, said: Discovered, description: str) -> Self:
        """A report as it came, by whichever way. Raises `DescriptionTooLongError`."""
        if len(description) > LONGEST_TEXT:
            raise DescriptionTooLongError(LONGEST_TEXT)
        return cls(
            batch_id=said.batch_id,
            site=said.site,
            room=said.room,
            kind=said.kind,
            description=plain_text(description),
            discovered_at=said.discovered_at,
            session_ids=said.session_ids,
            facts=Facts.of(said),
            heading=Heading(said.heading) if said.heading else None,
            drill=said.drill,
        )

    def shares_its_place_with(self, other: Self) -> bool:
        """Whether both are about one site, one room or one session."""
        same_room = bool(self.room) and self.room == other.room
        return self.site == other.site or same_room or not set(self.session_ids).isdisjoint(other.session_ids)

    def incident_id(self, reported_by: str) -> str:
        """Derive the id from who reports what, where and since when: the same report sent again is the same incident.

        The wording may be polished between two attempts, so the description is left out.
        """
        discovered_at = self.discovered_at.astimezone(UTC).isoformat()
        drill = ["drill"] if self.drill else []
        kind = self.kind or ""
        what = "\n".join([self.site, self.room, kind, *sorted(self.session_ids), discovered_at, reported_by, *drill])
        return f"{self.batch_id}-{hashlib.sha256(what.encode()).hexdigest()[:12]}"


@dataclass(frozen=True, kw_only=True)
class FurtherReport:
    """Another report of the same incident, whole. `merged_from` is the incident that it had made until then."""

    discovery: Discovery
    by: str
    at: datetime
    merged_from: str | None = None

    @property
    def id(self) -> str:
        """The incident that it would be, or was."""
        return self.discovery.incident_id(self.by)


@dataclass(kw_only=True)
class JoinedReport(Aggregate):
    """Which incident a report joined, under the id of the incident that it would have been."""

    id: str
    incident_id: str


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
        """As staff read it."""
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
        """The plan's own word."""
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

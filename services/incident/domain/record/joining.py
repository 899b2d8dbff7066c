"""Several people report the same: what tells that it is one incident, with one clock and one ladder."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Self

from libs.contracts.incident import IncidentMerged, ReportJoined, Tier
from services.incident.domain.classification.classification import classify
from services.incident.domain.record.discovery import Discovery, FurtherReport
from services.incident.domain.record.errors import (
    DrillAndRealError,
    MergedWithItselfError,
    NotOfOneKindError,
    SecrecyDiffersError,
)
from services.incident.domain.record.journal import Journal
from services.incident.domain.record.reports import Secrecy
from services.incident.domain.record.timeline import EntryKind, beijing, clocks_differ

# As long as the plan lets a failure be settled on site (INC-31): what is discovered later is something else, or worse.
SAME_WITHIN: Final = timedelta(minutes=30)


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """All of an incident that its likeness to a report, or to another incident, is judged by."""

    incident_id: str
    batch_id: str
    is_drill: bool
    category: str
    tier: Tier
    secrecy: Secrecy
    discovered_at: datetime
    discoveries: Sequence[Discovery]

    def fits(self, found: Discovery, *, now: datetime) -> bool:
        """Whether what was found can be it: of its kind, from its place, about its time. Raises as `classify` does."""
        verdict = classify(found.kind, found.facts)
        return (
            (found.batch_id, found.drill) == (self.batch_id, self.is_drill)
            and (verdict.category, verdict.tier) == (self.category, self.tier)
            and abs(min(found.discovered_at, now) - self.discovered_at) <= SAME_WITHIN
            and any(map(found.shares_its_place_with, self.discoveries))
        )

    def must_be_one_with(self, other: Self) -> None:
        """Refuse to merge what cannot be one."""
        if other.incident_id == self.incident_id:
            raise MergedWithItselfError
        if other.is_drill is not self.is_drill:
            raise DrillAndRealError
        if (other.batch_id, other.category, other.tier) != (self.batch_id, self.category, self.tier):
            raise NotOfOneKindError
        if other.secrecy is not self.secrecy:
            raise SecrecyDiffersError

    @property
    def where_and_when(self) -> str:
        """What it is told from others by."""
        return _where_and_when(self.discoveries[0], self.discovered_at)


def enter_joined_report(report: FurtherReport, discovered_at: datetime, journal: Journal) -> None:
    """Another report of the same."""
    found = report.discovery
    ahead = f"（{clocks_differ(found.discovered_at)}）" if found.discovered_at > discovered_at else ""
    note = f"{_where_and_when(found, discovered_at)}{ahead}：{found.description}"
    journal.enter(EntryKind.REPORT_JOINED, report.by, at=discovered_at, note=note)
    journal.record(
        ReportJoined(
            **journal.ids,
            report_id=report.id,
            session_ids=found.session_ids,
            discovered_at=discovered_at,
            joined_by=report.by,
            joined_at=journal.now,
        )
    )


def enter_merger(merged_into: str, journal: Journal, *, reason: str, by: str) -> None:
    """It goes on as a part of another."""
    journal.enter(EntryKind.MERGED, by, note=f"并入 {merged_into}：{reason}")
    journal.record(IncidentMerged(**journal.ids, merged_into=merged_into, merged_by=by, merged_at=journal.now))


def _where_and_when(found: Discovery, discovered_at: datetime) -> str:
    return f"{' '.join(filter(None, (found.site, found.room)))}，{beijing(discovered_at)} 发现"

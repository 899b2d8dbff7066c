"""The part of an incident that sees to several people reporting the same: one incident, one clock, one ladder."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Self

from libs.contracts.incident import FirstReportReceived, IncidentAcknowledged, IncidentMerged, ReportJoined
from services.incident.domain.classification import classify
from services.incident.domain.errors import (
    DrillAndRealError,
    MeasuresApprovedError,
    MergedWithItselfError,
    MergerNotEntitledError,
    NotOfOneKindError,
    NotTheSameIncidentError,
    ReasonMissingError,
    SecrecyDiffersError,
)
from services.incident.domain.escalation import Acknowledgement
from services.incident.domain.first_report import FIRST_REPORT_DUE, FIRST_REPORT_REMINDER, FIRST_REPORT_WITHIN, Hop
from services.incident.domain.handling import Handling
from services.incident.domain.ladder import LADDER_DUE
from services.incident.domain.people import Person, Role
from services.incident.domain.report import Discovery, FurtherReport
from services.incident.domain.reporting import Reporting
from services.incident.domain.roster import UNLISTED, Watch
from services.incident.domain.timeline import Step, beijing, clocks_differ

# As long as the plan lets a failure be settled on site (INC-31): what is discovered later is something else, or worse.
SAME_WITHIN: Final = timedelta(minutes=30)


@dataclass(kw_only=True)
class Joining(Reporting, Handling):
    """Reports that join an incident, and incidents that turn out to be one."""

    def may_be(self, found: Discovery, *, by: Person, now: datetime) -> bool:
        """Whether what this person reports can be this incident: of its kind, from its place, about its time.

        What somebody may not read is never the same, so nobody learns that it is there (INC-10). Raises what `classify`
        raises.
        """
        verdict, anchor = classify(found.kind, found.facts), self.first_report.discovered_at
        return (
            self.is_open
            and self.may_read(by)
            and (found.batch_id, found.drill) == (self.batch_id, self.is_drill)
            and (verdict.category, verdict.tier) == (self.classification.category, self.classification.tier)
            and abs(min(found.discovered_at, now) - anchor) <= SAME_WITHIN
            and any(map(found.shares_its_place_with, self._discoveries))
        )

    def join(self, found: Discovery, *, by: Person, now: datetime, watch: Watch = UNLISTED) -> None:
        """Enter another report of this incident; if it discovered it earlier, the clock counts from there."""
        if not self.may_be(found, by=by, now=now):
            raise NotTheSameIncidentError
        report = FurtherReport(discovery=found, by=by.id, at=self._at(now))
        said = min(found.discovered_at, report.at)

        self.further_reports.append(report)
        self._meet(by, watch)
        ahead = f"（{clocks_differ(found.discovered_at)}）" if found.discovered_at > said else ""
        self._enter(Step.REPORT_JOINED, by.id, now, at=said, note=f"{_told(found, said)}{ahead}：{found.description}")
        self.record(
            ReportJoined(
                **self._named(),
                report_id=report.id,
                session_ids=found.session_ids,
                discovered_at=said,
                joined_by=by.id,
                joined_at=now,
            )
        )
        for hop in self.first_report.missing:
            if by.holds(Role(hop)):
                self._tell(hop, told_at=None, by=by, now=now)
        self._take_over_by_acting(by, now, watch)
        if said < self.first_report.discovered_at:
            late = "；登记时距此已满十分钟" if report.at >= said + FIRST_REPORT_WITHIN else ""
            self._correct(said, f"另一份报告发现更早{late}", by, now, watch)
        else:
            self._settle_clock(now, watch)

    def absorb(self, other: Self, *, reason: str, by: Person, now: datetime, watch: Watch = UNLISTED) -> None:
        """Go on for both: with the reports of the other, with who was told there and with who has taken over there.

        What was merged by this very act already stays merged.
        """
        self._must_concern(by)
        other._must_concern(by)
        if other.merged_into == self.id:
            return
        self._must_be_open()
        other._must_be_open()
        self._must_be_one_with(other)
        if not reason.strip():
            raise ReasonMissingError
        in_charge = by.id in {*self.ladder.holders, *other.ladder.holders}
        if not in_charge and not by.holds(Role.LEADING_GROUP, Role.DIRECTOR):
            raise MergerNotEntitledError
        if other.dispositions.bound_numbers:
            raise MeasuresApprovedError(other.id, other.dispositions.bound_numbers)

        self.further_reports += other._reports
        self.people = {**other.people, **self.people}
        self._meet(by, watch)
        where = _told(other.discovery, other.first_report.discovered_at)
        self._enter(Step.MERGED, by.id, now, note=f"{other.id}（{where}）并入本事件：{reason}")
        self._take_hops_of(other, now)
        self._take_holders_of(other, now, watch)
        self._settle_clock(now, watch)
        other._end_in(self.id, reason, by, now)

    @property
    def precedence(self) -> tuple[datetime, datetime, str]:
        """Which of several goes on when they are merged: what was discovered first, or else entered first."""
        return (self.first_report.discovered_at, self.first_report.recorded_at, self.id)

    @property
    def _discoveries(self) -> Sequence[Discovery]:
        return [self.discovery, *(one.discovery for one in self.further_reports)]

    @property
    def _reports(self) -> list[FurtherReport]:
        """All of its reports, as another incident keeps them."""
        first = FurtherReport(discovery=self.discovery, by=self.reported_by, at=self.first_report.recorded_at)
        return [replace(one, merged_from=one.merged_from or self.id) for one in (first, *self.further_reports)]

    def _must_be_one_with(self, other: Self) -> None:
        mine, its = self.classification, other.classification
        if other.id == self.id:
            raise MergedWithItselfError
        if other.is_drill is not self.is_drill:
            raise DrillAndRealError
        if (other.batch_id, its.category, its.tier) != (self.batch_id, mine.category, mine.tier):
            raise NotOfOneKindError
        if other.secrecy is not self.secrecy:
            raise SecrecyDiffersError

    def _take_hops_of(self, other: Self, now: datetime) -> None:
        for hop, stamp in self.first_report.take(other.first_report.stamps).items():
            step = Step.SITE_HEAD_TOLD if hop is Hop.SITE_HEAD else Step.LEADING_GROUP_TOLD
            self._enter(step, stamp.by, now, at=stamp.told_at, note=f"{other.id} 的报告")
            if hop is Hop.LEADING_GROUP:
                self.record(FirstReportReceived(**self._named(), received_at=stamp.told_at))

    def _take_holders_of(self, other: Self, now: datetime, watch: Watch) -> None:
        for who, post in other.ladder.taken_over.items():
            if who in self.ladder.taken_over:
                continue
            self.ladder.carry_over(who, post, self._elapsed(now), watch)
            self.acknowledgements.append(Acknowledgement(by=who, at=now, post=post))
            self._enter(Step.ACKNOWLEDGED, who, now, note=f"{post.zh}（已接手 {other.id}）")
            self.record(
                IncidentAcknowledged(**self._named(), acknowledged_by=who, acknowledged_at=now, step=post.value)
            )
        if self.ladder.is_held:
            self.unreached_since = None
        self._arm_ladder()

    def _end_in(self, incident_id: str, reason: str, by: Person, now: datetime) -> None:
        """End as a part of another: nobody is called for this any more, and what it holds stays readable."""
        self._lapse_what_is_undecided(f"事件已并入 {incident_id}，请在那里重新提出", by.id, now)
        self.closed_at, self.merged_into = now, incident_id
        for kind in (LADDER_DUE, FIRST_REPORT_DUE, FIRST_REPORT_REMINDER):
            self._arm(kind, None)
        self._enter(Step.MERGED, by.id, now, note=f"并入 {incident_id}：{reason}")
        self.record(IncidentMerged(**self._named(), merged_into=incident_id, merged_by=by.id, merged_at=now))


def _told(found: Discovery, discovered_at: datetime) -> str:
    return f"{' '.join(filter(None, (found.site, found.room)))}，{beijing(discovered_at)} 发现"

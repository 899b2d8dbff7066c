"""An incident: reported, reported upward within ten minutes, escalated if not, disposed of, learnt from, closed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from libs.contracts.incident import IncidentReclassified, IncidentReported
from services.incident.domain.aftermath import Aftermath
from services.incident.domain.classification import Classification, Facts, classify
from services.incident.domain.errors import ReasonMissingError, ReclassifierNotEntitledError, TierUnchangedError
from services.incident.domain.escalation import Reason
from services.incident.domain.first_report import FirstReport, Hop
from services.incident.domain.joining import Joining
from services.incident.domain.ladder import Ladder
from services.incident.domain.people import Person, Role
from services.incident.domain.report import Discovery
from services.incident.domain.roster import UNLISTED, Watch
from services.incident.domain.timeline import Step, clocks_differ


@dataclass(kw_only=True)
class Incident(Joining, Aftermath):
    """Something that keeps an examination from going on as it should, and what was done about it."""

    @classmethod
    def report(
        cls, discovery: Discovery, *, by: Person, now: datetime, watch: Watch = UNLISTED, meant: str | None = None
    ) -> Self:
        """Enter what was discovered. A major incident is escalated at once (INC-14), a late entry too.

        `meant` is the incident that it was to join and could not; why not is for nobody who may not read that one.
        """
        found = classify(discovery.kind, discovery.facts)
        incident = cls(
            id=discovery.incident_id(by.id),
            discovery=discovery,
            classification=found,
            facts=discovery.facts,
            reported_by=by.id,
            reporter=by.id,
            first_report=FirstReport.of(discovery.discovered_at, now=now),
            ladder=Ladder(tier=found.tier),
        )

        incident._meet(by, watch)
        incident._announce(now, meant)
        calls = incident.ladder.start(incident._elapsed(now), watch)
        incident._announce_calls(calls, now, watch)
        if found.tier == "major":
            incident._escalate(Reason.MAJOR, now=now)
        for hop in Hop:
            if by.holds(Role(hop)):
                incident._tell(hop, told_at=now, by=by, now=now)
        incident._take_over_by_acting(by, now, watch)
        incident._settle_clock(now, watch)
        return incident

    def reclassify(  # noqa: PLR0913 -- a decision is signed, dated and explained
        self, kind: str | None, facts: Facts, *, reason: str, by: Person, now: datetime, watch: Watch = UNLISTED
    ) -> None:
        """Take the incident for what it turned out to be; what is still open is planned anew, no clock starts again."""
        self._must_concern(by)
        self._must_be_open()
        if not reason.strip():
            raise ReasonMissingError
        before, found = self.classification, classify(kind, facts)
        if (found.category, found.tier, found.rule) == (before.category, before.tier, before.rule):
            raise TierUnchangedError
        is_less = (before.tier, found.tier) == ("major", "general")
        if is_less and not by.holds(Role.LEADING_GROUP, Role.DIRECTOR):
            raise ReclassifierNotEntitledError

        self.classification, self.facts = found, facts
        self._announce_reclassification(before, reason, by, now)
        self._lapse_what_is_undecided("事件重新认定，本处置不再适用", by.id, now)
        if found.tier != before.tier:
            calls = self.ladder.replan(found.tier, self._elapsed(now), watch)
            self._announce_calls(calls, now, watch)
            if found.tier == "major":
                self._escalate(Reason.MAJOR, now=now)

    def _announce(self, now: datetime, meant: str | None) -> None:
        found, verdict, clock = self.discovery, self.classification, self.first_report
        late = "；登记时距发现已满十分钟" if clock.was_recorded_late else ""
        ahead = f"；{clocks_differ(found.discovered_at)}" if found.discovered_at > clock.discovered_at else ""
        drill = "演练；" if self.is_drill else ""
        alone = f"；未能并入 {meant}，单独登记" if meant else ""
        note = f"{drill}{_tier(verdict)}（{verdict.rule}）{late}{ahead}{alone}"
        self._enter(Step.REPORTED, self.reported_by, now, at=clock.discovered_at, note=note)
        self.record(
            IncidentReported(
                **self._named(),
                session_ids=found.session_ids,
                category=verdict.category,
                tier=verdict.tier,
                discovered_at=clock.discovered_at,
                reported_at=now,
                first_report_due_at=clock.due_at,
            )
        )

    def _announce_reclassification(self, before: Classification, reason: str, by: Person, now: datetime) -> None:
        found = self.classification
        note = f"{_tier(before)} {before.category} → {_tier(found)} {found.category}（{found.rule}）：{reason}"
        self._enter(Step.RECLASSIFIED, by.id, now, note=note)
        self.record(
            IncidentReclassified(
                **self._named(),
                category=found.category,
                tier=found.tier,
                previous_category=before.category,
                previous_tier=before.tier,
                rule=found.rule,
                reclassified_by=by.id,
                reclassified_at=now,
            )
        )


def _tier(found: Classification) -> str:
    return "重大事件" if found.tier == "major" else "一般事件"

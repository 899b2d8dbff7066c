"""An incident: reported, reported upward within ten minutes, escalated if not, disposed of, closed."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Self

from libs.chassis.domain import Aggregate, Deadline, Harm
from libs.contracts.incident import (
    DiscoveryCorrected,
    FirstReportOverdue,
    FirstReportReceived,
    IncidentAcknowledged,
    IncidentClosed,
    IncidentEscalated,
    IncidentReported,
)
from services.incident.domain.dispositions import Answer, Disposition, Dispositions
from services.incident.domain.errors import (
    AlreadyAcknowledgedError,
    DispositionOpenError,
    EscalationUnansweredError,
    FirstReportAwaitedError,
    FirstReportNotAwaitedError,
    IncidentIsClosedError,
    IncidentNotFoundError,
    ReasonMissingError,
    SessionNotConcernedError,
)
from services.incident.domain.escalation import Acknowledgement, Escalation, Reason, next_rung
from services.incident.domain.first_report import FirstReport, Hop
from services.incident.domain.kinds import Classification, classify
from services.incident.domain.measures import Approval, Measure
from services.incident.domain.people import Person, Role
from services.incident.domain.report import ClosingReport, Discovery
from services.incident.domain.timeline import SYSTEM, Entry, Step, beijing

FIRST_REPORT_DUE: Final = "first-report-due"
OVERSEERS: Final = (
    Role.SITE_HEAD,
    Role.SUPERVISOR,
    Role.EXAM_AFFAIRS,
    Role.LEADING_GROUP,
    Role.DIRECTOR,
    Role.AUDITOR,
)


@dataclass(kw_only=True)
class Incident(Aggregate):
    """Something that keeps an examination from going on as it should, and what was done about it."""

    id: str
    discovery: Discovery
    classification: Classification
    reported_by: str
    first_report: FirstReport
    escalations: list[Escalation] = field(default_factory=list)
    acknowledgements: list[Acknowledgement] = field(default_factory=list)
    dispositions: Dispositions = field(default_factory=Dispositions)
    closing_report: ClosingReport | None = None
    closed_at: datetime | None = None
    timeline: tuple[Entry, ...] = ()

    @classmethod
    def report(cls, discovery: Discovery, *, by: Person, now: datetime) -> Self:
        """Enter what was discovered. A major incident is escalated at once (INC-14), a late entry too."""
        incident = cls(
            id=discovery.incident_id(by.id),
            discovery=discovery,
            classification=classify(discovery.kind, rooms_in_disorder=discovery.rooms_in_disorder),
            reported_by=by.id,
            first_report=FirstReport(discovered_at=discovery.discovered_at, recorded_at=now),
        )

        incident._announce(now)
        if incident.classification.tier == "major":
            incident._escalate(Reason.MAJOR, now=now)
        for hop in Hop:
            if by.holds(Role(hop)):
                incident._tell(hop, told_at=now, by=by, now=now)
        incident._settle_clock(now)
        return incident

    def tell(self, hop: Hop, *, told_at: datetime, by: Person, now: datetime) -> None:
        """Pass the first report on. A site head who tells the leading group has by then been told as well."""
        self._must_concern(by)
        self._must_be_open()

        self._tell(hop, told_at=told_at, by=by, now=now)
        if hop is Hop.LEADING_GROUP and by.holds(Role.SITE_HEAD) and Hop.SITE_HEAD in self.first_report.missing:
            self._tell(Hop.SITE_HEAD, told_at=told_at, by=by, now=now)
        self._settle_clock(now)

    def call_overdue(self, *, now: datetime) -> None:
        """Ten minutes are over and the leading group does not know: call past whoever is silent."""
        if not self.first_report.is_awaited:
            raise FirstReportNotAwaitedError(self.id)

        self._call_overdue(now)

    def correct_discovery(self, discovered_at: datetime, *, reason: str, by: Person, now: datetime) -> None:
        """Put the anchor right, on the record; what was already called stays called."""
        self._must_be_open()
        if not reason.strip():
            raise ReasonMissingError
        before = self.first_report.discovered_at
        self.first_report.correct(discovered_at)

        note = f"{beijing(before)} 更正为 {beijing(discovered_at)}：{reason}"
        self._enter(Step.DISCOVERY_CORRECTED, by.id, now, note=note)
        self.record(
            DiscoveryCorrected(
                incident_id=self.id,
                batch_id=self.batch_id,
                discovered_at=discovered_at,
                first_report_due_at=self.first_report.due_at,
                corrected_by=by.id,
                corrected_at=now,
            )
        )
        self._settle_clock(now)

    def acknowledge(self, *, by: Person, now: datetime) -> None:
        """Take the incident over. This does not stand in for the first report."""
        self._must_be_open()
        if any(acknowledgement.by == by.id for acknowledgement in self.acknowledgements):
            raise AlreadyAcknowledgedError

        self.acknowledgements.append(Acknowledgement(by=by.id, at=now))
        self._enter(Step.ACKNOWLEDGED, by.id, now)
        self.record(
            IncidentAcknowledged(
                incident_id=self.id, batch_id=self.batch_id, acknowledged_by=by.id, acknowledged_at=now
            )
        )

    def propose(self, measure: Measure, *, by: Person, now: datetime) -> Disposition:
        """Put a disposition forward; nothing happens before it is approved."""
        self._must_concern(by)
        self._must_be_open()
        sessions = measure.session_ids
        if not sessions or len(set(sessions)) < len(sessions) or not set(sessions) <= set(self.discovery.session_ids):
            raise SessionNotConcernedError
        disposition = self.dispositions.propose(measure, kind=self.classification.category, by=by, now=now)

        self._enter(Step.DISPOSITION_PROPOSED, by.id, now, note=f"第 {disposition.number} 号，{measure.summary}")
        return disposition

    def approve(self, number: int, *, by: Person, now: datetime) -> None:
        """Let a disposition happen: the service that carries it out is told."""
        self._must_be_open()
        disposition = self.dispositions.numbered(number)
        disposition.approve(by=by, now=now)

        self._enter(Step.DISPOSITION_APPROVED, by.id, now, note=f"第 {number} 号，{disposition.rule}")
        approval = Approval(incident_id=self.id, batch_id=self.batch_id, by=by.id, at=now)
        self.record(disposition.measure.announcement(approval))

    def refuse(self, number: int, *, reason: str, by: Person, now: datetime) -> None:
        """Turn a disposition down."""
        self._must_be_open()
        self.dispositions.numbered(number).refuse(reason=reason, by=by, now=now)

        self._enter(Step.DISPOSITION_REFUSED, by.id, now, note=f"第 {number} 号：{reason}")

    def note_done(self, answer: Answer, *, now: datetime) -> None:
        """Enter that another service carried an approved disposition out in one session."""
        disposition = self.dispositions.note_done(answer)

        note = f"第 {disposition.number} 号，{answer.measure.zh}：{answer.session_id}"
        self._enter(Step.DISPOSITION_DONE, answer.by, now, at=answer.at, note=note)

    def close(self, report: ClosingReport, *, by: Person, now: datetime) -> None:
        """File the report and end the incident; nothing may still be running, unanswered or undone."""
        self._must_be_open()
        if self.first_report.is_awaited:
            raise FirstReportAwaitedError
        if self.escalations and not self.acknowledgements:
            raise EscalationUnansweredError
        if self.dispositions.open_numbers:
            raise DispositionOpenError(self.dispositions.open_numbers)

        self.closing_report = report
        self.closed_at = now
        self._enter(Step.CLOSED, by.id, now)
        self.record(IncidentClosed(incident_id=self.id, batch_id=self.batch_id, closed_at=now))

    def concerns(self, person: Person) -> bool:
        """Overseers are concerned with every incident, others with what they reported themselves."""
        return person.id == self.reported_by or person.holds(*OVERSEERS)

    @property
    def batch_id(self) -> str:
        """The batch whose examination is disturbed."""
        return self.discovery.batch_id

    @property
    def _first_report_key(self) -> str:
        return f"{self.id}:{FIRST_REPORT_DUE}"

    def _must_concern(self, person: Person) -> None:
        if not self.concerns(person):
            raise IncidentNotFoundError(self.id)

    def _must_be_open(self) -> None:
        if self.closed_at is not None:
            raise IncidentIsClosedError(self.id)

    def _announce(self, now: datetime) -> None:
        found, verdict, clock = self.discovery, self.classification, self.first_report
        late = "；登记时距发现已满十分钟" if clock.was_recorded_late else ""
        tier = "重大事件" if verdict.tier == "major" else "一般事件"
        self._enter(
            Step.REPORTED, self.reported_by, now, at=found.discovered_at, note=f"{tier}（{verdict.rule}）{late}"
        )
        self.record(
            IncidentReported(
                incident_id=self.id,
                batch_id=self.batch_id,
                session_ids=found.session_ids,
                category=verdict.category,
                tier=verdict.tier,
                discovered_at=found.discovered_at,
                reported_at=now,
                first_report_due_at=clock.due_at,
            )
        )

    def _tell(self, hop: Hop, *, told_at: datetime, by: Person, now: datetime) -> None:
        self.first_report.tell(hop, told_at=told_at, by=by, now=now)

        if hop is Hop.SITE_HEAD:
            self._enter(Step.SITE_HEAD_TOLD, by.id, now, at=told_at)
            return
        self._enter(Step.LEADING_GROUP_TOLD, by.id, now, at=told_at)
        self.record(FirstReportReceived(incident_id=self.id, batch_id=self.batch_id, received_at=told_at))

    def _settle_clock(self, now: datetime) -> None:
        """Arm, stop or ring the clock, whichever follows from what is known now."""
        if self.first_report.overdue_at is not None:
            return
        if self.first_report.is_missed(now):
            self._call_overdue(now)
        elif self.first_report.is_awaited:
            due_at, payload = self.first_report.due_at, {"incident_id": self.id}
            self.set_deadline(
                Deadline(
                    key=self._first_report_key, due_at=due_at, kind=FIRST_REPORT_DUE, payload=payload, harm=Harm.LATE
                )
            )
        else:
            self.cancel_deadline(self._first_report_key)

    def _call_overdue(self, now: datetime) -> None:
        due_at = self.first_report.due_at
        self.first_report.overdue_at = now
        self.cancel_deadline(self._first_report_key)
        self._enter(Step.FIRST_REPORT_OVERDUE, SYSTEM, now, at=due_at)
        self.record(FirstReportOverdue(incident_id=self.id, batch_id=self.batch_id, due_at=due_at, overdue_at=now))
        self._escalate(Reason.FIRST_REPORT_OVERDUE, now=now)

    def _escalate(self, reason: Reason, *, now: datetime) -> None:
        to = next_rung(len(self.escalations))
        skipped = self.first_report.missing if reason is Reason.FIRST_REPORT_OVERDUE else []
        self.escalations.append(Escalation(reason=reason, to=to, skipped=skipped, at=now))
        silent = f"；未履行初次报告：{'、'.join(Role(hop).zh for hop in skipped)}" if skipped else ""
        self._enter(Step.ESCALATED, SYSTEM, now, note=f"升级至{to.zh}{silent}")
        self.record(
            IncidentEscalated(
                incident_id=self.id,
                batch_id=self.batch_id,
                tier=self.classification.tier,
                reason=reason.value,
                escalated_to=to.value,
                escalated_at=now,
            )
        )

    def _enter(self, step: Step, actor: str, now: datetime, *, at: datetime | None = None, note: str = "") -> None:
        entry = Entry(step=step, actor=actor, occurred_at=at or now, entered_at=now, note=note)
        self.timeline = (*self.timeline, entry)

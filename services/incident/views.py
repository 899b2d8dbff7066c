"""What is read: the register of a batch, one incident with its timeline, and the plan's list of kinds."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel

from libs.contracts.incident import Tier
from services.incident.domain.dispositions import DispositionState
from services.incident.domain.errors import IncidentNotFoundError
from services.incident.domain.escalation import Reason
from services.incident.domain.first_report import Hop
from services.incident.domain.incident import Incident
from services.incident.domain.kinds import KINDS
from services.incident.domain.measures import Measure
from services.incident.domain.people import Person, Role
from services.incident.domain.timeline import Step
from services.incident.ports import Incidents


class RegisterLine(BaseModel):
    """One incident in the register of its batch; it names no person and quotes no description."""

    incident_id: str
    category: str
    tier: Tier
    discovered_at: datetime
    first_report_due_at: datetime
    first_report_at: datetime | None
    overdue_at: datetime | None
    escalated_at: datetime | None
    acknowledged_at: datetime | None
    closed_at: datetime | None

    @classmethod
    def of(cls, incident: Incident) -> Self:
        """The line of this incident."""
        return cls.model_validate(_summary(incident))


class Register(BaseModel):
    """A page of the register, in order of discovery."""

    items: list[RegisterLine]
    next: str | None


class StampLine(BaseModel, from_attributes=True):
    """One hop of the first report."""

    told_at: datetime
    entered_at: datetime
    by: str


class EscalationLine(BaseModel, from_attributes=True):
    """One call up the ladder."""

    reason: Reason
    to: Role
    skipped: list[Hop]
    at: datetime


class AcknowledgementLine(BaseModel, from_attributes=True):
    """One person who took over."""

    by: str
    at: datetime


class DispositionLine(BaseModel, from_attributes=True):
    """One disposition and how far it has come; `done_at` is by session."""

    number: int
    measure: Measure
    rule: str
    state: DispositionState
    proposed_by: str
    proposed_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    reason: str
    done_at: dict[str, datetime]


class ClosingReportPart(BaseModel, from_attributes=True):
    """The report to the director."""

    cause: str
    course: str
    result: str
    social_impact: str


class TimelineLine(BaseModel, from_attributes=True):
    """Who did what, when it happened, when it was entered."""

    step: Step
    actor: str
    occurred_at: datetime
    entered_at: datetime
    note: str


class IncidentPage(RegisterLine):
    """Everything about one incident."""

    batch_id: str
    site: str
    room: str
    session_ids: list[str]
    kind: str
    rule: str
    description: str
    rooms_in_disorder: int | None
    outage_minutes: int | None
    reported_by: str
    recorded_at: datetime
    recorded_late: bool
    first_report_stamps: dict[Hop, StampLine]
    escalations: list[EscalationLine]
    acknowledgements: list[AcknowledgementLine]
    dispositions: list[DispositionLine]
    closing_report: ClosingReportPart | None
    timeline: list[TimelineLine]

    @classmethod
    def of(cls, incident: Incident) -> Self:
        """The page of this incident."""
        found, clock = incident.discovery, incident.first_report
        return cls.model_validate(
            {
                **_summary(incident),
                "batch_id": incident.batch_id,
                "site": found.site,
                "room": found.room,
                "session_ids": found.session_ids,
                "kind": found.kind,
                "rule": incident.classification.rule,
                "description": found.description,
                "rooms_in_disorder": found.rooms_in_disorder,
                "outage_minutes": found.outage_minutes,
                "reported_by": incident.reported_by,
                "recorded_at": clock.recorded_at,
                "recorded_late": clock.was_recorded_late,
                "first_report_stamps": clock.stamps,
                "escalations": incident.escalations,
                "acknowledgements": incident.acknowledgements,
                "dispositions": incident.dispositions.items,
                "closing_report": incident.closing_report,
                "timeline": incident.timeline,
            },
            from_attributes=True,
        )


class KindLine(BaseModel, from_attributes=True):
    """One kind of incident, in the emergency plan's words."""

    code: str
    tier: Tier
    clause: str
    wording: str


async def register(incidents: Incidents, *, batch_id: str, cursor: str | None, limit: int) -> Register:
    """The incidents of a batch."""
    page = await incidents.find({"batch_id": batch_id}, order_by="discovered_at", after=cursor, limit=limit)
    return Register(items=[RegisterLine.of(incident) for incident in page.items], next=page.next)


async def incident_page(incidents: Incidents, *, id: str, reader: Person) -> IncidentPage:
    """One incident, for those whom it concerns; to others it does not exist."""
    incident = await incidents.get(id)
    if not incident.concerns(reader):
        raise IncidentNotFoundError(id)
    return IncidentPage.of(incident)


def kinds() -> list[KindLine]:
    """The eight major and six general kinds."""
    return [KindLine.model_validate(kind) for kind in KINDS.values()]


def _summary(incident: Incident) -> dict[str, object]:
    clock = incident.first_report
    return {
        "incident_id": incident.id,
        "category": incident.classification.category,
        "tier": incident.classification.tier,
        "discovered_at": clock.discovered_at,
        "first_report_due_at": clock.due_at,
        "first_report_at": clock.received_at,
        "overdue_at": clock.overdue_at,
        "escalated_at": next((escalation.at for escalation in incident.escalations), None),
        "acknowledged_at": next((acknowledgement.at for acknowledgement in incident.acknowledgements), None),
        "closed_at": incident.closed_at,
    }

"""What the incident service announces: reports, missed clocks, escalations and approved dispositions."""

from typing import ClassVar, Literal

from libs.contracts.event import Event, Moment

Tier = Literal["major", "general"]


class IncidentReported(Event):
    """Something went wrong on site. `first_report_due_at` is ten minutes after discovery (INC-06)."""

    routing_key: ClassVar[str] = "incident.incident-reported.v1"

    incident_id: str
    batch_id: str
    session_ids: list[str]
    category: str
    tier: Tier
    discovered_at: Moment
    reported_at: Moment
    first_report_due_at: Moment


class FirstReportReceived(Event):
    """The leading group has the first report of an incident."""

    routing_key: ClassVar[str] = "incident.first-report-received.v1"

    incident_id: str
    batch_id: str
    received_at: Moment


class FirstReportOverdue(Event):
    """Ten minutes after discovery the first report had not reached the leading group (INC-06)."""

    routing_key: ClassVar[str] = "incident.first-report-overdue.v1"

    incident_id: str
    batch_id: str
    due_at: Moment
    overdue_at: Moment


class DiscoveryCorrected(Event):
    """The time of discovery was wrong and is put right; the ten minutes count from the corrected one (INC-06)."""

    routing_key: ClassVar[str] = "incident.discovery-corrected.v1"

    incident_id: str
    batch_id: str
    discovered_at: Moment
    first_report_due_at: Moment
    corrected_by: str
    corrected_at: Moment


class IncidentEscalated(Event):
    """The next level up is called: because the incident is major, or because nobody reported in time."""

    routing_key: ClassVar[str] = "incident.incident-escalated.v1"

    incident_id: str
    batch_id: str
    tier: Tier
    reason: Literal["major", "first-report-overdue"]
    escalated_to: str
    escalated_at: Moment


class IncidentAcknowledged(Event):
    """Somebody of the called level took the incident over."""

    routing_key: ClassVar[str] = "incident.incident-acknowledged.v1"

    incident_id: str
    batch_id: str
    acknowledged_by: str
    acknowledged_at: Moment


class TimeExtensionApproved(Event):
    """Lost examination time is to be made up in these sessions (INC-31); scheduling does it."""

    routing_key: ClassVar[str] = "incident.time-extension-approved.v1"

    incident_id: str
    batch_id: str
    session_ids: list[str]
    minutes: int
    approved_by: str
    approved_at: Moment


class SparePaperApproved(Event):
    """The spare paper is to be used in these sessions (INC-17, INC-28); the item bank releases it."""

    routing_key: ClassVar[str] = "incident.spare-paper-approved.v1"

    incident_id: str
    batch_id: str
    session_ids: list[str]
    approved_by: str
    approved_at: Moment


class IncidentClosed(Event):
    """The incident is handled and its report is filed (INC-36)."""

    routing_key: ClassVar[str] = "incident.incident-closed.v1"

    incident_id: str
    batch_id: str
    closed_at: Moment

"""Secrecy, the press, follow-up, closing."""

from libs.chassis.http import Now, Routes
from services.incident import use_cases
from services.incident.domain.report import ClosingReport
from services.incident.routes.bodies import ClosingReportBody, FollowUpBody, Numbered, SecrecyBody, TextBody
from services.incident.routes.parameters import Command, Commanders, ExamAffairs, Incidents, LeadingGroup, person

router = Routes(prefix="/incidents", tags=["aftermath"])


@router.post("/{incident_id}/secrecy", status_code=204)
async def classify_secrecy(
    incident_id: str, body: SecrecyBody, incidents: Incidents, now: Now, actor: Commanders
) -> None:
    """Say who may read the incident."""
    await use_cases.classify_secrecy(
        incidents, id=incident_id, level=body.level, reason=body.reason, by=person(actor), now=now
    )


@router.post("/{incident_id}/statements", status_code=201)
async def release_statement(
    incident_id: str, body: TextBody, incidents: Incidents, now: Now, actor: LeadingGroup
) -> Numbered:
    """Tell the press; nobody else may."""
    number = await use_cases.release_statement(incidents, id=incident_id, text=body.text, by=person(actor), now=now)
    return Numbered(number=number)


@router.post("/{incident_id}/follow-ups", status_code=204)
async def record_follow_up(
    incident_id: str, body: FollowUpBody, incidents: Incidents, now: Now, actor: Command
) -> None:
    """Put a part of the aftermath on record."""
    await use_cases.record_follow_up(
        incidents, id=incident_id, kind=body.kind, text=body.text, by=person(actor), now=now
    )


@router.post("/{incident_id}/closure", status_code=204)
async def close_incident(
    incident_id: str, body: ClosingReportBody, incidents: Incidents, now: Now, actor: ExamAffairs
) -> None:
    """End the incident with its report to the director."""
    await use_cases.close_incident(
        incidents, id=incident_id, report=ClosingReport(**body.model_dump()), by=person(actor), now=now
    )

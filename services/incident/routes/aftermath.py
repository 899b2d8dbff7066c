"""Secrecy, the press, photos, paper, follow-up, closing."""

from fastapi import Response

from libs.chassis.web.http import Now, RawBody, Routes, versioned
from services.incident.domain.record.reports import ClosingReport
from services.incident.routes.bodies import ClosingReportBody, FollowUpBody, Numbered, PhotoAdded, SecrecyBody, TextBody
from services.incident.routes.parameters import (
    Command,
    Commanders,
    ExamAffairs,
    Incidents,
    LeadingGroup,
    Photos,
    Printer,
    Staff,
    acting,
    person,
)
from services.incident.use_cases import aftermath
from services.incident.views import pages, paper

router = Routes(prefix="/incidents", tags=["aftermath"], dependencies=[versioned(incident_id="incidents")])


@router.post("/{incident_id}/secrecy", status_code=204)
async def classify_secrecy(
    incident_id: str, body: SecrecyBody, incidents: Incidents, now: Now, actor: Commanders
) -> None:
    """Say who may read the incident."""
    await aftermath.classify_secrecy(
        incidents,
        id=incident_id,
        level=body.level,
        reason=body.reason,
        act=acting(actor, now),
    )


@router.post("/{incident_id}/statements", status_code=201)
async def release_statement(
    incident_id: str, body: TextBody, incidents: Incidents, now: Now, actor: LeadingGroup
) -> Numbered:
    """Tell the press; nobody else may."""
    number = await aftermath.release_statement(incidents, id=incident_id, text=body.text, by=person(actor), now=now)
    return Numbered(number=number)


@router.post("/{incident_id}/follow-ups", status_code=204)
async def record_follow_up(
    incident_id: str, body: FollowUpBody, incidents: Incidents, now: Now, actor: Command
) -> None:
    """Put a part of the aftermath on record."""
    await aftermath.record_follow_up(
        incidents,
        id=incident_id,
        kind=body.kind,
        text=body.text,
        act=acting(actor, now),
    )


@router.post("/{incident_id}/photos", status_code=201)
async def add_photo(  # noqa: PLR0913, PLR0917 -- FastAPI hands each over by name
    incident_id: str,
    content: RawBody,
    incidents: Incidents,
    photos: Photos,
    now: Now,
    actor: Staff,
) -> PhotoAdded:
    """Put a picture into the file; where it was taken is taken out."""
    sha256 = await aftermath.add_photo(incidents, photos, id=incident_id, content=content, act=acting(actor, now))
    return PhotoAdded(sha256=sha256)


@router.get("/{incident_id}/photos/{sha256}")
async def show_photo(
    incident_id: str,
    sha256: str,
    incidents: Incidents,
    photos: Photos,
    actor: Staff,
) -> Response:
    """A picture of the file."""
    incident = await pages.show_file(incidents, id=incident_id, reader=person(actor))
    photo = incident.album.photo(sha256)
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}
    return Response(await photos.read(photo.sha256), media_type=photo.media_type, headers=headers)


@router.get("/{incident_id}/timeline.pdf")
async def print_timeline(
    incident_id: str,
    incidents: Incidents,
    printer: Printer,
    now: Now,
    actor: Staff,
) -> Response:
    """The file of an incident on paper."""
    content = await paper.show_file_on_paper(incidents, id=incident_id, reader=person(actor), now=now)
    return Response(await printer.print("timeline", content, at=now), media_type="application/pdf")


@router.post("/{incident_id}/closure", status_code=204)
async def close_incident(
    incident_id: str, body: ClosingReportBody, incidents: Incidents, now: Now, actor: ExamAffairs
) -> None:
    """End the incident with its report to the director."""
    await aftermath.close_incident(
        incidents,
        id=incident_id,
        report=ClosingReport(
            cause=body.cause, course=body.course, result=body.result, social_impact=body.social_impact
        ),
        by=person(actor),
        now=now,
    )

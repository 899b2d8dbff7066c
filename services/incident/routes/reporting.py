"""Reporting, passing on, correcting, taking over, saying how things stand."""

from libs.chassis.web.http import Now, Routes, versioned
from services.incident.domain.classification.classification import Facts, Finding
from services.incident.domain.escalation.first_report import PassedOn
from services.incident.domain.record.discovery import Discovery
from services.incident.routes.bodies import (
    CorrectionBody,
    DiscoveryBody,
    FirstReportBody,
    Merged,
    MergerBody,
    Numbered,
    ReclassificationBody,
    ReporterBody,
    StageReportBody,
)
from services.incident.routes.parameters import Approver, AtTheDesk, Command, OnTheLadder, Staff, acting, person
from services.incident.use_cases import reporting
from services.incident.views import pages
from services.incident.views.pages import IncidentPage

router = Routes(prefix="/incidents", tags=["reporting"], dependencies=[versioned(incident_id="incidents")])


@router.post("", status_code=201)
async def report_incident(body: DiscoveryBody, desk: AtTheDesk, now: Now, actor: Staff) -> IncidentPage:
    """Report; anybody on the staff may. The same report again answers with the same incident."""
    incident = await reporting.report_incident(
        desk, discovery=Discovery.of(body, body.description), by=person(actor), now=now, joins=body.joins
    )
    return pages.show_to(incident, reader=person(actor))


@router.post("/{incident_id}/mergers", status_code=201)
async def merge_incidents(incident_id: str, body: MergerBody, desk: AtTheDesk, now: Now, actor: OnTheLadder) -> Merged:
    """Take two open incidents for one; what was discovered first goes on."""
    stays = await reporting.merge_incidents(
        desk,
        id=incident_id,
        other_id=body.incident_id,
        reason=body.reason,
        act=acting(actor, now),
    )
    return Merged(incident_id=stays)


@router.post("/{incident_id}/first-report", status_code=204)
async def tell_first_report(incident_id: str, body: FirstReportBody, desk: AtTheDesk, now: Now, actor: Staff) -> None:
    """Pass the first report on, to the site head or to the leading group."""
    await reporting.tell_first_report(
        desk,
        id=incident_id,
        word=PassedOn(body.to, body.told_at, body.form),
        act=acting(actor, now),
    )


@router.post("/{incident_id}/corrections", status_code=204)
async def correct_discovery(incident_id: str, body: CorrectionBody, desk: AtTheDesk, now: Now, actor: Command) -> None:
    """Put the time of discovery right."""
    await reporting.correct_discovery(
        desk,
        id=incident_id,
        discovered_at=body.discovered_at,
        reason=body.reason,
        act=acting(actor, now),
    )


@router.post("/{incident_id}/reclassification", status_code=204)
async def reclassify_incident(
    incident_id: str, body: ReclassificationBody, desk: AtTheDesk, now: Now, actor: Approver
) -> None:
    """Take the incident for what it turned out to be."""
    await reporting.reclassify_incident(
        desk,
        id=incident_id,
        finding=Finding(body.kind, Facts.of(body)),
        reason=body.reason,
        act=acting(actor, now),
    )


@router.post("/{incident_id}/acknowledgements", status_code=204)
async def acknowledge_incident(incident_id: str, desk: AtTheDesk, now: Now, actor: OnTheLadder) -> None:
    """Take the incident over; the first report is still owed."""
    await reporting.acknowledge_incident(desk, id=incident_id, by=person(actor), now=now)


@router.post("/{incident_id}/reporter", status_code=204)
async def designate_reporter(incident_id: str, body: ReporterBody, desk: AtTheDesk, now: Now, actor: Approver) -> None:
    """Name who reports how things stand."""
    await reporting.designate_reporter(desk, id=incident_id, person_id=body.person_id, by=person(actor), now=now)


@router.post("/{incident_id}/stage-reports", status_code=201)
async def file_stage_report(
    incident_id: str, body: StageReportBody, desk: AtTheDesk, now: Now, actor: Staff
) -> Numbered:
    """Say how things stand at this stage."""
    number = await reporting.file_stage_report(
        desk,
        id=incident_id,
        text=body.text,
        form=body.form,
        act=acting(actor, now),
    )
    return Numbered(number=number)

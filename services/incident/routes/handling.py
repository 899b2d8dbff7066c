"""Dispositions: proposed, looked at, decided, carried out."""

from libs.chassis.web.http import Now, Routes, versioned
from services.incident.domain.measures.disposition import Completion
from services.incident.routes.bodies import ApprovalBody, CompletionBody, Numbered, ReasonBody
from services.incident.routes.measure_bodies import MeasureBody, measure_of
from services.incident.routes.parameters import Approver, AtDispositions, Incidents, OnSite, Staff, acting, person
from services.incident.use_cases import handling
from services.incident.views import pages
from services.incident.views.pages import AffectedPage

router = Routes(prefix="/incidents", tags=["handling"], dependencies=[versioned(incident_id="incidents")])


@router.post("/{incident_id}/dispositions", status_code=201)
async def propose_disposition(
    incident_id: str, body: MeasureBody, desk: AtDispositions, now: Now, actor: OnSite
) -> Numbered:
    """Propose a measure; the plan says who may, for which kind."""
    number = await handling.propose_disposition(
        desk, id=incident_id, measure=measure_of(body), by=person(actor), now=now
    )
    return Numbered(number=number)


@router.get("/{incident_id}/dispositions/{number}/preview")
async def preview_disposition(incident_id: str, number: int, desk: AtDispositions, actor: Staff) -> AffectedPage:
    """Exactly whom and what a measure touches."""
    incident = await pages.show_file(desk.incidents, id=incident_id, reader=person(actor))
    return AffectedPage.of(await handling.preview_disposition(incident, desk, number=number))


@router.post("/{incident_id}/dispositions/{number}/approval", status_code=204)
async def approve_disposition(  # noqa: PLR0913, PLR0917 -- FastAPI hands each over by name
    incident_id: str,
    number: int,
    desk: AtDispositions,
    now: Now,
    actor: Approver,
    body: ApprovalBody | None = None,
) -> None:
    """Approve a measure; the plan says who may."""
    seen = body.digest if body else None
    await handling.approve_disposition(desk, id=incident_id, number=number, seen=seen, act=acting(actor, now))


@router.post("/{incident_id}/dispositions/{number}/refusal", status_code=204)
async def refuse_disposition(  # noqa: PLR0913, PLR0917 -- FastAPI hands each over by name
    incident_id: str, number: int, body: ReasonBody, incidents: Incidents, now: Now, actor: Approver
) -> None:
    """Turn a measure down, and say why."""
    await handling.refuse_disposition(
        incidents,
        id=incident_id,
        number=number,
        reason=body.reason,
        act=acting(actor, now),
    )


@router.post("/{incident_id}/dispositions/{number}/completion", status_code=204)
async def complete_disposition(  # noqa: PLR0913, PLR0917 -- FastAPI hands each over by name
    incident_id: str, number: int, body: CompletionBody, incidents: Incidents, now: Now, actor: OnSite
) -> None:
    """Say that people have done it."""
    await handling.complete_disposition(
        incidents,
        id=incident_id,
        number=number,
        completion=Completion(note=body.note, at=body.at),
        act=acting(actor, now),
    )

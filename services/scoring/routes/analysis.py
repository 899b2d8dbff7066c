"""What a published list tells of its papers, its markers, and of scripts that are too alike."""

from typing import Annotated

from libs.chassis.identity import Actor
from libs.chassis.web.http import Routes, allow
from services.scoring.routes.parameters import AtMarkingDesk, AtPublicationDesk, ListId, Reader
from services.scoring.views import analysis as views

router = Routes(tags=["scoring"])

INVESTIGATORS = ("marking-lead", "exam-affairs", "quality", "director", "auditor")


@router.get("/batches/{batch_id}/lists/{code}/{level}/analysis")
async def show_analysis(list_id: ListId, desk: AtMarkingDesk, _: Reader) -> views.AnalysisView:
    """Items, forms, scores and markers of a published list."""
    return await views.show_analysis(desk, list_id=list_id)


@router.get("/batches/{batch_id}/lists/{code}/{level}/similarity")
async def list_leads(
    list_id: ListId,
    desk: AtMarkingDesk,
    publication: AtPublicationDesk,
    _: Annotated[Actor, allow(*INVESTIGATORS)],
) -> views.LeadsView:
    """Pairs of scripts that are more alike than chance makes them; each is a lead for a person, not a finding."""
    return await views.list_leads(desk, publication, list_id=list_id)


@router.get("/sessions/{session_id}/similarity")
async def list_room_leads(
    session_id: str,
    desk: AtMarkingDesk,
    publication: AtPublicationDesk,
    _: Annotated[Actor, allow(*INVESTIGATORS)],
) -> views.RoomLeadsView:
    """The scripts of a disordered room held against each other, at the marking already (INC-22); no score is told."""
    return await views.list_room_leads(desk, publication, session_id=session_id)

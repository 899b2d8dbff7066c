"""Score lists: check, approval, publication; and how far a batch is."""

from typing import Annotated

from pydantic import BaseModel

from libs.chassis.domain import Act, Progress
from libs.chassis.identity import Actor
from libs.chassis.web.http import EarlyNow, Limit, Now, Routes, allow
from services.scoring.routes.parameters import (
    AtItemFiguresDesk,
    AtMarkingDesk,
    AtPublicationDesk,
    Lead,
    ListId,
    Organiser,
    Reader,
    ResultRepository,
)
from services.scoring.use_cases import lists
from services.scoring.views import lists as views

router = Routes(tags=["scoring"])


class Checked(BaseModel):
    """How many scores were recomputed and found right."""

    checked: int


@router.post("/batches/{batch_id}/lists/{code}/{level}/check")
async def check_list(
    list_id: ListId, desk: AtMarkingDesk, now: Now, actor: Annotated[Actor, allow("score-checker")]
) -> Checked:
    """Have all scores of a list recomputed once."""
    return Checked(checked=await lists.check_list(desk, list_id=list_id, act=Act(actor.id, now)))


@router.post("/batches/{batch_id}/lists/{code}/{level}/approval", status_code=204)
async def approve_list(list_id: ListId, desk: AtMarkingDesk, now: EarlyNow, actor: Lead) -> None:
    """Register the scores of a list and open its codes for publication."""
    await lists.approve_list(desk, list_id=list_id, act=Act(actor.id, now))


@router.post("/batches/{batch_id}/lists/{code}/{level}/publication")
async def publish_list(  # noqa: PLR0913, PLR0917 -- FastAPI injects by parameter
    list_id: ListId,
    desk: AtPublicationDesk,
    figures: AtItemFiguresDesk,
    now: EarlyNow,
    actor: Organiser,
    limit: Limit = 250,
) -> Progress:
    """Post the next results of an approved list."""
    return await lists.publish_list(desk, figures, list_id=list_id, limit=limit, act=Act(actor.id, now))


@router.get("/batches/{batch_id}/lists")
async def list_lists(batch_id: str, desk: AtMarkingDesk, _: Reader) -> list[views.ListView]:
    """The lists of a batch: state and counts."""
    return await views.list_lists(desk, batch_id=batch_id)


@router.get("/batches/{batch_id}/progress")
async def show_progress(
    batch_id: str, desk: AtMarkingDesk, results: ResultRepository, _: Annotated[Actor, allow.staff()]
) -> views.ProgressView:
    """Where a batch is, in counts."""
    return await views.show_progress(desk, results, batch_id=batch_id)

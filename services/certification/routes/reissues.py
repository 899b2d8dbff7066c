"""Other copies of certificates: asked for at the counter, approved, printed and handed over."""

from datetime import date
from typing import Annotated

from fastapi import Depends, Response
from pydantic import Field

from libs.chassis.domain import Act, Decision, Files, Page
from libs.chassis.identity import Actor
from libs.chassis.web.http import Cursor, Limit, Now, Routes, Strict, allow, repositories, repository, versioned
from services.certification.domain.aftermath.reissue import Cause, HandOver, ReissueStage, Ruling, ShownCard, Way
from services.certification.ports import ReissueDesk, Reissues
from services.certification.routes.certificates import certificate_files
from services.certification.use_cases import reissuing
from services.certification.views import reissues as views

router = Routes(tags=["certification"], dependencies=[versioned(reissue_id="reissues", number="certificates")])

GENERAL_OFFICE = Annotated[Actor, allow("general-office")]
READERS = Annotated[Actor, allow("general-office", "quality", "director")]
AtReissues = Annotated[ReissueDesk, repositories(ReissueDesk)]
ReissueStore = Annotated[Reissues, repository("reissues")]


class ReissueBody(Strict):
    """An application for another copy, with what stands on the ID card that the clerk has in hand."""

    cause: Cause
    name: str = Field(min_length=1, max_length=100)
    id_number: str = Field(min_length=1, max_length=40)
    original_seen: bool
    found_on: date | None = None


class RulingBody(Strict):
    """What becomes of an application; who is refused is told why."""

    decision: Ruling
    reason: str = Field(default="", max_length=2000)


class HandOverBody(Strict):
    """How the copy reached its holder, and whether the old one was taken back."""

    way: Way
    consignment: str = Field(default="", max_length=100)
    old_copy_returned: bool = False


@router.post("/certificates/{number}/reissues", status_code=201)
async def ask_for_reissue(
    number: str, body: ReissueBody, desk: AtReissues, now: Now, actor: GENERAL_OFFICE
) -> views.ReissueView:
    """Take in the application of a holder."""
    card = ShownCard(name=body.name, id_number=body.id_number, original_seen=body.original_seen, found_on=body.found_on)
    reissue = await reissuing.ask_for_reissue(desk, number, body.cause, card, act=Act(actor.id, now))
    return views.show_reissue(reissue)


@router.post("/reissues/{reissue_id}/decision", status_code=204)
async def decide_reissue(
    reissue_id: str, body: RulingBody, desk: AtReissues, now: Now, actor: Annotated[Actor, allow("director", "quality")]
) -> None:
    """Approve or refuse; not by whoever took it in."""
    await reissuing.decide_reissue(desk, reissue_id, body.decision, decision=Decision(actor.id, now, body.reason))


@router.post("/reissues/{reissue_id}/print", status_code=204)
async def print_copy(
    reissue_id: str,
    desk: AtReissues,
    files: Annotated[Files, Depends(certificate_files)],
    now: Now,
    actor: GENERAL_OFFICE,
) -> None:
    """Print the copy that was approved."""
    await reissuing.print_copy(desk, files, reissue_id, act=Act(actor.id, now))


@router.post("/reissues/{reissue_id}/hand-over", status_code=204)
async def hand_over_copy(
    reissue_id: str, body: HandOverBody, desk: AtReissues, now: Now, actor: GENERAL_OFFICE
) -> None:
    """Give the copy to its holder, and take the old one back."""
    given = HandOver(way=body.way, consignment=body.consignment, old_copy_returned=body.old_copy_returned)
    await reissuing.hand_over_copy(desk, reissue_id, given, act=Act(actor.id, now))


@router.get("/reissues")
async def list_reissues(
    reissues: ReissueStore,
    _: READERS,
    stage: ReissueStage | None = None,
    number: str | None = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Page[views.ReissueView]:
    """All reissues, in the order of their numbers."""
    return await views.list_reissues(reissues, stage=stage, number=number, cursor=cursor, limit=limit)


@router.get("/reissues/{reissue_id}")
async def show_reissue(reissue_id: str, reissues: ReissueStore, _: READERS) -> views.ReissueView:
    """One reissue and how far it has come."""
    return views.show_reissue(await reissues.get(reissue_id))


@router.get("/reissues/{reissue_id}/pdf", response_class=Response)
async def show_copy(
    reissue_id: str, reissues: ReissueStore, files: Annotated[Files, Depends(certificate_files)], _: GENERAL_OFFICE
) -> Response:
    """The copy, byte for byte as printed, also before it counts."""
    return Response(await views.show_copy(reissues, files, reissue_id), media_type="application/pdf")

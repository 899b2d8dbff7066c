"""Keys: handed over sealed, corrected by two people."""

from typing import Annotated

from fastapi import Response
from pydantic import Field

from libs.chassis.web.http import Now, Routes, Strict, asks
from libs.contracts.event import Form, Level, OccupationCode, Part, Sealed, Whole
from services.scoring.domain.answer_key import AnswerKey, ItemAnswer
from services.scoring.domain.marker import Marker
from services.scoring.routes.parameters import AtKeyRecheckDesk, AtMarkingDesk, Lead, Organiser, Reader, Reason
from services.scoring.use_cases import keys as use_cases
from services.scoring.views import keys as views

router = Routes(tags=["scoring"])


class KeyHandover(Strict):
    """The sealed key of one paper, as the item bank released it: its answer can be passed on as it is."""

    paper_id: str
    batch_id: str
    occupation_code: OccupationCode
    level: Level
    part: Part
    form: Form
    items: Annotated[Whole, Field(ge=1)]
    digest: str
    key: Sealed


class ItemAnswerBody(Strict):
    """The right answer to one item."""

    item: Whole
    answer: str


class KeyCorrectionBody(ItemAnswerBody):
    """The same, and why it is another than before."""

    reason: Reason


class KeyRecheckBody(KeyCorrectionBody):
    """The same after the registration, and the document that it rests on."""

    authority: Annotated[str, Field(max_length=200)]


@router.put("/keys/{paper_id}", status_code=204)
async def receive_key(paper_id: str, handover: KeyHandover, desk: AtMarkingDesk, now: Now, actor: Lead) -> None:
    """Take the sealed key of a sealed paper; what it holds is read only while marking."""
    key = AnswerKey(
        id=handover.paper_id,
        batch_id=handover.batch_id,
        occupation_code=handover.occupation_code,
        level=handover.level,
        part=handover.part,
        form=handover.form,
        items=handover.items,
        paper_digest=handover.digest,
        sealed_key=handover.key,
        received_by=actor.id,
        received_at=now,
    )
    await use_cases.receive_key(desk, paper_id=paper_id, key=key)


@router.get("/batches/{batch_id}/keys")
async def list_keys(batch_id: str, desk: AtMarkingDesk, _: Reader) -> list[views.KeyView]:
    """The keys that were handed over for a batch, and how far their corrections are; neither answers nor scores."""
    return await views.list_keys(desk.keys, batch_id=batch_id)


@router.post("/keys/{paper_id}/corrections", responses={202: {"description": "The first of two; waiting."}})
async def correct_key(  # noqa: PLR0913, PLR0917 -- FastAPI injects by parameter
    paper_id: str,
    correction: KeyCorrectionBody,
    desk: AtMarkingDesk,
    response: Response,
    now: Now,
    actor: Organiser,
) -> views.CorrectedView:
    """Correct a right answer, as the first or the second of two; tells the codes whose score changes, no score."""
    corrected = await use_cases.correct_key(
        desk,
        paper_id=paper_id,
        right=ItemAnswer(correction.item, correction.answer),
        marker=Marker(id=actor.id, roles=actor.roles, at=now, reason=correction.reason),
    )
    response.status_code = 200 if corrected else 202
    return views.show_corrected(corrected)


@router.post("/keys/{paper_id}/correction-previews", dependencies=[asks])
async def preview_key_correction(
    paper_id: str, asked: ItemAnswerBody, desk: AtMarkingDesk, now: Now, actor: Organiser
) -> views.KeyPreview:
    """Whose result a corrected answer would change, by code, before anybody decides; nothing is written."""
    changes = await use_cases.preview_key_correction(
        desk,
        paper_id=paper_id,
        right=ItemAnswer(asked.item, asked.answer),
        marker=Marker(id=actor.id, roles=actor.roles, at=now),
    )
    return views.show_preview(changes)


@router.post("/keys/{paper_id}/rechecks", responses={202: {"description": "The first of two; waiting."}})
async def recheck_key(  # noqa: PLR0913, PLR0917 -- FastAPI injects by parameter
    paper_id: str,
    recheck: KeyRecheckBody,
    desk: AtKeyRecheckDesk,
    response: Response,
    now: Now,
    actor: Organiser,
) -> views.RecheckedView:
    """Correct a right answer after the registration, as the first or the second of two; what changes is posted anew."""
    corrected = await use_cases.recheck_key(
        desk,
        paper_id=paper_id,
        right=ItemAnswer(recheck.item, recheck.answer),
        authority=recheck.authority,
        marker=Marker(id=actor.id, roles=actor.roles, at=now, reason=recheck.reason),
    )
    response.status_code = 200 if corrected else 202
    return views.show_rechecked(corrected)


@router.post("/keys/{paper_id}/recheck-previews", dependencies=[asks])
async def preview_key_recheck(
    paper_id: str, asked: ItemAnswerBody, desk: AtKeyRecheckDesk, now: Now, actor: Organiser
) -> views.KeyRecheckPreview:
    """Whose result a corrected answer would change after the registration; nothing is written."""
    found = await use_cases.preview_key_recheck(
        desk,
        paper_id=paper_id,
        right=ItemAnswer(asked.item, asked.answer),
        marker=Marker(id=actor.id, roles=actor.roles, at=now),
    )
    return views.show_recheck_preview(found)


@router.get("/keys/{paper_id}/corrections")
async def show_key_corrections(paper_id: str, desk: AtMarkingDesk, _: Reader) -> views.KeyCorrectionsView:
    """What was corrected in a key, by whom and why; neither answers nor scores."""
    return await views.show_key_corrections(desk.keys, desk.lists, paper_id=paper_id)

"""Keys, answer sheets, score sheets, corrections and rulings."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from fastapi import Response
from pydantic import BaseModel, Field

from libs.chassis.identity import Actor
from libs.chassis.web.http import Now, RawBody, Routes, allow, provided
from libs.contracts.event import Form, Level, OccupationCode, Part, Sealed, Whole
from services.scoring import use_cases, views
from services.scoring.domain.answer_key import AnswerKey
from services.scoring.domain.marker import Marker
from services.scoring.ports import Seals
from services.scoring.routes.edge import (
    ORGANISERS,
    READERS,
    Body,
    InMarking,
    KeyRepository,
    PaperRepository,
    Reason,
    ScriptRepository,
    SessionRepository,
)

router = Routes(tags=["scoring"])


class KeyHandover(Body):
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


class AnswerCorrection(Body):
    """One answer that was read in wrongly; an empty answer is a blank."""

    code: str
    item: Whole
    answer: str
    reason: Reason


class FormCorrection(Body):
    """The form that the candidate wrote."""

    code: str
    form: Form
    reason: Reason


class KeyCorrectionBody(Body):
    """The right answer to one item."""

    item: Whole
    answer: str
    reason: Reason


class PracticalSheet(Body):
    """One examiner's marks for one piece, item by item."""

    code: str
    marks: list[Decimal]


class PracticalSheets(Body):
    """The sheets of one examiner."""

    sheets: Annotated[list[PracticalSheet], Field(min_length=1, max_length=200)]


class PracticalCorrection(PracticalSheet):
    """An examiner's corrected sheet."""

    reason: Reason


class DisputeRuling(Body):
    """The team leader's decision."""

    code: str
    score: Decimal
    reason: Reason


class Imported(BaseModel):
    """How many sheets were taken."""

    imported: int


def _marker(actor: Actor, now: datetime) -> Marker:
    return Marker(id=actor.id, roles=actor.roles, at=now)


@router.put("/keys/{paper_id}", status_code=204)
async def receive_key(  # noqa: PLR0913 -- FastAPI injects by parameter
    *,
    paper_id: str,
    handover: KeyHandover,
    papers: PaperRepository,
    keys: KeyRepository,
    scripts: ScriptRepository,
    seals: Annotated[Seals, provided("seals")],
    now: Now,
    actor: Annotated[Actor, allow("marking-lead")],
) -> None:
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
    await use_cases.receive_key(papers, keys, scripts, seals, paper_id=paper_id, key=key)


@router.get("/batches/{batch_id}/keys")
async def show_keys(*, batch_id: str, keys: KeyRepository, _: Annotated[Actor, allow(*READERS)]) -> list[views.KeyView]:
    """The keys that were handed over for a batch, and how far their corrections are; neither answers nor scores."""
    return await views.keys_of_batch(keys, batch_id=batch_id)


@router.post("/keys/{paper_id}/corrections", responses={202: {"description": "The first of two; waiting."}})
async def correct_key(  # noqa: PLR0913 -- FastAPI injects by parameter
    *,
    paper_id: str,
    correction: KeyCorrectionBody,
    marking: InMarking,
    response: Response,
    now: Now,
    actor: Annotated[Actor, allow(*ORGANISERS)],
) -> views.CorrectedView:
    """Correct a right answer, as the first or the second of two; tells the codes whose score changes, no score."""
    done = await use_cases.correct_key(
        marking, paper_id=paper_id, marker=_marker(actor, now), **correction.model_dump()
    )
    response.status_code = 200 if done else 202
    return views.corrected_view(done)


@router.get("/keys/{paper_id}/corrections")
async def show_key_corrections(
    *, paper_id: str, keys: KeyRepository, _: Annotated[Actor, allow(*READERS)]
) -> views.KeyCorrectionsView:
    """What was corrected in a key, by whom and why; neither answers nor scores."""
    return await views.corrections_of_key(keys, paper_id=paper_id)


@router.get("/sessions/{session_id}/scripts", response_model_exclude_none=True)
async def show_scripts(
    *,
    session_id: str,
    sessions: SessionRepository,
    scripts: ScriptRepository,
    actor: Annotated[Actor, allow("examiner", *ORGANISERS)],
) -> views.ScriptsView:
    """The blind codes of a session, for its examiners and for whoever organises the marking."""
    return await views.scripts_of_session(
        sessions, scripts, session_id=session_id, staff_id=actor.id, organiser=actor.has_any(*ORGANISERS)
    )


@router.get("/sessions/{session_id}/disputes")
async def show_disputes(
    *,
    session_id: str,
    sessions: SessionRepository,
    scripts: ScriptRepository,
    actor: Annotated[Actor, allow("examiner")],
) -> views.DisputesView:
    """The pieces that wait for the team leader."""
    return await views.disputes_of_session(sessions, scripts, session_id=session_id, staff_id=actor.id)


@router.post("/sessions/{session_id}/answer-sheets")
async def import_answer_sheets(
    *, session_id: str, body: RawBody, marking: InMarking, now: Now, actor: Annotated[Actor, allow(*ORGANISERS)]
) -> Imported:
    """Mark the theory scripts in a CSV file (`code,form,1,2,…`)."""
    imported = await use_cases.import_answer_sheets(
        marking, session_id=session_id, raw=body, marker=_marker(actor, now)
    )
    return Imported(imported=imported)


@router.post("/sessions/{session_id}/answer-corrections", status_code=204)
async def correct_answer(
    *,
    session_id: str,
    correction: AnswerCorrection,
    marking: InMarking,
    now: Now,
    actor: Annotated[Actor, allow(*ORGANISERS)],
) -> None:
    """Correct one answer that was read in wrongly."""
    await use_cases.correct_answer(
        marking, session_id=session_id, marker=_marker(actor, now), **correction.model_dump()
    )


@router.post("/sessions/{session_id}/form-corrections", status_code=204)
async def correct_form(
    *,
    session_id: str,
    correction: FormCorrection,
    marking: InMarking,
    now: Now,
    actor: Annotated[Actor, allow(*ORGANISERS)],
) -> None:
    """Correct the form of one script; what was read of it is marked again."""
    await use_cases.correct_form(marking, session_id=session_id, marker=_marker(actor, now), **correction.model_dump())


@router.post("/sessions/{session_id}/practical-sheets")
async def take_score_sheets(
    *,
    session_id: str,
    body: PracticalSheets,
    marking: InMarking,
    now: Now,
    actor: Annotated[Actor, allow("examiner")],
) -> Imported:
    """Take the own independent sheets of an examiner of this session."""
    sheets = [(sheet.code, sheet.marks) for sheet in body.sheets]
    imported = await use_cases.take_score_sheets(
        marking, session_id=session_id, sheets=sheets, marker=_marker(actor, now)
    )
    return Imported(imported=imported)


@router.post("/sessions/{session_id}/practical-corrections", status_code=204)
async def correct_score_sheet(
    *,
    session_id: str,
    correction: PracticalCorrection,
    marking: InMarking,
    now: Now,
    actor: Annotated[Actor, allow("examiner")],
) -> None:
    """Correct the own sheet; both stay on record."""
    await use_cases.correct_score_sheet(
        marking, session_id=session_id, marker=_marker(actor, now), **correction.model_dump()
    )


@router.post("/sessions/{session_id}/rulings", status_code=204)
async def rule_dispute(
    *,
    session_id: str,
    ruling: DisputeRuling,
    marking: InMarking,
    now: Now,
    actor: Annotated[Actor, allow("examiner")],
) -> None:
    """Decide a dispute, as the team leader of the session."""
    await use_cases.rule_dispute(marking, session_id=session_id, marker=_marker(actor, now), **ruling.model_dump())

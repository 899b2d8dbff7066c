"""Scripts under their codes: answer sheets, score sheets, corrections and rulings."""

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, Field

from libs.chassis.identity import Actor
from libs.chassis.web.http import Now, RawBody, Routes, Strict, allow
from libs.contracts.event import Form, Whole
from services.scoring.domain.answer_key import ItemAnswer
from services.scoring.domain.marker import Marker
from services.scoring.routes.parameters import ORGANISERS, READERS, AtMarkingDesk, Examiner, Organiser, Reason
from services.scoring.use_cases import marking
from services.scoring.views import marking as views

router = Routes(tags=["scoring"])


class AnswerCorrection(Strict):
    """One answer that was read in wrongly; an empty answer is a blank."""

    code: str
    item: Whole
    answer: str
    reason: Reason


class FormCorrectionBody(Strict):
    """The form that the candidate wrote."""

    code: str
    form: Form
    reason: Reason


class PracticalSheet(Strict):
    """One examiner's marks for one piece, item by item."""

    code: str
    marks: list[Decimal]


class PracticalSheets(Strict):
    """The sheets of one examiner."""

    sheets: Annotated[list[PracticalSheet], Field(min_length=1, max_length=200)]


class PracticalCorrection(PracticalSheet):
    """An examiner's corrected sheet, and why it is corrected."""

    reason: Reason


class DisputeRuling(Strict):
    """The team leader's decision about a disputed piece."""

    code: str
    score: Decimal
    reason: Reason


class Imported(BaseModel):
    """How many sheets were taken."""

    imported: int


@router.get("/batches/{batch_id}/sessions", response_model_exclude_none=True)
async def list_sessions(
    batch_id: str, desk: AtMarkingDesk, actor: Annotated[Actor, allow("examiner", "coder", *READERS)]
) -> list[views.SessionView]:
    """Where scripts wait to be marked or ruled on, session by session; an examiner sees the own ones."""
    if actor.has_any("coder", *READERS):
        return await views.list_sessions(desk, batch_id=batch_id)
    return await views.list_own_sessions(desk, batch_id=batch_id, staff_id=actor.id)


@router.get("/sessions/{session_id}/scripts", response_model_exclude_none=True)
async def show_scripts(
    session_id: str, desk: AtMarkingDesk, actor: Annotated[Actor, allow("examiner", *ORGANISERS)]
) -> views.ScriptsView:
    """The blind codes of a session, for its examiners and for whoever organises the marking."""
    return await views.show_scripts(
        desk, session_id=session_id, staff_id=actor.id, organiser=actor.has_any(*ORGANISERS)
    )


@router.get("/sessions/{session_id}/disputes")
async def show_disputes(session_id: str, desk: AtMarkingDesk, actor: Examiner) -> views.DisputesView:
    """The pieces that wait for the team leader."""
    return await views.show_disputes(desk, session_id=session_id, staff_id=actor.id)


@router.post("/sessions/{session_id}/answer-sheets")
async def import_answer_sheets(
    session_id: str, body: RawBody, desk: AtMarkingDesk, now: Now, actor: Organiser
) -> Imported:
    """Mark the theory scripts in a CSV file (`code,form,1,2,…`)."""
    marker = Marker(id=actor.id, roles=actor.roles, at=now)
    return Imported(imported=await marking.import_answer_sheets(desk, session_id=session_id, raw=body, marker=marker))


@router.post("/sessions/{session_id}/answer-corrections", status_code=204)
async def correct_answer(
    session_id: str, correction: AnswerCorrection, desk: AtMarkingDesk, now: Now, actor: Organiser
) -> None:
    """Correct one answer that was read in wrongly."""
    await marking.correct_answer(
        desk,
        session_id=session_id,
        code=correction.code,
        right=ItemAnswer(correction.item, correction.answer),
        marker=Marker(id=actor.id, roles=actor.roles, at=now, reason=correction.reason),
    )


@router.post("/sessions/{session_id}/form-corrections", status_code=204)
async def correct_form(
    session_id: str, correction: FormCorrectionBody, desk: AtMarkingDesk, now: Now, actor: Organiser
) -> None:
    """Correct the form of one script; what was read of it is marked again."""
    await marking.correct_form(
        desk,
        session_id=session_id,
        code=correction.code,
        form=correction.form,
        marker=Marker(id=actor.id, roles=actor.roles, at=now, reason=correction.reason),
    )


@router.post("/sessions/{session_id}/practical-sheets")
async def take_score_sheets(
    session_id: str, body: PracticalSheets, desk: AtMarkingDesk, now: Now, actor: Examiner
) -> Imported:
    """Take the own independent sheets of an examiner of this session."""
    sheets = [(sheet.code, sheet.marks) for sheet in body.sheets]
    marker = Marker(id=actor.id, roles=actor.roles, at=now)
    return Imported(imported=await marking.take_score_sheets(desk, session_id=session_id, sheets=sheets, marker=marker))


@router.post("/sessions/{session_id}/practical-corrections", status_code=204)
async def correct_score_sheet(
    session_id: str, correction: PracticalCorrection, desk: AtMarkingDesk, now: Now, actor: Examiner
) -> None:
    """Correct the own sheet; both stay on record."""
    await marking.correct_score_sheet(
        desk,
        session_id=session_id,
        code=correction.code,
        marks=correction.marks,
        marker=Marker(id=actor.id, roles=actor.roles, at=now, reason=correction.reason),
    )


@router.post("/sessions/{session_id}/rulings", status_code=204)
async def rule_dispute(session_id: str, ruling: DisputeRuling, desk: AtMarkingDesk, now: Now, actor: Examiner) -> None:
    """Decide a dispute, as the team leader of the session."""
    await marking.rule_dispute(
        desk,
        session_id=session_id,
        code=ruling.code,
        score=ruling.score,
        marker=Marker(id=actor.id, roles=actor.roles, at=now, reason=ruling.reason),
    )

"""Scripts under their codes: answer sheets, score sheets, corrections and rulings."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from fastapi import Response
from pydantic import BaseModel, Field

from libs.chassis.identity import Actor
from libs.chassis.web.http import Now, RawBody, Routes, Strict, allow
from libs.contracts.event import Form, Whole
from services.scoring.domain.answer_key import ItemAnswer
from services.scoring.domain.marker import Marker
from services.scoring.domain.reading.sheet_case import Act, Settlement
from services.scoring.domain.script import GivenMarks
from services.scoring.routes.parameters import ORGANISERS, READERS, AtMarkingDesk, Examiner, Organiser, Reason
from services.scoring.use_cases import marking
from services.scoring.views import marking as views
from services.scoring.views import sheet_cases, typed_sheets

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
    """One examiner's marks for one piece, item by item, and the numbers of the knock-out items that happened."""

    code: str
    marks: list[Decimal]
    knocked_out: Annotated[list[Whole], Field(default_factory=list, max_length=50)]

    def given(self) -> GivenMarks:
        """The same in the words of the use case."""
        return GivenMarks(marks=self.marks, knocked_out=self.knocked_out)


class TypedSheet(PracticalSheet):
    """What stands on the paper sheet of an examiner."""

    examiner: Annotated[str, Field(min_length=1, max_length=100)]


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


class ImportedAnswers(Imported):
    """How many scripts were marked, and how many rows wait for a person."""

    cases: int


class SettlementBody(Strict):
    """What stands on a card: whose script it is and its answers, a blank being “-”; or that it is put aside."""

    act: Act
    code: Annotated[str, Field(max_length=40)] = ""
    form: Annotated[str, Field(max_length=10)] = ""
    answers: Annotated[str, Field(max_length=1000)] = ""
    reason: Reason

    def settlement(self, *, by: str, at: datetime) -> Settlement:
        """What it says, and who signs."""
        return Settlement(
            act=self.act, code=self.code, form=self.form, answers=self.answers, reason=self.reason, by=by, at=at
        )


class Settled(BaseModel):
    """Whether it is settled, or waits for the second of two."""

    state: Literal["settled", "waiting"]


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
) -> ImportedAnswers:
    """Mark the theory scripts in a CSV, XLSX or DBF file; a row that cannot be marked becomes a case."""
    marker = Marker(id=actor.id, roles=actor.roles, at=now)
    upload = await marking.import_answer_sheets(desk, session_id=session_id, raw=body, marker=marker)
    return ImportedAnswers(imported=upload.scripts, cases=upload.cases)


@router.get("/sessions/{session_id}/sheet-cases")
async def list_sheet_cases(session_id: str, desk: AtMarkingDesk, _: Organiser) -> sheet_cases.SheetCasesView:
    """The rows that wait for a person, those that were settled, and the scripts of which no row has come."""
    return await sheet_cases.list_sheet_cases(desk, session_id=session_id)


@router.post(
    "/sessions/{session_id}/sheet-cases/{case_id}/settlement",
    responses={202: {"description": "The first of two; waiting."}},
)
async def settle_sheet_case(  # noqa: PLR0913, PLR0917 -- FastAPI injects by parameter
    session_id: str,
    case_id: str,
    body: SettlementBody,
    desk: AtMarkingDesk,
    response: Response,
    now: Now,
    actor: Organiser,
) -> Settled:
    """Say what stands on a card; to read one again that was read takes two people who say the same."""
    settled = await marking.settle_sheet_case(
        desk,
        session_id=session_id,
        case_id=case_id,
        settlement=body.settlement(by=actor.id, at=now),
        marker=Marker(id=actor.id, roles=actor.roles, at=now, reason=body.reason),
    )
    response.status_code = 200 if settled else 202
    return Settled(state="settled" if settled else "waiting")


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
    sheets = [(sheet.code, sheet.given()) for sheet in body.sheets]
    marker = Marker(id=actor.id, roles=actor.roles, at=now)
    return Imported(imported=await marking.take_score_sheets(desk, session_id=session_id, sheets=sheets, marker=marker))


@router.get("/sessions/{session_id}/typed-sheets")
async def list_typed_sheets(session_id: str, desk: AtMarkingDesk, actor: Organiser) -> typed_sheets.TypedSheetsView:
    """How far the paper sheets of each examiner are; what was typed is shown to nobody."""
    return await typed_sheets.list_typed_sheets(desk, session_id=session_id, staff_id=actor.id)


@router.post("/sessions/{session_id}/typed-sheets", responses={202: {"description": "Somebody else is to type it."}})
async def type_score_sheet(  # noqa: PLR0913, PLR0917 -- FastAPI injects by parameter
    session_id: str, body: TypedSheet, desk: AtMarkingDesk, response: Response, now: Now, actor: Organiser
) -> typed_sheets.TypedView:
    """Type one paper sheet; it counts once two people have typed the same in each field."""
    marker = Marker(id=actor.id, roles=actor.roles, at=now)
    sheet = await marking.type_score_sheet(
        desk, session_id=session_id, sheet_of=(body.examiner, body.code), given=body.given(), marker=marker
    )
    response.status_code = 200 if sheet.taken_at else 202
    return typed_sheets.show_typed(sheet)


@router.post("/sessions/{session_id}/practical-corrections", status_code=204)
async def correct_score_sheet(
    session_id: str, correction: PracticalCorrection, desk: AtMarkingDesk, now: Now, actor: Examiner
) -> None:
    """Correct the own sheet; both stay on record."""
    await marking.correct_score_sheet(
        desk,
        session_id=session_id,
        code=correction.code,
        given=correction.given(),
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

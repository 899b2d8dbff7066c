"""Answer cards that a person has to look at: what was read of them, beside the place where it stands; no score."""

from datetime import datetime

from pydantic import BaseModel

from libs.chassis.domain import every
from libs.contracts.event import Form
from services.scoring.domain.reading.answer_sheets import Trouble
from services.scoring.domain.reading.sheet_case import Act, SheetCase
from services.scoring.domain.script import ScriptState
from services.scoring.ports import MarkingDesk


class SettlementView(BaseModel):
    """Who settled it how, why, and who agreed."""

    act: Act
    code: str
    reason: str
    by: str
    second_by: str
    at: datetime


class SheetCaseView(BaseModel):
    """A row as it stood in its file; `items` are those that could not be read. `proposed_by` waits for a second one."""

    case_id: str
    row: int
    code: str
    form: str
    answers: list[str]
    picture: str
    trouble: Trouble
    items: list[int]
    needs_two: bool
    proposed_by: str | None
    settlement: SettlementView | None


class MissingSheet(BaseModel):
    """A script of which no row has come."""

    code: str
    form: Form


class SheetCasesView(BaseModel):
    """What is to be settled in a session, in order of file and row."""

    session_id: str
    cases: list[SheetCaseView]
    missing: list[MissingSheet]


async def list_sheet_cases(desk: MarkingDesk, *, session_id: str) -> SheetCasesView:
    """Open cases first; a script that an open case names is not missing."""
    session = await desk.sessions.get(session_id)
    cases = [case async for case in every(desk.sheet_cases, {"session_id": session_id})]
    named = {case.code for case in cases if case.is_open}
    scripts = [script async for script in every(desk.scripts, {"session_id": session_id})]
    missing = [one for one in scripts if one.state is ScriptState.UNMARKED and one.id not in named]
    return SheetCasesView(
        session_id=session_id,
        cases=[_case(case) for case in sorted(cases, key=lambda case: (not case.is_open, case.upload_id, case.row))],
        missing=[MissingSheet(code=one.id, form=one.form) for one in missing] if session.part == "theory" else [],
    )


def _case(case: SheetCase) -> SheetCaseView:
    settled = case.settlement
    return SheetCaseView(
        case_id=case.id,
        row=case.row,
        code=case.code,
        form=case.form,
        answers=case.answers,
        picture=case.picture,
        trouble=case.trouble,
        items=case.items,
        needs_two=case.needs_two,
        proposed_by=case.proposed.by if case.proposed else None,
        settlement=SettlementView.model_validate(settled, from_attributes=True) if settled else None,
    )

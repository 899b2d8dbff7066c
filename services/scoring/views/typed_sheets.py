"""How far the score sheets are that come on paper; of what was typed nothing but where two people differ."""

from pydantic import BaseModel

from libs.chassis.domain import every
from libs.contracts.event import Form
from services.scoring.domain.practical.keyed_sheet import KeyedSheet, KeyedState, keyed_sheet_id
from services.scoring.domain.script import DONE
from services.scoring.ports import MarkingDesk


class TypedView(BaseModel):
    """What came of typing one: `open_fields` are those, counted from 1, that no two people typed alike."""

    state: KeyedState
    open_fields: list[int]


class PaperSheetView(BaseModel):
    """One paper sheet; `mine` says whether whoever asks has typed it."""

    examiner: str
    code: str
    form: Form
    state: KeyedState
    mine: bool


class TypedSheetsView(BaseModel):
    """Every sheet of the session that is not handed in directly, by examiner and code, and how many lines each has."""

    session_id: str
    examiners: list[str]
    lines: dict[Form, int]
    sheets: list[PaperSheetView]


def show_typed(sheet: KeyedSheet) -> TypedView:
    """What whoever typed it is told."""
    return TypedView(state=sheet.state, open_fields=sheet.open_fields if sheet.state is KeyedState.DIFFERS else [])


async def list_typed_sheets(desk: MarkingDesk, *, session_id: str, staff_id: str) -> TypedSheetsView:
    """What is to be typed, and what was."""
    session = await desk.sessions.get(session_id)
    session.must_be("practical")
    typed = {one.id: one async for one in every(desk.keyed_sheets, {"session_id": session_id})}
    scripts = [one async for one in every(desk.scripts, {"session_id": session_id})]
    sheets = []
    for examiner in session.panel:
        for script in scripts:
            sheet = typed.get(keyed_sheet_id(session_id, examiner, script.id))
            if sheet is None and (examiner in script.sheets or script.state in DONE):
                continue
            state, mine = (sheet.state, staff_id in sheet.typists) if sheet else (KeyedState.NEW, False)
            sheets.append(PaperSheetView(examiner=examiner, code=script.id, form=script.form, state=state, mine=mine))
    standards = await desk.criteria(session.list_id, {script.form for script in scripts})
    return TypedSheetsView(
        session_id=session_id,
        examiners=session.panel,
        lines={form: len(standard.lines) for form, standard in standards.items()},
        sheets=sheets,
    )

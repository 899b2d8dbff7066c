"""Scripts under their codes, and where they wait."""

from datetime import datetime
from decimal import Decimal

from pydantic import BaseModel

from libs.chassis.domain import every
from libs.contracts.event import Form, Level, Part
from services.scoring.domain.script import DONE, ScriptState
from services.scoring.domain.session import Session
from services.scoring.ports import MarkingDesk, Scripts


class ScriptView(BaseModel):
    """A script as its markers know it. For an examiner, `submitted` says whether the own sheet is in."""

    code: str
    form: Form
    state: ScriptState | None = None
    submitted: bool | None = None


class CriterionView(BaseModel):
    """A line of the score sheet: at most `marks`, by the standard."""

    no: int
    task: str
    text: str
    marks: Decimal
    standard: str


class SheetView(BaseModel):
    """The score sheet of one form, as its examiners score by it."""

    form: Form
    criteria: list[CriterionView]
    knockouts: list[str]


class ScriptsView(BaseModel):
    """The scripts of a session, in order of code; for an examiner with the score sheets that have been handed over."""

    session_id: str
    part: Part
    scripts: list[ScriptView]
    sheets: list[SheetView] | None = None


class DisputesView(BaseModel):
    """The pieces that wait for the team leader's ruling."""

    session_id: str
    codes: list[str]


class SessionView(BaseModel):
    """How far the scripts of a session are; counts, no scores.

    An examiner is told `to_submit`, the own sheets that are missing, and as the leader `to_rule`.
    """

    session_id: str
    part: Part
    occupation_code: str
    level: Level
    finished_at: datetime | None
    called_off: bool
    scripts: int
    marked: int | None = None
    disputed: int | None = None
    to_submit: int | None = None
    to_rule: int | None = None


async def show_scripts(desk: MarkingDesk, *, session_id: str, staff_id: str, organiser: bool) -> ScriptsView:
    """To an examiner of the session: which pieces are to be scored, and were. To whoever organises: how far each is.

    A piece that has its sheets from others is not shown: there is nothing for this examiner to do.
    """
    session = await desk.sessions.get(session_id)
    if not organiser:
        session.must_be_examined_by(staff_id)
    shown: list[ScriptView] = []
    forms: set[Form] = set()
    async for script in every(desk.scripts, {"session_id": session_id}):
        if organiser:
            shown.append(ScriptView(code=script.id, form=script.form, state=script.state))
        elif script.state is not ScriptState.EXCUSED and (staff_id in script.sheets or script.awaits(staff_id)):
            shown.append(ScriptView(code=script.id, form=script.form, submitted=staff_id in script.sheets))
            forms.add(script.form)
    sheets = None if organiser else await _score_sheets(desk, session, forms)
    return ScriptsView(session_id=session_id, part=session.part, scripts=shown, sheets=sheets)


async def _score_sheets(desk: MarkingDesk, session: Session, forms: set[Form]) -> list[SheetView]:
    return [
        SheetView(
            form=form,
            criteria=[CriterionView.model_validate(line, from_attributes=True) for line in sheet.lines],
            knockouts=list(sheet.knockouts),
        )
        for form, sheet in (await desk.criteria(session.list_id, forms)).items()
    ]


async def show_disputes(desk: MarkingDesk, *, session_id: str, staff_id: str) -> DisputesView:
    """Which pieces the team leader has to rule on."""
    session = await desk.sessions.get(session_id)
    session.must_be_led_by(staff_id)
    scripts = every(desk.scripts, {"session_id": session_id})
    return DisputesView(
        session_id=session_id, codes=[script.id async for script in scripts if script.state is ScriptState.DISPUTED]
    )


async def list_sessions(desk: MarkingDesk, *, batch_id: str) -> list[SessionView]:
    """The sessions of a batch, in order."""
    return [
        SessionView(
            session_id=session.id,
            part=session.part,
            occupation_code=session.occupation_code,
            level=session.level,
            finished_at=session.finished_at,
            called_off=session.called_off,
            scripts=await desk.scripts.count({"session_id": session.id}),
            marked=await _count(desk.scripts, session.id, *DONE),
            disputed=await _count(desk.scripts, session.id, ScriptState.DISPUTED),
        )
        async for session in every(desk.sessions, {"batch_id": batch_id})
    ]


async def list_own_sessions(desk: MarkingDesk, *, batch_id: str, staff_id: str) -> list[SessionView]:
    """Those that this person examines; how far the sheets of the others are is not told."""
    return [
        await _own_session(desk, session, staff_id)
        async for session in every(desk.sessions, {"batch_id": batch_id})
        if staff_id in session.panel
    ]


async def _own_session(desk: MarkingDesk, session: Session, staff_id: str) -> SessionView:
    scripts = every(desk.scripts, {"session_id": session.id})
    counting = [script async for script in scripts if script.state is not ScriptState.EXCUSED]
    disputed = [script for script in counting if script.state is ScriptState.DISPUTED]
    return SessionView(
        session_id=session.id,
        part=session.part,
        occupation_code=session.occupation_code,
        level=session.level,
        finished_at=session.finished_at,
        called_off=session.called_off,
        scripts=len(counting),
        to_submit=sum(script.awaits(staff_id) for script in counting),
        to_rule=len(disputed) if staff_id == session.leader else None,
    )


async def _count(scripts: Scripts, session_id: str, *states: ScriptState) -> int:
    return sum([await scripts.count({"session_id": session_id, "state": state}) for state in states])

"""What scoring shows. No score is in any view before its publication (SEC-08)."""

from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel

from libs.chassis.domain import Query, every
from libs.contracts.event import Form, Level, Part
from libs.contracts.scoring import Outcome
from services.scoring.domain.answer_key import KeyCorrection
from services.scoring.domain.coding import CodingRecord
from services.scoring.domain.result import VOID, PartResult, Result
from services.scoring.domain.score_list import ListState
from services.scoring.domain.script import DONE, ScriptState, standing_of
from services.scoring.domain.session import Session
from services.scoring.ports import Candidates, Involvements, Keys, Lists, Results, Scripts, Sessions


class CodeView(BaseModel):
    """Whose script carries a code."""

    application_id: str
    ticket_number: str | None
    code: str
    form: Form


class CodesView(BaseModel):
    """The coding record of a session, for the coder alone."""

    session_id: str
    codes: list[CodeView]


class CodesReadView(BaseModel):
    """Who read the codes of which session, and when."""

    session_id: str
    by: str
    at: datetime


class ScriptView(BaseModel):
    """A script as its markers know it. For an examiner, `submitted` says whether the own sheet is in."""

    code: str
    form: Form
    state: ScriptState | None = None
    submitted: bool | None = None


class ScriptsView(BaseModel):
    """The scripts of a session, in order of code."""

    session_id: str
    part: Part
    scripts: list[ScriptView]


class DisputesView(BaseModel):
    """The pieces that wait for the team leader's ruling."""

    session_id: str
    codes: list[str]


class CorrectedView(BaseModel):
    """What a corrected key did: how many scripts were marked again, and the codes of those whose score changed."""

    state: Literal["waiting", "corrected"]
    remarked: int
    changed: list[str]


class KeyCorrectionView(BaseModel):
    """Who corrected an item, who agreed, when and why."""

    item: int
    reason: str
    by: str
    second_by: str | None
    at: datetime
    remarked: int
    changed: list[str]


class KeyCorrectionsView(BaseModel):
    """The corrections of one key; `proposed` waits for the second person."""

    paper_id: str
    proposed: KeyCorrectionView | None
    corrections: list[KeyCorrectionView]


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


class KeyView(BaseModel):
    """A key that was handed over; `waiting` says whether a correction waits for a second person."""

    paper_id: str
    occupation_code: str
    level: Level
    part: Part
    form: Form
    items: int
    received_by: str
    received_at: datetime
    corrections: int
    waiting: bool


class ListView(BaseModel):
    """How far a list is; counts, no scores. `marked` are the scripts that need no more marks."""

    list_id: str
    occupation_code: str
    level: Level
    state: ListState
    scripts: int
    marked: int
    disputed: int
    published: int
    checked_by: str | None
    approved_by: str | None


class PartView(BaseModel):
    """A published part. One that is void was sat and does not count; a cancelled one was not held."""

    score: Decimal | None
    outcome: Outcome
    void: bool
    cancelled: bool


class ResultView(BaseModel):
    """A published result; `revision` counts what changed it afterwards."""

    application_id: str
    batch_id: str
    occupation_code: str
    level: Level
    theory: PartView
    practical: PartView
    revision: int
    published_at: str


class ResultsView(BaseModel):
    """A page of published results."""

    items: list[ResultView]
    next: str | None


class ProgressView(BaseModel):
    """Where a batch is; counts, no scores."""

    sessions: int
    sessions_finished: int
    sessions_cancelled: int
    scripts: int
    marked: int
    disputed: int
    lists: int
    checked: int
    approved: int
    published_lists: int
    published: int


async def codes_view(scripts: Scripts, candidates: Candidates, record: CodingRecord) -> CodesView:
    """The coding record with the tickets: the one view that joins codes with candidates."""
    forms = {script.id: script.form async for script in every(scripts, {"session_id": record.id})}
    views = []
    for entry in sorted(record.entries, key=lambda entry: entry.application_id):
        candidate = await candidates.find_one(entry.application_id)
        views.append(
            CodeView(
                application_id=entry.application_id,
                ticket_number=candidate.ticket_number if candidate else None,
                code=entry.code,
                form=forms.get(entry.code, entry.form),
            )
        )
    return CodesView(session_id=record.id, codes=views)


async def readings_of_codes(involvements: Involvements, *, list_id: str) -> list[CodesReadView]:
    """Who read codes of a list, in order of time."""
    found = [
        CodesReadView(session_id=reading.session_id, by=one.staff_id, at=reading.at)
        async for one in every(involvements, {"list_id": list_id})
        for reading in one.readings
    ]
    return sorted(found, key=lambda one: (one.at, one.session_id, one.by))


async def scripts_of_session(
    sessions: Sessions, scripts: Scripts, *, session_id: str, staff_id: str, organiser: bool
) -> ScriptsView:
    """To an examiner of the session: which pieces are to be scored. To whoever organises: how far each is."""
    session = await sessions.get(session_id)
    if not organiser:
        session.must_be_examined_by(staff_id)
    found = await scripts.find(Query({"session_id": session_id}, limit=500))
    shown: list[ScriptView] = []
    for script in found.items:
        if organiser:
            shown.append(ScriptView(code=script.id, form=script.form, state=script.state))
        elif script.state is not ScriptState.EXCUSED:
            shown.append(ScriptView(code=script.id, form=script.form, submitted=staff_id in script.sheets))
    return ScriptsView(session_id=session_id, part=session.part, scripts=shown)


async def disputes_of_session(sessions: Sessions, scripts: Scripts, *, session_id: str, staff_id: str) -> DisputesView:
    """Which pieces the team leader has to rule on."""
    session = await sessions.get(session_id)
    session.must_be_led_by(staff_id)
    found = await scripts.find(Query({"session_id": session_id}, limit=500))
    return DisputesView(
        session_id=session_id, codes=[script.id for script in found.items if script.state is ScriptState.DISPUTED]
    )


def corrected_view(done: KeyCorrection | None) -> CorrectedView:
    """What a person who corrects a key is told."""
    if done is None:
        return CorrectedView(state="waiting", remarked=0, changed=[])
    return CorrectedView(state="corrected", remarked=done.remarked, changed=done.changed)


async def keys_of_batch(keys: Keys, *, batch_id: str) -> list[KeyView]:
    """The keys of a batch, by paper."""
    return [
        KeyView(
            paper_id=one.id,
            occupation_code=one.occupation_code,
            level=one.level,
            part=one.part,
            form=one.form,
            items=one.items,
            received_by=one.received_by,
            received_at=one.received_at,
            corrections=len(one.corrections),
            waiting=one.proposed is not None,
        )
        async for one in every(keys, {"batch_id": batch_id})
    ]


async def corrections_of_key(keys: Keys, *, paper_id: str) -> KeyCorrectionsView:
    """The corrections of one key, in order."""
    key = await keys.get(paper_id)
    return KeyCorrectionsView(
        paper_id=paper_id,
        proposed=_correction(key.proposed) if key.proposed else None,
        corrections=[_correction(one) for one in key.corrections],
    )


def _correction(one: KeyCorrection) -> KeyCorrectionView:
    return KeyCorrectionView(
        item=one.item,
        reason=one.reason,
        by=one.by,
        second_by=one.second_by or None,
        at=one.at,
        remarked=one.remarked,
        changed=one.changed,
    )


async def sessions_of_batch(sessions: Sessions, scripts: Scripts, *, batch_id: str) -> list[SessionView]:
    """The sessions of a batch, in order."""

    async def counted(session_id: str, *states: ScriptState) -> int:
        return sum([await scripts.count({"session_id": session_id, "state": state}) for state in states])

    return [
        SessionView(
            **_session(one),
            scripts=await scripts.count({"session_id": one.id}),
            marked=await counted(one.id, *DONE),
            disputed=await counted(one.id, ScriptState.DISPUTED),
        )
        async for one in every(sessions, {"batch_id": batch_id})
    ]


async def sessions_of_examiner(
    sessions: Sessions, scripts: Scripts, *, batch_id: str, staff_id: str
) -> list[SessionView]:
    """Those that this person examines; how far the sheets of the others are is not told."""
    shown = []
    async for one in every(sessions, {"batch_id": batch_id}):
        if staff_id not in one.panel:
            continue
        found = (await scripts.find(Query({"session_id": one.id}, limit=500))).items
        wanted = [script for script in found if script.state is not ScriptState.EXCUSED]
        disputed = [script for script in wanted if script.state is ScriptState.DISPUTED]
        shown.append(
            SessionView(
                **_session(one),
                scripts=len(wanted),
                to_submit=sum(staff_id not in script.sheets for script in wanted),
                to_rule=len(disputed) if staff_id == one.leader else None,
            )
        )
    return shown


def _session(session: Session) -> dict[str, Any]:
    return {
        "session_id": session.id,
        "part": session.part,
        "occupation_code": session.occupation_code,
        "level": session.level,
        "finished_at": session.finished_at,
        "called_off": session.called_off,
    }


async def lists_of_batch(lists: Lists, scripts: Scripts, *, batch_id: str) -> list[ListView]:
    """The lists of a batch, in order."""
    found = await lists.find(Query({"batch_id": batch_id}, limit=500))
    return [
        ListView(
            list_id=one.id,
            occupation_code=one.occupation_code,
            level=one.level,
            state=one.state,
            scripts=await scripts.count({"list_id": one.id}),
            marked=sum([await scripts.count({"standing": standing_of(one.id, state)}) for state in DONE]),
            disputed=await scripts.count({"standing": standing_of(one.id, ScriptState.DISPUTED)}),
            published=one.published,
            checked_by=one.check.by if one.check else None,
            approved_by=one.approval.by if one.approval else None,
        )
        for one in found.items
    ]


async def results_of_batch(results: Results, *, batch_id: str, cursor: str | None, limit: int) -> ResultsView:
    """Published results; there are no others in the collection."""
    page = await results.find(Query({"batch_id": batch_id}, after=cursor, limit=limit))
    return ResultsView(items=[result_view(result) for result in page.items], next=page.next)


async def result_of_application(results: Results, *, application_id: str) -> ResultView:
    """One published result; an unpublished one is as absent as one that never was."""
    return result_view(await results.get(application_id))


def result_view(result: Result) -> ResultView:
    """A published result as it is shown."""
    return ResultView(
        application_id=result.id,
        batch_id=result.batch_id,
        occupation_code=result.occupation_code,
        level=result.level,
        theory=_part(result.theory),
        practical=_part(result.practical),
        revision=result.revision,
        published_at=result.published_at.isoformat(),
    )


def _part(part: PartResult) -> PartView:
    return PartView(score=part.score, outcome=part.outcome, void=part == VOID, cancelled=part.cancelled)


async def progress_of_batch(
    sessions: Sessions, scripts: Scripts, lists: Lists, results: Results, *, batch_id: str
) -> ProgressView:
    """Where a batch is."""
    of_batch = {"batch_id": batch_id}
    views = await lists_of_batch(lists, scripts, batch_id=batch_id)
    states = [view.state for view in views]
    return ProgressView(
        sessions=await sessions.count(of_batch),
        sessions_finished=await sessions.count({**of_batch, "finished": True}),
        sessions_cancelled=await sessions.count({**of_batch, "called_off": True}),
        scripts=sum(view.scripts for view in views),
        marked=sum(view.marked for view in views),
        disputed=sum(view.disputed for view in views),
        lists=len(views),
        checked=len(states) - states.count(ListState.OPEN),
        approved=states.count(ListState.APPROVED) + states.count(ListState.PUBLISHED),
        published_lists=states.count(ListState.PUBLISHED),
        published=await results.count(of_batch),
    )

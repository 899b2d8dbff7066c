"""Marking: answer sheets, score sheets, corrections and rulings, all under blind codes."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from libs.chassis.domain import Act, Decision, Followed, every
from libs.contracts.event import Form
from libs.contracts.itembank import PaperSealed
from libs.contracts.scheduling import ExamFormRecorded
from services.scoring.domain.answer_key import Criteria, ItemAnswer
from services.scoring.domain.errors.answer_key import KeyNotFoundError
from services.scoring.domain.errors.answer_sheets import OtherFormOnCardError, SameFileError, SheetCaseNotFoundError
from services.scoring.domain.errors.keyed_sheet import NotOnPaperError
from services.scoring.domain.errors.script import ScriptNotFoundError
from services.scoring.domain.marker import Marker
from services.scoring.domain.paper import Paper
from services.scoring.domain.practical.keyed_sheet import KeyedSheet, KeyedState, keyed_sheet_id
from services.scoring.domain.practical.on_site_record import FORM, OnSiteRecord, on_site_record_id
from services.scoring.domain.reading.answer_sheets import AnswerUpload, digest_of, read_answer_sheets, sort_sheets
from services.scoring.domain.reading.sheet_case import Settlement, SheetCase
from services.scoring.domain.script import GivenMarks, Script
from services.scoring.domain.session import Session
from services.scoring.ports import MarkingDesk, OnSiteRecords, Papers
from services.scoring.use_cases.lookup import involvement_of


async def note_paper(papers: Papers, *, event: PaperSealed, seq: int) -> None:
    """Know what was sealed, before anybody brings its key."""
    paper = await papers.find_one(event.paper_id)
    followed = paper.followed if paper else Followed()
    if followed.takes("seal", seq):
        papers.save(Paper.seal(event, followed=followed))


async def note_on_site_record(on_site_records: OnSiteRecords, *, event: ExamFormRecorded, seq: int) -> None:
    """Know who has signed the own on-site record; other forms are no matter of scoring."""
    if event.form != FORM:
        return
    record = await on_site_records.find_one(event.record_id) or OnSiteRecord(id=event.record_id)
    record.follow(event, seq)
    on_site_records.save(record)


async def import_answer_sheets(desk: MarkingDesk, *, session_id: str, raw: bytes, marker: Marker) -> AnswerUpload:
    """Mark the theory scripts in a file that can be read as they stand; every other row becomes a case to settle."""
    session = await _session_to_mark(desk, session_id, marker)
    session.must_be("theory")
    digest = digest_of(raw)
    if await desk.uploads.find_one(digest) is not None:
        raise SameFileError

    sheets = read_answer_sheets(desk.answer_files.rows(raw))
    scripts = await _scripts_of(desk, session_id)
    keys = await desk.theory_keys(session.list_id, {script.form for script in scripts.values()})
    found = sort_sheets(sheets, scripts, keys)
    for script, answers in found.readable:
        script.read(answers, keys[script.form], marker.act)
        desk.scripts.save(script)
    upload = AnswerUpload(
        id=digest,
        session_id=session_id,
        scripts=len(found.readable),
        by=marker.id,
        at=marker.at,
        cases=len(found.troubled),
    )
    for sheet, finding in found.troubled:
        desk.sheet_cases.save(SheetCase.of(sheet, finding, session, upload))
    desk.uploads.save(upload)
    return upload


async def settle_sheet_case(
    desk: MarkingDesk, *, session_id: str, case_id: str, settlement: Settlement, marker: Marker
) -> bool:
    """Take what a person reads off a card, or put the card aside; answers whether a second one is not waited for."""
    session = await _session_to_mark(desk, session_id, marker)
    case = await desk.sheet_cases.get(case_id)
    if case.session_id != session_id:
        raise SheetCaseNotFoundError(case_id)
    if settlement.act == "dismiss":
        settled = case.settle(settlement, None)
    else:
        script = await _script(desk, session_id, settlement.code)
        keys = await desk.theory_keys(session.list_id, {script.form})
        if script.form != settlement.form:
            raise OtherFormOnCardError
        if script.form not in keys:
            raise KeyNotFoundError(script.form)
        settled = case.settle(settlement, keys[script.form])
        if settled and case.settlement is not None and case.needs_two:
            first = case.settlement
            decision = Decision(first.by, first.at, first.reason)
            script.read_again(first.answers, keys[script.form], decision, second_by=first.second_by)
            await _save_correction(desk, session, script)
        elif settled:
            script.read(settlement.answers, keys[script.form], marker.act)
            desk.scripts.save(script)
    desk.sheet_cases.save(case)
    return settled


async def correct_answer(desk: MarkingDesk, *, session_id: str, code: str, right: ItemAnswer, marker: Marker) -> None:
    """Correct one answer that was read in wrongly."""
    session = await _session_to_mark(desk, session_id, marker)
    session.must_be("theory")
    script = await _script(desk, session_id, code)
    keys = await desk.theory_keys(session.list_id, {script.form})
    if script.form not in keys:
        raise KeyNotFoundError(script.form)

    script.correct_answer(right, keys[script.form], marker.decision)
    await _save_correction(desk, session, script)


async def correct_form(desk: MarkingDesk, *, session_id: str, code: str, form: Form, marker: Marker) -> None:
    """The script is of another form than the room's record says; what was read of it is marked again."""
    session = await _session_to_mark(desk, session_id, marker)
    script = await _script(desk, session_id, code)
    keys = await desk.theory_keys(session.list_id, {form})

    script.correct_form(form, keys.get(form), marker.decision)
    await _save_correction(desk, session, script)


async def take_score_sheets(
    desk: MarkingDesk,
    *,
    session_id: str,
    sheets: Sequence[tuple[str, GivenMarks]],
    marker: Marker,
) -> int:
    """Take one examiner's independent sheets for practical pieces, all of them or none."""
    session = await _session_to_mark(desk, session_id, marker)
    session.must_be("practical")
    session.must_be_examined_by(marker.id)
    OnSiteRecord.must_be_signed(await desk.on_site_records.find_one(on_site_record_id(session_id, marker.id)))

    scripts = await _scripts_of(desk, session_id)
    criteria_of = await desk.criteria(session.list_id, {script.form for script in scripts.values()})
    for code, given in sheets:
        if code not in scripts:
            raise ScriptNotFoundError(code)
        script = scripts[code]
        script.take_sheet(given, _criteria_for(script, criteria_of), desk.rules, marker.act)
        desk.scripts.save(script)
    return len(sheets)


async def type_score_sheet(
    desk: MarkingDesk, *, session_id: str, sheet_of: tuple[str, str], given: GivenMarks, marker: Marker
) -> KeyedSheet:
    """Type what stands on a paper sheet, of this examiner and code; it counts once two people agree."""
    examiner, code = sheet_of
    session = await _session_to_mark(desk, session_id, marker)
    session.must_be("practical")
    session.must_be_examined_by(examiner)
    OnSiteRecord.must_be_signed(await desk.on_site_records.find_one(on_site_record_id(session_id, examiner)))
    script = await _script(desk, session_id, code)
    criteria = _criteria_for(script, await desk.criteria(session.list_id, {script.form}))
    sheet = await desk.keyed_sheets.find_one(keyed_sheet_id(session_id, examiner, code))
    sheet = sheet or KeyedSheet.of(session_id, examiner, code)
    if sheet.state is not KeyedState.TAKEN and examiner in script.sheets:
        raise NotOnPaperError(code)

    sheet.type_in(given, criteria, marker.act)
    if sheet.state is KeyedState.TAKEN:
        script.take_sheet(sheet.agreed, criteria, desk.rules, Act(examiner, marker.at))
        desk.scripts.save(script)
    desk.keyed_sheets.save(sheet)
    return sheet


async def correct_score_sheet(
    desk: MarkingDesk, *, session_id: str, code: str, given: GivenMarks, marker: Marker
) -> None:
    """An examiner corrects the own sheet."""
    session = await _session_to_mark(desk, session_id, marker)
    session.must_be("practical")
    session.must_be_examined_by(marker.id)
    script = await _script(desk, session_id, code)
    criteria = _criteria_for(script, await desk.criteria(session.list_id, {script.form}))

    script.correct_sheet(given, criteria, desk.rules, marker.decision)
    await _save_correction(desk, session, script)


async def rule_dispute(desk: MarkingDesk, *, session_id: str, code: str, score: Decimal, marker: Marker) -> None:
    """The team leader decides where the sheets are far apart."""
    session = await _session_to_mark(desk, session_id, marker)
    session.must_be_led_by(marker.id)
    script = await _script(desk, session_id, code)

    script.rule(score, marker.decision)
    desk.scripts.save(script)


def _criteria_for(script: Script, criteria_of: Mapping[Form, Criteria]) -> Criteria:
    """Without the scoring standard of its form no piece is scored (SCO-06)."""
    if script.form not in criteria_of:
        raise KeyNotFoundError(script.form)
    return criteria_of[script.form]


async def _session_to_mark(desk: MarkingDesk, session_id: str, marker: Marker) -> Session:
    marker.must_be_blind()
    session = await desk.sessions.get(session_id)
    await mark_list(desk, session.list_id, marker)
    return session


async def mark_list(desk: MarkingDesk, list_id: str, marker: Marker) -> None:
    """Whoever has read codes of the list is refused; whoever marks it is noted."""
    involvement = await involvement_of(desk.involvements, list_id, marker.id)
    involvement.mark(now=marker.at)
    desk.involvements.save(involvement)


async def _scripts_of(desk: MarkingDesk, session_id: str) -> dict[str, Script]:
    return {script.id: script async for script in every(desk.scripts, {"session_id": session_id})}


async def _script(desk: MarkingDesk, session_id: str, code: str) -> Script:
    script = await desk.scripts.find_one(code)
    if script is None or script.session_id != session_id:
        raise ScriptNotFoundError(code)
    return script


async def _save_correction(desk: MarkingDesk, session: Session, script: Script) -> None:
    """The list is written too, so that a correction and a check or approval cannot pass each other unseen."""
    score_list = await desk.lists.get(session.list_id)
    score_list.note_correction(session.id)
    desk.lists.save(score_list)
    desk.scripts.save(script)

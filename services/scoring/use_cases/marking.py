"""Marking: keys, answer sheets, score sheets, corrections and rulings, all under blind codes."""

from collections.abc import Sequence
from decimal import Decimal

from libs.chassis.domain import Followed, every
from libs.contracts.event import Form
from libs.contracts.itembank import PaperSealed
from services.scoring.domain.answer_key import AnswerKey, ItemAnswer, KeyCorrection, theory_key
from services.scoring.domain.answer_sheets import AnswerUpload, answers_of, digest_of, read_answer_sheets
from services.scoring.domain.errors.answer_key import KeyNotFoundError, KeyOfAnotherPaperError
from services.scoring.domain.errors.answer_sheets import SameFileError
from services.scoring.domain.errors.script import ScriptNotFoundError
from services.scoring.domain.marker import Marker
from services.scoring.domain.paper import Paper
from services.scoring.domain.script import Script
from services.scoring.domain.session import Session
from services.scoring.ports import MarkingDesk, Papers
from services.scoring.use_cases.lookup import criteria_by_form, involvement_of, theory_keys_by_form


async def note_paper(papers: Papers, *, event: PaperSealed, seq: int) -> None:
    """Know what was sealed, before anybody brings its key."""
    paper = await papers.find_one(event.paper_id)
    followed = paper.followed if paper else Followed()
    if followed.takes("seal", seq):
        papers.save(Paper.seal(event, followed=followed))


async def receive_key(desk: MarkingDesk, *, paper_id: str, key: AnswerKey) -> None:
    """Take the sealed key of exactly this paper from the item bank; it stays sealed."""
    if key.id != paper_id:
        raise KeyOfAnotherPaperError(paper_id)
    paper = await desk.papers.get(paper_id)
    paper.must_be_of(key)
    desk.seals.open(key)
    earlier = await desk.keys.find_one(paper_id)
    if earlier is None:
        desk.keys.save(key)
        return
    of_list = every(desk.scripts, {"list_id": earlier.list_id})
    of_paper = [script async for script in of_list if script.slot == earlier.slot]
    earlier.replace(key, used=any(script.is_marked for script in of_paper))
    desk.keys.save(earlier)


async def import_answer_sheets(desk: MarkingDesk, *, session_id: str, raw: bytes, marker: Marker) -> int:
    """Mark the theory scripts in a file, all of them or none."""
    session = await _session_to_mark(desk, session_id, marker)
    session.must_be("theory")
    digest = digest_of(raw)
    if await desk.uploads.find_one(digest) is not None:
        raise SameFileError

    sheets = read_answer_sheets(raw)
    scripts = await _scripts_of(desk, session_id)
    keys = await theory_keys_by_form(desk, session.list_id, {script.form for script in scripts.values()})
    for sheet in sheets:
        script, answers = answers_of(sheet, scripts, keys)
        script.read(answers, keys[script.form], marker.act)
        desk.scripts.save(script)
    desk.uploads.save(AnswerUpload(id=digest, session_id=session_id, scripts=len(sheets), by=marker.id, at=marker.at))
    return len(sheets)


async def correct_answer(desk: MarkingDesk, *, session_id: str, code: str, right: ItemAnswer, marker: Marker) -> None:
    """Correct one answer that was read in wrongly."""
    session = await _session_to_mark(desk, session_id, marker)
    session.must_be("theory")
    script = await _script(desk, session_id, code)
    keys = await theory_keys_by_form(desk, session.list_id, {script.form})
    if script.form not in keys:
        raise KeyNotFoundError(script.form)

    script.correct_answer(right, keys[script.form], marker.decision)
    await _save_correction(desk, session, script)


async def correct_form(desk: MarkingDesk, *, session_id: str, code: str, form: Form, marker: Marker) -> None:
    """The script is of another form than the room's record says; what was read of it is marked again."""
    session = await _session_to_mark(desk, session_id, marker)
    script = await _script(desk, session_id, code)
    keys = await theory_keys_by_form(desk, session.list_id, {form})

    script.correct_form(form, keys.get(form), marker.decision)
    await _save_correction(desk, session, script)


async def correct_key(desk: MarkingDesk, *, paper_id: str, right: ItemAnswer, marker: Marker) -> KeyCorrection | None:
    """A right answer was wrong: once two people have said so, every script of the paper is marked again.

    Answers what that changed, or nothing while the second person is waited for. Registered scores stay as they are.
    """
    marker.must_be_blind()
    key = await desk.keys.get(paper_id)
    await _mark_list(desk, key.list_id, marker)
    key.must_be_of_theory()
    score_list = await desk.lists.get(key.list_id)
    score_list.must_not_be_registered()
    corrected = theory_key(key, desk.seals.open(key)).corrected(right)
    agreed = desk.seals.open(key.as_proposed()) == corrected.text()
    sealed_key = desk.seals.seal(key, corrected.text())

    done = None
    if key.sign_correction(right.item, sealed_key, marker.decision, agreed=agreed):
        score_list.note_key_correction()
        desk.lists.save(score_list)
        signed, remarked = key.corrections[-1], {}
        async for script in every(desk.scripts, {"list_id": key.list_id}):
            if script.slot == key.slot and script.readings and not score_list.has_registered(script.session_id):
                remarked[script.id] = script.remark(corrected, signed)
                desk.scripts.save(script)
        done = key.note_remarked(remarked)
    desk.keys.save(key)
    return done


async def take_score_sheets(
    desk: MarkingDesk,
    *,
    session_id: str,
    sheets: Sequence[tuple[str, Sequence[Decimal]]],
    marker: Marker,
) -> int:
    """Take one examiner's independent sheets for practical pieces, all of them or none."""
    session = await _session_to_mark(desk, session_id, marker)
    session.must_be("practical")
    session.must_be_examined_by(marker.id)

    scripts = await _scripts_of(desk, session_id)
    criteria_of = await criteria_by_form(desk, session.list_id, {script.form for script in scripts.values()})
    for code, marks in sheets:
        if code not in scripts:
            raise ScriptNotFoundError(code)
        script = scripts[code]
        script.take_sheet(marks, criteria_of.get(script.form), desk.rules, marker.act)
        desk.scripts.save(script)
    return len(sheets)


async def correct_score_sheet(
    desk: MarkingDesk, *, session_id: str, code: str, marks: Sequence[Decimal], marker: Marker
) -> None:
    """An examiner corrects the own sheet."""
    session = await _session_to_mark(desk, session_id, marker)
    session.must_be("practical")
    session.must_be_examined_by(marker.id)
    script = await _script(desk, session_id, code)
    criteria_of = await criteria_by_form(desk, session.list_id, {script.form})

    script.correct_sheet(marks, criteria_of.get(script.form), desk.rules, marker.decision)
    await _save_correction(desk, session, script)


async def rule_dispute(desk: MarkingDesk, *, session_id: str, code: str, score: Decimal, marker: Marker) -> None:
    """The team leader decides where the sheets are far apart."""
    session = await _session_to_mark(desk, session_id, marker)
    session.must_be_led_by(marker.id)
    script = await _script(desk, session_id, code)

    script.rule(score, marker.decision)
    desk.scripts.save(script)


async def _session_to_mark(desk: MarkingDesk, session_id: str, marker: Marker) -> Session:
    marker.must_be_blind()
    session = await desk.sessions.get(session_id)
    await _mark_list(desk, session.list_id, marker)
    return session


async def _mark_list(desk: MarkingDesk, list_id: str, marker: Marker) -> None:
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

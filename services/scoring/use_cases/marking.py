"""Marking: keys, answer sheets, score sheets, corrections and rulings, all under blind codes."""

from collections.abc import Sequence
from decimal import Decimal

from libs.chassis.domain import Followed, every
from libs.contracts.event import Form
from libs.contracts.itembank import PaperSealed
from services.scoring.domain.answer_key import AnswerKey, KeyCorrection, theory_key
from services.scoring.domain.answer_sheets import answers_of, read_answer_sheets
from services.scoring.domain.answer_upload import AnswerUpload, digest_of
from services.scoring.domain.errors import KeyNotFoundError, KeyOfAnotherPaperError, SameFileError, ScriptNotFoundError
from services.scoring.domain.marker import Marker
from services.scoring.domain.paper import Paper
from services.scoring.domain.script import Script
from services.scoring.domain.session import Session
from services.scoring.ports import Keys, Marking, Papers, Scripts, Seals
from services.scoring.use_cases.lookup import criteria_by_form, involvement_of, theory_keys_by_form


async def note_paper(papers: Papers, *, event: PaperSealed, seq: int) -> None:
    """Know what was sealed, before anybody brings its key."""
    known = await papers.find_one(event.paper_id)
    followed = known.followed if known else Followed()
    if followed.takes("seal", seq):
        papers.save(Paper.seal(event, followed=followed))


async def receive_key(  # noqa: PLR0913 -- a key is compared with its paper, with what it seals, and with what was marked
    papers: Papers, keys: Keys, scripts: Scripts, seals: Seals, *, paper_id: str, key: AnswerKey
) -> None:
    """Take the sealed key of exactly this paper from the item bank; it stays sealed."""
    if key.id != paper_id:
        raise KeyOfAnotherPaperError(paper_id)
    paper = await papers.get(paper_id)
    paper.must_be_of(key)
    seals.open(key)
    known = await keys.find_one(paper_id)
    if known is None:
        keys.save(key)
        return
    of_paper = [script async for script in every(scripts, {"list_id": known.list_id}) if script.slot == known.slot]
    known.replace(key, used=any(script.readings or script.sheets for script in of_paper))
    keys.save(known)


async def import_answer_sheets(marking: Marking, *, session_id: str, raw: bytes, marker: Marker) -> int:
    """Mark the theory scripts in a file, all of them or none."""
    session = await _session_to_mark(marking, session_id, marker)
    session.must_be("theory")
    digest = digest_of(raw)
    if await marking.uploads.find_one(digest) is not None:
        raise SameFileError

    sheets = read_answer_sheets(raw)
    scripts = await _scripts_of(marking, session_id)
    keys = await theory_keys_by_form(marking, session.list_id, {script.form for script in scripts.values()})
    for sheet in sheets:
        script, answers = answers_of(sheet, scripts, keys)
        script.read(answers, keys[script.form], by=marker.id, now=marker.at)
        marking.scripts.save(script)
    marking.uploads.save(
        AnswerUpload(id=digest, session_id=session_id, scripts=len(sheets), by=marker.id, at=marker.at)
    )
    return len(sheets)


async def correct_answer(  # noqa: PLR0913 -- a correction is signed, dated and explained
    marking: Marking,
    *,
    session_id: str,
    code: str,
    item: int,
    answer: str,
    reason: str,
    marker: Marker,
) -> None:
    """Correct one answer that was read in wrongly."""
    session = await _session_to_mark(marking, session_id, marker)
    session.must_be("theory")
    script = await _script(marking, session_id, code)
    keys = await theory_keys_by_form(marking, session.list_id, {script.form})
    if script.form not in keys:
        raise KeyNotFoundError(script.form)

    script.correct_answer(item, answer, keys[script.form], reason=reason, by=marker.id, now=marker.at)
    await _save_correction(marking, session, script)


async def correct_form(  # noqa: PLR0913 -- a correction is signed, dated and explained
    marking: Marking, *, session_id: str, code: str, form: Form, reason: str, marker: Marker
) -> None:
    """The script is of another form than the room's record says; what was read of it is marked again."""
    session = await _session_to_mark(marking, session_id, marker)
    script = await _script(marking, session_id, code)
    keys = await theory_keys_by_form(marking, session.list_id, {form})

    script.correct_form(form, keys.get(form), reason=reason, by=marker.id, now=marker.at)
    await _save_correction(marking, session, script)


async def correct_key(  # noqa: PLR0913 -- a correction is signed, dated and explained
    marking: Marking, *, paper_id: str, item: int, answer: str, reason: str, marker: Marker
) -> KeyCorrection | None:
    """A right answer was wrong: once two people have said so, every script of the paper is marked again.

    Answers what that changed; nothing while the second of them is waited for. What a resit finds registered stays.
    """
    marker.must_be_blind()
    key = await marking.keys.get(paper_id)
    await _mark_list(marking, key.list_id, marker)
    key.must_be_of_theory()
    score_list = await marking.lists.get(key.list_id)
    score_list.must_not_be_registered()
    right = theory_key(key, marking.seals.open(key)).corrected(item, answer)
    agreed = marking.seals.open(key.as_proposed()) == right.text()
    sealed_key = marking.seals.seal(key, right.text())

    done = None
    if key.sign_correction(item, sealed_key, agreed=agreed, reason=reason, by=marker.id, now=marker.at):
        score_list.note_key_correction()
        marking.lists.save(score_list)
        signed, remarked = key.corrections[-1], {}
        async for script in every(marking.scripts, {"list_id": key.list_id}):
            if script.slot == key.slot and script.readings and not score_list.holds(script.session_id):
                remarked[script.id] = script.remark(right, signed)
                marking.scripts.save(script)
        done = key.note_remarked(remarked)
    marking.keys.save(key)
    return done


async def take_score_sheets(
    marking: Marking,
    *,
    session_id: str,
    sheets: Sequence[tuple[str, Sequence[Decimal]]],
    marker: Marker,
) -> int:
    """Take one examiner's independent sheets for practical pieces, all of them or none."""
    session = await _session_to_mark(marking, session_id, marker)
    session.must_be("practical")
    session.must_be_examined_by(marker.id)

    scripts = await _scripts_of(marking, session_id)
    criteria_of = await criteria_by_form(marking, session.list_id, {script.form for script in scripts.values()})
    for code, marks in sheets:
        if code not in scripts:
            raise ScriptNotFoundError(code)
        script = scripts[code]
        script.take_sheet(marks, criteria_of.get(script.form), by=marker.id, rules=marking.rules, now=marker.at)
        marking.scripts.save(script)
    return len(sheets)


async def correct_score_sheet(  # noqa: PLR0913 -- a correction is signed, dated and explained
    marking: Marking,
    *,
    session_id: str,
    code: str,
    marks: Sequence[Decimal],
    reason: str,
    marker: Marker,
) -> None:
    """An examiner corrects the own sheet."""
    session = await _session_to_mark(marking, session_id, marker)
    session.must_be("practical")
    session.must_be_examined_by(marker.id)
    script = await _script(marking, session_id, code)
    criteria_of = await criteria_by_form(marking, session.list_id, {script.form})

    script.correct_sheet(
        marks, criteria_of.get(script.form), reason=reason, by=marker.id, rules=marking.rules, now=marker.at
    )
    await _save_correction(marking, session, script)


async def rule_dispute(  # noqa: PLR0913 -- a ruling is signed, dated and explained
    marking: Marking,
    *,
    session_id: str,
    code: str,
    score: Decimal,
    reason: str,
    marker: Marker,
) -> None:
    """The team leader decides where the sheets are far apart."""
    session = await _session_to_mark(marking, session_id, marker)
    session.must_be_led_by(marker.id)
    script = await _script(marking, session_id, code)

    script.rule(score, reason=reason, by=marker.id, now=marker.at)
    marking.scripts.save(script)


async def _session_to_mark(marking: Marking, session_id: str, marker: Marker) -> Session:
    marker.must_be_blind()
    session = await marking.sessions.get(session_id)
    await _mark_list(marking, session.list_id, marker)
    return session


async def _mark_list(marking: Marking, list_id: str, marker: Marker) -> None:
    """Whoever has read codes of the list is refused; whoever marks it is noted."""
    involvement = await involvement_of(marking.involvements, list_id, marker.id)
    involvement.mark(now=marker.at)
    marking.involvements.save(involvement)


async def _scripts_of(marking: Marking, session_id: str) -> dict[str, Script]:
    return {script.id: script async for script in every(marking.scripts, {"session_id": session_id})}


async def _script(marking: Marking, session_id: str, code: str) -> Script:
    script = await marking.scripts.find_one(code)
    if script is None or script.session_id != session_id:
        raise ScriptNotFoundError(code)
    return script


async def _save_correction(marking: Marking, session: Session, script: Script) -> None:
    """The list is written too, so that a correction and a check or approval cannot pass each other unseen."""
    score_list = await marking.lists.get(session.list_id)
    score_list.note_correction(session.id)
    marking.lists.save(score_list)
    marking.scripts.save(script)

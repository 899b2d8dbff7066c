"""Keys: handed over, corrected before the registration, and re-checked after it."""

from collections.abc import AsyncIterator

from libs.chassis.domain import every
from services.scoring.domain.answer_key import AnswerKey, ItemAnswer, KeyCorrection, Remarked, TheoryKey, theory_key
from services.scoring.domain.errors.answer_key import KeyOfAnotherPaperError
from services.scoring.domain.marker import Marker
from services.scoring.domain.marks import must_be_reason
from services.scoring.domain.result import RecheckedScript, Remark
from services.scoring.domain.score_list import ListState, ScoreList
from services.scoring.domain.script import ScoreChange, Script, ScriptState
from services.scoring.ports import KeyRecheckDesk, MarkingDesk
from services.scoring.use_cases.item_figures import tell_paper_figures
from services.scoring.use_cases.lookup import involvement_of
from services.scoring.use_cases.marking import mark_list


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


async def correct_key(desk: MarkingDesk, *, paper_id: str, right: ItemAnswer, marker: Marker) -> KeyCorrection | None:
    """A right answer was wrong: once two people have said so, every script of the paper is marked again.

    Answers what that changed, or nothing while the second person is waited for. Registered scores stay as they are.
    """
    marker.must_be_blind()
    key = await desk.keys.get(paper_id)
    await mark_list(desk, key.list_id, marker)
    key.must_be_of_theory()
    score_list = await desk.lists.get(key.list_id)
    score_list.must_not_be_registered()

    done, corrected = None, _sign(desk, key, right, marker)
    if corrected:
        score_list.note_key_correction()
        desk.lists.save(score_list)
        signed, remarked = key.corrections[-1], {}
        async for script in _marked_with(desk, key, score_list):
            remarked[script.id] = script.remark(corrected, signed)
            desk.scripts.save(script)
        done = key.note_remarked(Remarked(differs=remarked))
    desk.keys.save(key)
    return done


async def preview_key_correction(
    desk: MarkingDesk, *, paper_id: str, right: ItemAnswer, marker: Marker
) -> list[ScoreChange]:
    """Every script that a corrected key would mark again, and what with; nothing is written or signed."""
    key = await _key_of(desk, paper_id, marker)
    key.must_be_of_theory()
    score_list = await desk.lists.get(key.list_id)
    score_list.must_not_be_registered()
    corrected = _corrected(desk, key, right)
    return [script.under(corrected) async for script in _marked_with(desk, key, score_list)]


async def recheck_key(
    desk: KeyRecheckDesk, *, paper_id: str, right: ItemAnswer, authority: str, marker: Marker
) -> KeyCorrection | None:
    """Once two people have said the same, mark every script of the paper again and post what changes by it anew.

    Answers what that changed, or nothing while the second person is waited for.
    """
    key = await _key_of(desk, paper_id, marker)
    score_list = await desk.lists.get(key.list_id)
    score_list.must_be_registered()
    key.must_be_of_theory()

    done, corrected = None, _sign(desk, key, right, marker, authority=must_be_reason(authority))
    if corrected:
        score_list.note_key_recheck()
        remarked, answers = await _remark_all(desk, key, corrected)
        done = key.note_remarked(remarked)
        if score_list.state is ListState.PUBLISHED:
            await tell_paper_figures(score_list, key.id, answers, corrected, act=marker.act)
        desk.lists.save(score_list)
    desk.keys.save(key)
    return done


async def preview_key_recheck(
    desk: KeyRecheckDesk, *, paper_id: str, right: ItemAnswer, marker: Marker
) -> list[RecheckedScript]:
    """Whose result a corrected key changes after the registration; nothing is written or signed."""
    key = await _key_of(desk, paper_id, marker)
    (await desk.lists.get(key.list_id)).must_be_registered()
    key.must_be_of_theory()
    corrected = _corrected(desk, key, right)
    return [rechecked async for _, rechecked in _rechecked(desk, key, corrected)]


async def _key_of(desk: MarkingDesk | KeyRecheckDesk, paper_id: str, marker: Marker) -> AnswerKey:
    """The key of a paper, for somebody who knows no code of its list (SCO-19) and marks nothing in it."""
    marker.must_be_blind()
    key = await desk.keys.get(paper_id)
    (await involvement_of(desk.involvements, key.list_id, marker.id)).must_not_know_codes()
    return key


def _corrected(desk: MarkingDesk | KeyRecheckDesk, key: AnswerKey, right: ItemAnswer) -> TheoryKey:
    return theory_key(key, desk.seals.open(key)).corrected(right)


def _sign(
    desk: MarkingDesk | KeyRecheckDesk, key: AnswerKey, right: ItemAnswer, marker: Marker, *, authority: str = ""
) -> TheoryKey | None:
    """Sign as the first or the second; answers the corrected key once two have said the same (SCO-15)."""
    corrected = _corrected(desk, key, right)
    agreed = desk.seals.open(key.as_proposed()) == corrected.text()
    wanted = KeyCorrection(
        item=right.item,
        reason=marker.reason,
        by=marker.id,
        at=marker.at,
        sealed_key=desk.seals.seal(key, corrected.text()),
        authority=authority,
    )
    return corrected if key.sign_correction(wanted, agreed=agreed) else None


async def _marked_with(desk: MarkingDesk, key: AnswerKey, score_list: ScoreList) -> AsyncIterator[Script]:
    """The scripts of a paper whose scores are not registered."""
    async for script in every(desk.scripts, {"list_id": key.list_id}):
        if script.slot == key.slot and script.readings and not score_list.has_registered(script.session_id):
            yield script


async def _remark_all(
    desk: KeyRecheckDesk, key: AnswerKey, corrected: TheoryKey
) -> tuple[Remarked, list[tuple[str, str]]]:
    """Answers also what stands on each script that counts."""
    signed = key.corrections[-1]
    differs: dict[str, bool] = {}
    kept: list[str] = []
    answers: list[tuple[str, str]] = []
    posted = 0
    async for script, rechecked in _rechecked(desk, key, corrected):
        differs[script.id] = script.remark(corrected, signed)
        answers.append((script.id, script.readings[-1].answers))
        desk.scripts.save(script)
        change, result = rechecked.change, rechecked.result
        if not differs[script.id] or result is None:
            continue
        if rechecked.kept:
            kept.append(result.id)
            continue
        result.remark(
            Remark(
                paper_id=key.id,
                item=signed.item,
                before=change.before,
                after=change.after,
                reason=signed.reason,
                authority=signed.authority,
                by=signed.by,
                second_by=signed.second_by,
                at=signed.at,
            )
        )
        desk.results.save(result)
        posted += 1
    return Remarked(differs=differs, posted=posted, kept=kept), answers


async def _rechecked(
    desk: KeyRecheckDesk, key: AnswerKey, corrected: TheoryKey
) -> AsyncIterator[tuple[Script, RecheckedScript]]:
    """Every script of the paper that counts, beside what is posted of it."""
    owners = {
        entry.code: entry.application_id
        async for record in every(desk.codes, {"list_id": key.list_id})
        for entry in record.entries
    }
    posted = {result.id: result async for result in every(desk.results, {"batch_id": key.batch_id})}
    async for script in every(desk.scripts, {"list_id": key.list_id}):
        if script.slot != key.slot or script.state is not ScriptState.MARKED:
            continue
        yield script, RecheckedScript(change=script.under(corrected), result=posted.get(owners[script.id]))

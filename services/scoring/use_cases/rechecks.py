"""After registration: objections, the re-checks that upheld ones ask for, and keys that were found wrong."""

from collections.abc import AsyncIterator

from libs.chassis.domain import Decision, every
from libs.contracts.certification import ObjectionDecided, ReviewObjectionDecided
from libs.contracts.event import ScoredPart
from services.scoring.domain.answer_key import AnswerKey, ItemAnswer, KeyCorrection, Remarked, TheoryKey, theory_key
from services.scoring.domain.errors.result import ResultNotYetPublishedError
from services.scoring.domain.marker import Marker
from services.scoring.domain.marks import must_be_reason
from services.scoring.domain.result import Objection, Recheck, RecheckedScript, Remark
from services.scoring.domain.score_list import ListState
from services.scoring.domain.script import Script, ScriptState
from services.scoring.ports import KeyRecheckDesk, Results
from services.scoring.use_cases.item_figures import tell_paper_figures
from services.scoring.use_cases.lookup import involvement_of


async def note_objection(
    results: Results, *, event: ObjectionDecided | ReviewObjectionDecided, part: ScoredPart
) -> None:
    """Keep how an objection was decided."""
    result = await results.find_one(event.application_id)
    if result is None:
        raise ResultNotYetPublishedError(event.application_id)
    objection = Objection(part=part, decision=event.decision)
    result.note_objection(event.objection_id, objection, decided_at=event.decided_at)
    results.save(result)


async def recheck_result(results: Results, *, application_id: str, recheck: Recheck, decision: Decision) -> int:
    """Add the outcome of a re-check to a published result; answers the number of the revision."""
    result = await results.get(application_id)
    result.recheck(recheck, decision)
    results.save(result)
    return result.revision


async def preview_key_recheck(
    desk: KeyRecheckDesk, *, paper_id: str, right: ItemAnswer, marker: Marker
) -> list[RecheckedScript]:
    """Whose result a corrected key changes after the registration; nothing is written or signed."""
    marker.must_be_blind()
    key = await desk.keys.get(paper_id)
    (await involvement_of(desk.involvements, key.list_id, marker.id)).must_not_know_codes()
    (await desk.lists.get(key.list_id)).must_be_registered()
    corrected = _corrected(desk, key, right)
    return [rechecked async for _, rechecked in _rechecked(desk, key, corrected)]


async def recheck_key(
    desk: KeyRecheckDesk, *, paper_id: str, right: ItemAnswer, authority: str, marker: Marker
) -> KeyCorrection | None:
    """Once two people have said the same, mark every script of the paper again and post what changes by it anew.

    Answers what that changed, or nothing while the second person is waited for.
    """
    marker.must_be_blind()
    key = await desk.keys.get(paper_id)
    (await involvement_of(desk.involvements, key.list_id, marker.id)).must_not_know_codes()
    score_list = await desk.lists.get(key.list_id)
    score_list.must_be_registered()
    corrected = _corrected(desk, key, right)
    wanted = KeyCorrection(
        item=right.item,
        reason=marker.reason,
        by=marker.id,
        at=marker.at,
        sealed_key=desk.seals.seal(key, corrected.text()),
        authority=must_be_reason(authority),
    )

    done = None
    if key.sign_correction(wanted, agreed=desk.seals.open(key.as_proposed()) == corrected.text()):
        score_list.note_key_recheck()
        remarked, answers = await _remark_all(desk, key, corrected)
        done = key.note_remarked(remarked)
        if score_list.state is ListState.PUBLISHED:
            await tell_paper_figures(score_list, key.id, answers, corrected, act=marker.act)
        desk.lists.save(score_list)
    desk.keys.save(key)
    return done


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


def _corrected(desk: KeyRecheckDesk, key: AnswerKey, right: ItemAnswer) -> TheoryKey:
    key.must_be_of_theory()
    return theory_key(key, desk.seals.open(key)).corrected(right)

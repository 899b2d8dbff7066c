"""A list's way to the public: checked, approved, published."""

from datetime import datetime

from libs.chassis.domain import every
from libs.contracts.event import Part
from services.scoring.domain.coding import CodingRecord
from services.scoring.domain.result import ABSENT, CANCELLED, NOT_TAKEN, VOID, ZERO, PartResult, Result, scored
from services.scoring.domain.roll import PARTS, Roll
from services.scoring.domain.score_list import ScoreList, Standing
from services.scoring.domain.script import DONE, ScriptState, standing_of
from services.scoring.ports import Marking, Registry
from services.scoring.use_cases.lookup import criteria_by_form, involvement_of, theory_keys_by_form


async def check_list(marking: Marking, *, list_id: str, by: str, now: datetime) -> int:
    """Recompute every score that counts from what is stored, in the eyes of somebody who gave none of them.

    What was registered before a resit was checked then.
    """
    score_list = await marking.lists.get(list_id)
    (await involvement_of(marking.involvements, list_id, by)).must_not_know_codes()
    standing = await _standing(marking, list_id)
    marked = {"standing": standing_of(list_id, ScriptState.MARKED)}
    scripts = [one async for one in every(marking.scripts, marked) if not score_list.holds(one.session_id)]
    forms = {script.form for script in scripts}
    theory = await theory_keys_by_form(marking, list_id, forms)
    practical = await criteria_by_form(marking, list_id, forms)
    score_list.check_scores(
        standing,
        mismatches=[s.id for s in scripts if not s.stands(theory.get(s.form), practical.get(s.form), marking.rules)],
        markers={marker for script in scripts for marker in script.markers},
        by=by,
        now=now,
    )
    marking.lists.save(score_list)
    return len(scripts)


async def approve_list(marking: Marking, *, list_id: str, by: str, now: datetime) -> None:
    """Register the scores of a list."""
    score_list = await marking.lists.get(list_id)
    score_list.approve(await _standing(marking, list_id), by=by, now=now)
    marking.lists.save(score_list)


async def publish_list(registry: Registry, *, list_id: str, limit: int, by: str, now: datetime) -> tuple[int, int]:
    """Join codes with candidates and post the next results; answers how many were done and how many wait.

    Whoever has a posted result keeps it, but for parts that are void and were sat again.
    """
    score_list = await registry.lists.get(list_id)
    score_list.must_be_open_for_publication()
    roll = await _roll(registry, list_id)
    waiting = [one for one in roll.applications if one > score_list.published_until]
    records = {record.id: record async for record in every(registry.codes, {"list_id": list_id})}

    chunk, posted = waiting[:limit], 0
    for application_id in chunk:
        parts = {part: await _part_result(registry, records, roll, application_id, part) for part in PARTS}
        result = await registry.results.find_one(application_id)
        if result is None:
            registry.results.save(_published(score_list, application_id, parts, now=now))
            posted += 1
        elif again := {part: parts[part] for part in PARTS if result.replaced_by(part, parts[part])}:
            result.sit_again(again, by=by, now=now)
            registry.results.save(result)
    remaining = len(waiting) - len(chunk)
    score_list.publish_until(chunk[-1], done=posted, remaining=remaining, by=by, now=now)
    registry.lists.save(score_list)
    return len(chunk), remaining


def _published(score_list: ScoreList, application_id: str, parts: dict[Part, PartResult], *, now: datetime) -> Result:
    return Result.publish(
        id=application_id,
        batch_id=score_list.batch_id,
        occupation_code=score_list.occupation_code,
        level=score_list.level,
        theory=parts["theory"],
        practical=parts["practical"],
        now=now,
    )


async def _standing(marking: Marking, list_id: str) -> Standing:
    sessions = [session async for session in every(marking.sessions, {"list_id": list_id})]
    roll = Roll.of(sessions, [one async for one in every(marking.candidates, {"list_id": list_id})])
    return Standing(
        candidates=len(roll.applications),
        scripts=await marking.scripts.count({"list_id": list_id}),
        done=sum([await marking.scripts.count({"standing": standing_of(list_id, state)}) for state in DONE]),
        sessions_open=sum(session.is_open for session in sessions),
        candidates_open=len(roll.open_candidates),
        sessions=tuple(session.id for session in sessions),
    )


async def _roll(registry: Registry, list_id: str) -> Roll:
    """Who was told to come matters only to those who could not, so it is read only if a session was called off."""
    sessions = [session async for session in every(registry.sessions, {"list_id": list_id})]
    told = every(registry.candidates, {"list_id": list_id})
    return Roll.of(sessions, [one async for one in told] if any(one.called_off for one in sessions) else [])


async def _part_result(
    registry: Registry, records: dict[str, CodingRecord], roll: Roll, application_id: str, part: Part
) -> PartResult:
    session_id = roll.sat.get(application_id, {}).get(part)
    if session_id is None and roll.is_cancelled(application_id, part):
        return CANCELLED
    if session_id is None and roll.is_void(application_id, part):
        return VOID
    if session_id is None:
        return ABSENT if roll.settled(application_id, part) else NOT_TAKEN
    if roll.is_zero(application_id, part):
        return scored(ZERO)
    script = await registry.scripts.get(records[session_id].code_of(application_id))
    return scored(script.final_score)

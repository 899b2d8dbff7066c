"""A list's way to the public: checked, approved, published."""

from libs.chassis.domain import Act, Progress, every
from libs.contracts.event import Part
from services.scoring.domain.attendance import ListAttendance
from services.scoring.domain.coding import CodingRecord
from services.scoring.domain.result import (
    ABSENT,
    CANCELLED,
    NOT_TAKEN,
    VOID,
    ZERO,
    PartResult,
    PartResults,
    Result,
    scored,
)
from services.scoring.domain.reviewing.panel import REVIEWED_LEVELS
from services.scoring.domain.score_list import ListProgress, ScoreList
from services.scoring.domain.script import DONE, ScriptState, state_key_of
from services.scoring.domain.session import PARTS
from services.scoring.ports import ItemFiguresDesk, MarkingDesk, PublicationDesk
from services.scoring.use_cases.item_figures import tell_item_figures
from services.scoring.use_cases.lookup import involvement_of


async def check_list(desk: MarkingDesk, *, list_id: str, act: Act) -> int:
    """Recompute from what is stored every score that counts, for somebody who gave none of them; answers how many.

    Scores that were registered before a resit were checked then.
    """
    score_list = await desk.lists.get(list_id)
    (await involvement_of(desk.involvements, list_id, act.by)).must_not_know_codes()
    progress = await _progress(desk, score_list)
    marked = every(desk.scripts, {"standing": state_key_of(list_id, ScriptState.MARKED)})
    scripts = [script async for script in marked if not score_list.has_registered(script.session_id)]
    reviews = [review async for review in every(desk.reviews, {"list_id": list_id}) if not score_list.registered]
    forms = {script.form for script in scripts}
    theory = await desk.theory_keys(list_id, forms)
    practical = await desk.criteria(list_id, forms)
    score_list.check_scores(
        progress,
        act,
        mismatches=[
            script.id
            for script in scripts
            if not script.score_follows_from(theory.get(script.form), practical.get(script.form), desk.rules)
        ]
        + [review.id for review in reviews if not review.score_follows(desk.rules)],
        markers={marker for script in scripts for marker in script.markers}
        | {marker for review in reviews for marker in review.markers},
    )
    desk.lists.save(score_list)
    return len(scripts) + len(reviews)


async def approve_list(desk: MarkingDesk, *, list_id: str, act: Act) -> None:
    """Register the scores of a list."""
    score_list = await desk.lists.get(list_id)
    score_list.approve(await _progress(desk, score_list), act)
    desk.lists.save(score_list)


async def publish_list(
    desk: PublicationDesk, figures: ItemFiguresDesk, *, list_id: str, limit: int, act: Act
) -> Progress:
    """Join codes with candidates and post the next results; with the last of them the bank hears of its items.

    A result that is posted stays, but for its parts that are void and were sat again.
    """
    score_list = await desk.lists.get(list_id)
    score_list.must_be_open_for_publication()
    attendance = await _attendance(desk, list_id)
    waiting = [application for application in attendance.applications if application > score_list.published_until]
    records = {record.id: record async for record in every(desk.codes, {"list_id": list_id})}

    chunk, posted = waiting[:limit], 0
    for application_id in chunk:
        parts = {part: await _part_result(desk, records, attendance, application_id, part) for part in PARTS}
        result = await desk.results.find_one(application_id)
        if result is None:
            review = await _review_result(desk, score_list, attendance, application_id)
            of_parts = PartResults(theory=parts["theory"], practical=parts["practical"], review=review)
            desk.results.save(Result.publish(application_id, score_list, parts=of_parts, now=act.at))
            posted += 1
        elif again := {part: parts[part] for part in PARTS if result.is_replaced_by(part, parts[part])}:
            result.sit_again(again, act)
            desk.results.save(result)
    remaining = len(waiting) - len(chunk)
    score_list.publish_until(chunk[-1], act, done=posted, remaining=remaining)
    if remaining == 0:
        await tell_item_figures(figures, score_list, act=act)
    desk.lists.save(score_list)
    return Progress(done=len(chunk), remaining=remaining)


async def _progress(desk: MarkingDesk, score_list: ScoreList) -> ListProgress:
    list_id = score_list.id
    sessions = [session async for session in every(desk.sessions, {"list_id": list_id})]
    candidates = [candidate async for candidate in every(desk.candidates, {"list_id": list_id})]
    attendance = ListAttendance.of(sessions, candidates)
    settled = {review.id async for review in every(desk.reviews, {"list_id": list_id}) if review.is_settled}
    # the reviews were settled before the first approval; a resit asks for none
    to_review = set() if score_list.registered else attendance.to_review(score_list.level)
    return ListProgress(
        candidates=len(attendance.applications),
        scripts=await desk.scripts.count({"list_id": list_id}),
        done=sum([await desk.scripts.count({"standing": state_key_of(list_id, state)}) for state in DONE]),
        sessions_open=sum(session.is_open for session in sessions),
        candidates_open=len(attendance.open_candidates),
        reviews_open=len(to_review - settled),
        cases_open=await desk.sheet_cases.count({"list_id": list_id, "open": True}),
        sessions=tuple(session.id for session in sessions),
    )


async def _attendance(desk: PublicationDesk, list_id: str) -> ListAttendance:
    """The schedules say who could not sit a session that was called off; without such a session nobody reads them."""
    sessions = [session async for session in every(desk.sessions, {"list_id": list_id})]
    if not any(session.called_off for session in sessions):
        return ListAttendance.of(sessions)
    return ListAttendance.of(sessions, [candidate async for candidate in every(desk.candidates, {"list_id": list_id})])


async def _part_result(
    desk: PublicationDesk,
    records: dict[str, CodingRecord],
    attendance: ListAttendance,
    application_id: str,
    part: Part,
) -> PartResult:
    session_id = attendance.sat.get(application_id, {}).get(part)
    if session_id is None and attendance.is_cancelled(application_id, part):
        return CANCELLED
    if session_id is None and attendance.is_void(application_id, part):
        return VOID
    if session_id is None:
        return ABSENT if attendance.is_recorded(application_id, part) else NOT_TAKEN
    if attendance.is_zero(application_id, part):
        return scored(ZERO)
    script = await desk.scripts.get(records[session_id].code_of(application_id))
    return scored(script.final_score)


async def _review_result(
    desk: PublicationDesk, score_list: ScoreList, attendance: ListAttendance, application_id: str
) -> PartResult | None:
    """What came of the comprehensive review; levels 5 to 3 have none (SCO-05)."""
    if score_list.level not in REVIEWED_LEVELS:
        return None
    review = await desk.reviews.find_one(application_id)
    if review is None or application_id not in attendance.sat:
        return NOT_TAKEN
    return ABSENT if review.score is None else scored(review.score)

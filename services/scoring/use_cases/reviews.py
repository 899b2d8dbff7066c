"""The comprehensive review of levels 2 and 1: who reviews, their sheets, rulings, and who stayed away."""

from collections.abc import Sequence
from decimal import Decimal

from libs.chassis.domain import Act, Decision, every
from services.scoring.domain.errors.review import NotOnListError
from services.scoring.domain.reviewing.panel import ReviewPanel, senior_examiners
from services.scoring.domain.reviewing.review import Review, ReviewMarks
from services.scoring.ports import ReviewDesk


async def name_reviewers(desk: ReviewDesk, *, list_id: str, members: Sequence[str], leader: str, act: Act) -> None:
    """Name the panel of a list."""
    score_list = await desk.lists.get(list_id)
    score_list.must_take_reviews()
    panel = await desk.review_panels.find_one(list_id) or ReviewPanel(id=list_id, batch_id=score_list.batch_id)
    sessions = [session async for session in every(desk.sessions, {"batch_id": score_list.batch_id})]
    seniors = senior_examiners(sessions, occupation_code=score_list.occupation_code)

    panel.name(members, leader, act, level=score_list.level, seniors=seniors)
    desk.review_panels.save(panel)


async def take_review_sheets(
    desk: ReviewDesk, *, list_id: str, sheets: Sequence[tuple[str, ReviewMarks]], act: Act
) -> int:
    """Take one reviewer's sheets, all of them or none."""
    score_list = await desk.lists.get(list_id)
    score_list.must_take_reviews()
    for application_id, marks in sheets:
        review = await _review(desk, list_id, application_id)
        review.take_sheet(marks, desk.rules, act)
        desk.reviews.save(review)
    return len(sheets)


async def correct_review_sheet(
    desk: ReviewDesk, *, list_id: str, application_id: str, marks: ReviewMarks, decision: Decision
) -> None:
    """A reviewer corrects the own sheet."""
    review = await _review(desk, list_id, application_id)
    review.correct_sheet(marks, desk.rules, decision)
    await _save_change(desk, review)


async def rule_review(
    desk: ReviewDesk, *, list_id: str, application_id: str, score: Decimal, decision: Decision
) -> None:
    """The leader decides where the reviewers are far apart."""
    review = await _review(desk, list_id, application_id)
    review.rule(score, decision)
    await _save_change(desk, review)


async def note_review_absence(
    desk: ReviewDesk, *, list_id: str, application_id: str, absent: bool, decision: Decision
) -> None:
    """The leader notes who stayed away, or takes it back."""
    review = await _review(desk, list_id, application_id)
    review.note_absence(decision, absent=absent)
    await _save_change(desk, review)


async def _review(desk: ReviewDesk, list_id: str, application_id: str) -> Review:
    review = await desk.reviews.find_one(application_id)
    if review is None:
        panel = await desk.review_panels.get(list_id)
        candidate = await desk.candidates.find_one(application_id)
        if candidate is None or candidate.list_id != list_id:
            raise NotOnListError(application_id)
        return Review.begin(application_id, panel)
    if review.list_id != list_id:
        raise NotOnListError(application_id)
    return review


async def _save_change(desk: ReviewDesk, review: Review) -> None:
    """The list is written too, so that a change and a check or approval cannot pass each other unseen."""
    score_list = await desk.lists.get(review.list_id)
    score_list.note_review_changed()
    desk.lists.save(score_list)
    desk.reviews.save(review)

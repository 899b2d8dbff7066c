"""The comprehensive review as its reviewers and whoever follows a batch see it: no marks, no scores."""

from typing import Literal

from pydantic import BaseModel

from libs.chassis.domain import every
from services.scoring.domain.errors.review import NotAReviewerError
from services.scoring.domain.reviewing.review import Review, ReviewState
from services.scoring.ports import ReviewDesk


class ReviewersView(BaseModel):
    """Who reviews, and who leads."""

    members: list[str]
    leader: str


class ReviewView(BaseModel):
    """One candidate to be reviewed. For a reviewer, `submitted` says whether the own sheet is in."""

    application_id: str
    ticket_number: str
    state: Literal["awaited"] | ReviewState | None = None
    submitted: bool | None = None


class ReviewsView(BaseModel):
    """The candidates of a list, by ticket; to its leader, also those that wait for a ruling."""

    list_id: str
    panel: ReviewersView | None
    leads: bool
    to_rule: list[str]
    reviews: list[ReviewView]


async def show_reviews(desk: ReviewDesk, *, list_id: str, staff_id: str, follows: bool) -> ReviewsView:
    """To a reviewer: whom to review, and whose sheet is in. To whoever follows the batch: how far each review is."""
    await desk.lists.get(list_id)
    panel = await desk.review_panels.find_one(list_id)
    reviews = {review.id: review async for review in every(desk.reviews, {"list_id": list_id})}
    concerned = panel is not None and staff_id in panel.current.members
    if not follows and not concerned and not any(staff_id in review.members for review in reviews.values()):
        raise NotAReviewerError
    candidates = [candidate async for candidate in every(desk.candidates, {"list_id": list_id})]

    def view(application_id: str, ticket_number: str, review: Review | None) -> ReviewView:
        state = None if concerned else (review.state if review else "awaited")
        submitted = (review is not None and staff_id in review.sheets) if concerned else None
        if concerned and review and review.state is ReviewState.ABSENT:
            state = ReviewState.ABSENT
        return ReviewView(application_id=application_id, ticket_number=ticket_number, state=state, submitted=submitted)

    led = {review.id: review for review in reviews.values() if review.leader == staff_id}
    return ReviewsView(
        list_id=list_id,
        panel=ReviewersView(members=panel.current.members, leader=panel.current.leader) if panel else None,
        leads=panel is not None and panel.current.leader == staff_id,
        to_rule=[review.id for review in led.values() if review.state is ReviewState.DISPUTED],
        reviews=[
            view(candidate.id, candidate.ticket_number, reviews.get(candidate.id))
            for candidate in sorted(candidates, key=lambda candidate: candidate.ticket_number)
        ],
    )

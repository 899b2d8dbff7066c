"""The comprehensive review of levels 2 and 1."""

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, Field

from libs.chassis.domain import Act, Decision
from libs.chassis.identity import Actor
from libs.chassis.web.http import Now, Routes, Strict, allow, repositories
from services.scoring.domain.reviewing.review import ReviewMarks
from services.scoring.ports import ReviewDesk
from services.scoring.routes.parameters import READERS, Examiner, ListId, Reason
from services.scoring.use_cases import reviews
from services.scoring.views import reviews as views

router = Routes(tags=["scoring"])
A_LIST = "/batches/{batch_id}/lists/{code}/{level}"
AtReviewDesk = Annotated[ReviewDesk, repositories(ReviewDesk)]


class ReviewersBody(Strict):
    """Who reviews, and who of them leads."""

    members: Annotated[list[str], Field(max_length=15)]
    leader: str


class ReviewSheetBody(Strict):
    """One reviewer's marks for one candidate."""

    application_id: str
    thesis: Decimal
    defence: Decimal

    def marks(self) -> ReviewMarks:
        """As the domain takes them."""
        return ReviewMarks(thesis=self.thesis, defence=self.defence)


class ReviewSheets(Strict):
    """The sheets of one reviewer."""

    sheets: Annotated[list[ReviewSheetBody], Field(min_length=1, max_length=200)]


class ReviewCorrection(ReviewSheetBody):
    """A reviewer's corrected sheet, and why it is corrected."""

    reason: Reason


class ReviewRulingBody(Strict):
    """The leader's decision about a disputed review."""

    application_id: str
    score: Decimal
    reason: Reason


class ReviewAbsenceBody(Strict):
    """Who stayed away, or did not after all."""

    application_id: str
    absent: bool
    reason: Reason


class ReviewsTaken(BaseModel):
    """How many sheets were taken."""

    taken: int


@router.get(A_LIST + "/reviews", response_model_exclude_none=True)
async def show_reviews(
    list_id: ListId, desk: AtReviewDesk, actor: Annotated[Actor, allow("examiner", *READERS)]
) -> views.ReviewsView:
    """Whom the panel reviews, and how far each review is; no marks."""
    return await views.show_reviews(desk, list_id=list_id, staff_id=actor.id, follows=actor.has_any(*READERS))


@router.put(A_LIST + "/reviewers", status_code=204)
async def name_reviewers(
    list_id: ListId,
    body: ReviewersBody,
    desk: AtReviewDesk,
    now: Now,
    actor: Annotated[Actor, allow("exam-affairs")],
) -> None:
    """Name the panel of a list: senior examiners, at least three, an odd number."""
    act = Act(actor.id, now)
    await reviews.name_reviewers(desk, list_id=list_id, members=body.members, leader=body.leader, act=act)


@router.post(A_LIST + "/review-sheets")
async def take_review_sheets(
    list_id: ListId, body: ReviewSheets, desk: AtReviewDesk, now: Now, actor: Examiner
) -> ReviewsTaken:
    """Take the own independent sheets of a reviewer of this list."""
    sheets = [(sheet.application_id, sheet.marks()) for sheet in body.sheets]
    act = Act(actor.id, now)
    return ReviewsTaken(taken=await reviews.take_review_sheets(desk, list_id=list_id, sheets=sheets, act=act))


@router.post(A_LIST + "/review-corrections", status_code=204)
async def correct_review_sheet(
    list_id: ListId, body: ReviewCorrection, desk: AtReviewDesk, now: Now, actor: Examiner
) -> None:
    """Correct the own sheet; both stay on record."""
    decision = Decision(actor.id, now, body.reason)
    await reviews.correct_review_sheet(
        desk, list_id=list_id, application_id=body.application_id, marks=body.marks(), decision=decision
    )


@router.post(A_LIST + "/review-rulings", status_code=204)
async def rule_review(list_id: ListId, body: ReviewRulingBody, desk: AtReviewDesk, now: Now, actor: Examiner) -> None:
    """Decide a dispute, as the leader of the review."""
    decision = Decision(actor.id, now, body.reason)
    await reviews.rule_review(
        desk, list_id=list_id, application_id=body.application_id, score=body.score, decision=decision
    )


@router.post(A_LIST + "/review-absences", status_code=204)
async def note_review_absence(
    list_id: ListId, body: ReviewAbsenceBody, desk: AtReviewDesk, now: Now, actor: Examiner
) -> None:
    """Note that a candidate stayed away, as the leader of the review, or take it back."""
    decision = Decision(actor.id, now, body.reason)
    await reviews.note_review_absence(
        desk, list_id=list_id, application_id=body.application_id, absent=body.absent, decision=decision
    )

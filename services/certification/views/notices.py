"""What staff read of posted results and of the objections to them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from pydantic import BaseModel

from libs.chassis.domain import Page, Query
from libs.contracts.event import Level, Part, ScoredPart
from services.certification.domain.notice import Notice, Stage, batch_stage
from services.certification.domain.objection import Objection, Verdict
from services.certification.domain.result import Outcome
from services.certification.ports import Notices, Objections


@dataclass(frozen=True, kw_only=True)
class NoticeFilter:
    """Which posted results of a batch are asked for; what is left out narrows nothing.

    `questioned`: those that pass no more although a certificate was issued, and about which nobody has decided.
    """

    batch_id: str
    stage: Stage | None = None
    level: Level | None = None
    questioned: bool | None = None

    def where(self) -> dict[str, object]:
        """The same, by the fields that notices are indexed by."""
        level = {"level": self.level} if self.level else {}
        at_stage = {"batch_stage": batch_stage(self.batch_id, self.stage)} if self.stage else {}
        questioned = {} if self.questioned is None else {"is_questioned": self.questioned}
        return {"batch_id": self.batch_id, **at_stage, **level, **questioned}


class QuestionView(BaseModel, from_attributes=True):
    """A certificate whose result passes no more; decided once somebody said that it stands."""

    raised_at: datetime
    reason: str
    decided_by: str
    decided_at: datetime | None


class QuestionedView(BaseModel):
    """A certificate whose result passes no more, and about which nobody has decided."""

    batch_id: str
    application_id: str
    certificate_number: str | None
    raised_at: datetime


class NoticeView(BaseModel):
    """One posted result as staff see it."""

    application_id: str
    occupation_code: str
    level: int
    stage: Stage
    theory_score: Decimal | None
    theory_outcome: Outcome
    practical_score: Decimal | None
    practical_outcome: Outcome
    review_score: Decimal | None
    review_outcome: Outcome | None
    void: list[Part]
    cancelled: list[Part]
    score_published_at: datetime
    notice_from: date
    notice_until: date
    provisional_for: list[int]
    moved_from: date | None
    ends_at: datetime
    revision: int
    open_objections: list[str]
    awaited_corrections: list[str]
    released_at: datetime | None
    kept_part: Part | None
    kept_until: date | None
    certificate_number: str | None
    withheld_because: str | None
    taken_up_by: str | None
    taken_up_at: datetime | None
    counted_from: str | None
    question: QuestionView | None


class ObjectionView(BaseModel):
    """One objection as staff see it."""

    objection_id: str
    application_id: str
    part: ScoredPart
    reason: str
    lodged_by: str
    lodged_at: datetime
    decision: Verdict | None
    decision_reason: str | None
    decided_by: str | None
    decided_at: datetime | None


async def show_progress(notices: Notices, batch_id: str) -> dict[Stage, int]:
    """How many results of a batch there are at each stage."""
    return {stage: await notices.count({"batch_stage": batch_stage(batch_id, stage)}) for stage in Stage}


async def list_notices(notices: Notices, filter: NoticeFilter, *, cursor: str | None, limit: int) -> Page[NoticeView]:
    """The posted results of a batch, by application."""
    page = await notices.find(Query(filter.where(), after=cursor, limit=limit))
    return Page([show_notice(notice) for notice in page.items], page.next)


async def list_questioned(notices: Notices, *, cursor: str | None, limit: int) -> Page[QuestionedView]:
    """The certificates of all batches that somebody has to decide about, by application."""
    page = await notices.find(Query({"is_questioned": True}, after=cursor, limit=limit))
    return Page(
        [
            QuestionedView(
                batch_id=notice.batch_id,
                application_id=notice.id,
                certificate_number=notice.certificate_number,
                raised_at=notice.question.raised_at,
            )
            for notice in page.items
            if notice.question
        ],
        page.next,
    )


async def list_objections(
    objections: Objections, batch_id: str, *, decided: bool | None, cursor: str | None, limit: int
) -> Page[ObjectionView]:
    """The objections of a batch and what was decided."""
    where = {"batch_id": batch_id} | ({"is_decided": decided} if decided is not None else {})
    page = await objections.find(Query(where, after=cursor, limit=limit))
    return Page([show_objection(objection) for objection in page.items], page.next)


def show_notice(notice: Notice) -> NoticeView:
    result = notice.result
    return NoticeView(
        application_id=notice.id,
        occupation_code=notice.occupation_code,
        level=notice.level,
        stage=notice.stage,
        theory_score=result.theory.score,
        theory_outcome=result.theory.outcome,
        practical_score=result.practical.score,
        practical_outcome=result.practical.outcome,
        review_score=result.review.score if result.review else None,
        review_outcome=result.review.outcome if result.review else None,
        void=result.void_parts,
        cancelled=result.cancelled_parts,
        score_published_at=notice.score_published_at,
        notice_from=notice.notice_from,
        notice_until=notice.notice_until,
        provisional_for=notice.provisional_for,
        moved_from=notice.moved_from,
        ends_at=notice.ends_at,
        revision=notice.revision,
        open_objections=notice.open_objections,
        awaited_corrections=notice.awaited_corrections,
        released_at=notice.released_at,
        kept_part=notice.kept_part,
        kept_until=notice.kept_until,
        certificate_number=notice.certificate_number,
        withheld_because=notice.withheld_because.sentence if notice.withheld_because else None,
        taken_up_by=notice.taken_up_by,
        taken_up_at=notice.taken_up_at,
        counted_from=notice.counted.application_id if notice.counted else None,
        question=QuestionView.model_validate(notice.question) if notice.question else None,
    )


def show_objection(objection: Objection) -> ObjectionView:
    return ObjectionView(
        objection_id=objection.id,
        application_id=objection.application_id,
        part=objection.part,
        reason=objection.reason,
        lodged_by=objection.lodged_by,
        lodged_at=objection.lodged_at,
        decision=objection.decision,
        decision_reason=objection.decision_reason,
        decided_by=objection.decided_by,
        decided_at=objection.decided_at,
    )

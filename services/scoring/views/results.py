"""Published results."""

from datetime import datetime
from decimal import Decimal

from pydantic import BaseModel

from libs.chassis.domain import Query
from libs.contracts.event import Level, ScoredPart
from libs.contracts.scoring import Outcome
from services.scoring.domain.result import VOID, PartResult, Result
from services.scoring.ports import Results


class PartView(BaseModel):
    """A published part. One that is void was sat and does not count; a cancelled one was not held."""

    score: Decimal | None
    outcome: Outcome
    void: bool
    cancelled: bool


class AwaitedView(BaseModel):
    """An upheld objection whose part nobody has looked at again yet."""

    objection_id: str
    part: ScoredPart


class RevisionView(AwaitedView, from_attributes=True):
    """What a re-check changed, and who signs for it."""

    before: Decimal
    after: Decimal
    reason: str
    by: str
    second_by: str | None
    at: datetime


class RemarkView(BaseModel, from_attributes=True):
    """What a corrected key changed, what it rests on, and the two who signed."""

    paper_id: str
    item: int
    before: Decimal
    after: Decimal
    reason: str
    authority: str
    by: str
    second_by: str
    at: datetime


class ResultView(BaseModel):
    """A published result; `revision` counts what changed it afterwards, `awaiting` are re-checks to be made."""

    application_id: str
    batch_id: str
    occupation_code: str
    level: Level
    theory: PartView
    practical: PartView
    review: PartView | None
    revision: int
    published_at: str
    awaiting: list[AwaitedView]
    revisions: list[RevisionView]
    remarks: list[RemarkView]


class ResultsView(BaseModel):
    """A page of published results."""

    items: list[ResultView]
    next: str | None


async def list_results(
    results: Results, *, batch_id: str, awaiting: bool | None, after: str | None, limit: int
) -> ResultsView:
    """Published results; there are no others in the collection."""
    chosen = {"batch_id": batch_id} | ({} if awaiting is None else {"awaits_recheck": awaiting})
    page = await results.find(Query(chosen, after=after, limit=limit))
    return ResultsView(items=[show_result(result) for result in page.items], next=page.next)


def show_result(result: Result) -> ResultView:
    """A published result as it is shown."""
    return ResultView(
        application_id=result.id,
        batch_id=result.batch_id,
        occupation_code=result.occupation_code,
        level=result.level,
        theory=_part(result.theory),
        practical=_part(result.practical),
        review=_part(result.review) if result.review else None,
        revision=result.revision,
        published_at=result.published_at.isoformat(),
        awaiting=[AwaitedView(objection_id=key, part=part) for key, part in result.awaiting_recheck.items()],
        revisions=[RevisionView.model_validate(revision) for revision in result.revisions],
        remarks=[RemarkView.model_validate(remark) for remark in result.remarks],
    )


def _part(part: PartResult) -> PartView:
    return PartView(score=part.score, outcome=part.outcome, void=part == VOID, cancelled=part.cancelled)

"""What the public reads of the notice, as long as it stands: who passed and who did not, people masked, no scores."""

from datetime import date
from typing import Literal

from pydantic import BaseModel

from libs.chassis.domain import Page, Query, every
from libs.contracts.names import LEVEL_NAMES
from libs.contracts.sealing import Purpose
from services.certification.domain.batch import printed_work_type
from services.certification.domain.notice import Notice
from services.certification.domain.result import PartResult
from services.certification.domain.verification.proof import masked_name, masked_number
from services.certification.ports import Batches, Notices, PublicNoticeDesk


class NoticedBatch(BaseModel):
    """A batch of which so many results stand in public notice."""

    batch_id: str
    institution: str
    results: int


class NoticedResult(BaseModel):
    """One posted result as the public may see it; a part that was not taken, or called off, is null."""

    application_id: str
    name: str
    id_number: str
    occupation: str
    work_type: str
    level: str
    theory: Literal["passed", "failed"] | None
    practical: Literal["passed", "failed"] | None
    review: Literal["passed", "failed"] | None
    notice_from: date
    notice_until: date
    provisional_for: list[int]
    moved_from: date | None


async def list_noticed_batches(batches: Batches, notices: Notices) -> list[NoticedBatch]:
    """Batches with results whose term is not over."""
    return [
        NoticedBatch(batch_id=batch.id, institution=batch.institution, results=results)
        async for batch in every(batches)
        if (results := await notices.count({"batch_id": batch.id, "is_standing": True}))
    ]


async def list_noticed_results(
    desk: PublicNoticeDesk, batch_id: str, *, cursor: str | None, limit: int
) -> Page[NoticedResult]:
    """From the posting until the term is over, objected to or not; neither scores nor reasons."""
    page = await desk.notices.find(Query({"batch_id": batch_id, "is_standing": True}, after=cursor, limit=limit))
    return Page([await _view(desk, notice) for notice in page.items], page.next)


async def _view(desk: PublicNoticeDesk, notice: Notice) -> NoticedResult:
    candidate = await desk.candidates.get(notice.id)

    def opened(sealed: str, purpose: Purpose) -> str:
        """One broken seal hides its own person alone."""
        readable = desk.cipher.opens(sealed, purpose=purpose, owner=candidate.id)
        return desk.cipher.open(sealed, purpose=purpose, owner=candidate.id) if readable else ""

    return NoticedResult(
        application_id=notice.id,
        name=masked_name(opened(candidate.name, Purpose.CANDIDATE_NAME)),
        id_number=masked_number(opened(candidate.id_number, Purpose.RESIDENT_NUMBER)),
        occupation=candidate.occupation,
        work_type=printed_work_type(candidate.work_type),
        level=LEVEL_NAMES[candidate.level],
        theory=_pass_or_fail(notice.result.theory),
        practical=_pass_or_fail(notice.result.practical),
        review=_pass_or_fail(notice.result.review) if notice.result.review else None,
        notice_from=notice.notice_from,
        notice_until=notice.notice_until,
        provisional_for=notice.provisional_for,
        moved_from=notice.moved_from,
    )


def _pass_or_fail(part: PartResult) -> Literal["passed", "failed"] | None:
    if part.cancelled or part.outcome == "not-taken":
        return None
    return "passed" if part.passed else "failed"

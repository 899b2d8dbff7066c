"""What staff read of other copies of certificates; the name and number that are printed on them stay sealed here."""

from datetime import date, datetime

from pydantic import BaseModel

from libs.chassis.domain import Files, Page, Query
from services.certification.domain.aftermath.reissue import Cause, Reissue, ReissueStage, Way
from services.certification.domain.errors.reissue import ReissueStageError
from services.certification.ports import Reissues


class ReissueView(BaseModel):
    """One reissue as staff see it."""

    reissue_id: str
    number: str
    batch_id: str
    cause: Cause
    found_on: date
    asked_by: str
    asked_at: datetime
    stage: ReissueStage
    reason: str
    decided_by: str | None
    decided_at: datetime | None
    print_serial: str | None
    printed_by: str | None
    printed_at: datetime | None
    way: Way | None
    consignment: str
    handed_over_by: str | None
    handed_over_at: datetime | None


async def list_reissues(
    reissues: Reissues, *, stage: ReissueStage | None, number: str | None, cursor: str | None, limit: int
) -> Page[ReissueView]:
    """All of them, by number."""
    asked = {"stage": stage, "number": number}
    where = {name: value for name, value in asked.items() if value is not None}
    page = await reissues.find(Query(where, after=cursor, limit=limit))
    return Page([show_reissue(one) for one in page.items], page.next)


async def show_copy(reissues: Reissues, files: Files, reissue_id: str) -> bytes:
    """The copy as printed. Raises `ReissueStageError` before that."""
    reissue = await reissues.get(reissue_id)
    if reissue.following is None:
        raise ReissueStageError
    return await files.read(reissue.following.proof.pdf_sha256)


def show_reissue(reissue: Reissue) -> ReissueView:
    return ReissueView(
        reissue_id=reissue.id,
        number=reissue.number,
        batch_id=reissue.batch_id,
        cause=reissue.cause,
        found_on=reissue.found_on,
        asked_by=reissue.asked_by,
        asked_at=reissue.asked_at,
        stage=reissue.stage,
        reason=reissue.reason,
        decided_by=reissue.decided_by,
        decided_at=reissue.decided_at,
        print_serial=reissue.following.print_serial if reissue.following else None,
        printed_by=reissue.printed_by,
        printed_at=reissue.printed_at,
        way=reissue.way,
        consignment=reissue.consignment,
        handed_over_by=reissue.handed_over_by,
        handed_over_at=reissue.handed_over_at,
    )

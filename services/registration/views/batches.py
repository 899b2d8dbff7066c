"""Batches, and how many applied for what they offer."""

from datetime import date, datetime

from pydantic import BaseModel

from libs.chassis.domain import Query
from services.registration.domain.application import ApplicationState
from services.registration.domain.batch import Batch, BatchState
from services.registration.domain.scope import Offer
from services.registration.ports import Applications, Batches
from services.registration.views.announcements import OfferView


class OfferTotal(OfferView):
    """How many applied for one occupation and level, by state."""

    eligible: int
    approved: int
    refused: int


class BatchLine(BaseModel):
    """A batch in a list."""

    batch_id: str
    name: str
    institution_code: str
    institution: str
    announcement_id: str
    state: str
    registration_opens_at: datetime
    registration_closes_at: datetime
    opened_at: datetime
    closed_at: datetime | None
    late_until: date | None


class BatchPage(BaseModel):
    """Some batches, the newest first."""

    items: list[BatchLine]
    next: str | None


class BatchView(BatchLine):
    """A batch and where its applications stand."""

    eligible: int
    approved: int
    refused: int
    totals: list[OfferTotal]


class OpenedView(BaseModel):
    """A batch that was just opened."""

    batch_id: str
    state: str


def show_opened(batch: Batch) -> OpenedView:
    return OpenedView(batch_id=batch.id, state=batch.state.value)


async def show_batch(batch: Batch, applications: Applications) -> BatchView:
    """Totals by occupation, work type and level, as the list is reported."""
    of_batch = {"batch_id": batch.id}
    line = _line(batch)
    return BatchView(
        batch_id=line.batch_id,
        name=line.name,
        institution_code=line.institution_code,
        institution=line.institution,
        announcement_id=line.announcement_id,
        state=line.state,
        registration_opens_at=line.registration_opens_at,
        registration_closes_at=line.registration_closes_at,
        opened_at=line.opened_at,
        closed_at=line.closed_at,
        late_until=line.late_until,
        eligible=await _count(applications, of_batch, ApplicationState.ELIGIBLE),
        approved=await _count(applications, of_batch, ApplicationState.APPROVED),
        refused=await _count(applications, of_batch, ApplicationState.REFUSED),
        totals=[await _total(applications, of_batch | {"post": offer.key}, offer) for offer in batch.plan.offers],
    )


async def list_batches(batches: Batches, *, state: BatchState | None, after: str | None, limit: int) -> BatchPage:
    page = await batches.find(Query({"state": state} if state else {}, order_by="newest", after=after, limit=limit))
    return BatchPage(items=[_line(batch) for batch in page.items], next=page.next)


def _line(batch: Batch) -> BatchLine:
    plan = batch.plan
    return BatchLine(
        batch_id=batch.id,
        name=plan.name,
        institution_code=plan.institution_code,
        institution=plan.institution,
        announcement_id=batch.announcement_id,
        state=batch.state.value,
        registration_opens_at=plan.registration_opens_at,
        registration_closes_at=plan.registration_closes_at,
        opened_at=batch.opened_at,
        closed_at=batch.closed_at,
        late_until=max((one.until for one in batch.late_intakes), default=None),
    )


async def _total(applications: Applications, where: dict[str, str], offer: Offer) -> OfferTotal:
    return OfferTotal(
        occupation_code=offer.occupation_code,
        occupation=offer.occupation,
        work_type=offer.work_type,
        level=offer.level,
        eligible=await _count(applications, where, ApplicationState.ELIGIBLE),
        approved=await _count(applications, where, ApplicationState.APPROVED),
        refused=await _count(applications, where, ApplicationState.REFUSED),
    )


async def _count(applications: Applications, where: dict[str, str], state: ApplicationState) -> int:
    return await applications.count({**where, "state": state})

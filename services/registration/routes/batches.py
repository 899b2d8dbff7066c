"""Batches: opened, shown, reviewed in chunks, closed."""

from typing import Annotated

from fastapi import Body
from pydantic import Field

from libs.chassis.domain import Act, Decision
from libs.chassis.identity import Actor
from libs.chassis.web.http import Cursor, Limit, Now, Routes, Strict, allow, versioned
from libs.contracts.event import Day, Moment
from services.registration.domain.batch import BatchState, Plan
from services.registration.domain.integrity import BulkApproval
from services.registration.routes.parameters import (
    AtDesk,
    BatchId,
    Director,
    ExamAffairs,
    OfferBody,
    Reader,
    ShortText,
)
from services.registration.use_cases import registering
from services.registration.views import batches as views

router = Routes(prefix="/batches", tags=["batches"], dependencies=[versioned(batch_id="batches")])


class BatchBody(Strict):
    """The announcement goes by the batch's id unless another is named."""

    batch_id: BatchId
    announcement_id: BatchId | None = None
    name: ShortText
    institution_code: str
    institution: ShortText
    offers: list[OfferBody] = Field(min_length=1)
    registration_opens_at: Moment
    registration_closes_at: Moment
    theory_days: list[Day] = Field(default=[])
    practical_days: list[Day] = Field(default=[])

    def plan(self) -> Plan:
        return Plan(
            id=self.batch_id,
            name=self.name,
            institution_code=self.institution_code,
            institution=self.institution,
            offers=[offer.offer() for offer in self.offers],
            registration_opens_at=self.registration_opens_at,
            registration_closes_at=self.registration_closes_at,
            examination_days=[*self.theory_days, *self.practical_days],
        )


class ApprovalsBody(Strict):
    most: int = Field(default=200, ge=1, le=500)


@router.post("", status_code=201)
async def open_batch(body: BatchBody, desk: AtDesk, now: Now, _: ExamAffairs) -> views.OpenedView:
    batch = await registering.open_batch(
        desk, plan=body.plan(), announcement_id=body.announcement_id or body.batch_id, now=now
    )
    return views.show_opened(batch)


@router.get("")
async def list_batches(
    desk: AtDesk,
    _: Annotated[Actor, allow.staff()],
    state: BatchState | None = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> views.BatchPage:
    """The batches, the newest first; nothing of who applied."""
    return await views.list_batches(desk.batches, state=state, after=cursor, limit=limit)


@router.get("/{batch_id}")
async def show_batch(batch_id: str, desk: AtDesk, _: Reader) -> views.BatchView:
    return await views.show_batch(await desk.batches.get(batch_id), desk.applications)


@router.post("/{batch_id}/approvals")
async def approve_applications(
    batch_id: str, desk: AtDesk, now: Now, actor: ExamAffairs, body: Annotated[ApprovalsBody | None, Body()] = None
) -> BulkApproval:
    """Approve the next eligible applications, at most `most` of them; repeat until none remains.

    Those with something in their integrity file are left to be approved one by one.
    """
    most = (body or ApprovalsBody()).most
    return await registering.approve_applications(desk, batch_id=batch_id, most=most, act=Act(actor.id, now))


class LateIntakeBody(Strict):
    """Through which day people are let in after the list was reported."""

    until: Day
    reason: ShortText = Field(min_length=1)


@router.post("/{batch_id}/late-intakes", status_code=204)
async def let_in_late(batch_id: str, body: LateIntakeBody, desk: AtDesk, now: Now, actor: Director) -> None:
    """Take people in though the list was reported; they get seats that are left."""
    decision = Decision(actor.id, now, body.reason)
    await registering.let_in_late(desk, batch_id=batch_id, until=body.until, decision=decision)


@router.post("/{batch_id}/closure", status_code=204)
async def close_registration(batch_id: str, desk: AtDesk, now: Now, _: ExamAffairs) -> None:
    await registering.close_registration(desk, batch_id=batch_id, now=now)

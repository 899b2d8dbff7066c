"""Fees: what a batch's applications cost, who paid, who was let off, what went back."""

from typing import Annotated

from fastapi import Depends
from pydantic import BaseModel, Field

from libs.chassis.domain import Act, Decision
from libs.chassis.identity import Actor
from libs.chassis.web.http import Cursor, Limit, Now, Routes, Strict, allow, versioned
from libs.contracts.event import Whole
from services.registration.domain.announcement import FeeItem
from services.registration.routes.parameters import AtDesk, ShortText
from services.registration.use_cases import fees
from services.registration.views import fees as views

router = Routes(
    tags=["fees"],
    dependencies=[versioned(application_id="fee_accounts", batch_id="batches", number="receipts")],
)

Cashier = Annotated[Actor, allow("finance", "reception")]
Granting = Annotated[Actor, allow("finance", "director")]
FeeReader = Annotated[Actor, allow("finance", "reception", "director", "auditor")]
# Who takes money writes the receipt to a name.
TO_WHOM = ("finance", "reception")
Reason = Annotated[ShortText, Field(min_length=2)]


class PaymentBody(Strict):
    fen: Annotated[Whole, Field(ge=1)]


class ReasonBody(Strict):
    reason: Reason


class RefundBody(Strict):
    """`items` are let off; what was paid too much already goes back without any."""

    items: list[FeeItem] = Field(default=[], max_length=3)
    reason: Reason


class ReceiptWritten(BaseModel):
    number: str


@router.get("/batches/{batch_id}/fee-book")
async def show_fee_book(batch_id: str, desk: AtDesk, _: FeeReader) -> views.FeeBookView:
    """What all accounts of a batch say together."""
    return await views.show_book(desk, batch_id)


@router.get("/batches/{batch_id}/fee-accounts")
async def list_fee_accounts(
    batch_id: str,
    desk: AtDesk,
    _: FeeReader,
    standing: views.Standing | None = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> views.FeeAccountPage:
    """Those who have a place in the batch, and whether something is owed or over."""
    await desk.batches.get(batch_id)
    return await views.list_accounts(desk, batch_id, standing=standing, after=cursor, limit=limit)


@router.get("/batches/{batch_id}/receipts")
async def list_receipts(
    filter: Annotated[views.ReceiptFilter, Depends()],
    desk: AtDesk,
    _: FeeReader,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> views.ReceiptPage:
    """The money that moved, of a day or of all."""
    await desk.batches.get(filter.batch_id)
    return await views.list_receipts(desk, filter, after=cursor, limit=limit)


@router.get("/receipts/{number}")
async def show_receipt(number: str, desk: AtDesk, actor: FeeReader) -> views.ReceiptView:
    """A receipt, as it is printed."""
    return await views.show_receipt(desk, number, whole=actor.has_any(*TO_WHOM))


@router.post("/receipts/{number}/voiding", status_code=204)
async def void_receipt(number: str, body: ReasonBody, desk: AtDesk, now: Now, actor: Granting) -> None:
    """Make a receipt void, by somebody else than who wrote it; its money is owed again."""
    await fees.void_receipt(desk, number=number, decision=Decision(actor.id, now, body.reason))


@router.get("/applications/{application_id}/fees")
async def show_fee_account(application_id: str, desk: AtDesk, actor: FeeReader) -> views.FeeAccountView:
    """What one application costs, and what became of it."""
    return await views.show_account(desk, application_id, whole=actor.has_any(*TO_WHOM))


@router.post("/applications/{application_id}/payments", status_code=201)
async def take_payment(
    application_id: str, body: PaymentBody, desk: AtDesk, now: Now, actor: Cashier
) -> ReceiptWritten:
    """Take money in, up to what is owed."""
    number = await fees.take_payment(desk, application_id=application_id, fen=body.fen, act=Act(actor.id, now))
    return ReceiptWritten(number=number)


@router.post("/applications/{application_id}/refund-request", status_code=204)
async def ask_refund(application_id: str, body: RefundBody, desk: AtDesk, now: Now, actor: Cashier) -> None:
    """Ask that items are let off and what is over goes back."""
    await fees.ask_refund(
        desk, application_id=application_id, items=body.items, decision=Decision(actor.id, now, body.reason)
    )


@router.post("/applications/{application_id}/refund", status_code=201)
async def grant_refund(application_id: str, desk: AtDesk, now: Now, actor: Granting) -> ReceiptWritten:
    """Grant what somebody else asked for."""
    number = await fees.grant_refund(desk, application_id=application_id, act=Act(actor.id, now))
    return ReceiptWritten(number=number)


@router.post("/applications/{application_id}/refund-refusal", status_code=204)
async def turn_refund_down(application_id: str, desk: AtDesk, now: Now, actor: Granting) -> None:
    """Turn down what somebody else asked for."""
    await fees.turn_refund_down(desk, application_id=application_id, act=Act(actor.id, now))

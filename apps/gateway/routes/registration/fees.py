"""Fees: the book of a batch, what each application owes, receipts; money in, money back."""

import asyncio
from decimal import Decimal
from typing import Annotated

from fastapi import Form
from fastapi.responses import Response
from pydantic import Field

from apps.gateway.answering.listing import Cell, Choice, Column, DeclaredList, Listing, Row, leading, plain, status
from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit
from apps.gateway.long_work.exporting import exported
from apps.gateway.screens.exam_day import PARTS
from apps.gateway.screens.fields import Keyed
from apps.gateway.screens.page_map import CASHIERS, REFUND_DECIDERS
from apps.web.words import day, moment, yuan
from libs.contracts.names import LEVEL_NAMES

pages = Pages()

AT_ONCE = 500
ITEMS = {"theory": "理论知识考试费", "practical": "操作技能考核费", "certificate": "取证费"}
KINDS = {"charged": "应收", "waived": "免收", "paid": "实收", "voided": "作废", "refunded": "退费"}
STANDINGS = {
    "owed": ("未缴清", "warn"),
    "settled": ("已缴清", "good"),
    "over": ("多收待退", "late"),
    "refund-asked": ("退费待批", "warn"),
}
RECEIPTS = {"payment": "收款", "refund": "退费"}
Why = Annotated[str, Field(min_length=2, max_length=200)]


class PaymentForm(Keyed):
    """The amount in yuan, as it is written on the receipt."""

    amount: Annotated[str, Field(pattern=r"^\d{1,7}(\.\d{1,2})?$")]


class RefundForm(Keyed):
    theory: bool = False
    practical: bool = False
    certificate: bool = False
    reason: Why

    @property
    def items(self) -> list[str]:
        """What is to be let off."""
        return [item for item in ITEMS if getattr(self, item)]


class VoidForm(Keyed):
    reason: Why


def _receipt_state(row: Row) -> Cell:
    if row["voided"]:
        return Cell("已作废", tone="late", below=[f"{row['voided']['by']}：{row['voided']['why']}"])
    return Cell("有效", tone="good")


ACCOUNTS = DeclaredList(
    page="fee_accounts",
    service="registration",
    path="/batches/{batch_id}/fee-accounts",
    caption="收费",
    columns=[
        Column("报名编号", leading("fee_account", "application_id")),
        Column("应收（元）", lambda row: yuan(row["charged"])),
        Column("免收（元）", lambda row: yuan(row["waived"])),
        Column("实收（元）", lambda row: yuan(row["held"])),
        Column("未收（元）", lambda row: yuan(row["balance"])),
        Column("状态", status("standing", STANDINGS)),
    ],
    choices=[Choice(name="standing", label="状态", options={code: word for code, (word, _) in STANDINGS.items()})],
    empty="还没有应收费用：审核通过后才产生。",
)
RECEIPT_LIST = DeclaredList(
    page="receipts",
    service="registration",
    path="/batches/{batch_id}/receipts",
    caption="收据",
    columns=[
        Column("收据号", leading("receipt", "receipt", field="number")),
        Column("事项", lambda row: RECEIPTS[row["kind"]]),
        Column("金额（元）", lambda row: yuan(row["fen"])),
        Column("报名编号", plain("application_id")),
        Column("经办", lambda row: Cell(row["by"], below=[moment(row["at"])])),
        Column("申请", plain("asked_by")),
        Column("状态", _receipt_state),
    ],
    choices=[Choice(name="day", label="日期")],
    empty="还没有收据。",
)
exported(pages, ACCOUNTS)
exported(pages, RECEIPT_LIST)


@pages.shows("fees")
async def show_fees(visit: InVisit, batch_id: str) -> Response:
    """What the batch has to collect by the announcement, what the book says, and who was let off."""
    registration = visit.ask("registration")
    batch, book, waived = await asyncio.gather(
        registration.get("/batches/{batch_id}", batch_id=batch_id),
        registration.get("/batches/{batch_id}/fee-book", batch_id=batch_id),
        registration.every(
            "/batches/{batch_id}/applications", query={"fee_waived": "true", "limit": AT_ONCE}, batch_id=batch_id
        ),
    )
    return visit.draw(
        "fees.html",
        batch=batch,
        book=book,
        days=Listing(items=book["days"]),
        waived=Listing(items=waived, total=len(waived)),
        parts=PARTS,
    )


@pages.shows("fee_accounts")
async def list_fee_accounts(visit: InVisit, batch_id: str) -> Response:
    return visit.draw("fee_accounts.html", batch_id=batch_id, listing=await ACCOUNTS.shown(visit, batch_id=batch_id))


@pages.shows("receipts")
async def list_receipts(visit: InVisit, batch_id: str) -> Response:
    book = await visit.ask("registration").get("/batches/{batch_id}/fee-book", batch_id=batch_id)
    days = {"day": {one["day"]: day(one["day"]) for one in book["days"]}}
    listing = await RECEIPT_LIST.shown(visit, options=days, batch_id=batch_id)
    return visit.draw("receipts.html", batch_id=batch_id, listing=listing)


@pages.shows("fee_account")
async def show_fee_account(visit: InVisit, application_id: str) -> Response:
    account = await visit.ask("registration").get("/applications/{application_id}/fees", application_id=application_id)
    return visit.draw(
        "fee_account.html",
        account=account,
        entries=Listing(items=account["entries"]),
        standing=STANDINGS[account["standing"]],
        items=ITEMS,
        kinds=KINDS,
        levels=LEVEL_NAMES,
        pay=visit.form("fee_account", "/payments", application_id=application_id),
        ask=visit.form("fee_account", "/refund-request", application_id=application_id),
        grant=visit.form("fee_account", "/refund", application_id=application_id),
        refuse=visit.form("fee_account", "/refund-refusal", application_id=application_id),
        may={"take": not CASHIERS.isdisjoint(visit.roles), "grant": not REFUND_DECIDERS.isdisjoint(visit.roles)},
    )


@pages.does("fee_account", "/payments", roles=CASHIERS)
async def take_payment(visit: InVisit, application_id: str, sent: Annotated[PaymentForm, Form()]) -> Response:
    taken = await visit.ask("registration").do(
        "POST",
        "/applications/{application_id}/payments",
        key=sent.key,
        body={"fen": int(Decimal(sent.amount) * 100)},
        beside="amount",
        application_id=application_id,
    )
    return visit.go("receipt", said="已收款，收据可以打印。", receipt=taken["number"])


@pages.does("fee_account", "/refund-request", roles=CASHIERS)
async def ask_refund(visit: InVisit, application_id: str, sent: Annotated[RefundForm, Form()]) -> Response:
    await visit.ask("registration").do(
        "POST",
        "/applications/{application_id}/refund-request",
        key=sent.key,
        body={"items": sent.items, "reason": sent.reason},
        beside="reason",
        application_id=application_id,
    )
    return visit.go("fee_account", said="退费申请已提交，由另一名工作人员审批。", application_id=application_id)


@pages.does("fee_account", "/refund", roles=REFUND_DECIDERS, step_up=True)
async def grant_refund(visit: InVisit, application_id: str, sent: Annotated[Keyed, Form()]) -> Response:
    granted = await visit.ask("registration").do(
        "POST", "/applications/{application_id}/refund", key=sent.key, application_id=application_id
    )
    return visit.go("receipt", said="已批准退费，退费单可以打印。", receipt=granted["number"])


@pages.does("fee_account", "/refund-refusal", roles=REFUND_DECIDERS)
async def turn_refund_down(visit: InVisit, application_id: str, sent: Annotated[Keyed, Form()]) -> Response:
    await visit.ask("registration").do(
        "POST", "/applications/{application_id}/refund-refusal", key=sent.key, application_id=application_id
    )
    return visit.go("fee_account", said="退费申请不予批准。", application_id=application_id)


@pages.shows("receipt")
async def show_receipt(visit: InVisit, receipt: str) -> Response:
    told = await visit.ask("registration").get("/receipts/{number}", number=receipt)
    return visit.draw(
        "receipt.html",
        receipt=told,
        kinds=RECEIPTS,
        levels=LEVEL_NAMES,
        void=visit.form("receipt", "/voiding", receipt=receipt),
        may_void=not REFUND_DECIDERS.isdisjoint(visit.roles),
    )


@pages.does("receipt", "/voiding", roles=REFUND_DECIDERS, step_up=True)
async def void_receipt(visit: InVisit, receipt: str, sent: Annotated[VoidForm, Form()]) -> Response:
    await visit.ask("registration").do(
        "POST",
        "/receipts/{number}/voiding",
        key=sent.key,
        body={"reason": sent.reason},
        beside="reason",
        number=receipt,
    )
    return visit.go("receipt", said="收据已作废，款项重新计入应收。", receipt=receipt)

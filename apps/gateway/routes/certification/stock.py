"""Blank certificates: their ledger, each of them, what is printed, handed out, voided, destroyed and counted."""

from datetime import date
from typing import Annotated, Literal

from fastapi import Form
from fastapi.responses import Response
from pydantic import Field

from apps.gateway.answering.listing import Cell, Choice, Column, DeclaredList, Row, leading, plain
from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit
from apps.gateway.long_work.exporting import exported
from apps.gateway.screens.fields import Keyed, lines
from apps.gateway.screens.page_map import GENERAL_OFFICE
from apps.web.words import moment

pages = Pages()

SIGNERS = frozenset({"general-office", "quality", "director"})
STATES = {
    "blank": ("余存", "good"),
    "printed": ("已打印待发", "warn"),
    "handed-out": ("已发放", "quiet"),
    "void": ("作废待销毁", "late"),
    "destroyed": ("已销毁", "quiet"),
}
MOVES = {
    "drawn": "申领",
    "printed": "打印",
    "reissued": "补发打印",
    "spoiled": "空白作废",
    "voided": "打印后作废",
    "handed-out": "发放",
    "taken-back": "收回作废",
    "destroyed": "销毁",
}
Words = Annotated[str, Field(min_length=2, max_length=500)]
Series = Annotated[str, Field(pattern=r"^[A-Z0-9-]{1,12}$")]
A_SERIAL = r"([A-Z0-9-]{1,12}[0-9]{8})"
A_NUMBER = r"([A-Z][0-9]{21})"


class DrawingForm(Keyed):
    batch_id: Annotated[str, Field(min_length=1, max_length=100)]
    series: Series
    first: int
    count: int
    reason: Annotated[str, Field(max_length=500)] = ""


class DestructionForm(Keyed):
    serials: Annotated[str, Field(min_length=1, max_length=20_000)]
    method: Words


class PrintForm(Keyed):
    first: int
    numbers: Annotated[str, Field(min_length=1, max_length=4000)]


class StocktakeForm(Keyed):
    blank: int
    printed: int
    void: int
    explained: Annotated[str, Field(max_length=500)] = ""


class ReceiptForm(Keyed):
    way: Literal["in-person", "post"]
    on: date
    signed: Literal["yes", ""] = ""
    consignment: Annotated[str, Field(max_length=100)] = ""


class VoidingForm(Keyed):
    reason: Words


def _state(row: Row) -> Cell:
    word, tone = STATES[row["state"]]
    return Cell(word, tone=tone)


BLANKS = DeclaredList(
    page="stock_series",
    service="certification",
    path="/stock/{series}/blanks",
    caption="证书用纸",
    columns=[
        Column("流水号", leading("blank", "serial")),
        Column("证书编号", plain("number")),
        Column("批次", plain("batch_id")),
        Column("状态", _state),
        Column("最近登记", lambda row: Cell(MOVES[row["steps"][-1]["move"]], below=[moment(row["steps"][-1]["at"])])),
    ],
    choices=[Choice(name="state", label="状态", options={code: word for code, (word, _) in STATES.items()})],
    further=[
        Column("经手", lambda row: "、".join(f"{MOVES[one['move']]} {one['by']} {one['said']}" for one in row["steps"]))
    ],
    empty="这一批号还没有申领。",
)
exported(pages, BLANKS)


@pages.shows("stock")
async def show_stock(visit: InVisit) -> Response:
    certification = visit.ask("certification")
    return visit.draw(
        "stock.html",
        series=await certification.get("/stock"),
        drawings=(await certification.get("/stock/drawings"))["items"],
        destructions=(await certification.get("/stock/destructions"))["items"],
        states=STATES,
        moves=MOVES,
        draw_form=visit.form("stock", "/drawings"),
        destroy=visit.form("stock", "/destructions"),
        may_sign=not SIGNERS.isdisjoint(visit.roles),
    )


@pages.does("stock", "/drawings", roles=GENERAL_OFFICE)
async def draw_blanks(visit: InVisit, sent: Annotated[DrawingForm, Form()]) -> Response:
    body = sent.model_dump(exclude={"key"})
    await visit.ask("certification").do("POST", "/stock/drawings", key=sent.key, body=body, beside="reason")
    return visit.go("stock", said=f"已申领 {sent.count} 本。")


@pages.does("stock", "/destructions", roles=GENERAL_OFFICE)
async def enter_destruction(visit: InVisit, sent: Annotated[DestructionForm, Form()]) -> Response:
    serials = [read[1] for read in lines(sent.serials, A_SERIAL, field="serials", example="XN00000001")]
    body = {"serials": serials, "method": sent.method}
    await visit.ask("certification").do("POST", "/stock/destructions", key=sent.key, body=body, beside="serials")
    return visit.go("stock", said="已登记，须由另一人在场核对后签名。")


@pages.does("stock", "/destructions/{destruction}/signature", roles=SIGNERS, step_up=True)
async def sign_destruction(visit: InVisit, destruction: str, sent: Annotated[Keyed, Form()]) -> Response:
    path = "/stock/destructions/{destruction_id}/signature"
    await visit.ask("certification").do("POST", path, key=sent.key, destruction_id=destruction)
    return visit.go("stock", said="已签名，销毁办结。")


@pages.shows("stock_series")
async def show_series(visit: InVisit, series: str) -> Response:
    certification = visit.ask("certification")
    return visit.draw(
        "stock_series.html",
        series=series,
        listing=await BLANKS.shown(visit, series=series),
        stocktakes=(await certification.get("/stock/{series}/stocktakes", series=series))["items"],
        prints=[
            one for one in (await certification.get("/stock/prints"))["items"] if one["serials"][0].startswith(series)
        ],
        states=STATES,
        print=visit.form("stock_series", "/prints", series=series),
        count=visit.form("stock_series", "/stocktakes", series=series),
    )


@pages.does("stock_series", "/prints", roles=GENERAL_OFFICE)
async def print_on_blanks(visit: InVisit, series: str, sent: Annotated[PrintForm, Form()]) -> Response:
    numbers = [read[1] for read in lines(sent.numbers, A_NUMBER, field="numbers", example="S000043009001265000001")]
    body = {"series": series, "first": sent.first, "numbers": numbers}
    run = await visit.ask("certification").do("POST", "/stock/prints", key=sent.key, body=body, beside="numbers")
    return visit.go("stock_series", series=series, said=f"已登记打印 {len(run['numbers'])} 本，请下载套打文件。")


@pages.does("stock_series", "/prints/{run}/pdf", roles=GENERAL_OFFICE, step_up=True)
async def show_overprint(visit: InVisit, run: str) -> Response:
    """A POST, so that no copied address leads to people's numbers."""
    answer = await visit.ask("certification").file("/stock/prints/{print_id}/pdf", print_id=run)
    return Response(
        answer.content,
        media_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="overprint-{run}.pdf"'},
    )


@pages.does("stock_series", "/stocktakes", roles=GENERAL_OFFICE)
async def take_stock(visit: InVisit, series: str, sent: Annotated[StocktakeForm, Form()]) -> Response:
    path, body = "/stock/{series}/stocktakes", sent.model_dump(exclude={"key"})
    await visit.ask("certification").do("POST", path, key=sent.key, body=body, beside="explained", series=series)
    return visit.go("stock_series", series=series, said="盘点已登记。")


@pages.shows("blank")
async def show_blank(visit: InVisit, serial: str) -> Response:
    return visit.draw(
        "blank.html",
        blank=await visit.ask("certification").get("/blanks/{serial}", serial=serial),
        states=STATES,
        moves=MOVES,
        give=visit.form("blank", "/hand-out", serial=serial),
        void=visit.form("blank", "/voiding", serial=serial),
    )


@pages.does("blank", "/hand-out", roles=GENERAL_OFFICE)
async def hand_out(visit: InVisit, serial: str, sent: Annotated[ReceiptForm, Form()]) -> Response:
    body = {
        "way": sent.way,
        "on": sent.on.isoformat(),
        "signed": sent.signed == "yes",
        "consignment": sent.consignment,
    }
    path = "/blanks/{serial}/hand-out"
    await visit.ask("certification").do("POST", path, key=sent.key, body=body, beside="consignment", serial=serial)
    return visit.go("blank", serial=serial, said="已登记发放。")


@pages.does("blank", "/voiding", roles=GENERAL_OFFICE)
async def void_blank(visit: InVisit, serial: str, sent: Annotated[VoidingForm, Form()]) -> Response:
    body = {"reason": sent.reason}
    await visit.ask("certification").do("POST", "/blanks/{serial}/voiding", key=sent.key, body=body, serial=serial)
    return visit.go("blank", serial=serial, said="已登记作废，等待销毁。")

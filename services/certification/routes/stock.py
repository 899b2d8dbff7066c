"""Blank certificates: drawn, printed on, handed out, voided, destroyed by two, counted."""

from typing import Annotated, Literal

from fastapi import Depends, Path, Response
from pydantic import Field

from libs.chassis.domain import Act, Files, Page, Query
from libs.chassis.identity import Actor
from libs.chassis.web.http import Cursor, Limit, Now, Routes, Strict, allow, repositories, repository
from libs.contracts.event import Day
from services.certification.domain.stock.blank import BlankState
from services.certification.domain.stock.drawing import Wanted
from services.certification.domain.stock.hand_out import HandOut
from services.certification.domain.stock.print_run import PrintOrder
from services.certification.ports import (
    Blanks,
    Drawings,
    StockDesk,
    StockDestructions,
    StockPressDesk,
    StockPrints,
    Stocktakes,
)
from services.certification.routes.certificates import certificate_files
from services.certification.use_cases import stock as acts
from services.certification.views import stock as views

router = Routes(tags=["certification"])

OFFICE = Annotated[Actor, allow("general-office")]
SIGNERS = Annotated[Actor, allow("general-office", "quality", "director")]
READERS = Annotated[Actor, allow("general-office", "director", "quality", "auditor")]
AtStock = Annotated[StockDesk, repositories(StockDesk)]
StoredPrints = Annotated[Files, Depends(certificate_files)]
SERIES = r"^[A-Z0-9-]{1,12}$"
SERIAL = r"^[A-Z0-9-]{1,12}[0-9]{8}$"
Series = Annotated[str, Path(pattern=SERIES)]
Serial = Annotated[str, Path(pattern=SERIAL)]
Number = Annotated[int, Field(ge=1, le=99_999_999)]
Words = Annotated[str, Field(min_length=2, max_length=500)]


class DrawingBody(Strict):
    """So many blanks of a series, from a number on, for a batch; `reason` where they are many."""

    batch_id: str = Field(max_length=100)
    series: str = Field(pattern=SERIES)
    first: Number
    count: int = Field(ge=1, le=1000)
    reason: str = Field(default="", max_length=500)


class PrintBody(Strict):
    """Certificates in the order in which the blanks lie in the printer."""

    series: str = Field(pattern=SERIES)
    first: Number
    numbers: list[Annotated[str, Field(max_length=22)]] = Field(min_length=1, max_length=100)


class ReceiptBody(Strict):
    """How a certificate reached its holder."""

    way: Literal["in-person", "post"]
    on: Day
    signed: bool = False
    consignment: str = Field(default="", max_length=100)


class VoidingBody(Strict):
    """Why a sheet is void."""

    reason: Words


class DestructionBody(Strict):
    """What is destroyed, and how."""

    serials: list[Annotated[str, Field(pattern=SERIAL)]] = Field(min_length=1, max_length=500)
    method: Words


class StocktakeBody(Strict):
    """What lies in the house."""

    blank: int = Field(ge=0, le=1_000_000)
    printed: int = Field(ge=0, le=1_000_000)
    void: int = Field(ge=0, le=1_000_000)
    explained: str = Field(default="", max_length=500)


@router.get("/stock")
async def list_series(desk: AtStock, _: READERS) -> list[views.SeriesView]:
    """The ledger of each series, and whether it balances."""
    return await views.list_series(desk)


@router.post("/stock/drawings", status_code=201)
async def draw_blanks(body: DrawingBody, desk: AtStock, now: Now, actor: OFFICE) -> views.DrawingView:
    """Put blanks into the stock."""
    wanted = Wanted(batch_id=body.batch_id, series=body.series, first=body.first, count=body.count, reason=body.reason)
    return views.show_drawing(await acts.draw_blanks(desk, wanted, act=Act(actor.id, now)))


@router.get("/stock/drawings")
async def list_drawings(
    drawings: Annotated[Drawings, repository("drawings")], _: READERS, cursor: Cursor = None, limit: Limit = 100
) -> Page[views.DrawingView]:
    """What was drawn, and for which batch."""
    page = await drawings.find(Query(after=cursor, limit=limit))
    return Page([views.show_drawing(one) for one in page.items], page.next)


@router.post("/stock/prints", status_code=201)
async def print_on_blanks(
    body: PrintBody,
    desk: Annotated[StockPressDesk, repositories(StockPressDesk)],
    files: StoredPrints,
    now: Now,
    actor: OFFICE,
) -> views.StockPrintView:
    """Print certificates on blanks; each blank is used up by it."""
    order = PrintOrder(series=body.series, first=body.first, numbers=body.numbers)
    return views.show_print(await acts.print_on_blanks(desk, files, order, act=Act(actor.id, now)))


@router.get("/stock/prints")
async def list_prints(
    prints: Annotated[StockPrints, repository("stock_prints")], _: READERS, cursor: Cursor = None, limit: Limit = 100
) -> Page[views.StockPrintView]:
    """What was printed on blanks."""
    page = await prints.find(Query(after=cursor, limit=limit))
    return Page([views.show_print(one) for one in page.items], page.next)


@router.get("/stock/prints/{print_id}/pdf", response_class=Response)
async def show_overprint(
    print_id: str, prints: Annotated[StockPrints, repository("stock_prints")], files: StoredPrints, _: OFFICE
) -> Response:
    """What goes to the printer: the words alone, at their places."""
    return Response(await views.show_overprint(prints, files, print_id), media_type="application/pdf")


@router.get("/stock/{series}/blanks")
async def list_blanks(
    series: Series,
    blanks: Annotated[Blanks, repository("blanks")],
    _: READERS,
    state: BlankState | None = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Page[views.BlankView]:
    """The blanks of a series, each with its life."""
    return await views.list_blanks(blanks, series, state=state, cursor=cursor, limit=limit)


@router.get("/blanks/{serial}")
async def show_blank(serial: Serial, blanks: Annotated[Blanks, repository("blanks")], _: READERS) -> views.BlankView:
    """One blank and its life."""
    return views.show_blank(await blanks.get(serial))


@router.post("/blanks/{serial}/hand-out", status_code=204)
async def hand_out(serial: Serial, body: ReceiptBody, desk: AtStock, now: Now, actor: OFFICE) -> None:
    """Give a printed certificate to its holder."""
    given = HandOut(way=body.way, on=body.on, signed=body.signed, consignment=body.consignment)
    await acts.hand_out(desk, serial, given, act=Act(actor.id, now))


@router.post("/blanks/{serial}/voiding", status_code=204)
async def void_blank(serial: Serial, body: VoidingBody, desk: AtStock, now: Now, actor: OFFICE) -> None:
    """Spoiled, printed wrongly or taken back."""
    await acts.void_blank(desk, serial, reason=body.reason, act=Act(actor.id, now))


@router.post("/stock/destructions", status_code=201)
async def enter_destruction(
    body: DestructionBody, desk: AtStock, now: Now, actor: OFFICE
) -> views.StockDestructionView:
    """What is void is to be destroyed."""
    act = Act(actor.id, now)
    return views.show_destruction(await acts.enter_destruction(desk, body.serials, method=body.method, act=act))


@router.post("/stock/destructions/{destruction_id}/signature", status_code=204)
async def sign_destruction(destruction_id: str, desk: AtStock, now: Now, actor: SIGNERS) -> None:
    """It was destroyed before both."""
    await acts.sign_destruction(desk, destruction_id, act=Act(actor.id, now))


@router.get("/stock/destructions")
async def list_destructions(
    destructions: Annotated[StockDestructions, repository("stock_destructions")],
    _: READERS,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Page[views.StockDestructionView]:
    """What is to be destroyed, and what was."""
    page = await destructions.find(Query(after=cursor, limit=limit))
    return Page([views.show_destruction(one) for one in page.items], page.next)


@router.post("/stock/{series}/stocktakes", status_code=201)
async def take_stock(
    series: Series, body: StocktakeBody, desk: AtStock, now: Now, actor: OFFICE
) -> views.StocktakeView:
    """Put down what was counted; a difference is explained."""
    counted = {BlankState.BLANK: body.blank, BlankState.PRINTED: body.printed, BlankState.VOID: body.void}
    taken = await acts.take_stock(desk, series, counted, explained=body.explained, act=Act(actor.id, now))
    return views.show_stocktake(taken)


@router.get("/stock/{series}/stocktakes")
async def list_stocktakes(
    series: Series,
    stocktakes: Annotated[Stocktakes, repository("stocktakes")],
    _: READERS,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Page[views.StocktakeView]:
    """What was counted, and by how much it differed."""
    page = await stocktakes.find(Query({"series": series}, after=cursor, limit=limit))
    return Page([views.show_stocktake(one) for one in page.items], page.next)

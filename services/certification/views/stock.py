"""What staff read of blank certificates: the ledger of each series, each blank, runs, destructions and counts."""

from datetime import datetime

from pydantic import BaseModel

from libs.chassis.domain import Files, Page, Query
from services.certification.domain.stock.account import LOW, BalanceLine, StockAccount
from services.certification.domain.stock.blank import Blank, BlankMove, BlankState
from services.certification.domain.stock.destruction import StockDestruction
from services.certification.domain.stock.drawing import Drawing
from services.certification.domain.stock.print_run import StockPrint
from services.certification.domain.stock.stocktake import Stocktake
from services.certification.ports import Blanks, StockDesk, StockPrints


class BalanceView(BaseModel):
    """One state: booked, there, and the difference."""

    state: BlankState
    booked: int
    there: int
    difference: int


class SeriesView(BaseModel):
    """The ledger of one series; it balances where every blank is where it was booked. `low`: fewer than 50 are left."""

    series: str
    moved: dict[BlankMove, int]
    lines: list[BalanceView]
    balances: bool
    low: bool


class BlankStepView(BaseModel):
    """One thing that happened to a blank."""

    move: BlankMove
    by: str
    at: datetime
    said: str


class BlankView(BaseModel):
    """One blank and its life."""

    serial: str
    series: str
    batch_id: str
    state: BlankState
    number: str
    steps: list[BlankStepView]


class DrawingView(BaseModel):
    """One requisition of blanks, as it was entered."""

    drawing_id: str
    batch_id: str
    series: str
    first: int
    count: int
    reason: str
    passers: int
    drawn_by: str
    drawn_at: datetime


class StockPrintView(BaseModel):
    """One print run: certificates and the serials that they are printed on."""

    print_id: str
    batch_id: str
    numbers: list[str]
    serials: list[str]
    pdf_sha256: str
    printed_by: str
    printed_at: datetime


class StockDestructionView(BaseModel):
    """What is to be destroyed, or was."""

    destruction_id: str
    serials: list[str]
    method: str
    entered_by: str
    entered_at: datetime
    signed_by: str | None
    signed_at: datetime | None


class StocktakeView(BaseModel):
    """One count, with the difference as it was then."""

    stocktake_id: str
    series: str
    lines: list[BalanceView]
    explained: str
    counted_by: str
    counted_at: datetime


async def list_series(desk: StockDesk) -> list[SeriesView]:
    """The ledger of every series, against how many blanks are in each state."""
    page = await desk.stock_accounts.find(Query(limit=100))
    return [await _series(desk.blanks, one) for one in page.items]


async def _series(blanks: Blanks, account: StockAccount) -> SeriesView:
    there = {state: await blanks.count({"series_state": f"{account.id}:{state.value}"}) for state in BlankState}
    lines = account.balance(there)
    return SeriesView(
        series=account.id,
        moved={move: account.moved.get(move, 0) for move in BlankMove},
        lines=[_line(one) for one in lines],
        balances=not any(one.difference for one in lines),
        low=account.booked(BlankState.BLANK) < LOW,
    )


async def list_blanks(
    blanks: Blanks, series: str, *, state: BlankState | None, cursor: str | None, limit: int
) -> Page[BlankView]:
    """The blanks of a series, by serial."""
    where = {"series_state": f"{series}:{state.value}"} if state else {"series": series}
    page = await blanks.find(Query(where, after=cursor, limit=limit))
    return Page([show_blank(one) for one in page.items], page.next)


async def show_overprint(prints: StockPrints, files: Files, print_id: str) -> bytes:
    """The file that went to the printer, byte for byte."""
    return await files.read((await prints.get(print_id)).pdf_sha256)


def show_blank(blank: Blank) -> BlankView:
    return BlankView(
        serial=blank.id,
        series=blank.series,
        batch_id=blank.batch_id,
        state=blank.state,
        number=blank.number,
        steps=[BlankStepView.model_validate(one, from_attributes=True) for one in blank.steps],
    )


def show_drawing(drawing: Drawing) -> DrawingView:
    wanted = drawing.wanted
    return DrawingView(
        drawing_id=drawing.id,
        batch_id=wanted.batch_id,
        series=wanted.series,
        first=wanted.first,
        count=wanted.count,
        reason=wanted.reason,
        passers=drawing.passers,
        drawn_by=drawing.drawn.by,
        drawn_at=drawing.drawn.at,
    )


def show_print(run: StockPrint) -> StockPrintView:
    return StockPrintView(
        print_id=run.id,
        batch_id=run.batch_id,
        numbers=run.numbers,
        serials=run.serials,
        pdf_sha256=run.pdf_sha256,
        printed_by=run.printed.by,
        printed_at=run.printed.at,
    )


def show_destruction(destruction: StockDestruction) -> StockDestructionView:
    signed = destruction.signed
    return StockDestructionView(
        destruction_id=destruction.id,
        serials=destruction.serials,
        method=destruction.method,
        entered_by=destruction.entered.by,
        entered_at=destruction.entered.at,
        signed_by=signed.by if signed else None,
        signed_at=signed.at if signed else None,
    )


def show_stocktake(stocktake: Stocktake) -> StocktakeView:
    return StocktakeView(
        stocktake_id=stocktake.id,
        series=stocktake.series,
        lines=[_line(one) for one in stocktake.lines],
        explained=stocktake.explained,
        counted_by=stocktake.counted.by,
        counted_at=stocktake.counted.at,
    )


def _line(line: BalanceLine) -> BalanceView:
    return BalanceView(state=line.state, booked=line.booked, there=line.there, difference=line.difference)

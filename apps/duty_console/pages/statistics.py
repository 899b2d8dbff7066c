"""What past batches show, side by side. A chart is a table with a bar in every cell: one for eyes and readers."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import Any

import httpx
from fastapi import Request
from fastapi.responses import Response
from nicegui import app

from apps.duty_console.pages import plain
from apps.duty_console.pages.session import Session
from apps.duty_console.service import IncidentService, RefusedError, UnreachableError
from apps.duty_console.words import lasting
from libs.contracts.names import TIER_NAMES

Batch = Mapping[str, Any]
AT_FIRST = 4
IN_TIME, FOREVER = 10.0, float("inf")
TIMES = {
    "minutes_to_first_report": "发现到初次报告用时",
    "minutes_to_acknowledge": "发现到接手用时",
    "minutes_to_closure": "发现到办结用时",
}


def serve(http: httpx.AsyncClient) -> None:
    """Add the page."""

    @app.get("/statistics")
    async def statistics(request: Request) -> Response:
        session = Session.signed_in(request)
        try:
            batches = (await IncidentService(http, session).get("/incidents/statistics"))["batches"]
        except (RefusedError, UnreachableError) as fault:
            found = plain.refused(fault)
        else:
            found = _page(batches, set(request.query_params.getlist("batch")))
        return plain.live_page("统计", f'<main class="statistics"><h2>历次考试突发事件统计</h2>{found}</main>', session)


def _page(batches: Sequence[Batch], chosen: set[str]) -> str:
    if not batches:
        return "<p>还没有任何批次发生过突发事件。</p>"
    chosen = chosen or {batch["batch_id"] for batch in batches[:AT_FIRST]}
    shown = [batch for batch in reversed(batches) if batch["batch_id"] in chosen]
    charts = "".join(chart.html() for chart in _charts(shown)) if shown else "<p>请选择批次。</p>"
    return f'{_choice(batches, chosen)}<div class="charts">{charts}</div>'


def _choice(batches: Sequence[Batch], chosen: set[str]) -> str:
    boxes = "".join(
        f'<label><input type="checkbox" name="batch" value="{escape(name)}"{" checked" if name in chosen else ""}>'
        f" {escape(name)}</label>"
        for name in (batch["batch_id"] for batch in batches)
    )
    return f"""<form class="form choice" method="get" action="/statistics">
<fieldset><legend>比较这些批次（演练不计）</legend>{boxes}</fieldset><button class="button">比较</button></form>"""


@dataclass(frozen=True)
class Cell:
    """A figure as it is drawn and as it is said."""

    value: float
    words: str
    is_late: bool = False


NOTHING = Cell(0, "—")


@dataclass(frozen=True)
class Chart:
    """Rows and columns of figures on one scale, which ends at `full` or at the largest of them."""

    title: str
    of: str
    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Cell]]]
    full: float = 0
    is_wide: bool = False

    def html(self) -> str:
        """The table."""
        full = self.full or max((cell.value for _, cells in self.rows for cell in cells), default=0) or 1
        head = "".join(f'<th scope="col">{escape(column)}</th>' for column in self.columns)
        body = "".join(
            f'<tr><th scope="row">{escape(name)}</th>{"".join(_cell(cell, full) for cell in cells)}</tr>'
            for name, cells in self.rows
        )
        body = body or f'<tr><td colspan="{len(self.columns) + 1}">没有。</td></tr>'
        return (
            f'<table class="chart{" wide" if self.is_wide else ""}"><caption>{self.title}</caption>'
            f'<thead><tr><th scope="col">{self.of}</th>{head}</tr></thead><tbody>{body}</tbody></table>'
        )


def _cell(cell: Cell, full: float) -> str:
    late = ' class="late"' if cell.is_late else ""
    # A width in an attribute of its own: the page's policy allows no style inside.
    width = f"{round(100 * cell.value / full, 1)}%"
    bar = f'<svg class="bar" aria-hidden="true"><rect width="{width}" height="100%"/></svg>' if cell.value else ""
    return f"<td{late}>{cell.words}{bar}</td>"


def _charts(batches: Sequence[Batch]) -> Iterable[Chart]:
    yield _counts("事件数", batches, {"重大": "major", "一般": "general", "合计": "total"})
    yield Chart("十分钟内完成初次报告", "批次", ["比例"], _rows(batches, lambda batch: [_share(batch)]), full=100)
    for field, title in TIMES.items():
        limit = IN_TIME if field == "minutes_to_first_report" else FOREVER
        yield Chart(title, "批次", ["中位", "最长"], _rows(batches, partial(_times, field, limit)))
    yield _counts("阶段性报告逾期", batches, {"次数": "stage_reports_missed"})
    for tier, word in TIER_NAMES.items():
        yield _compared(f"{word}事件的类别", "类别", batches, partial(_named, "kinds", tier))
    yield _compared("升级到各级的次数", "升级链", batches, partial(_named, "steps", "escalations"))
    yield _compared("最高呼叫到这一级的事件", "升级链", batches, partial(_named, "steps", "reached"))
    yield _compared("已批准的处置", "处置", batches, partial(_named, "measures", "count"))


def _rows(batches: Sequence[Batch], cells: Callable[[Batch], Sequence[Cell]]) -> list[tuple[str, Sequence[Cell]]]:
    return [(batch["batch_id"], cells(batch)) for batch in batches]


def _counts(title: str, batches: Sequence[Batch], fields: Mapping[str, str]) -> Chart:
    """One row a batch."""
    rows = _rows(batches, lambda batch: [_count(batch[field]) for field in fields.values()])
    return Chart(title, "批次", list(fields), rows)


def _compared(title: str, of: str, batches: Sequence[Batch], named: Callable[[Batch], Mapping[str, int]]) -> Chart:
    """One column a batch; a row for whatever any of them has."""
    told = [named(batch) for batch in batches]
    names = dict.fromkeys(name for one in told for name in one)
    rows = [(name, [_count(one.get(name, 0)) for one in told]) for name in names]
    return Chart(title, of, [batch["batch_id"] for batch in batches], rows, is_wide=len(batches) > AT_FIRST)


def _named(lines: str, field: str, batch: Batch) -> dict[str, int]:
    return {line["name"]: line[field] for line in batch[lines] if line[field]}


def _count(number: int) -> Cell:
    return Cell(number, str(number)) if number else NOTHING


def _share(batch: Batch) -> Cell:
    settled = batch["in_time"] + batch["overdue"]
    if not settled:
        return NOTHING
    share = round(100 * batch["in_time"] / settled)
    return Cell(share, f"{share}%（{batch['in_time']}/{settled}）")


def _times(field: str, limit: float, batch: Batch) -> list[Cell]:
    told = batch[field]
    if told is None:
        return [NOTHING, NOTHING]
    return [Cell(told[name], lasting(told[name]), is_late=told[name] >= limit) for name in ("median", "worst")]

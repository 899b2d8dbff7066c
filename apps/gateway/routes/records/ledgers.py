"""Ledgers of all services, as they declare them: what there is, every line of a year, print and table."""

import asyncio
import io
from datetime import datetime

from fastapi.responses import Response

from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit
from apps.gateway.long_work.workbook import XLSX, TextWorkbook
from apps.gateway.routes.office.batches import told_of
from apps.gateway.routes.records.forms import FORM_SERVICES, Keeper, Year
from libs.contracts.beijing import BEIJING, beijing_day

pages = Pages()

HEADINGS = ("时间", "事项", "收入", "发出", "结存", "事由、经手", "登记人", "签名", "登记编号")
WAITS = "待签名"


@pages.shows("ledgers")
async def show_ledgers(visit: InVisit) -> Response:
    told = await asyncio.gather(*(told_of(visit, one, "/ledgers") for one in FORM_SERVICES))
    found = [
        {**line, "keeper": keeper}
        for keeper, one in zip(FORM_SERVICES, told, strict=True)
        if isinstance(one, list)
        for line in one
    ]
    away = [one for one in told if isinstance(one, str)]
    return visit.draw("ledgers.html", ledgers=found, away=away, year=str(beijing_day(visit.exam_now).year))


@pages.shows("ledger")
async def show_ledger(visit: InVisit, keeper: Keeper, ledger: str, year: Year) -> Response:
    shown = await visit.ask(keeper).get("/ledgers/{ledger}/{year}", ledger=ledger, year=str(year))
    here = {"keeper": keeper, "ledger": ledger, "year": str(year)}
    return visit.draw(
        "ledger.html",
        keeper=keeper,
        book=shown,
        print=visit.form("ledger", "/pdf", **here),
        table=visit.form("ledger", "/xlsx", **here),
    )


@pages.does("ledger", "/pdf")
async def print_ledger(visit: InVisit, keeper: Keeper, ledger: str, year: Year) -> Response:
    answer = await visit.ask(keeper).file("/ledgers/{ledger}/{year}/pdf", ledger=ledger, year=str(year))
    named = {"Content-Disposition": 'inline; filename="ledger.pdf"'}
    return Response(answer.content, media_type="application/pdf", headers=named)


@pages.does("ledger", "/xlsx")
async def take_out_ledger(visit: InVisit, keeper: Keeper, ledger: str, year: Year) -> Response:
    """What stands on the page; personal values are masked in it as they are there."""
    book = await visit.ask(keeper).get("/ledgers/{ledger}/{year}", ledger=ledger, year=str(year))
    target = io.BytesIO()
    sheet = TextWorkbook(target, book["title"], [book["item"], *HEADINGS])
    for line in book["lines"]:
        at = datetime.fromisoformat(line["at"]).astimezone(BEIJING)
        figures = [str(line[name] or "") for name in ("came_in", "went_out")]
        signed = WAITS if line["waits"] else "、".join(line["signed_by"])
        said = [line["said"], line["by"], signed, line["record_id"]]
        sheet.add([line["item"], f"{at:%Y-%m-%d %H:%M}", line["kind"], *figures, str(line["there"]), *said])
    sheet.close()
    named = {"Content-Disposition": 'attachment; filename="ledger.xlsx"'}
    return Response(target.getvalue(), media_type=XLSX, headers=named)

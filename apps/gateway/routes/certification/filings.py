"""What the authority published of the institution: entered by one, confirmed by another, cancelled."""

from datetime import date
from typing import Annotated

from fastapi import Form
from fastapi.responses import Response
from pydantic import Field

from apps.gateway.answering.listing import Cell, Column, DeclaredList, Row, leading, plain
from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit
from apps.gateway.long_work.exporting import exported
from apps.gateway.routes.office.announcements import read_offers
from apps.gateway.screens.fields import Keyed, KeyedAndSeen
from apps.gateway.screens.page_map import GENERAL_OFFICE
from apps.web.words import day
from libs.contracts.names import LEVEL_NAMES

pages = Pages()

CONFIRMERS = GENERAL_OFFICE | {"director"}
DIRECTOR = frozenset({"director"})
Line = Annotated[str, Field(min_length=1, max_length=200)]


class FilingForm(Keyed):
    """As it stands in the publication; the scope has one line for each occupation and work type."""

    institution_code: Annotated[str, Field(pattern=r"^[A-Z][0-9]{12}$")]
    institution: Line
    seal: Line
    scope: Annotated[str, Field(min_length=1, max_length=20_000)]
    first: date
    last: date
    source: Annotated[str, Field(min_length=2, max_length=500)]


class CancellationForm(KeyedAndSeen):
    reason: Annotated[str, Field(min_length=2, max_length=2000)]
    authority: Line


def _state(row: Row) -> Cell:
    if row["cancelled_by"]:
        return Cell("资质已取消", tone="late")
    return Cell("已确认", tone="good") if row["confirmed_by"] else Cell("待核对确认", tone="warn")


LIST = DeclaredList(
    page="filings",
    service="certification",
    path="/filings",
    caption="备案记录",
    columns=[
        Column("备案", leading("filing", "filing_id")),
        Column("评价机构", lambda row: Cell(row["institution"], below=[row["institution_code"]])),
        Column("印章", plain("seal")),
        Column("有效期", lambda row: Cell(f"{day(row['first'])}", below=[f"至 {day(row['last'])}"])),
        Column("状态", _state),
    ],
    further=[Column("公布依据", plain("source"))],
    empty="还没有备案记录：经两人录入、核对确认后才能发证。",
)
exported(pages, LIST)


@pages.shows("filings")
async def show_filings(visit: InVisit) -> Response:
    return visit.draw("filings.html", listing=await LIST.shown(visit), enter=visit.form("filings", "/new"))


@pages.does("filings", "/new", roles=GENERAL_OFFICE)
async def enter_filing(visit: InVisit, sent: Annotated[FilingForm, Form()]) -> Response:
    body = {
        "institution_code": sent.institution_code,
        "institution": sent.institution,
        "seal": sent.seal,
        "scope": read_offers(sent.scope, field="scope"),
        "first": sent.first.isoformat(),
        "last": sent.last.isoformat(),
        "source": sent.source,
    }
    made = await visit.ask("certification").do("POST", "/filings", key=sent.key, body=body, beside="seal")
    return visit.go("filing", filing_id=made["filing_id"], said="已录入，须由另一人与公布的原文核对后确认。")


@pages.shows("filing")
async def show_filing(visit: InVisit, filing_id: str) -> Response:
    filing, seen = await visit.ask("certification").see("/filings/{filing_id}", filing_id=filing_id)
    return visit.draw(
        "filing.html",
        filing=filing,
        state=_state(filing),
        seen=seen,
        levels=LEVEL_NAMES,
        confirm=visit.form("filing", "/confirmation", filing_id=filing_id),
        cancel=visit.form("filing", "/cancellation", filing_id=filing_id),
    )


@pages.does("filing", "/confirmation", roles=CONFIRMERS, step_up=True)
async def confirm_filing(visit: InVisit, filing_id: str, sent: Annotated[KeyedAndSeen, Form()]) -> Response:
    """What is confirmed is what was seen."""
    await visit.ask("certification").do(
        "POST", "/filings/{filing_id}/confirmation", key=sent.key, seen=sent.seen, filing_id=filing_id
    )
    return visit.go("filing", filing_id=filing_id, said="已确认，有效期内按此发证。")


@pages.does("filing", "/cancellation", roles=DIRECTOR, step_up=True)
async def cancel_filing(visit: InVisit, filing_id: str, sent: Annotated[CancellationForm, Form()]) -> Response:
    body = {"reason": sent.reason, "authority": sent.authority}
    await visit.ask("certification").do(
        "POST", "/filings/{filing_id}/cancellation", key=sent.key, seen=sent.seen, body=body, filing_id=filing_id
    )
    return visit.go("filing", filing_id=filing_id, said="已登记取消资质，不再发证。")

"""Admission tickets: the list, and all of a batch as one PDF."""

from collections.abc import Callable
from typing import Annotated

from fastapi import Form
from fastapi.responses import Response

from apps.gateway.answering.listing import Cell, Column, DeclaredList, Row, leading, occupation, plain
from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit
from apps.gateway.long_work.exporting import exported
from apps.gateway.long_work.ordering import order
from apps.gateway.long_work.tickets import sitting_words
from apps.gateway.screens.fields import Keyed
from apps.gateway.screens.page_map import EXAM_AFFAIRS, REGISTRARS

pages = Pages()


def _sitting(place: int) -> Callable[[Row], Cell | str]:
    def read(row: Row) -> Cell | str:
        if place >= len(row["sittings"]):
            return ""
        part, when, site, room, seat = sitting_words(row["sittings"][place])
        return Cell(part, below=[when, f"{site} {room} {seat} 号"])

    return read


LIST = DeclaredList(
    page="tickets",
    service="scheduling",
    path="/batches/{batch_id}/tickets",
    caption="准考证",
    columns=[
        Column("准考证号", plain("ticket_number")),
        Column("报名编号", leading("application", "application_id")),
        Column("姓名", plain("name")),
        Column("职业", occupation),
        Column("等级", plain("level")),
        Column("第一科", _sitting(0)),
        Column("第二科", _sitting(1)),
    ],
    identifiers=[Column("证件号码", plain("id_number"))],
    whole_for=REGISTRARS,
    empty="还没有准考证：编排发布后才生成。",
)
exported(pages, LIST)


@pages.shows("tickets")
async def show_tickets(visit: InVisit, batch_id: str) -> Response:
    return visit.draw(
        "tickets.html",
        batch_id=batch_id,
        listing=await LIST.shown(visit, batch_id=batch_id),
        form=visit.form("tickets", "/files", batch_id=batch_id),
        sheets=visit.form("tickets", "/sign-in-sheets", batch_id=batch_id),
    )


@pages.does("tickets", "/files", step_up=True)
async def order_tickets(visit: InVisit, batch_id: str, sent: Annotated[Keyed, Form()]) -> Response:
    """As a job; whole identifiers are printed on them."""
    return await order(
        visit, "tickets", f"打印准考证（{batch_id}）", {"batch_id": batch_id}, key=sent.key, discloses=True
    )


@pages.does("tickets", "/sign-in-sheets", roles=EXAM_AFFAIRS, step_up=True)
async def order_sign_in_sheets(visit: InVisit, batch_id: str, sent: Annotated[Keyed, Form()]) -> Response:
    """As a job: one sheet for each room and time, with names and photos."""
    return await order(
        visit, "sign-in-sheets", f"打印签到表（{batch_id}）", {"batch_id": batch_id}, key=sent.key, discloses=True
    )

"""What has been kept long enough: reviewed by a group, decided by the head, destroyed before two."""

from typing import Annotated, Literal

from fastapi import Form
from fastapi.responses import Response
from pydantic import Field

from apps.gateway.answering.listing import Cell, Column, DeclaredList, Row, leading, plain
from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit
from apps.gateway.long_work.exporting import exported
from apps.gateway.routes.records.archive_access import DIRECTOR, OFFICE, WATCHERS, OfficeForm, VerdictForm
from apps.gateway.screens.fields import Keyed
from apps.web.words import moment

pages = Pages()

SIDES = {"paper": "纸质材料", "electronic": "全部电子材料"}


class ReviewForm(Keyed):
    """What is put before a group; the numbers of papers, one in each line."""

    batch_id: Annotated[str, Field(min_length=1, max_length=100)]
    side: Literal["paper", "electronic"]
    item_ids: Annotated[str, Field(max_length=20_000)] = ""


class GroupForm(Keyed):
    """The staff numbers of the members, one in each line."""

    members: Annotated[str, Field(max_length=2000)]


class OpinionForm(Keyed):
    """What a member thinks."""

    value: Annotated[str, Field(min_length=2, max_length=4000)]
    future_need: Annotated[str, Field(min_length=2, max_length=4000)]
    destroy: Literal["yes", "no"]


def _reviewed(row: Row) -> Cell:
    if row["carried_out_at"]:
        return Cell("已销毁", tone="good")
    if row["approved"] is not None:
        return Cell("待监督销毁", tone="warn") if row["approved"] else Cell("继续保存", tone="quiet")
    return Cell("审查中" if row["members"] else "待组成小组", tone="warn")


DESTRUCTIONS = DeclaredList(
    page="destructions",
    service="archive",
    path="/destructions",
    caption="销毁审查",
    columns=[
        Column("编号", leading("destruction", "destruction_id", field="id")),
        Column("批次", plain("batch_id")),
        Column("材料", lambda row: f"{SIDES[row['side']]} {len(row['item_ids'])} 件"),
        Column("提出", lambda row: Cell(row["proposed_by"], below=[moment(row["proposed_at"])])),
        Column("状态", _reviewed),
    ],
    empty="没有销毁审查。",
)
exported(pages, DESTRUCTIONS)


@pages.shows("destructions")
async def show_destructions(visit: InVisit) -> Response:
    listing = await DESTRUCTIONS.shown(visit)
    return visit.draw("destructions.html", listing=listing, review=visit.form("destructions", "/new"))


@pages.does("destructions", "/new", roles=OFFICE)
async def propose(visit: InVisit, sent: Annotated[ReviewForm, Form()]) -> Response:
    body = {"side": sent.side, "item_ids": sent.item_ids.split() if sent.side == "paper" else []}
    path = "/batches/{batch_id}/destructions"
    proposed = await visit.ask("archive").do("POST", path, key=sent.key, body=body, batch_id=sent.batch_id)
    return visit.go("destruction", destruction_id=proposed["id"], said="已提交，待主任组成审查小组。")


@pages.shows("destruction")
async def show_destruction(visit: InVisit, destruction_id: str) -> Response:
    path = "/destructions/{destruction_id}"
    shown = await visit.ask("archive").get(path, destruction_id=destruction_id)
    forms = {
        step: visit.form("destruction", f"/{step}", destruction_id=destruction_id)
        for step in ("group", "opinions", "decision", "signatures")
    }
    return visit.draw("destruction.html", one=shown, forms=forms)


@pages.does("destruction", "/group", roles=DIRECTOR)
async def appoint(visit: InVisit, destruction_id: str, sent: Annotated[GroupForm, Form()]) -> Response:
    path = "/destructions/{destruction_id}/group"
    body = {"members": sent.members.split()}
    await visit.ask("archive").do("POST", path, key=sent.key, body=body, destruction_id=destruction_id)
    return visit.go("destruction", destruction_id=destruction_id, said="审查小组已组成。")


@pages.does("destruction", "/opinions")
async def give_opinion(visit: InVisit, destruction_id: str, sent: Annotated[OpinionForm, Form()]) -> Response:
    path = "/destructions/{destruction_id}/opinions"
    body = {"value": sent.value, "future_need": sent.future_need, "destroy": sent.destroy == "yes"}
    await visit.ask("archive").do("POST", path, key=sent.key, body=body, destruction_id=destruction_id)
    return visit.go("destruction", destruction_id=destruction_id, said="审查意见已记录。")


@pages.does("destruction", "/decision", roles=DIRECTOR, step_up=True)
async def decide_destruction(visit: InVisit, destruction_id: str, sent: Annotated[VerdictForm, Form()]) -> Response:
    path = "/destructions/{destruction_id}/decision"
    body = {"approved": sent.approved == "yes", "reason": sent.reason}
    await visit.ask("archive").do("POST", path, key=sent.key, body=body, destruction_id=destruction_id)
    return visit.go("destruction", destruction_id=destruction_id, said="已审批。")


@pages.does("destruction", "/signatures", roles=WATCHERS, step_up=True)
async def sign(visit: InVisit, destruction_id: str, sent: Annotated[OfficeForm, Form()]) -> Response:
    path = "/destructions/{destruction_id}/signatures"
    body = {"office": sent.office}
    await visit.ask("archive").do("POST", path, key=sent.key, body=body, destruction_id=destruction_id)
    return visit.go("destruction", destruction_id=destruction_id, said="监督销毁签字已记录。")

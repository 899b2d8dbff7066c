"""The registers of the archive: consultations, loans, destructions, each with its next step for its own people."""

from typing import Annotated, Literal

from fastapi import Form
from fastapi.responses import Response
from pydantic import Field

from apps.gateway.answering.listing import Cell, Choice, Column, DeclaredList, Row, plain
from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit
from apps.gateway.long_work.exporting import exported
from apps.gateway.screens.fields import Keyed, lines
from apps.gateway.screens.page_map import address
from apps.web.words import moment

pages = Pages()

OFFICE = frozenset({"general-office"})
DIRECTOR = frozenset({"director"})
WATCHERS = frozenset({"general-office", "supervisor"})
SIDES = {"paper": "纸质材料", "electronic": "全部电子材料"}
Office = Literal["general-office", "supervisor"]
COUNT = r"\s*(\S+)\s+([0-9]{1,5})\s*"


class VerdictForm(Keyed):
    """What the head says."""

    approved: Literal["yes", "no"]
    reason: Annotated[str, Field(max_length=500)] = ""


class OfficeForm(Keyed):
    """For which office somebody is there."""

    office: Office


class RecordForm(Keyed):
    """What was read."""

    record: Annotated[str, Field(min_length=2, max_length=4000)]


class RenewalForm(Keyed):
    """For how long, and why."""

    days: Annotated[int, Field(ge=1, le=2**31 - 1)]
    reason: Annotated[str, Field(min_length=2, max_length=500)]


class ReturnForm(Keyed):
    """The number of an item and its pages in each line."""

    counted: Annotated[str, Field(max_length=5000)]


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


def _items(row: Row) -> str:
    return "、".join(row["item_ids"])


def _decided(row: Row) -> Cell:
    if row["approved"] is None:
        return Cell("待审批", tone="warn")
    return Cell("已批准" if row["approved"] else "不批准", tone="quiet")


# ---- consultations


def _consulted(row: Row) -> Cell:
    if row["ended_at"]:
        return Cell("已结束", tone="good")
    return Cell("查阅中", tone="warn") if row["opened_at"] else _decided(row)


CONSULTATIONS = DeclaredList(
    page="consultations",
    service="archive",
    path="/consultations",
    caption="查阅登记",
    columns=[
        Column("编号", lambda row: Cell(row["id"], to=address("consultation", consultation_id=row["id"]))),
        Column("归档件", _items),
        Column("原因", plain("reason")),
        Column("登记", lambda row: Cell(row["asked_by"], below=[moment(row["asked_at"])])),
        Column("状态", _consulted),
    ],
    choices=[Choice(name="is_over", label="状态", options={"false": "办理中", "true": "已结束"})],
    empty="没有查阅申请。",
)
exported(pages, CONSULTATIONS)


@pages.shows("consultations")
async def show_consultations(visit: InVisit) -> Response:
    return visit.draw("consultations.html", listing=await CONSULTATIONS.shown(visit))


@pages.shows("consultation")
async def show_consultation(visit: InVisit, consultation_id: str) -> Response:
    path = "/consultations/{consultation_id}"
    shown = await visit.ask("archive").get(path, consultation_id=consultation_id)
    forms = {
        step: visit.form("consultation", f"/{step}", consultation_id=consultation_id)
        for step in ("decision", "presence", "end")
    }
    return visit.draw("consultation.html", one=shown, forms=forms)


@pages.does("consultation", "/decision", roles=DIRECTOR)
async def decide_consultation(visit: InVisit, consultation_id: str, sent: Annotated[VerdictForm, Form()]) -> Response:
    body = {"approved": sent.approved == "yes", "reason": sent.reason}
    path = "/consultations/{consultation_id}/decision"
    await visit.ask("archive").do("POST", path, key=sent.key, body=body, consultation_id=consultation_id)
    return visit.go("consultation", consultation_id=consultation_id, said="已审批。")


@pages.does("consultation", "/presence", roles=WATCHERS)
async def attend(visit: InVisit, consultation_id: str, sent: Annotated[OfficeForm, Form()]) -> Response:
    path = "/consultations/{consultation_id}/presence"
    body = {"office": sent.office}
    await visit.ask("archive").do("POST", path, key=sent.key, body=body, consultation_id=consultation_id)
    return visit.go("consultation", consultation_id=consultation_id, said="已记录您在场。")


@pages.does("consultation", "/end", roles=WATCHERS)
async def end(visit: InVisit, consultation_id: str, sent: Annotated[RecordForm, Form()]) -> Response:
    path = "/consultations/{consultation_id}/end"
    body = {"record": sent.record}
    await visit.ask("archive").do("POST", path, key=sent.key, body=body, consultation_id=consultation_id)
    return visit.go("consultation", consultation_id=consultation_id, said="查阅已结束，记录已归档。")


# ---- loans


def _until(row: Row) -> Cell:
    if not row["due_at"]:
        return Cell(f"{row['days']} 天")
    return Cell(moment(row["due_at"]), below=[f"续借 {row['renewals']} 次"] if row["renewals"] else [])


def _lent(row: Row) -> Cell:
    if row["returned_at"]:
        return Cell("已归还", tone="good")
    if row["overdue_at"]:
        return Cell("逾期未还", tone="late")
    return Cell("借出", tone="warn") if row["handed_out_at"] else _decided(row)


LOANS = DeclaredList(
    page="loans",
    service="archive",
    path="/loans",
    caption="借阅登记",
    columns=[
        Column("编号", lambda row: Cell(row["id"], to=address("loan", loan_id=row["id"]))),
        Column("归档件", _items),
        Column("借用", lambda row: row["organisation"] or row["staff_id"] or "个人"),
        Column("期限", _until),
        Column("状态", _lent),
    ],
    choices=[Choice(name="is_out", label="状态", options={"true": "借出未还"})],
    empty="没有外借。",
)
exported(pages, LOANS)


@pages.shows("loans")
async def show_loans(visit: InVisit) -> Response:
    return visit.draw("loans.html", listing=await LOANS.shown(visit))


@pages.shows("loan")
async def show_loan(visit: InVisit, loan_id: str) -> Response:
    shown = await visit.ask("archive").get("/loans/{loan_id}", loan_id=loan_id)
    forms = {
        step: visit.form("loan", f"/{step}", loan_id=loan_id)
        for step in ("decision", "handing-out", "renewals", "return")
    }
    return visit.draw("loan.html", one=shown, forms=forms)


@pages.does("loan", "/decision", roles=DIRECTOR)
async def decide_loan(visit: InVisit, loan_id: str, sent: Annotated[VerdictForm, Form()]) -> Response:
    body = {"approved": sent.approved == "yes", "reason": sent.reason}
    await visit.ask("archive").do("POST", "/loans/{loan_id}/decision", key=sent.key, body=body, loan_id=loan_id)
    return visit.go("loan", loan_id=loan_id, said="已审批。")


@pages.does("loan", "/handing-out", roles=OFFICE)
async def hand_out(visit: InVisit, loan_id: str, sent: Annotated[Keyed, Form()]) -> Response:
    await visit.ask("archive").do("POST", "/loans/{loan_id}/handing-out", key=sent.key, loan_id=loan_id)
    return visit.go("loan", loan_id=loan_id, said="已借出。")


@pages.does("loan", "/renewals", roles=DIRECTOR)
async def renew(visit: InVisit, loan_id: str, sent: Annotated[RenewalForm, Form()]) -> Response:
    body = {"days": sent.days, "reason": sent.reason}
    await visit.ask("archive").do("POST", "/loans/{loan_id}/renewals", key=sent.key, body=body, loan_id=loan_id)
    return visit.go("loan", loan_id=loan_id, said="已同意续借。")


@pages.does("loan", "/return", roles=OFFICE)
async def take_back(visit: InVisit, loan_id: str, sent: Annotated[ReturnForm, Form()]) -> Response:
    read = lines(sent.counted, COUNT, field="counted", example="2026-autumn-3-0001 3")
    body = {"pages": {one[1]: int(one[2]) for one in read}}
    await visit.ask("archive").do("POST", "/loans/{loan_id}/return", key=sent.key, body=body, loan_id=loan_id)
    return visit.go("loan", loan_id=loan_id, said="已归还，页数已登记。")


# ---- destructions


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
        Column("编号", lambda row: Cell(row["id"], to=address("destruction", destruction_id=row["id"]))),
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

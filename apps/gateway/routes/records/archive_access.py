"""Who was let at what the archive keeps: consultations and loans, each with its next step for its own people."""

from typing import Annotated, Literal

from fastapi import Form
from fastapi.responses import Response
from pydantic import Field

from apps.gateway.answering.listing import Cell, Choice, Column, DeclaredList, Row, leading, plain
from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit
from apps.gateway.long_work.exporting import exported
from apps.gateway.screens.fields import Keyed, lines
from apps.web.words import moment

pages = Pages()

OFFICE = frozenset({"general-office"})
DIRECTOR = frozenset({"director"})
WATCHERS = frozenset({"general-office", "supervisor"})
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
        Column("编号", leading("consultation", "consultation_id", field="id")),
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
        Column("编号", leading("loan", "loan_id", field="id")),
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

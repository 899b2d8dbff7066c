"""The registers of the archive: consultations, loans, destructions, each with its next step for its own people."""

from typing import Annotated, Literal

from fastapi import Form, Query
from fastapi.responses import Response
from pydantic import Field

from apps.gateway.answering.listing import Filter, Listing
from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit
from apps.gateway.screens.fields import Keyed, lines

pages = Pages()

AT_ONCE = 50
OFFICE = frozenset({"general-office"})
DIRECTOR = frozenset({"director"})
WATCHERS = frozenset({"general-office", "supervisor"})
Office = Literal["general-office", "supervisor"]
Cursor = Annotated[str, Query(max_length=500)]
Key = Annotated[Keyed, Form()]
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


# ---- consultations


@pages.shows("consultations")
async def show_consultations(
    visit: InVisit, over: Literal["false", "true", "all"] = "false", cursor: Cursor = ""
) -> Response:
    asked = {"is_over": over if over != "all" else "", "cursor": cursor, "limit": AT_ONCE}
    found = await visit.ask("archive").get("/consultations", query=asked)
    chosen = Filter(name="over", label="状态", value=over, options={"false": "办理中", "true": "已结束", "all": "全部"})
    return visit.draw("consultations.html", listing=Listing(items=found["items"], filters=[chosen], next=found["next"]))


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


@pages.shows("loans")
async def show_loans(visit: InVisit, out: Literal["true", "all"] = "all", cursor: Cursor = "") -> Response:
    asked = {"is_out": out if out != "all" else "", "cursor": cursor, "limit": AT_ONCE}
    found = await visit.ask("archive").get("/loans", query=asked)
    chosen = Filter(name="out", label="状态", value=out, options={"all": "全部", "true": "借出未还"})
    return visit.draw("loans.html", listing=Listing(items=found["items"], filters=[chosen], next=found["next"]))


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
async def hand_out(visit: InVisit, loan_id: str, sent: Key) -> Response:
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


@pages.shows("destructions")
async def show_destructions(visit: InVisit, cursor: Cursor = "") -> Response:
    found = await visit.ask("archive").get("/destructions", query={"cursor": cursor, "limit": AT_ONCE})
    listing = Listing(items=found["items"], next=found["next"])
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

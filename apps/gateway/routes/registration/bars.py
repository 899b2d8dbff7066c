"""The list of people who may not apply: entered, reviewed by another, lifted by the head."""

from datetime import date
from typing import Annotated, Literal

from fastapi import Form
from fastapi.responses import Response
from pydantic import Field

from apps.gateway.answering.listing import Cell, Choice, Column, DeclaredList, plain, status
from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit
from apps.gateway.long_work.exporting import exported
from apps.gateway.screens.fields import Keyed
from apps.gateway.screens.page_map import BARRING, REGISTRARS
from apps.web.words import day, moment

pages = Pages()

DIRECTOR = frozenset({"director"})
STATES = {
    "proposed": ("待复核", "warn"),
    "standing": ("生效", "late"),
    "dropped": ("不予限制", "quiet"),
    "lifted": ("已解除", "quiet"),
}
Line = Annotated[str, Field(min_length=2, max_length=200)]
BarId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]


class BarForm(Keyed):
    name: Line
    id_number: Line
    clause: Line
    document: Line
    until: date | Literal[""] = ""


class ReviewForm(Keyed):
    bar_id: BarId
    decision: Literal["confirmed", "dropped"]


class LiftingForm(Keyed):
    bar_id: BarId
    reason: Line


LIST = DeclaredList(
    page="bars",
    service="registration",
    path="/bars",
    caption="限制报名名单",
    columns=[
        Column("姓名", lambda row: Cell(row["name"], below=[row["bar_id"]])),
        Column("依据", lambda row: Cell(row["clause"], below=[row["document"]])),
        Column("期限", lambda row: f"至 {day(row['until'])}" if row["until"] else "未定期限"),
        Column("状态", status("state", STATES)),
        Column("登记", lambda row: Cell(row["proposed_by"], below=[moment(row["proposed_at"])])),
        Column("复核", plain("reviewed_by")),
        Column("解除", lambda row: Cell(row["lifted_by"] or "", below=[row["lifted_why"]])),
    ],
    choices=[Choice(name="state", label="状态", options={code: word for code, (word, _) in STATES.items()})],
    identifiers=[Column("证件号码", plain("id_number"))],
    whole_for=REGISTRARS,
    empty="名单上没有人。",
)
exported(pages, LIST)


@pages.shows("bars")
async def show_bars(visit: InVisit) -> Response:
    listing = await LIST.shown(visit)
    of = {state: {one["bar_id"]: f"{one['name']}：{one['clause']}" for one in listing.items if one["state"] == state}
          for state in ("proposed", "standing")}  # fmt: skip
    return visit.draw(
        "bars.html",
        listing=listing,
        of=of,
        form=visit.form("bars", "/new"),
        review=visit.form("bars", "/review"),
        lift=visit.form("bars", "/lifting"),
        may={"bar": not BARRING.isdisjoint(visit.roles), "lift": "director" in visit.roles},
    )


@pages.does("bars", "/new", roles=BARRING)
async def propose_bar(visit: InVisit, sent: Annotated[BarForm, Form()]) -> Response:
    body = sent.model_dump(mode="json", exclude={"key"}) | {"bar_id": f"b-{sent.key[:36].lower()}"}
    await visit.ask("registration").do(
        "POST", "/bars", key=sent.key, body=body | {"until": body["until"] or None}, beside="until"
    )
    return visit.go("bars", said="已登记，由另一名工作人员复核后生效。")


@pages.does("bars", "/review", roles=BARRING, step_up=True)
async def review_bar(visit: InVisit, sent: Annotated[ReviewForm, Form()]) -> Response:
    body = {"confirmed": sent.decision == "confirmed"}
    await visit.ask("registration").do(
        "POST", "/bars/{bar_id}/review", key=sent.key, body=body, beside="bar_id", bar_id=sent.bar_id
    )
    return visit.go("bars", said="已复核，即时生效。" if body["confirmed"] else "已决定不予限制。")


@pages.does("bars", "/lifting", roles=DIRECTOR, step_up=True)
async def lift_bar(visit: InVisit, sent: Annotated[LiftingForm, Form()]) -> Response:
    await visit.ask("registration").do(
        "POST",
        "/bars/{bar_id}/lifting",
        key=sent.key,
        body={"reason": sent.reason},
        beside="bar_id",
        bar_id=sent.bar_id,
    )
    return visit.go("bars", said="已解除，本人可以重新报名。")

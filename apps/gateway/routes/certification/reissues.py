"""Other copies of certificates: approved, printed, handed over."""

from typing import Annotated, Literal

from fastapi import Form
from fastapi.responses import Response
from pydantic import Field

from apps.gateway.answering.listing import Cell, Choice, Column, DeclaredList, leading, plain, status
from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit
from apps.gateway.long_work.exporting import exported
from apps.gateway.screens.fields import Keyed, KeyedAndSeen
from apps.web.words import day, moment

pages = Pages()

OFFICE = frozenset({"general-office"})
DECIDERS = frozenset({"director", "quality"})
CAUSES = {"lost": "遗失", "damaged": "损坏", "wrong-data": "信息错误"}
STAGES = {
    "asked": ("待审批", "warn"),
    "approved": ("待印制", "warn"),
    "refused": ("不予补发", "quiet"),
    "printed": ("待发放", "warn"),
    "handed-over": ("已发放", "good"),
}
WAYS = {"in-person": "本人领取", "post": "邮寄"}


class RulingForm(KeyedAndSeen):
    decision: Literal["approved", "refused"]
    reason: Annotated[str, Field(max_length=2000)] = ""


class HandOverForm(Keyed):
    way: Literal["in-person", "post"]
    consignment: Annotated[str, Field(max_length=100)] = ""
    old_copy_returned: Literal["yes", ""] = ""


LIST = DeclaredList(
    page="reissues",
    service="certification",
    path="/reissues",
    caption="证书补发",
    columns=[
        Column("补发申请", leading("reissue", "reissue_id")),
        Column("原因", lambda row: CAUSES[row["cause"]]),
        Column("受理", lambda row: Cell(row["asked_by"], below=[moment(row["asked_at"])])),
        Column("环节", status("stage", STAGES)),
    ],
    choices=[Choice(name="stage", label="环节", options={code: word for code, (word, _) in STAGES.items()})],
    further=[
        Column("证书编号", plain("number")),
        Column("批次", plain("batch_id")),
        Column("系统查到日期", lambda row: day(row["found_on"])),
        Column("印制流水号", plain("print_serial")),
        Column("快递单号", plain("consignment")),
    ],
    empty="还没有补发申请：在证书详情页受理。",
)
exported(pages, LIST)


@pages.shows("reissues")
async def show_reissues(visit: InVisit) -> Response:
    return visit.draw("reissues.html", listing=await LIST.shown(visit))


@pages.shows("reissue")
async def show_reissue(visit: InVisit, reissue_id: str) -> Response:
    reissue, seen = await visit.ask("certification").see("/reissues/{reissue_id}", reissue_id=reissue_id)
    return visit.draw(
        "reissue.html",
        reissue=reissue,
        seen=seen,
        causes=CAUSES,
        stages=STAGES,
        ways=WAYS,
        decide=visit.form("reissue", "/decision", reissue_id=reissue_id),
        print=visit.form("reissue", "/print", reissue_id=reissue_id),
        hand_over=visit.form("reissue", "/hand-over", reissue_id=reissue_id),
    )


@pages.does("reissue", "/decision", roles=DECIDERS, step_up=True)
async def decide_reissue(visit: InVisit, reissue_id: str, sent: Annotated[RulingForm, Form()]) -> Response:
    body = {"decision": sent.decision, "reason": sent.reason}
    await visit.ask("certification").do(
        "POST", "/reissues/{reissue_id}/decision", key=sent.key, seen=sent.seen, body=body, reissue_id=reissue_id
    )
    said = "已批准补发。" if sent.decision == "approved" else "已决定不予补发。"
    return visit.go("reissue", reissue_id=reissue_id, said=said)


@pages.does("reissue", "/print", roles=OFFICE)
async def print_copy(visit: InVisit, reissue_id: str, sent: Annotated[Keyed, Form()]) -> Response:
    await visit.ask("certification").do("POST", "/reissues/{reissue_id}/print", key=sent.key, reissue_id=reissue_id)
    return visit.go("reissue", reissue_id=reissue_id, said="新证已印制。")


@pages.does("reissue", "/pdf", roles=OFFICE, step_up=True)
async def show_copy(visit: InVisit, reissue_id: str) -> Response:
    """A POST, so that no copied address leads to it."""
    answer = await visit.ask("certification").file("/reissues/{reissue_id}/pdf", reissue_id=reissue_id)
    return Response(
        answer.content,
        media_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="certificate-{reissue_id}.pdf"'},
    )


@pages.does("reissue", "/hand-over", roles=OFFICE)
async def hand_over_copy(visit: InVisit, reissue_id: str, sent: Annotated[HandOverForm, Form()]) -> Response:
    body = {
        "way": sent.way,
        "consignment": sent.consignment,
        "old_copy_returned": sent.old_copy_returned == "yes",
    }
    await visit.ask("certification").do(
        "POST", "/reissues/{reissue_id}/hand-over", key=sent.key, body=body, reissue_id=reissue_id
    )
    return visit.go("reissue", reissue_id=reissue_id, said="新证已发放，旧证不再有效。")

"""Posted results: how long they stand, who objected, and what was decided."""

from typing import Annotated, Literal

from fastapi import Form, Query
from fastapi.responses import Response
from pydantic import Field

from apps.gateway.exam_day import PARTS
from apps.gateway.fields import Keyed, KeyedAndSeen
from apps.gateway.listing import Filter, Listing
from apps.gateway.pages import Pages
from apps.gateway.visit import InVisit

pages = Pages()

AT_ONCE = 50
LODGERS = frozenset({"quality", "general-office"})
DECIDERS = frozenset({"director", "quality"})
STAGES = {
    "posted": ("公示中", "quiet"),
    "held": ("异议处理中", "warn"),
    "released": ("待发证", "warn"),
    "issued": ("已发证", "good"),
    "kept": ("单科保留", "quiet"),
    "failed": ("不合格", "quiet"),
    "cancelled": ("没有举行", "late"),
    "withheld": ("暂缓发证", "late"),
}
OUTCOMES = {"passed": "合格", "failed": "不合格", "absent": "缺考", "not-taken": "未报考"}
DECISIONS = {"upheld": ("异议成立", "warn"), "dismissed": ("异议不成立", "quiet")}
Cursor = Annotated[str, Query(max_length=500)]
Reason = Annotated[str, Field(min_length=2, max_length=2000)]


class ObjectionForm(Keyed):
    part: Literal["theory", "practical"]
    reason: Reason


class DecisionForm(KeyedAndSeen):
    decision: Literal["upheld", "dismissed"]
    reason: Reason


@pages.shows("notices")
async def show_notices(visit: InVisit, batch_id: str, stage: str = "", cursor: Cursor = "") -> Response:
    asked = {"stage": stage if stage in STAGES else "", "cursor": cursor, "limit": AT_ONCE}
    found = await visit.ask("certification").get("/batches/{batch_id}/notices", query=asked, batch_id=batch_id)
    stages = {code: word for code, (word, _) in STAGES.items()}
    listing = Listing(
        items=found["items"],
        filters=[Filter(name="stage", label="阶段", value=stage, options={"": "全部", **stages})],
        next=found["next"],
    )
    return visit.draw("notices.html", batch_id=batch_id, listing=listing, stages=STAGES, outcomes=OUTCOMES)


@pages.shows("notice")
async def show_notice(visit: InVisit, application_id: str) -> Response:
    notice = await visit.ask("certification").get("/notices/{application_id}", application_id=application_id)
    return visit.draw(
        "notice.html",
        notice=notice,
        stages=STAGES,
        outcomes=OUTCOMES,
        parts=PARTS,
        lodge=visit.form("notice", "/objections", application_id=application_id),
    )


@pages.does("notice", "/objections", roles=LODGERS)
async def lodge_objection(visit: InVisit, application_id: str, sent: Annotated[ObjectionForm, Form()]) -> Response:
    body = {"application_id": application_id, "part": sent.part, "reason": sent.reason}
    objection = await visit.ask("certification").do("POST", "/objections", key=sent.key, body=body, beside="part")
    return visit.go("objection", objection_id=objection["objection_id"], said="已登记异议，该成绩暂缓发证。")


@pages.shows("objections")
async def show_objections(
    visit: InVisit, batch_id: str, decided: Literal["false", "true", ""] = "", cursor: Cursor = ""
) -> Response:
    asked = {"decided": decided, "cursor": cursor, "limit": AT_ONCE}
    found = await visit.ask("certification").get(
        "/batches/{batch_id}/objections",
        query=asked,
        batch_id=batch_id,
    )
    options = {"": "全部", "false": "待处理", "true": "已处理"}
    listing = Listing(
        items=found["items"],
        filters=[Filter(name="decided", label="状态", value=decided, options=options)],
        next=found["next"],
    )
    return visit.draw("objections.html", batch_id=batch_id, listing=listing, decisions=DECISIONS, parts=PARTS)


@pages.shows("objection")
async def show_objection(visit: InVisit, objection_id: str) -> Response:
    certification = visit.ask("certification")
    objection, seen = await certification.see("/objections/{objection_id}", objection_id=objection_id)
    return visit.draw(
        "objection.html",
        objection=objection,
        seen=seen,
        decisions=DECISIONS,
        parts=PARTS,
        decide=visit.form("objection", "/decision", objection_id=objection_id),
    )


@pages.does("objection", "/decision", roles=DECIDERS, step_up=True)
async def decide_objection(visit: InVisit, objection_id: str, sent: Annotated[DecisionForm, Form()]) -> Response:
    body = {"decision": sent.decision, "reason": sent.reason}
    await visit.ask("certification").do(
        "POST",
        "/objections/{objection_id}/decision",
        key=sent.key,
        seen=sent.seen,
        body=body,
        objection_id=objection_id,
    )
    words = "已认定异议成立，等待复核更正成绩。" if sent.decision == "upheld" else "已认定异议不成立。"
    return visit.go("objection", objection_id=objection_id, said=words)

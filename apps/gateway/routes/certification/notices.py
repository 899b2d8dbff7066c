"""Posted results: how long they stand, who objected, and what was decided."""

from collections.abc import Callable
from typing import Annotated, Literal

from fastapi import Form
from fastapi.responses import Response
from pydantic import Field

from apps.gateway.answering.listing import Cell, Choice, Column, DeclaredList, Row, leading, plain
from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit
from apps.gateway.long_work.exporting import exported
from apps.gateway.long_work.ordering import order
from apps.gateway.screens.exam_day import PARTS
from apps.gateway.screens.fields import Keyed, KeyedAndSeen
from apps.gateway.screens.page_map import GENERAL_OFFICE
from apps.web.words import day, moment, provisional
from libs.contracts.names import LEVEL_NAMES

pages = Pages()

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
OBJECTED = PARTS | {"review": "综合评审"}
OUTCOMES = {"passed": "合格", "failed": "不合格", "absent": "缺考", "not-taken": "未报考"}
DECISIONS = {"upheld": ("异议成立", "warn"), "dismissed": ("异议不成立", "quiet")}
Reason = Annotated[str, Field(min_length=2, max_length=2000)]


class ObjectionForm(Keyed):
    part: Literal["theory", "practical", "review"]
    reason: Reason


class StandingForm(KeyedAndSeen):
    reason: Reason


class DecisionForm(KeyedAndSeen):
    decision: Literal["upheld", "dismissed"]
    reason: Reason


def _outcome(part: str) -> Callable[[Row], Cell]:
    def read(row: Row) -> Cell:
        score = row[f"{part}_score"]
        return Cell(OUTCOMES[row[f"{part}_outcome"]], below=[] if score is None else [str(score)])

    return read


def _stage(row: Row) -> Cell:
    word, tone = STAGES[row["stage"]]
    count = len(row["open_objections"])
    asked = row["question"] is not None and row["question"]["decided_at"] is None
    return Cell(word, tone=tone, below=[*([f"异议 {count} 件"] if count else []), *(["证书待定"] if asked else [])])


def _term(row: Row) -> Cell:
    until = f"至 {day(row['notice_until'])}"
    if row["provisional_for"]:
        return Cell(day(row["notice_from"]), below=[f"{until}（暂定）", provisional(row["provisional_for"])])
    return Cell(
        day(row["notice_from"]), below=[until, *([f"原定 {day(row['moved_from'])}"] if row["moved_from"] else [])]
    )


NOTICES = DeclaredList(
    page="notices",
    service="certification",
    path="/batches/{batch_id}/notices",
    caption="公示与待发",
    columns=[
        Column("报名编号", leading("notice", "application_id")),
        Column("职业和等级", lambda row: Cell(row["occupation_code"], below=[f"{row['level']} 级"])),
        Column("理论", _outcome("theory")),
        Column("实操", _outcome("practical")),
        Column("公示期", _term),
        Column("阶段", _stage),
    ],
    choices=[
        Choice(name="stage", label="阶段", options={code: word for code, (word, _) in STAGES.items()}),
        Choice(name="level", label="等级", options={str(code): word for code, word in LEVEL_NAMES.items()}),
        Choice(name="questioned", label="证书", options={"true": "成绩更正后待定"}),
    ],
)
exported(pages, NOTICES)


@pages.shows("notices")
async def show_notices(visit: InVisit, batch_id: str) -> Response:
    return visit.draw(
        "notices.html",
        batch_id=batch_id,
        listing=await NOTICES.shown(visit, batch_id=batch_id),
        resume=visit.form("notices", "/resumption", batch_id=batch_id),
        photos=visit.form("notices", "/photos", batch_id=batch_id),
    )


@pages.does("notices", "/photos", roles=GENERAL_OFFICE)
async def hand_photos_on(visit: InVisit, batch_id: str, sent: Annotated[Keyed, Form()]) -> Response:
    """As a job: certificates that are issued afterwards show the photos that registration has."""
    given = {"batch_id": batch_id}
    return await order(visit, "certificate-photos", f"证书照片（{batch_id}）", given, key=sent.key)


@pages.does("notices", "/resumption", roles=GENERAL_OFFICE)
async def take_up_withheld(visit: InVisit, batch_id: str, sent: Annotated[Keyed, Form()]) -> Response:
    path = "/batches/{batch_id}/resumption"
    done = await visit.ask("certification").do("POST", path, key=sent.key, batch_id=batch_id)
    left = f"，还有 {done['remaining']} 份，请再次核对" if done["remaining"] else ""
    return visit.go("notices", batch_id=batch_id, said=f"正在重新核对 {done['done']} 份{left}。")


@pages.shows("notice")
async def show_notice(visit: InVisit, application_id: str) -> Response:
    notice, seen = await visit.ask("certification").see("/notices/{application_id}", application_id=application_id)
    return visit.draw(
        "notice.html",
        notice=notice,
        stages=STAGES,
        outcomes=OUTCOMES,
        parts=PARTS,
        objected={
            part: word for part, word in OBJECTED.items() if notice[f"{part}_outcome"] not in {None, "not-taken"}
        },
        lodge=visit.form("notice", "/objections", application_id=application_id),
        seen=seen,
        stand=visit.form("notice", "/standing-certificate", application_id=application_id),
    )


@pages.does("notice", "/objections", roles=LODGERS)
async def lodge_objection(visit: InVisit, application_id: str, sent: Annotated[ObjectionForm, Form()]) -> Response:
    body = {"application_id": application_id, "part": sent.part, "reason": sent.reason}
    objection = await visit.ask("certification").do("POST", "/objections", key=sent.key, body=body, beside="part")
    return visit.go("objection", objection_id=objection["objection_id"], said="已登记异议，该成绩暂缓发证。")


@pages.does("notice", "/standing-certificate", roles=frozenset({"director"}), step_up=True)
async def let_certificate_stand(visit: InVisit, application_id: str, sent: Annotated[StandingForm, Form()]) -> Response:
    path = "/notices/{application_id}/standing-certificate"
    await visit.ask("certification").do(
        "POST", path, key=sent.key, seen=sent.seen, body={"reason": sent.reason}, application_id=application_id
    )
    return visit.go("notice", application_id=application_id, said="已决定证书继续有效。")


def _decided(row: Row) -> Cell:
    word, tone = DECISIONS[row["decision"]] if row["decision"] else ("待处理", "warn")
    return Cell(word, tone=tone)


OBJECTIONS = DeclaredList(
    page="objections",
    service="certification",
    path="/batches/{batch_id}/objections",
    caption="成绩异议",
    columns=[
        Column("异议", leading("objection", "objection_id")),
        Column("报名编号", leading("notice", "application_id")),
        Column("科目", lambda row: OBJECTED[row["part"]]),
        Column("登记", lambda row: Cell(row["lodged_by"], below=[moment(row["lodged_at"])])),
        Column("状态", _decided),
    ],
    choices=[Choice(name="decided", label="状态", options={"false": "待处理", "true": "已处理"})],
    further=[Column("理由", plain("reason"))],
    empty="还没有异议。",
)
exported(pages, OBJECTIONS)


@pages.shows("objections")
async def show_objections(visit: InVisit, batch_id: str) -> Response:
    return visit.draw("objections.html", batch_id=batch_id, listing=await OBJECTIONS.shown(visit, batch_id=batch_id))


@pages.shows("objection")
async def show_objection(visit: InVisit, objection_id: str) -> Response:
    certification = visit.ask("certification")
    objection, seen = await certification.see("/objections/{objection_id}", objection_id=objection_id)
    return visit.draw(
        "objection.html",
        objection=objection,
        seen=seen,
        decisions=DECISIONS,
        parts=OBJECTED,
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

"""What speaks against certificates: found, decided, followed up."""

from datetime import date
from typing import Annotated, Literal

from fastapi import Form
from fastapi.responses import Response
from pydantic import Field

from apps.gateway.answering.listing import Cell, Choice, Column, DeclaredList, Row, leading, plain
from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit
from apps.gateway.long_work.exporting import exported
from apps.gateway.screens.fields import Keyed, KeyedAndSeen
from apps.web.words import day, moment
from libs.contracts.names import LEVEL_NAMES

pages = Pages()

FINDERS = frozenset({"quality", "general-office", "supervisor"})
OFFICE = frozenset({"general-office"})
DIRECTOR = frozenset({"director"})
GROUNDS = {
    "fraud": "骗取证书",
    "cheating": "认定中违规违纪",
    "result-void": "成绩作废",
    "transfer": "转让证书",
    "alteration": "涂改证书",
    "forged": "伪造、仿制",
    "against-rules": "违规发放",
    "own-number": "自行编制证书编码",
    "seal-or-procedure": "印鉴或手续不符合规范",
    "outside-scope": "超范围发放",
    "by-hand": "非打印机打印，自行填写、手写",
}
VERDICTS = {"upheld": ("属实", "late"), "dismissed": ("不属实", "quiet")}
FOLLOW_UPS = {
    "paper-taken-back": "已收回纸质证书",
    "paper-not-obtained": "纸质证书未能收回",
    "entry-deleted": "已在查询官网删除信息",
}
Reason = Annotated[str, Field(min_length=2, max_length=2000)]


class ChargeForm(Keyed):
    number: Annotated[str, Field(min_length=1, max_length=30)]
    ground: str
    facts: Reason


class VerdictForm(KeyedAndSeen):
    decision: Literal["upheld", "dismissed"]
    reason: Reason
    authority: Annotated[str, Field(max_length=200)] = ""


class FollowUpForm(Keyed):
    step: Literal["paper-taken-back", "paper-not-obtained", "entry-deleted"]
    on: date
    note: Annotated[str, Field(max_length=2000)] = ""


class UnfiledForm(Keyed):
    occupation_code: Annotated[str, Field(pattern=r"^\d-\d{2}-\d{2}-\d{2}$")]
    work_type: Annotated[str, Field(max_length=200)] = ""
    level: Annotated[int, Field(ge=1, le=5)]
    first: date
    last: date | Literal[""] = ""
    facts: Reason


def _verdict(row: Row) -> Cell:
    word, tone = VERDICTS[row["verdict"]] if row["verdict"] else ("待决定", "warn")
    return Cell(word, tone=tone)


LIST = DeclaredList(
    page="proceedings",
    service="certification",
    path="/proceedings",
    caption="证书查处",
    columns=[
        Column("查处", leading("proceeding", "proceeding_id")),
        Column("证书编号", plain("number")),
        Column("情形", lambda row: GROUNDS[row["ground"]]),
        Column("登记", lambda row: Cell(row["opened_by"], below=[moment(row["opened_at"])])),
        Column("状态", _verdict),
        Column("尚未办理", lambda row: "、".join(FOLLOW_UPS[one].removeprefix("已") for one in row["missing"])),
    ],
    choices=[Choice(name="decided", label="状态", options={"false": "待决定", "true": "已决定"})],
    further=[Column("决定依据", plain("authority"))],
    empty="没有查处记录。",
)
exported(pages, LIST)
FINDINGS = DeclaredList(
    page="scope_findings",
    service="certification",
    path="/scope-findings",
    caption="超范围核查",
    columns=[
        Column("核查", leading("scope_finding", "finding_id")),
        Column("职业和等级", lambda row: Cell(row["occupation_code"], below=[LEVEL_NAMES[row["level"]]])),
        Column("工种", plain("work_type")),
        Column("未备案期间", lambda row: f"{day(row['first'])}起" + (f"至{day(row['last'])}" if row["last"] else "")),
        Column("状态", _verdict),
        Column("宣布无效", lambda row: f"{row['voided']} 本"),
    ],
    empty="没有超范围核查记录。",
)
exported(pages, FINDINGS)


@pages.shows("proceedings")
async def show_proceedings(visit: InVisit) -> Response:
    listing = await LIST.shown(visit)
    return visit.draw(
        "proceedings.html",
        listing=listing,
        grounds=GROUNDS,
        may_find=not FINDERS.isdisjoint(visit.roles),
        find=visit.form("proceedings", "/new"),
    )


@pages.does("proceedings", "/new", roles=FINDERS, step_up=True)
async def open_proceeding(visit: InVisit, sent: Annotated[ChargeForm, Form()]) -> Response:
    body = {"number": sent.number.strip().upper(), "ground": sent.ground, "facts": sent.facts}
    made = await visit.ask("certification").do("POST", "/proceedings", key=sent.key, body=body, beside="number")
    said = "已登记，证书在作出决定前暂停使用。" if made["application_id"] else "已登记，等待决定。"
    return visit.go("proceeding", proceeding_id=made["proceeding_id"], said=said)


@pages.shows("proceeding")
async def show_proceeding(visit: InVisit, proceeding_id: str) -> Response:
    certification = visit.ask("certification")
    proceeding, seen = await certification.see("/proceedings/{proceeding_id}", proceeding_id=proceeding_id)
    return visit.draw(
        "proceeding.html",
        proceeding=proceeding,
        seen=seen,
        grounds=GROUNDS,
        verdicts=VERDICTS,
        steps=FOLLOW_UPS,
        decide=visit.form("proceeding", "/decision", proceeding_id=proceeding_id),
        follow=visit.form("proceeding", "/follow-ups", proceeding_id=proceeding_id),
    )


@pages.does("proceeding", "/decision", roles=DIRECTOR, step_up=True)
async def decide_proceeding(visit: InVisit, proceeding_id: str, sent: Annotated[VerdictForm, Form()]) -> Response:
    body = {"decision": sent.decision, "reason": sent.reason, "authority": sent.authority}
    await visit.ask("certification").do(
        "POST",
        "/proceedings/{proceeding_id}/decision",
        key=sent.key,
        seen=sent.seen,
        body=body,
        proceeding_id=proceeding_id,
    )
    return visit.go("proceeding", proceeding_id=proceeding_id, said="已作出决定。")


@pages.does("proceeding", "/follow-ups", roles=OFFICE)
async def follow_up_proceeding(visit: InVisit, proceeding_id: str, sent: Annotated[FollowUpForm, Form()]) -> Response:
    body = {"step": sent.step, "on": sent.on.isoformat(), "note": sent.note}
    await visit.ask("certification").do(
        "POST", "/proceedings/{proceeding_id}/follow-ups", key=sent.key, body=body, proceeding_id=proceeding_id
    )
    return visit.go("proceeding", proceeding_id=proceeding_id, said="已登记。")


@pages.shows("scope_findings")
async def show_findings(visit: InVisit) -> Response:
    listing = await FINDINGS.shown(visit)
    return visit.draw(
        "scope_findings.html",
        listing=listing,
        levels={str(code): word for code, word in LEVEL_NAMES.items()},
        may_find=not FINDERS.isdisjoint(visit.roles),
        find=visit.form("scope_findings", "/new"),
    )


@pages.does("scope_findings", "/new", roles=FINDERS, step_up=True)
async def open_finding(visit: InVisit, sent: Annotated[UnfiledForm, Form()]) -> Response:
    body = {
        "occupation_code": sent.occupation_code,
        "work_type": sent.work_type,
        "level": sent.level,
        "first": sent.first.isoformat(),
        "last": sent.last.isoformat() if sent.last else None,
        "facts": sent.facts,
    }
    made = await visit.ask("certification").do("POST", "/scope-findings", key=sent.key, body=body)
    return visit.go("scope_finding", finding_id=made["finding_id"], said="已登记，等待决定。")


@pages.shows("scope_finding")
async def show_finding(visit: InVisit, finding_id: str) -> Response:
    finding, seen = await visit.ask("certification").see("/scope-findings/{finding_id}", finding_id=finding_id)
    return visit.draw(
        "scope_finding.html",
        finding=finding,
        seen=seen,
        levels=LEVEL_NAMES,
        verdicts=VERDICTS,
        decide=visit.form("scope_finding", "/decision", finding_id=finding_id),
    )


@pages.does("scope_finding", "/decision", roles=DIRECTOR, step_up=True)
async def decide_finding(visit: InVisit, finding_id: str, sent: Annotated[VerdictForm, Form()]) -> Response:
    body = {"decision": sent.decision, "reason": sent.reason, "authority": sent.authority}
    await visit.ask("certification").do(
        "POST", "/scope-findings/{finding_id}/decision", key=sent.key, seen=sent.seen, body=body, finding_id=finding_id
    )
    return visit.go("scope_finding", finding_id=finding_id, said="已作出决定。")

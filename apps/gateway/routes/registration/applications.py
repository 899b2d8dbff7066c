"""Who applied: the list of a batch, its review, and one application with what can be done about it."""

import asyncio
import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import Form
from fastapi.responses import Response
from pydantic import BaseModel, Field

from apps.gateway.answering.listing import (
    AT_ONCE,
    Cell,
    Choice,
    Column,
    DeclaredList,
    Row,
    leading,
    occupation,
    plain,
    status,
)
from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import Form as SentForm
from apps.gateway.answering.visit import InVisit, Visit
from apps.gateway.asking import in_turns
from apps.gateway.domain.errors import NothingChosenError, ServiceAwayError, ServiceRefusedError
from apps.gateway.long_work.exporting import exported
from apps.gateway.routes.certification.proceedings import GROUNDS
from apps.gateway.screens.event_words import people_of
from apps.gateway.screens.exam_day import ACTS, MEASURES
from apps.gateway.screens.fields import Keyed, KeyedAndSeen
from apps.gateway.screens.page_map import REGISTRARS
from apps.web.words import moment
from libs.contracts.beijing import beijing_day

pages = Pages()

EXAM_AFFAIRS = frozenset({"exam-affairs"})
MOST_APPROVED = 500
STATES = {
    "eligible": ("待审核", "warn"),
    "incomplete": ("待补材料", "warn"),
    "approved": ("已通过", "good"),
    "refused": ("不符合", "late"),
    "disqualified": ("已取消考试资格", "late"),
    "superseded": ("已由后来的一行代替", "quiet"),
}
LEVELS = {5: "五级（初级工）", 4: "四级（中级工）", 3: "三级（高级工）", 2: "二级（技师）", 1: "一级（高级技师）"}
PARTS = {"theory": "理论知识", "practical": "操作技能", "review": "综合评审"}
PROOFS = {
    "identity": "身份证",
    "photo": "照片",
    "diploma": "学历证书",
    "years": "工作年限证明",
    "prior": "原证书",
    "title": "职称证书",
    "training": "培训结业证书",
    "apprenticeship": "学徒期满证明",
}
EVENTS = {
    "registration.candidate-approved.v1": "审核通过，名单送考务编排",
    "registration.application-refused.v1": "判为不符合条件或审核不予通过",
}
FORBIDDEN = 403
ASKED_AT_ONCE = 4
ApplicationId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,60}$")]
CHOSEN = re.compile(r"([a-z0-9][a-z0-9-]{0,60}):([0-9]{1,12})(?= |$)")


class ApproveForm(Keyed):
    """`most` is how many waited when the page was drawn: nobody approves what came in later."""

    most: Annotated[int, Field(ge=1, le=MOST_APPROVED)]


class TickedForm(BaseModel):
    """The applications that were ticked."""

    chosen: Annotated[list[ApplicationId], Field(max_length=AT_ONCE)] = []


class ChosenForm(Keyed):
    """What is approved, each as it was seen: `2026-autumn-00002:3`, the number and the version."""

    chosen: Annotated[str, Field(max_length=100 * AT_ONCE)]

    def seen(self) -> dict[str, str]:
        """Number → ETag. Raises `NothingChosenError`."""
        found = {number: f'"{version}"' for number, version in CHOSEN.findall(self.chosen)}
        if not found:
            raise NothingChosenError
        return found


class RefuseForm(KeyedAndSeen):
    reason: Annotated[str, Field(min_length=2, max_length=200)]


class ProofsForm(KeyedAndSeen):
    """Papers, ticked."""

    identity: bool = False
    photo: bool = False
    diploma: bool = False
    years: bool = False
    prior: bool = False
    title: bool = False
    training: bool = False
    apprenticeship: bool = False

    @property
    def proofs(self) -> list[str]:
        """Those that were ticked, as registration calls them."""
        return [word for name, word in PROOFS.items() if getattr(self, name)]


class PapersRequestForm(ProofsForm):
    due_on: date


class PapersForm(ProofsForm):
    verified_online: bool = False


class DisqualifyForm(Keyed):
    reason: Annotated[str, Field(max_length=400)]


class DowngradeForm(ProofsForm):
    """`condition` names its level too (`5:L5-YEARS1`); the proofs are those that were handed in for it."""

    condition: Annotated[str, Field(pattern=r"^[1-5]:[\w-]{1,60}$")]

    def body(self) -> dict[str, Any]:
        """As registration takes it."""
        level, _, condition = self.condition.partition(":")
        return {"level": int(level), "condition": condition, "proofs": self.proofs}


@dataclass(frozen=True, kw_only=True)
class Happened:
    """A line of a history, as the archive keeps it."""

    at: datetime
    what: str
    by: str = ""
    position: int = 0


def _reasons(row: Row) -> Cell:
    first, *others = [
        f"{one['column']}：{one['reason']}" if one["column"] else one["reason"] for one in row["findings"]
    ] or [""]
    return Cell(first, below=others)


LIST = DeclaredList(
    page="applications",
    service="registration",
    path="/batches/{batch_id}/applications",
    caption="报名",
    columns=[
        Column("报名编号", leading("application", "application_id"), sort="number"),
        Column("姓名", plain("name")),
        Column("职业", occupation, sort="occupation_code"),
        Column("等级", lambda row: LEVELS.get(row["level"], "未填对"), sort="level"),
        Column("状态", status("outcome", STATES), sort="state"),
        Column("原因", _reasons),
    ],
    choices=[
        Choice(name="state", label="状态", options={code: word for code, (word, _) in STATES.items()}),
        Choice(name="occupation_code", label="职业"),
        Choice(name="level", label="等级", options={str(code): word for code, word in LEVELS.items()}),
        Choice(name="has_photo", label="照片", options={"true": "有照片", "false": "没有照片"}),
    ],
    further=[
        Column("申报条件", plain("condition")),
        Column("班级", plain("class_name")),
        Column("本人确认", lambda row: "是" if row["confirmed"] else "否"),
        Column("决定时间", lambda row: moment(row["decided_at"]) if row["decided_at"] else ""),
        Column("决定人", plain("decided_by")),
    ],
    identifiers=[Column("证件号码", plain("id_number")), Column("手机号码", plain("phone"))],
    whole_for=REGISTRARS,
    empty="还没有报名。",
)
exported(pages, LIST)


@pages.shows("applications")
async def show_applications(visit: InVisit, batch_id: str) -> Response:
    return await _list(visit, batch_id, visit.form("applications", "/approvals/chosen", batch_id=batch_id))


async def _list(visit: Visit, batch_id: str, chosen: SentForm) -> Response:
    batch = await visit.ask("registration").get("/batches/{batch_id}", batch_id=batch_id)
    totals = batch["totals"]
    occupations = {one["occupation_code"]: one["occupation"] for one in totals}
    levels = {str(code): LEVELS[code] for code in LEVELS if code in {one["level"] for one in totals}}
    return visit.draw(
        "applications.html",
        batch=batch,
        listing=await LIST.shown(visit, options={"occupation_code": occupations, "level": levels}, batch_id=batch_id),
        most=min(batch["eligible"], MOST_APPROVED),
        approve=visit.form("applications", "/approvals", batch_id=batch_id),
        ticked=visit.form("applications", "/approvals/ticked", batch_id=batch_id),
        chosen=chosen,
        numbers=[number for number, _ in CHOSEN.findall(chosen.value("chosen"))],
    )


@pages.does("applications", "/approvals", roles=EXAM_AFFAIRS)
async def approve_applications(visit: InVisit, batch_id: str, sent: Annotated[ApproveForm, Form()]) -> Response:
    answer = await visit.ask("registration").do(
        "POST", "/batches/{batch_id}/approvals", key=sent.key, body={"most": sent.most}, batch_id=batch_id
    )
    aside = f"其中 {answer['set_aside']} 份本人诚信档案有记录，须逐份审核。" if answer["set_aside"] else ""
    waiting = answer["remaining"] + answer["set_aside"]
    said = f"已通过 {answer['done']} 份报名，还有 {waiting} 份待审核。{aside}"
    return visit.go("applications", batch_id=batch_id, said=said)


@pages.does("applications", "/approvals/ticked", roles=EXAM_AFFAIRS)
async def look_at_ticked(visit: InVisit, batch_id: str, sent: Annotated[TickedForm, Form()]) -> Response:
    """Nothing is done yet: how many will be approved, each as it is now. Raises `NothingChosenError`."""
    registration = visit.ask("registration")
    if not sent.chosen:
        raise NothingChosenError
    numbers = dict.fromkeys(sent.chosen)
    seen = await in_turns(
        ASKED_AT_ONCE, [registration.see("/applications/{application_id}", application_id=number) for number in numbers]
    )
    waiting = [
        f"{application['application_id']}:{tag.strip(chr(34))}"
        for application, tag in seen
        if application["outcome"] == "eligible" and application["batch_id"] == batch_id
    ]
    if not waiting:
        raise NothingChosenError
    form = visit.form("applications", "/approvals/chosen", batch_id=batch_id)
    return await _list(visit, batch_id, replace(form, typed={"chosen": " ".join(waiting)}))


@pages.does("applications", "/approvals/chosen", roles=EXAM_AFFAIRS)
async def approve_chosen(visit: InVisit, batch_id: str, sent: Annotated[ChosenForm, Form()]) -> Response:
    """Each by itself, under a key of its own: what was refused is told, and whoever repeats it does nothing twice."""
    seen = sent.seen()
    outcomes = await in_turns(
        ASKED_AT_ONCE, [_approved(visit, number, tag, f"{sent.key}-{number}") for number, tag in seen.items()]
    )
    results = dict(zip(seen, outcomes, strict=True))
    return visit.draw(
        "approved.html",
        batch_id=batch_id,
        results=results,
        done=sum(not sentence for sentence, _ in results.values()),
        again=SentForm(visit.request.url.path, sent.key, {"chosen": sent.chosen}),
        is_unsettled=any(is_away for _, is_away in results.values()),
    )


async def _approved(visit: Visit, number: str, seen: str, key: str) -> tuple[str, bool]:
    """Why not, if it was not; and whether that is because nobody answered."""
    try:
        await visit.ask("registration").do(
            "POST", "/applications/{application_id}/approval", key=key, seen=seen, application_id=number
        )
    except ServiceRefusedError as refusal:
        return refusal.sentence, False
    except ServiceAwayError as away:
        return away.sentence, True
    return "", False


@pages.shows("application")
async def show_application(visit: InVisit, application_id: str) -> Response:
    registration = visit.ask("registration")
    application, seen = await registration.see("/applications/{application_id}", application_id=application_id)
    batch, conditions, assessment, integrity, (history, away) = await asyncio.gather(
        registration.get("/batches/{batch_id}", batch_id=application["batch_id"]),
        registration.get("/announcements/conditions"),
        registration.get("/applications/{application_id}/assessment", application_id=application_id),
        registration.get("/applications/{application_id}/integrity", application_id=application_id),
        _history(visit, application_id),
    )
    lower = {
        one["level"]
        for one in batch["totals"]
        if (one["occupation_code"], one["work_type"]) == (application["occupation_code"], application["work_type"])
        and application["level"] is not None
        and one["level"] > application["level"]
    }
    return visit.draw(
        "application.html",
        application=application,
        batch=batch,
        seen=seen,
        assessment=assessment,
        integrity=integrity,
        acts=ACTS | GROUNDS | {"forged": "伪造申报信息"},
        measures=MEASURES | {"certificate-revoked": ("撤回证书", "late")},
        today=beijing_day(visit.now).isoformat(),
        states=STATES,
        levels=LEVELS,
        parts=PARTS,
        proofs=PROOFS,
        condition=next(
            (one["sentence"] for one in conditions if one["code"] == application["condition"]), application["condition"]
        ),
        conditions={
            f"{one['level']}:{one['code']}": f"{LEVELS[one['level']]}：{one['sentence']}"
            for one in conditions
            if one["level"] in lower
        },
        history=history,
        away=away,
    )


async def _history(visit: Visit, application_id: str) -> tuple[list[Happened] | None, str]:
    """What the archive tells, oldest first; none if it may not, and a sentence if it does not answer."""
    try:
        told = await visit.ask("archive").get(
            "/events", query={"subject": f"registration:applications/{application_id}"}
        )
    except ServiceAwayError as away:
        return None, away.sentence
    except ServiceRefusedError as refusal:
        if refusal.status != FORBIDDEN:
            raise
        return None, ""
    return [
        Happened(
            at=datetime.fromisoformat(event["time"]),
            what=EVENTS.get(event["type"], "其他记录"),
            by="、".join(people_of(event)),
            position=event["archiveposition"],
        )
        for event in told["items"]
    ], ""


@pages.does("application", "/confirmation", roles=REGISTRARS)
async def confirm_application(visit: InVisit, application_id: str, sent: Annotated[KeyedAndSeen, Form()]) -> Response:
    return await _done(visit, application_id, "confirmation", sent, said="已登记本人确认。")


@pages.does("application", "/papers-request", roles=EXAM_AFFAIRS)
async def ask_for_papers(visit: InVisit, application_id: str, sent: Annotated[PapersRequestForm, Form()]) -> Response:
    body = {"proofs": sent.proofs, "due_on": sent.due_on.isoformat()}
    said = "已要求补交材料，补齐后再审核。"
    return await _done(visit, application_id, "papers-request", sent, body=body, beside="due_on", said=said)


@pages.does("application", "/papers", roles=REGISTRARS)
async def hand_in_papers(visit: InVisit, application_id: str, sent: Annotated[PapersForm, Form()]) -> Response:
    body = {"proofs": sent.proofs, "verified_online": sent.verified_online}
    return await _done(visit, application_id, "papers", sent, body=body, beside="identity", said="已登记补交的材料。")


@pages.shows("confirmation_sheet")
async def show_confirmation_sheet(visit: InVisit, application_id: str) -> Response:
    """What will be printed, for the candidate to read and sign."""
    registration = visit.ask("registration")
    application = await registration.get("/applications/{application_id}", application_id=application_id)
    batch = await registration.get("/batches/{batch_id}", batch_id=application["batch_id"])
    return visit.draw("confirmation_sheet.html", application=application, batch=batch, levels=LEVELS, parts=PARTS)


@pages.does("application", "/refusal", roles=EXAM_AFFAIRS)
async def refuse_application(visit: InVisit, application_id: str, sent: Annotated[RefuseForm, Form()]) -> Response:
    body = {"reason": sent.reason}
    return await _done(visit, application_id, "refusal", sent, body=body, said="已登记不予通过。")


@pages.does("application", "/disqualification", roles=EXAM_AFFAIRS)
async def disqualify_application(
    visit: InVisit, application_id: str, sent: Annotated[DisqualifyForm, Form()]
) -> Response:
    await visit.ask("registration").do(
        "POST",
        "/applications/{application_id}/disqualification",
        key=sent.key,
        body={"reason": sent.reason},
        application_id=application_id,
    )
    return visit.go("application", said="考试资格已取消，并记入诚信档案。", application_id=application_id)


@pages.does("application", "/downgrade", roles=EXAM_AFFAIRS)
async def downgrade_application(
    visit: InVisit, application_id: str, sent: Annotated[DowngradeForm, Form()]
) -> Response:
    body = sent.body()
    said = f"已改报{LEVELS[body['level']]}，等待审核。"
    return await _done(visit, application_id, "downgrade", sent, body=body, beside="condition", said=said)


async def _done(  # noqa: PLR0913 -- what is done to which application
    visit: Visit, application_id: str, what: str, sent: KeyedAndSeen, *, body: Any = None, beside: str = "", said: str
) -> Response:
    await visit.ask("registration").do(
        "POST",
        f"/applications/{{application_id}}/{what}",
        key=sent.key,
        seen=sent.seen,
        body=body,
        beside=beside,
        application_id=application_id,
    )
    return visit.go("application", application_id=application_id, said=said)

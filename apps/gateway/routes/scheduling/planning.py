"""Rooms, people, and the plan that seats everybody."""

import asyncio
from datetime import date, timedelta
from typing import Annotated, Any, Literal

from fastapi import Form
from fastapi.responses import Response
from pydantic import Field

from apps.gateway.answering.listing import Cell, Choice, Column, DeclaredList, Listing, Row, leading, plain
from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit, Visit
from apps.gateway.domain.errors import ServiceRefusedError
from apps.gateway.long_work.exporting import exported
from apps.gateway.screens.fields import Keyed, days, lines
from apps.gateway.screens.page_map import EXAM_AFFAIRS
from apps.web.words import ROLES, day
from libs.contracts.beijing import BEIJING

pages = Pages()

CARDS_END_SOON = timedelta(days=90)
MISSING = 404
KINDS = {"theory": "理论考场", "practical": "实操考场"}
DUTIES = {"examiner": "考评人员", "invigilator": "监考人员", "supervisor": "巡考人员"}
STATES = {
    "awaited": ("未编排", "warn"),
    "draft": ("未发布", "warn"),
    "publishing": ("发布中", "warn"),
    "published": ("已发布", "good"),
}
LEVELS = {
    "6": "没有证书",
    "5": "五级/初级工",
    "4": "四级/中级工",
    "3": "三级/高级工",
    "2": "二级/技师",
    "1": "一级/高级技师",
}
POSTS = {
    "chief-invigilator": "监考（主）",
    "safety-officer": "专职安全人员",
    "deputy-invigilator": "监考（副）",
    "leader": "考评组长",
    "examiner": "考评员",
    "supervisor": "督导员",
}
TITLES = {"none": "无或初级", "intermediate": "中级", "senior": "高级"}
WAYS = {"": "（理论考场不填）", "real": "实际操作", "simulated": "模拟操作", "simulation-system": "仿真系统"}
GAPS = {"room": "考场不符", "unfit": "人员不能到岗", "recused": "须回避", "clash": "时间冲突"}
A_CODE = r"(\d+(?:-\d+){3})"
A_RELATIVE = r"(\d{17}[\dXx])\s+(\S+)"
REGISTRARS = frozenset({"exam-affairs", "general-office"})
CARD_FIELDS = {"card_number", "contract_until", "last_education", "last_assessment", "trained_on", "tested_on"}
EXAMINER_FIELDS = {"code", "examiner_class", "card_valid_until", "examining_since"}
Line = Annotated[str, Field(min_length=1, max_length=100)]


class RoomForm(Keyed):
    """`codes`: the occupations that a practical room is fitted out for, one a line."""

    room_id: Line
    kind: Literal["theory", "practical"]
    site: Line
    seats: Annotated[int, Field(ge=1, le=1000)]
    gap_cm: Annotated[int, Field(ge=0, le=1000)] | Literal[""] = ""
    codes: Annotated[str, Field(max_length=1000)] = ""
    is_single: bool = False
    is_undisturbed: bool = False
    has_computers: bool = False
    way: Literal["", "real", "simulated", "simulation-system"] = ""

    def body(self) -> dict[str, Any]:
        """As scheduling takes it. Raises `LineNotReadError`."""
        return {
            "room_id": self.room_id,
            "kind": self.kind,
            "site": self.site,
            "seats": self.seats,
            "gap_cm": None if self.gap_cm == "" else self.gap_cm,
            "occupation_codes": [one[1] for one in lines(self.codes, A_CODE, field="codes", example="4-03-02-01")],
            "is_single": self.is_single,
            "is_undisturbed": self.is_undisturbed,
            "has_computers": self.has_computers,
            "way": self.way or None,
        }


class SiteForm(Keyed):
    """Who leads a site; the deputies stand one a line."""

    led: Line
    chief: Line
    deputies: Annotated[str, Field(max_length=1000)]

    def body(self) -> dict[str, Any]:
        """As scheduling takes it."""
        return {"site": self.led, "chief": self.chief, "deputies": self.deputies.split()}


class PersonForm(Keyed):
    """Somebody who can be put on duty; an examiner's card is added where there is one."""

    staff_id: Line
    name: Line
    examiner: bool = False
    invigilator: bool = False
    supervisor: bool = False
    safety_officer: bool = False
    available: bool = False
    classes: Annotated[str, Field(max_length=2000)] = ""
    relatives: Annotated[str, Field(max_length=4000)] = ""
    id_number: Annotated[str, Field(max_length=40)] = ""
    code: Annotated[str, Field(max_length=40)] = ""
    examiner_class: Literal["examiner", "senior", "supervisor", ""] = ""
    card_number: Annotated[str, Field(max_length=40)] = ""
    card_valid_until: date | Literal[""] = ""
    contract_until: date | Literal[""] = ""
    last_education: date | Literal[""] = ""
    last_assessment: date | Literal[""] = ""
    examining_since: date | Literal[""] = ""
    trained_on: date | Literal[""] = ""
    tested_on: date | Literal[""] = ""
    certificate_level: Annotated[int, Field(ge=1, le=6)] = 6
    title: Literal["none", "intermediate", "senior"] = "none"
    practice_years: Annotated[int, Field(ge=0, le=80)] | Literal[""] = ""
    works_in_certification: bool = False

    def body(self) -> dict[str, Any]:
        """As scheduling takes it. Raises `LineNotReadError`."""
        relatives = lines(self.relatives, A_RELATIVE, field="relatives", example="证件号码 关系")
        held = self.model_dump(mode="json", include=CARD_FIELDS)
        held["admission"] = {
            "certificate_level": self.certificate_level,
            "title": self.title,
            "practice_years": self.practice_years or 0,
            "works_in_certification": self.works_in_certification,
        }
        card = held | self.model_dump(mode="json", include=EXAMINER_FIELDS)
        return {
            "staff_id": self.staff_id,
            "name": self.name,
            "roles": [duty for duty in DUTIES if getattr(self, duty)] + ["safety-officer"] * self.safety_officer,
            "available": self.available,
            "teaches_classes": [one.strip() for one in self.classes.splitlines() if one.strip()],
            "related_to": [{"id_number": one[1], "relation": one[2]} for one in relatives],
            "id_number": self.id_number or None,
            "occupations": [card] if self.code else [],
            "supervision": held if self.examiner_class == "supervisor" else None,
        }


class PlanForm(Keyed):
    """The days of the examination, one a line."""

    theory_days: Annotated[str, Field(min_length=1, max_length=1000)]
    practical_days: Annotated[str, Field(max_length=1000)] = ""

    def body(self) -> dict[str, Any]:
        """As scheduling takes it. Raises `LineNotReadError`."""
        return {
            "theory_days": [day.isoformat() for day in days(self.theory_days, field="theory_days")],
            "practical_days": [day.isoformat() for day in days(self.practical_days, field="practical_days")],
        }


ROOMS = DeclaredList(
    page="rooms",
    service="scheduling",
    path="/rooms",
    caption="考场",
    columns=[
        Column("考场", plain("room_id")),
        Column("用途", lambda row: KINDS[row["kind"]]),
        Column("考点", plain("site")),
        Column("座位", plain("seats")),
        Column("座位间距", lambda row: "" if row["gap_cm"] is None else f"{row['gap_cm']} 厘米"),
        Column("职业", lambda row: "、".join(row["occupation_codes"])),
        Column("方式", lambda row: "闭卷" if row["kind"] == "theory" else WAYS[row["way"] or "real"]),
    ],
    choices=[Choice(name="kind", label="用途", options=KINDS)],
    empty="还没有登记考场。",
)
exported(pages, ROOMS)


@pages.shows("rooms")
async def show_rooms(visit: InVisit) -> Response:
    return visit.draw(
        "rooms.html",
        listing=await ROOMS.shown(visit),
        sites=Listing(items=await visit.ask("scheduling").every("/sites", query={})),
        kinds=KINDS,
        ways=WAYS,
        form=visit.form("rooms", "/new"),
        leaders=visit.form("rooms", "/sites"),
    )


@pages.does("rooms", "/sites", roles=EXAM_AFFAIRS)
async def register_site(visit: InVisit, sent: Annotated[SiteForm, Form()]) -> Response:
    await visit.ask("scheduling").do("PUT", "/sites", key=sent.key, body=sent.body(), beside="led")
    return visit.go("rooms", said=f"考点 {sent.led} 的主考、副主考已登记。")


@pages.does("rooms", "/new", roles=EXAM_AFFAIRS)
async def register_room(visit: InVisit, sent: Annotated[RoomForm, Form()]) -> Response:
    await visit.ask("scheduling").do("PUT", "/rooms", key=sent.key, body=[sent.body()], beside="room_id")
    return visit.go("rooms", said=f"考场 {sent.room_id} 已登记。")


def _cards(row: Row) -> Cell:
    return Cell(
        "",
        below=[f"{one['code']} {one['card_number']}，至 {day(one['card_valid_until'])}" for one in row["occupations"]],
    )


def _standing(row: Row) -> Cell:
    word, tone = ("可排班", "good") if row["available"] else ("不可排班", "warn")
    return Cell(word, tone=tone, below=[f"有回避关系 {len(row['related_to'])} 人"] if row["related_to"] else [])


STAFF = DeclaredList(
    page="staff",
    service="scheduling",
    path="/staff",
    caption="人员",
    columns=[
        Column("工号", leading("staff_file", "staff_id")),
        Column("姓名", plain("name")),
        Column("岗位", lambda row: "、".join(ROLES.get(role, role) for role in row["roles"])),
        Column("考评员证卡", _cards),
        Column("任教班级", lambda row: "、".join(row["teaches_classes"])),
        Column("状态", _standing),
    ],
    choices=[
        Choice(name="role", label="岗位", options=DUTIES),
        Choice(name="cards_end_before", label="证卡到期"),
    ],
    empty="还没有登记人员。",
)
exported(pages, STAFF)


@pages.shows("staff")
async def show_staff(visit: InVisit) -> Response:
    soon = (visit.now.astimezone(BEIJING) + CARDS_END_SOON).date().isoformat()
    return visit.draw(
        "staff.html",
        listing=await STAFF.shown(visit, options={"cards_end_before": {soon: f"{CARDS_END_SOON.days} 天内到期"}}),
        duties=DUTIES,
        levels=LEVELS,
        titles=TITLES,
        form=visit.form("staff", "/new"),
    )


@pages.does("staff", "/new", roles=REGISTRARS)
async def register_person(visit: InVisit, sent: Annotated[PersonForm, Form()]) -> Response:
    told = await visit.ask("scheduling").do("PUT", "/staff", key=sent.key, body=[sent.body()], beside="staff_id")
    open_now = f"有 {len(told['gaps'])} 处已发布的安排须改派，请看各批次的考场编排。" if told["gaps"] else ""
    return visit.go("staff", said=f"{sent.staff_id} 已登记。{open_now}")


class LossForm(Keyed):
    """Who cannot come and which rooms cannot be used, one a line."""

    away: Annotated[str, Field(max_length=2000)] = ""
    lost_rooms: Annotated[str, Field(max_length=2000)] = ""

    def body(self) -> dict[str, Any]:
        """As scheduling takes it."""
        return {"away": self.away.split(), "lost_rooms": self.lost_rooms.split()}


class AmendmentForm(LossForm):
    """`digest`: of the difference that was looked at."""

    digest: Line


@pages.shows("plan")
async def show_plan(visit: InVisit, batch_id: str) -> Response:
    return await _drawn(visit, batch_id)


@pages.does("plan", "/lacks", roles=EXAM_AFFAIRS)
async def find_lacks(visit: InVisit, batch_id: str, sent: Annotated[PlanForm, Form()]) -> Response:
    """What is short for a plan on these days; nothing is changed."""
    path = "/batches/{batch_id}/plan/lacks"
    answer = await visit.ask("scheduling").look(path, body=sent.body(), batch_id=batch_id)
    return await _drawn(visit, batch_id, lacks=answer.json())


@pages.does("plan", "/amendments/draft", roles=EXAM_AFFAIRS)
async def draft_amendment(visit: InVisit, batch_id: str, sent: Annotated[LossForm, Form()]) -> Response:
    """What would change; it is shown before it is published."""
    path = "/batches/{batch_id}/amendments/draft"
    answer = await visit.ask("scheduling").look(path, body=sent.body(), batch_id=batch_id)
    return await _drawn(visit, batch_id, amendment=answer.json() | {"typed": sent})


@pages.does("plan", "/amendments", roles=EXAM_AFFAIRS)
async def publish_amendment(visit: InVisit, batch_id: str, sent: Annotated[AmendmentForm, Form()]) -> Response:
    path = "/batches/{batch_id}/amendments"
    body = sent.body() | {"digest": sent.digest}
    told = await visit.ask("scheduling").do("POST", path, key=sent.key, body=body, batch_id=batch_id)
    late = len({seat["application_id"] for seat in told["late"]})
    seated = f"后补考生 {late} 人已排座，准考证已生成。" if late else ""
    said = f"已发布 {len(told['changes'])} 处调整，有关人员和考生已重新通知。{seated}"
    return visit.go("plan", batch_id=batch_id, said=said)


async def _drawn(
    visit: Visit, batch_id: str, *, lacks: list[dict[str, Any]] | None = None, amendment: dict[str, Any] | None = None
) -> Response:
    progress, plan, gaps = await asyncio.gather(
        visit.ask("scheduling").get("/batches/{batch_id}/progress", batch_id=batch_id),
        _plan_of(visit, batch_id),
        visit.ask("scheduling").get("/batches/{batch_id}/gaps", batch_id=batch_id),
    )
    return visit.draw(
        "plan.html",
        batch_id=batch_id,
        progress=progress,
        plan=plan,
        gaps=gaps,
        kinds=GAPS,
        states=STATES,
        lacks=lacks,
        amendment=amendment,
        posts=POSTS,
        lose=visit.form("plan", "/amendments/draft", batch_id=batch_id),
        amend=visit.form("plan", "/amendments", batch_id=batch_id),
        form=visit.form("plan", batch_id=batch_id),
        publish=visit.form("plan", "/publication", batch_id=batch_id),
    )


async def _plan_of(visit: Visit, batch_id: str) -> Any:
    """The figures of the plan; none as long as nothing was planned."""
    try:
        return await visit.ask("scheduling").get("/batches/{batch_id}/plan", batch_id=batch_id)
    except ServiceRefusedError as refusal:
        if refusal.status != MISSING:
            raise
        return None


@pages.does("plan", roles=EXAM_AFFAIRS)
async def plan_batch(visit: InVisit, batch_id: str, sent: Annotated[PlanForm, Form()]) -> Response:
    planned = await visit.ask("scheduling").do(
        "POST", "/batches/{batch_id}/plan", key=sent.key, body=sent.body(), batch_id=batch_id
    )
    said = f"已编排 {planned['sessions']} 场，{planned['candidates']} 人。核对后再发布。"
    return visit.go("plan", batch_id=batch_id, said=said)


@pages.does("plan", "/publication", roles=EXAM_AFFAIRS)
async def publish_plan(visit: InVisit, batch_id: str, sent: Annotated[Keyed, Form()]) -> Response:
    """As many as scheduling takes at a time; the button is there again until nothing remains."""
    told = await visit.ask("scheduling").do(
        "POST", "/batches/{batch_id}/plan/publication", key=sent.key, batch_id=batch_id
    )
    remaining = (
        f"还有 {told['remaining']} 项，请再按一次发布。" if told["remaining"] else "编排已全部发布，准考证已生成。"
    )
    return visit.go("plan", batch_id=batch_id, said=f"已发布 {told['done']} 项。{remaining}")

"""Sites, rooms and people: what there is to plan with."""

from datetime import date, timedelta
from typing import Annotated, Any, Literal

from fastapi import Form
from fastapi.responses import Response
from pydantic import Field

from apps.gateway.answering.listing import Cell, Choice, Column, DeclaredList, Listing, Row, leading, plain
from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit
from apps.gateway.long_work.exporting import exported
from apps.gateway.screens.fields import Keyed, lines
from apps.gateway.screens.page_map import EXAM_AFFAIRS
from apps.web.words import ROLES, day
from libs.contracts.beijing import BEIJING

pages = Pages()

CARDS_END_SOON = timedelta(days=90)
KINDS = {"theory": "理论考场", "practical": "实操考场"}
DUTIES = {"examiner": "考评人员", "invigilator": "监考人员", "supervisor": "巡考人员"}
LEVELS = {
    "6": "没有证书",
    "5": "五级/初级工",
    "4": "四级/中级工",
    "3": "三级/高级工",
    "2": "二级/技师",
    "1": "一级/高级技师",
}
TITLES = {"none": "无或初级", "intermediate": "中级", "senior": "高级"}
WAYS = {"": "（理论考场不填）", "real": "实际操作", "simulated": "模拟操作", "simulation-system": "仿真系统"}
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

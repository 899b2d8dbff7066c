"""Files of people: each qualification from its application to its removal, and what asks for attention."""

from datetime import date, timedelta
from typing import Annotated, Any, Literal

from fastapi import Form, Query
from fastapi.responses import Response
from pydantic import Field

from apps.gateway.answering.listing import Filter, Listing
from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit
from apps.gateway.routes.scheduling.registries import LEVELS, REGISTRARS, TITLES
from apps.gateway.screens.fields import Keyed
from apps.web.words import ROLES
from libs.contracts.beijing import beijing_day

pages = Pages()

AT_ONCE = 200
DECIDERS = frozenset({"director", "quality"})
KINDS = {
    "examiner": "考评员",
    "senior": "高级考评员",
    "supervisor": "内部质量督导员",
    "invigilator": "监考人员",
    "item-expert": "命题专家",
    "safety-officer": "专职安全员",
}
PAPERS = {
    "request": "本人申请",
    "recommendation": "所在单位推荐意见",
    "form": "资格申报表",
    "id_card": "身份证",
    "diploma": "毕业证",
    "certificate": "职业资格证书或职业技能等级证书",
    "title_paper": "职称证",
}
DUTIES = {"education": "继续教育", "assessment": "年度考核"}
GRADES = {"passed": "合格", "excellent": "优秀", "failed": "不合格", "missed": "无故未参加", "excused": "获准请假"}
ANSWERS = {
    "came": "到岗",
    "declined": "拒绝派遣",
    "missed": "无故未到",
    "leave": "获准请假",
    "recused": "因回避未派",
}
GROUNDS = {
    "education": "继续教育不合格、未参加或逾期",
    "assessment": "年度考核不合格或逾期",
    "absences": "连续3次不参加工作",
    "misconduct": "徇私舞弊、弄虚作假或收取考生贿赂",
    "breach": "违反管理规定",
}
AFTERMATH = {"card-withdrawn": "撤回证卡", "deleted-from-platform": "在评价服务平台删除信息"}
ITEM_WRITING = {
    "none": "未承担过命题工作",
    "clean": "承担过，未出现问题",
    "quality-problem": "承担过，出现过命题质量问题",
    "secrecy-breach": "承担过，违反过保密规定",
    "stopped-or-delayed": "承担过，擅自拖延或中止过项目",
    "unfinished": "承担过，无故不按时完成任务",
}
# What each step asks for; a field that is left empty is not sent.
ASKED = {
    "review": ("is_accepted", "remark"),
    "training": ("on",),
    "test": ("on", "written", "practical"),
    "appointment": ("card_number", "issued_on", "valid_until", "term_from", "term_until"),
    "yearly": ("duty", "on", "grade", "remark"),
    "call": ("on", "answer"),
    "renewal": ("term_until", "evaluation"),
    "aftermath": ("done",),
    "appeal": ("text",),
    "removal": ("ground", "reason", "referred_to"),
    "ruling": ("is_granted", "reason"),
}
Step = Literal["review", "training", "test", "appointment", "yearly", "call", "renewal", "aftermath", "appeal"]
Decided = Literal["removal", "ruling"]
OnDay = date | Literal[""]
Words = Annotated[str, Field(max_length=500)]
Mark = Annotated[int, Field(ge=0, le=100)] | Literal[""]
Cursor = Annotated[str, Query(max_length=500)]


class ApplicationForm(Keyed):
    """The papers are ticked one by one."""

    kind: Literal["examiner", "senior", "supervisor", "invigilator", "item-expert", "safety-officer"]
    id_number: Annotated[str, Field(min_length=1, max_length=40)]
    code: Annotated[str, Field(max_length=40)] = ""
    recommended_by: Annotated[str, Field(max_length=100)] = ""
    request: bool = False
    recommendation: bool = False
    form: bool = False
    id_card: bool = False
    diploma: bool = False
    certificate: bool = False
    title_paper: bool = False
    certificate_level: Annotated[int, Field(ge=1, le=6)] = 6
    title: Literal["none", "intermediate", "senior"] = "none"
    practice_years: Annotated[int, Field(ge=0, le=80)] | Literal[""] = ""
    examining_years: Annotated[int, Field(ge=0, le=80)] | Literal[""] = ""
    is_highest_technician: bool = False
    is_excellent: bool = False
    works_in_certification: bool = False
    item_writing: Literal["none", "clean", "quality-problem", "secrecy-breach", "stopped-or-delayed", "unfinished"] = (
        "none"
    )
    exception_signed_by: Annotated[str, Field(max_length=100)] = ""

    def body(self) -> dict[str, Any]:
        """As scheduling takes it."""
        return {
            "kind": self.kind,
            "id_number": self.id_number,
            "code": self.code or None,
            "recommended_by": self.recommended_by or None,
            "papers": [words for name, words in PAPERS.items() if getattr(self, name)],
            "admission": {
                "certificate_level": self.certificate_level,
                "title": self.title,
                "practice_years": self.practice_years or 0,
                "examining_years": self.examining_years or 0,
                "occupation_highest_level": 2 if self.is_highest_technician else 1,
                "is_excellent": self.is_excellent,
                "works_in_certification": self.works_in_certification,
                "item_writing": self.item_writing,
                "exception_signed_by": self.exception_signed_by or None,
            },
        }


class StepForm(Keyed):
    """The fields of every step; each step reads its own."""

    on: OnDay = ""
    is_accepted: Literal["yes", "no", ""] = ""
    is_granted: Literal["yes", "no", ""] = ""
    remark: Words = ""
    written: Mark = ""
    practical: Mark = ""
    card_number: Annotated[str, Field(max_length=40)] = ""
    issued_on: OnDay = ""
    valid_until: OnDay = ""
    term_from: OnDay = ""
    term_until: OnDay = ""
    duty: Literal["education", "assessment", ""] = ""
    grade: Annotated[str, Field(max_length=20)] = ""
    answer: Annotated[str, Field(max_length=20)] = ""
    evaluation: Words = ""
    done: Annotated[str, Field(max_length=40)] = ""
    text: Words = ""
    ground: Annotated[str, Field(max_length=20)] = ""
    reason: Words = ""
    referred_to: Annotated[str, Field(max_length=100)] = ""

    def body(self, step: str) -> dict[str, Any]:
        """As scheduling takes this step."""
        typed = self.model_dump(mode="json", include=set(ASKED[step]))
        read = {name: value == "yes" if name.startswith("is_") else value for name, value in typed.items()}
        return {"step": step, **{name: value for name, value in read.items() if value != ""}}


@pages.shows("staff_file")
async def show_staff_file(visit: InVisit, staff_id: str) -> Response:
    person = await visit.ask("scheduling").get("/staff/{staff_id}", staff_id=staff_id)
    return visit.draw(
        "staff_file.html",
        person=person,
        kinds=KINDS,
        papers=PAPERS,
        levels=LEVELS,
        titles=TITLES,
        item_writing=ITEM_WRITING,
        grounds=GROUNDS,
        roles=ROLES,
        may_keep=bool(REGISTRARS & visit.roles),
        form=visit.form("staff_file", "/applications", staff_id=staff_id),
    )


@pages.does("staff_file", "/applications", roles=REGISTRARS)
async def apply_for(visit: InVisit, staff_id: str, sent: Annotated[ApplicationForm, Form()]) -> Response:
    await visit.ask("scheduling").do(
        "POST", "/staff/{staff_id}/qualifications", key=sent.key, body=sent.body(), staff_id=staff_id
    )
    return visit.go("staff_file", staff_id=staff_id, said="申报已受理，请由他人审核。")


@pages.shows("qualification")
async def show_qualification(visit: InVisit, staff_id: str, file: str) -> Response:
    person = await visit.ask("scheduling").get("/staff/{staff_id}", staff_id=staff_id)
    held = next((one for one in person["qualifications"] if one["key"] == file), None)
    suffixes = {step: f"/{'decisions' if step in {'removal', 'ruling'} else 'steps'}/{step}" for step in ASKED}
    return visit.draw(
        "qualification.html",
        person=person,
        one=held,
        duties=DUTIES,
        grades=GRADES,
        answers=ANSWERS,
        grounds=GROUNDS,
        aftermath=AFTERMATH,
        may_keep=bool(REGISTRARS & visit.roles),
        may_decide=bool(DECIDERS & visit.roles),
        forms={
            step: visit.form("qualification", suffix, staff_id=staff_id, file=file) for step, suffix in suffixes.items()
        },
    )


@pages.does("qualification", "/steps/{step}", roles=REGISTRARS)
async def take_step(
    visit: InVisit, staff_id: str, file: str, step: Step, sent: Annotated[StepForm, Form()]
) -> Response:
    path = "/staff/{staff_id}/qualifications/{file}/steps"
    await visit.ask("scheduling").do("POST", path, key=sent.key, body=sent.body(step), staff_id=staff_id, file=file)
    return visit.go("qualification", staff_id=staff_id, file=file, said="已登记。")


@pages.does("qualification", "/decisions/{step}", roles=DECIDERS)
async def decide(
    visit: InVisit, staff_id: str, file: str, step: Decided, sent: Annotated[StepForm, Form()]
) -> Response:
    path = "/staff/{staff_id}/qualifications/{file}/decisions"
    await visit.ask("scheduling").do("POST", path, key=sent.key, body=sent.body(step), staff_id=staff_id, file=file)
    return visit.go("qualification", staff_id=staff_id, file=file, said="决定已登记。")


@pages.shows("qualifications")
async def show_qualifications(
    visit: InVisit, ahead: Literal["", "30", "60", "90"] = "", cursor: Cursor = ""
) -> Response:
    """Who is not usable today, or on a later day unless something is done."""
    on = beijing_day(visit.now) + timedelta(days=int(ahead or 0))
    asked = {"on": on.isoformat(), "cursor": cursor, "limit": AT_ONCE}
    found = await visit.ask("scheduling").get("/qualifications", query=asked)
    when = Filter(
        name="ahead", label="截至", value=ahead, options={"": "今天", "30": "30天后", "60": "60天后", "90": "90天后"}
    )
    return visit.draw(
        "qualifications.html",
        listing=Listing(items=found["items"], filters=[when], next=found["next"]),
        grounds=GROUNDS,
        aftermath=AFTERMATH,
    )

"""The register of secret carriers, each handling with its next step for its own people."""

from typing import Annotated, Any, Literal

from fastapi import Form
from fastapi.responses import Response
from pydantic import BeforeValidator, Field

from apps.gateway.answering.listing import Cell, Choice, Column, DeclaredList, Row, leading, plain
from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit, Visit
from apps.gateway.long_work.exporting import exported
from apps.gateway.screens.fields import InBeijing, Keyed, lines

pages = Pages()

SECRET_STAFF = frozenset({"item-bank", "exam-affairs", "general-office", "item-reviewer"})
KEEPERS = frozenset({"item-bank", "general-office"})
OFFICE = frozenset({"general-office"})
DIRECTOR = frozenset({"director"})
CARRIERS = {
    "paper": "试卷",
    "drive": "U（硬）盘",
    "bank": "题库资料",
    "meeting-document": "会议带回的文件、资料",
    "other": "其他",
}
DEEDS = {"lend": "借阅", "take-out": "外出携带", "copy": "复印、打印", "destroy": "销毁"}
STEPS = ("decision", "signature", "escort", "handing-over", "return", "destruction")
COUNT = r"\s*(\S+)\s+([0-9]{1,3})\s*"
PATH = "/secret-materials/{material_id}/handlings"
Words = Annotated[str, Field(min_length=1, max_length=200)]
Short = Annotated[str, Field(max_length=200)]
Copies = Annotated[int, Field(ge=1, le=500)]
NoDay = Annotated[InBeijing | None, BeforeValidator(lambda typed: typed or None)]


class MaterialForm(Keyed):
    """A line of the register."""

    material_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{1,40}$")]
    name: Words
    carrier: Literal["paper", "drive", "bank", "meeting-document", "other"]
    copies: Copies
    place: Words
    source: Words


class AskForm(Keyed):
    """What is asked of the head; `people` are staff numbers, apart by blanks."""

    deed: Literal["lend", "take-out", "copy", "destroy"]
    copies: Copies
    purpose: Short
    place: Short = ""
    measures: Annotated[str, Field(max_length=500)] = ""
    people: Annotated[str, Field(max_length=500)] = ""
    due_back: NoDay = None

    def body(self) -> dict[str, Any]:
        return self.model_dump(mode="json", exclude={"key"}) | {"people": self.people.split()}


class VerdictForm(Keyed):
    approved: Literal["yes", "no"]
    reason: Short = ""


class EscortForm(Keyed):
    staff_id: Annotated[str, Field(min_length=1, max_length=100)]


class ReceiversForm(Keyed):
    """Of copying: the staff number of a receiver and how many copies, in each line."""

    receivers: Annotated[str, Field(max_length=5000)] = ""


class ReturnForm(Keyed):
    copies: Copies


def _state(row: Row) -> Cell:
    if any(one["overdue_at"] and not one["ended_at"] for one in row["handlings"]):
        return Cell("逾期未还", tone="late")
    if row["waits"]:
        return Cell("待审批", tone="warn")
    return Cell("有在外", tone="warn") if row["at_hand"] < row["copies"] else Cell("在柜", tone="good")


LIST = DeclaredList(
    page="secret_materials",
    service="itembank",
    path="/secret-materials",
    caption="保密资料",
    columns=[
        Column("编号", leading("secret_material", "material_id")),
        Column("名称", plain("name")),
        Column("类别", lambda row: CARRIERS[row["carrier"]]),
        Column("份数", plain("copies")),
        Column("在柜", plain("at_hand")),
        Column("存放", plain("place")),
        Column("状态", _state),
    ],
    choices=[
        Choice(name="waits", label="审批", options={"true": "待审批", "false": "无待审批"}),
        Choice(name="is_out", label="在外", options={"true": "有待归还", "false": "无待归还"}),
    ],
    empty="还没有登记保密资料。",
)
exported(pages, LIST)


@pages.shows("secret_materials")
async def show_materials(visit: InVisit) -> Response:
    return visit.draw(
        "secret_materials.html",
        listing=await LIST.shown(visit),
        carriers=CARRIERS,
        register=visit.form("secret_materials", "/new"),
    )


@pages.does("secret_materials", "/new", roles=KEEPERS)
async def register(visit: InVisit, sent: Annotated[MaterialForm, Form()]) -> Response:
    body = sent.model_dump(exclude={"key"})
    await visit.ask("itembank").do("POST", "/secret-materials", key=sent.key, body=body, beside="material_id")
    return visit.go("secret_material", material_id=sent.material_id, said="已登记。")


@pages.shows("secret_material")
async def show_material(visit: InVisit, material_id: str) -> Response:
    shown = await visit.ask("itembank").get("/secret-materials/{material_id}", material_id=material_id)
    here = {"material_id": material_id}
    return visit.draw(
        "secret_material.html",
        one=shown,
        carriers=CARRIERS,
        deeds=DEEDS,
        ask=visit.form("secret_material", "/handlings", **here),
        handlings=[(handling, _forms(visit, material_id, handling["no"])) for handling in reversed(shown["handlings"])],
    )


def _forms(visit: Visit, material_id: str, no: int) -> dict[str, Any]:
    return {step: visit.form("secret_material", f"/handlings/{no}/{step}", material_id=material_id) for step in STEPS}


@pages.does("secret_material", "/handlings", roles=SECRET_STAFF)
async def ask(visit: InVisit, material_id: str, sent: Annotated[AskForm, Form()]) -> Response:
    await visit.ask("itembank").do("POST", PATH, key=sent.key, body=sent.body(), material_id=material_id)
    return visit.go("secret_material", material_id=material_id, said="已提交，待评价机构负责人审批。")


@pages.does("secret_material", "/handlings/{no}/decision", roles=DIRECTOR, step_up=True)
async def decide(visit: InVisit, material_id: str, no: int, sent: Annotated[VerdictForm, Form()]) -> Response:
    body = {"approved": sent.approved == "yes", "reason": sent.reason}
    return await _step(visit, material_id, no, "decision", key=sent.key, body=body, said="已审批。")


@pages.does("secret_material", "/handlings/{no}/signature", roles=SECRET_STAFF, step_up=True)
async def sign(visit: InVisit, material_id: str, no: int, sent: Annotated[Keyed, Form()]) -> Response:
    return await _step(visit, material_id, no, "signature", key=sent.key, said="已签名承诺。")


@pages.does("secret_material", "/handlings/{no}/escort", roles=OFFICE)
async def name_escort(visit: InVisit, material_id: str, no: int, sent: Annotated[EscortForm, Form()]) -> Response:
    body = {"staff_id": sent.staff_id}
    return await _step(visit, material_id, no, "escort", key=sent.key, body=body, said="已指派护送人。")


@pages.does("secret_material", "/handlings/{no}/handing-over", roles=KEEPERS)
async def hand_over(visit: InVisit, material_id: str, no: int, sent: Annotated[ReceiversForm, Form()]) -> Response:
    read = lines(sent.receivers, COUNT, field="receivers", example="S-0061 2")
    body = {"receivers": {one[1]: int(one[2]) for one in read}}
    return await _step(visit, material_id, no, "handing-over", key=sent.key, body=body, said="已移交并登记。")


@pages.does("secret_material", "/handlings/{no}/return", roles=KEEPERS)
async def take_back(visit: InVisit, material_id: str, no: int, sent: Annotated[ReturnForm, Form()]) -> Response:
    return await _step(visit, material_id, no, "return", key=sent.key, body={"copies": sent.copies}, said="已归还。")


@pages.does("secret_material", "/handlings/{no}/destruction", roles=SECRET_STAFF, step_up=True)
async def confirm_destruction(visit: InVisit, material_id: str, no: int, sent: Annotated[Keyed, Form()]) -> Response:
    return await _step(visit, material_id, no, "destruction", key=sent.key, said="已确认销毁。")


async def _step(visit: Visit, material_id: str, no: int, step: str, *, said: str, **sent: Any) -> Response:
    path = f"{PATH}/{{no}}/{step}"
    await visit.ask("itembank").do("POST", path, material_id=material_id, no=str(no), **sent)
    return visit.go("secret_material", material_id=material_id, said=said)

"""Banks of items and the blueprints of their papers: imported, accepted, approved by the city."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import Form, UploadFile
from fastapi.responses import Response
from pydantic import Field

from apps.gateway.answering.listing import Cell, Choice, Column, DeclaredList, Row, plain
from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit, Visit
from apps.gateway.domain.errors import FileTooLargeError, MemberLineError, NotAFileOfItemsError
from apps.gateway.long_work.exporting import exported
from apps.gateway.screens.exam_day import PARTS
from apps.gateway.screens.fields import Keyed, SentKey
from apps.gateway.screens.page_map import address
from apps.web.words import moment

pages = Pages()

MEGABYTE = 1024 * 1024
LARGEST = 8 * MEGABYTE
AUTHORS = frozenset({"item-bank"})
ORIGINS = {"own": "自行编制", "city": "市题库", "national": "国家题库", "isolated": "封闭式命题"}
EXPERTISE = {"技术管理": "technical", "培训": "training", "考核": "assessment", "题库建设": "bank"}
LEVELS = {str(level): f"{level} 级" for level in range(5, 0, -1)}
ACCEPTED = {"True": "已验收", "False": "未验收或不合格"}


class CityApprovalForm(Keyed):
    """The city centre's answer by its number and day."""

    reference: Annotated[str, Field(min_length=1, max_length=200)]
    approved_on: date

    def body(self) -> dict[str, Any]:
        return self.model_dump(mode="json", exclude={"key"})


class AcceptanceForm(Keyed):
    """One member a line, with what he knows; whoever signed is named once more."""

    accepted_on: date
    members: Annotated[str, Field(max_length=5000)]
    signatures: Annotated[str, Field(max_length=5000)]
    passed: Literal["yes", "no"]
    opinion: Annotated[str, Field(max_length=2000)] = ""

    def body(self) -> dict[str, Any]:
        """Raises `MemberLineError` for a line that is no name and field."""
        fields = dict(_member(line) for line in self.members.splitlines() if line.strip())
        return {
            "accepted_on": self.accepted_on.isoformat(),
            "members": list(fields),
            "fields": fields,
            "signatures": self.signatures.split(),
            "passed": self.passed == "yes",
            "opinion": self.opinion,
        }


def _member(line: str) -> tuple[str, str]:
    name, _, field = line.strip().partition(" ")
    if field.strip() not in EXPERTISE:
        raise MemberLineError(line.strip())
    return name, EXPERTISE[field.strip()]


def _acceptance(row: Row) -> Cell:
    if row["usable"]:
        return Cell("已验收" if row["accepted"] else "市鉴定中心已审定", tone="good")
    return Cell(f"验收不合格：{row['opinion']}" if row["opinion"] else "未验收，不能组卷", tone="warn")


def _bank(row: Row) -> Cell:
    code, level = row["occupation_code"], str(row["level"])
    return Cell(code, to=address("bank", code=code, level=level))


def level_of(row: Row) -> str:
    return LEVELS[str(row["level"])]


async def every_bank(visit: Visit, _: Mapping[str, str]) -> list[Row]:
    return await visit.ask("itembank").every("/banks", query={})


async def _blueprints(visit: Visit, _: Mapping[str, str]) -> list[Row]:
    return await visit.ask("itembank").every("/blueprints", query={})


OF_A_LEVEL = Choice(name="level", label="等级", options=LEVELS)
BANKS = DeclaredList(
    page="banks",
    rows=every_bank,
    caption="题库",
    columns=[
        Column("职业", _bank, sort="occupation_code"),
        Column("等级", level_of, sort="level"),
        Column("修订", plain("revision")),
        Column("理论题", plain("theory"), sort="theory"),
        Column("实操题", plain("practical"), sort="practical"),
        Column("验收", _acceptance),
    ],
    choices=[OF_A_LEVEL, Choice(name="accepted", label="验收", options=ACCEPTED)],
    empty="还没有导入题库。",
)
BLUEPRINTS = DeclaredList(
    page="blueprints",
    rows=_blueprints,
    caption="细目表",
    columns=[
        Column("职业", plain("occupation_code"), sort="occupation_code"),
        Column("等级", level_of, sort="level"),
        Column("选择题", plain("choice")),
        Column("判断题", plain("judgement")),
        Column("理论时间", lambda row: f"{row['minutes']} 分钟"),
        Column("实操时间", lambda row: f"{row['practical_minutes']} 分钟"),
        Column("制定", lambda row: Cell(row["drawn_by"], below=[moment(row["drawn_at"])]), sort="drawn_at"),
    ],
    choices=[OF_A_LEVEL],
    empty="还没有导入细目表。",
)
for _list in (BANKS, BLUEPRINTS):
    exported(pages, _list)


@pages.shows("banks")
async def show_banks(visit: InVisit) -> Response:
    return visit.draw("banks.html", listing=await BANKS.shown(visit), form=visit.form("banks", "/bank"))


@pages.shows("blueprints")
async def show_blueprints(visit: InVisit) -> Response:
    form = visit.form("blueprints", "/blueprint")
    return visit.draw("blueprints.html", listing=await BLUEPRINTS.shown(visit), form=form)


@pages.does("banks", "/bank", roles=AUTHORS, most=LARGEST)
async def import_bank(visit: InVisit, key: SentKey, file: UploadFile) -> Response:
    return await _import(visit, BANKS, "/banks/{code}/{level}", key, file)


@pages.does("blueprints", "/blueprint", roles=AUTHORS, most=LARGEST)
async def import_blueprint(visit: InVisit, key: SentKey, file: UploadFile) -> Response:
    return await _import(visit, BLUEPRINTS, "/blueprints/{code}/{level}", key, file)


async def _import(visit: Visit, kind: DeclaredList, path: str, key: str, file: UploadFile) -> Response:
    """The file says which occupation and level it is of. Raises `FileTooLargeError`, `NotAFileOfItemsError`."""
    content = await file.read()
    if len(content) > LARGEST:
        raise FileTooLargeError(LARGEST // MEGABYTE)
    try:
        told = json.loads(content)
        code, level = str(told["occupation_code"]), str(told["level"])
    except (ValueError, TypeError, KeyError):
        raise NotAFileOfItemsError from None
    await visit.ask("itembank").do("PUT", path, key=key, body=told, beside="file", code=code, level=level)
    return visit.go(kind.page, said=f"{kind.caption}已导入：{code}，{level} 级。")


@pages.shows("bank")
async def show_bank(visit: InVisit, code: str, level: str) -> Response:
    made = await visit.ask("itembank").get("/banks/{code}/{level}/making", code=code, level=level)
    return visit.draw(
        "bank.html",
        bank=made["bank"],
        made=made,
        origins=ORIGINS,
        parts=PARTS | {"defence": "答辩"},
        accept=visit.form("bank", "/acceptance", code=code, level=level),
        approve=visit.form("bank", "/city-approval", code=code, level=level),
    )


@pages.does("bank", "/acceptance", roles=AUTHORS)
async def accept_bank(visit: InVisit, code: str, level: str, sent: Annotated[AcceptanceForm, Form()]) -> Response:
    await visit.ask("itembank").do(
        "POST", "/banks/{code}/{level}/acceptance", key=sent.key, body=sent.body(), code=code, level=level
    )
    return visit.go("bank", code=code, level=level, said="验收结果已登记。")


@pages.does("bank", "/city-approval", roles=AUTHORS)
async def approve_bank(visit: InVisit, code: str, level: str, sent: Annotated[CityApprovalForm, Form()]) -> Response:
    await visit.ask("itembank").do(
        "POST", "/banks/{code}/{level}/city-approval", key=sent.key, body=sent.body(), code=code, level=level
    )
    return visit.go("bank", code=code, level=level, said="市鉴定中心审批已登记。")

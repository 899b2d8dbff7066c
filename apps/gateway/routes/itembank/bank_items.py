"""The items of a bank: listed without what they say, and read a few at a time, on record."""

from typing import Annotated

from fastapi import Form
from fastapi.responses import Response
from pydantic import Field

from apps.gateway.answering.listing import Cell, Choice, Column, DeclaredList, Row, plain
from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit
from apps.gateway.domain.errors import NoItemChosenError
from apps.gateway.long_work.exporting import exported
from apps.gateway.screens.fields import Keyed

pages = Pages()

MOST_AT_ONCE = 20
ITEM_READERS = frozenset({"item-bank", "item-reviewer"})
PARTS = {"theory": "理论", "practical": "实操", "defence": "答辩"}
ADVICE = {"revise": ("修改", "warn"), "retire": ("停用", "late")}
KINDS = {"choice": "单选题", "judgement": "判断题"}


class ReadingForm(Keyed):
    """The items that were ticked."""

    chosen: Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=MOST_AT_ONCE)] = []  # noqa: RUF012 -- pydantic copies it


def _kind(row: Row) -> str:
    return KINDS.get(row["kind"], PARTS[row["part"]])


def _observed(row: Row) -> Cell | str:
    """How hard it was, and for how many."""
    if row["observed"] is None:
        return ""
    return Cell(f"{row['observed']:.2f}", below=[f"{row['candidates']} 人"])


def _difficulty(row: Row) -> str:
    return "" if row["difficulty"] is None else f"{row['difficulty']:.2f}"


ITEMS = DeclaredList(
    page="bank_items",
    service="itembank",
    path="/banks/{code}/{level}/items",
    caption="试题",
    columns=[
        Column("试题编号", plain("item_id")),
        Column("题型", _kind),
        Column("鉴定点", plain("point")),
        Column("难度", _difficulty),
        Column("实测难度", _observed),
        Column("区分度", lambda row: "" if row["discrimination"] is None else f"{row['discrimination']:.2f}"),
        Column("使用批次", plain("batches")),
        Column("建议", lambda row: Cell(*ADVICE[row["advice"]]) if row["advice"] else ""),
        Column("版本", plain("version")),
        Column("互斥试题", lambda row: "、".join(row["enemies"])),
    ],
    choices=[
        Choice(name="part", label="部分", options=PARTS),
        Choice(name="advice", label="建议", options={name: word for name, (word, _) in ADVICE.items()}),
    ],
    empty="题库中还没有试题。",
)
exported(pages, ITEMS)


@pages.shows("bank_items")
async def show_items(visit: InVisit, code: str, level: str) -> Response:
    return visit.draw(
        "bank_items.html",
        code=code,
        level=level,
        listing=await ITEMS.shown(visit, code=code, level=level),
        reading=visit.form("bank_items", "/reading", code=code, level=level),
        most=MOST_AT_ONCE,
    )


@pages.does("bank_items", "/reading", roles=ITEM_READERS, step_up=True)
async def read_items(visit: InVisit, code: str, level: str, sent: Annotated[ReadingForm, Form()]) -> Response:
    """What is read is the answer itself: the gateway keeps nothing of it. Raises `NoItemChosenError`."""
    if not sent.chosen:
        raise NoItemChosenError
    path, body = "/banks/{code}/{level}/items/readings", {"item_ids": sent.chosen}
    told = await visit.ask("itembank").do("POST", path, key=sent.key, body=body, code=code, level=level)
    return visit.draw("read_items.html", code=code, level=level, told=told)

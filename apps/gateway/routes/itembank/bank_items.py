"""The items of a bank: listed without what they say, and read a few at a time, on record."""

from typing import Annotated, Literal

from fastapi import Form
from fastapi.responses import Response
from pydantic import Field

from apps.gateway.answering.listing import Cell, Choice, Column, DeclaredList, Row, plain
from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit, Visit
from apps.gateway.domain.errors import NoItemChosenError
from apps.gateway.long_work.exporting import exported
from apps.gateway.screens.fields import Keyed

pages = Pages()

MOST_AT_ONCE = 20
ITEM_READERS = frozenset({"item-bank", "item-reviewer"})
PARTS = {"theory": "理论", "practical": "实操", "defence": "答辩"}
# What the form has before the item was read.
UNREAD = {
    "version": "",
    "kind": "",
    "point": "",
    "difficulty": "",
    "stem": "",
    "options": [],
    "answer": "",
    "enemies": [],
    "keep_option_order": False,
}
ADVICE = {"revise": ("修改", "warn"), "retire": ("停用", "late")}
KINDS = {"choice": "单选题", "judgement": "判断题"}


class ItemForm(Keyed):
    """One item, whole; options and enemies a line each."""

    version: Annotated[int, Field(ge=1)]
    kind: Literal["choice", "judgement"]
    point: Annotated[str, Field(min_length=1, max_length=100)]
    difficulty: Annotated[float, Field(ge=0, le=1)]
    stem: Annotated[str, Field(min_length=1, max_length=4000)]
    options: Annotated[str, Field(max_length=4000)] = ""
    answer: Annotated[str, Field(min_length=1, max_length=10)]
    enemies: Annotated[str, Field(max_length=4000)] = ""
    keep_option_order: bool = False


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


def _advice(row: Row) -> Cell | str:
    if row["advice"] is None:
        return ""
    word, tone = ADVICE[row["advice"]]
    return Cell(word, tone=tone)


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
        Column("建议", _advice),
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


@pages.shows("edit_item")
async def show_edit_item(visit: InVisit, code: str, level: str, item_id: str) -> Response:
    """Without what the item says: that is read on record alone; what was typed and refused comes back."""
    return _edit(visit, code, level, item_id, None)


@pages.does("edit_item", "/reading", step_up=True)
async def read_to_edit(visit: InVisit, code: str, level: str, item_id: str, sent: Annotated[Keyed, Form()]) -> Response:
    path, body = "/banks/{code}/{level}/items/readings", {"item_ids": [item_id]}
    told = await visit.ask("itembank").do("POST", path, key=sent.key, body=body, code=code, level=level)
    return _edit(visit, code, level, item_id, told["items"][0])


def _edit(visit: Visit, code: str, level: str, item_id: str, item: Row | None) -> Response:
    here = {"code": code, "level": level, "item_id": item_id}
    return visit.draw(
        "edit_item.html",
        here=here,
        item=item or UNREAD,
        read=item is not None,
        kinds=KINDS,
        form=visit.form("edit_item", **here),
        reading=visit.form("edit_item", "/reading", **here),
    )


@pages.does("edit_item", step_up=True)
async def change_item(
    visit: InVisit, code: str, level: str, item_id: str, sent: Annotated[ItemForm, Form()]
) -> Response:
    body = {
        "seen": sent.version,
        "kind": sent.kind,
        "point": sent.point,
        "difficulty": sent.difficulty,
        "stem": sent.stem,
        "options": _lines(sent.options),
        "answer": sent.answer,
        "enemies": _lines(sent.enemies),
        "keep_option_order": sent.keep_option_order,
    }
    path = "/banks/{code}/{level}/items/{item_id}/versions"
    await visit.ask("itembank").do("POST", path, key=sent.key, body=body, code=code, level=level, item_id=item_id)
    return visit.go(
        "bank", code=code, level=level, said="已存为新版本，题库成为新的一版，等待验收。已组成的试卷不受影响。"
    )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]

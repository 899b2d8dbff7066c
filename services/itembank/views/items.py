"""What is seen of items: from outside without their text, and a few at a time with it."""

from datetime import datetime

from pydantic import BaseModel

from libs.chassis.domain import Act, Page, Query
from services.itembank.domain.items.item import BankPart, Item, ItemContent, Kind
from services.itembank.domain.resources import Criterion, DefenceQuestion, PracticalTask, TheoryItem
from services.itembank.ports import BankDesk


class ItemView(BaseModel):
    """An item from outside; kind and difficulty (from 0 to 1) of theory alone."""

    item_id: str
    version: int
    part: BankPart
    point: str
    kind: Kind | None
    difficulty: float | None
    enemies: list[str]


class ReadItem(BaseModel):
    """An item with all that its part has."""

    item_id: str
    version: int
    part: BankPart
    point: str
    stem: str = ""
    options: list[str] = []
    answer: str = ""
    title: str = ""
    task: str = ""
    minutes: int = 0
    criteria: list[Criterion] = []
    knockouts: list[str] = []
    question: str = ""


class ReadItems(BaseModel):
    """What was read, with who read it and when: it stands on every page, as a watermark does."""

    items: list[ReadItem]
    read_by: str
    read_at: datetime


async def list_items(
    desk: BankDesk, subject: str, *, part: BankPart | None, cursor: str | None, limit: int
) -> Page[ItemView]:
    """Of a bank that was stored as one document, all on the first page until somebody works with it."""
    bank = await desk.banks.get(subject)
    if apart := bank.taken_apart(desk.vault):
        return Page([show_item(item) for item in apart if item.part == (part or item.part)])
    where: dict[str, object] = {"bank_id": bank.id, "in_bank": True} | ({"part": part} if part else {})
    page = await desk.items.find(Query(where, after=cursor, limit=limit))
    return Page([show_item(item) for item in page.items], page.next)


def show_item(item: Item) -> ItemView:
    card = item.card
    return ItemView(
        item_id=item.item_id,
        version=item.version,
        part=item.part,
        point=item.point,
        kind=card.kind if card else None,
        difficulty=card.difficulty / 1000 if card else None,
        enemies=list(card.enemies) if card else [],
    )


def show_reading(read: list[tuple[Item, ItemContent]], act: Act) -> ReadItems:
    shown = [_whole(item, content) for item, content in read]
    return ReadItems(items=shown, read_by=act.by, read_at=act.at)


def _whole(item: Item, content: ItemContent) -> ReadItem:
    told = ReadItem(item_id=item.item_id, version=item.version, part=item.part, point=item.point)
    match content:
        case TheoryItem():
            told.stem, told.options, told.answer = content.stem, content.options, content.answer
        case PracticalTask():
            told.title, told.task, told.minutes = content.title, content.task, content.minutes
            told.criteria, told.knockouts = content.criteria, content.knockouts
        case DefenceQuestion():
            told.question = content.question
    return told

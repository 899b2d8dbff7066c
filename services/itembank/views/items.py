"""What is seen of items: from outside without their text, and a few at a time with it."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel

from libs.chassis.domain import Act, Page, Query, every
from services.itembank.domain.items.item import BankPart, Item, Kind
from services.itembank.domain.items.item_figures import Advice
from services.itembank.domain.resources import Criterion, DefenceQuestion, ItemContent, PracticalTask, TheoryItem
from services.itembank.ports import StockDesk


@dataclass(frozen=True, kw_only=True)
class ItemFilter:
    """Which items of a bank are asked for; what is left out narrows nothing."""

    part: BankPart | None = None
    advice: Advice | None = None

    def where(self, bank_id: str) -> dict[str, object]:
        """The same, by the fields that items are indexed by."""
        part = {"part": self.part} if self.part else {}
        return {"bank_id": bank_id, "in_bank": True, **part, **({"advice": self.advice} if self.advice else {})}

    def takes(self, item: Item) -> bool:
        """Whether an item that is not stored by itself yet is asked for."""
        return self.part in {None, item.part} and self.advice in {None, item.advice}


class ItemView(BaseModel):
    """An item from outside; kind and difficulty (from 0 to 1) of theory alone.

    `batches` counts those in which candidates have seen it; `observed` and `discrimination` are what came of it there.
    """

    item_id: str
    version: int
    part: BankPart
    point: str
    kind: Kind | None
    difficulty: float | None
    enemies: list[str]
    batches: int
    candidates: int
    observed: float | None
    discrimination: float | None
    advice: Advice | None


class ReadItem(BaseModel):
    """An item with all that its part has."""

    item_id: str
    version: int
    part: BankPart
    point: str
    kind: Kind | None = None
    difficulty: float | None = None
    enemies: list[str] = []
    keep_option_order: bool = False
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
    desk: StockDesk, subject: str, filter: ItemFilter, *, cursor: str | None, limit: int
) -> Page[ItemView]:
    """Of a bank that was stored as one document, all on the first page until somebody works with it."""
    bank = await desk.banks.get(subject)
    uses = [use async for use in every(desk.item_uses, {"bank_id": bank.id})]
    seen = await desk.times_seen(uses)
    if apart := bank.taken_apart(desk.vault):
        return Page([show_item(item, seen[item.item_id]) for item in apart if filter.takes(item)])
    page = await desk.items.find(Query(filter.where(bank.id), after=cursor, limit=limit))
    return Page([show_item(item, seen[item.item_id]) for item in page.items], page.next)


def show_item(item: Item, batches: int) -> ItemView:
    card, told = item.card, item.observed
    return ItemView(
        item_id=item.item_id,
        version=item.version,
        part=item.part,
        point=item.point,
        kind=card.kind if card else None,
        difficulty=card.difficulty / 1000 if card else None,
        enemies=list(card.enemies) if card else [],
        batches=batches,
        candidates=told.candidates if told else 0,
        observed=told.difficulty / 1000 if told else None,
        discrimination=told.discrimination / 1000 if told else None,
        advice=item.advice,
    )


def show_reading(read: list[tuple[Item, ItemContent]], act: Act) -> ReadItems:
    shown = [_whole(item, content) for item, content in read]
    return ReadItems(items=shown, read_by=act.by, read_at=act.at)


def _whole(item: Item, content: ItemContent) -> ReadItem:
    told = ReadItem(item_id=item.item_id, version=item.version, part=item.part, point=item.point)
    match content:
        case TheoryItem():
            told.stem, told.options, told.answer = content.stem, content.options, content.answer
            told.kind, told.difficulty = item.card.kind if item.card else None, content.difficulty
            told.enemies, told.keep_option_order = content.enemies, content.keep_option_order
        case PracticalTask():
            told.title, told.task, told.minutes = content.title, content.task, content.minutes
            told.criteria, told.knockouts = content.criteria, content.knockouts
        case DefenceQuestion():
            told.question = content.question
    return told

"""Items of a bank over HTTP."""

from typing import Annotated, Literal

from fastapi import Depends
from pydantic import Field

from libs.chassis.domain import Act, Page
from libs.chassis.identity import Actor
from libs.chassis.web.http import Cursor, Limit, Now, RawBody, Routes, Strict, allow, repositories, secret
from services.itembank.domain.resources import TheoryItem, subject_id
from services.itembank.ports import ExchangeDesk, ReadingDesk, StockDesk
from services.itembank.routes.banks import BANK_READERS
from services.itembank.routes.parameters import Code, LevelInPath
from services.itembank.use_cases import banks as use_cases
from services.itembank.use_cases import exchange
from services.itembank.views import banks as bank_views
from services.itembank.views import exchange as exchange_views
from services.itembank.views import items as views

router = Routes(tags=["items"])

MOST_AT_ONCE = 20
AtExchange = Annotated[ExchangeDesk, repositories(ExchangeDesk)]
Keeper = Annotated[Actor, allow("item-bank")]
ReadFormat = Literal["gift", "moodle-xml", "qti", "word", "xlsx"]
WrittenFormat = Literal["qti-2", "qti-3", "xlsx"]


class ReadingBody(Strict):
    """The ids of items of one bank."""

    item_ids: list[Annotated[str, Field(max_length=200)]] = Field(min_length=1, max_length=MOST_AT_ONCE)


class ItemBody(Strict):
    """A theory item as it shall be; `seen` is the version that was changed. What it must be, the inspection says."""

    seen: Annotated[int, Field(ge=1, le=100_000)]
    kind: Literal["choice", "judgement"]
    point: Annotated[str, Field(max_length=100)]
    difficulty: float
    stem: Annotated[str, Field(max_length=4000)]
    options: Annotated[list[Annotated[str, Field(max_length=1000)]], Field(max_length=10)]
    answer: Annotated[str, Field(max_length=10)]
    enemies: Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=100)]
    keep_option_order: bool = False


class ExportBody(Strict):
    """By which approved handling of the carrier with the bank's own number."""

    form: WrittenFormat
    handling: Annotated[int, Field(ge=1, le=100_000)]


@router.get("/banks/{code}/{level}/items")
async def list_items(  # noqa: PLR0913 -- FastAPI hands each over by name
    *,
    code: Code,
    level: LevelInPath,
    desk: Annotated[StockDesk, repositories(StockDesk)],
    _: BANK_READERS,
    filter: Annotated[views.ItemFilter, Depends()],
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Page[views.ItemView]:
    """The items of the newest revision, without what they say."""
    return await views.list_items(desk, subject_id(code, level), filter, cursor=cursor, limit=limit)


@router.post("/banks/{code}/{level}/items/readings", dependencies=[secret])
async def read_items(  # noqa: PLR0913 -- FastAPI hands each over by name
    *,
    code: Code,
    level: LevelInPath,
    body: ReadingBody,
    desk: Annotated[ReadingDesk, repositories(ReadingDesk)],
    now: Now,
    actor: Annotated[Actor, allow("item-bank", "item-reviewer")],
) -> views.ReadItems:
    """Some items, whole; a command because it is counted and noted."""
    act = Act(actor.id, now)
    read = await use_cases.read_items(desk, subject=subject_id(code, level), item_ids=body.item_ids, act=act)
    return views.show_reading(read, act)


@router.post("/banks/{code}/{level}/items/{item_id}/versions", status_code=201)
async def change_item(  # noqa: PLR0913 -- FastAPI hands each over by name
    *, code: Code, level: LevelInPath, item_id: str, body: ItemBody, desk: AtExchange, now: Now, actor: Keeper
) -> bank_views.BankView:
    """The next version of one theory item: a new revision of the bank, which waits for its acceptance."""
    item = TheoryItem(
        item_id=item_id,
        kind=body.kind,
        point=body.point,
        difficulty=body.difficulty,
        stem=body.stem,
        options=body.options,
        answer=body.answer,
        enemies=body.enemies,
        keep_option_order=body.keep_option_order,
    )
    act = Act(actor.id, now)
    bank = await exchange.change_item(desk, subject=subject_id(code, level), item=item, seen=body.seen, act=act)
    return bank_views.show_bank(bank)


@router.post("/banks/{code}/{level}/imports/{form}/preview", dependencies=[secret])
async def preview_import(  # noqa: PLR0913 -- FastAPI hands each over by name
    *, code: Code, level: LevelInPath, form: ReadFormat, body: RawBody, desk: AtExchange, now: Now, actor: Keeper
) -> exchange_views.PreviewView:
    """What an import of this file would do; a command because items of the bank may be read by it."""
    act = Act(actor.id, now)
    seen, texts = await exchange.preview_import(desk, subject=subject_id(code, level), form=form, content=body, act=act)
    return exchange_views.show_preview(seen, texts)


@router.post("/banks/{code}/{level}/imports/{form}")
async def import_items(  # noqa: PLR0913 -- FastAPI hands each over by name
    *, code: Code, level: LevelInPath, form: ReadFormat, body: RawBody, desk: AtExchange, now: Now, actor: Keeper
) -> bank_views.BankView:
    """Take the items of a file into the bank: a new revision, which waits for its acceptance."""
    act = Act(actor.id, now)
    bank = await exchange.import_items(desk, subject=subject_id(code, level), form=form, content=body, act=act)
    return bank_views.show_bank(bank)


@router.post("/banks/{code}/{level}/exports", dependencies=[secret])
async def export_items(  # noqa: PLR0913 -- FastAPI hands each over by name
    *, code: Code, level: LevelInPath, body: ExportBody, desk: AtExchange, now: Now, actor: Keeper
) -> exchange_views.ExportView:
    """The items in another format: the copy that the head approved, for whoever asked for it."""
    written = await exchange.export_items(
        desk,
        subject=subject_id(code, level),
        form=body.form,
        handling=body.handling,
        act=Act(actor.id, now),
    )
    return exchange_views.show_export(written)

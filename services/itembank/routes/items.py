"""Items of a bank over HTTP."""

from typing import Annotated

from pydantic import Field

from libs.chassis.domain import Act, Page
from libs.chassis.identity import Actor
from libs.chassis.web.http import Cursor, Limit, Now, Routes, Strict, allow, repositories, secret
from services.itembank.domain.items.item import BankPart
from services.itembank.domain.resources import subject_id
from services.itembank.ports import BankDesk, ReadingDesk
from services.itembank.routes.banks import BANK_READERS
from services.itembank.routes.parameters import Code, LevelInPath
from services.itembank.use_cases import banks as use_cases
from services.itembank.views import items as views

router = Routes(tags=["items"])

MOST_AT_ONCE = 20


class ReadingBody(Strict):
    """The ids of items of one bank."""

    item_ids: list[Annotated[str, Field(max_length=200)]] = Field(min_length=1, max_length=MOST_AT_ONCE)


@router.get("/banks/{code}/{level}/items")
async def list_items(  # noqa: PLR0913 -- FastAPI hands each over by name
    *,
    code: Code,
    level: LevelInPath,
    desk: Annotated[BankDesk, repositories(BankDesk)],
    _: BANK_READERS,
    part: BankPart | None = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Page[views.ItemView]:
    """The items of the newest revision, without what they say."""
    return await views.list_items(desk, subject_id(code, level), part=part, cursor=cursor, limit=limit)


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

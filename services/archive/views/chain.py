"""The chain and the histories in it."""

from typing import Any

from pydantic import BaseModel

from libs.chassis.domain import Query
from services.archive.domain.evidence.chain import THE_CHAIN, Chain
from services.archive.ports import Chains, Records


class ArchivedEvent(BaseModel):
    """A structured CloudEvent with its place in the chain; a member that an event has not is left out, not null.

    `actor` is the staff number of whoever acted, or what stands for nobody; what is older has none.
    """

    actor: str | None = None
    data: Any = None
    data_base64: str | None = None
    datacontenttype: str | None = None
    id: str
    sequence: int
    source: str
    specversion: str
    subject: str
    time: str
    type: str
    archiveposition: int
    chainhash: str


class EventsPage(BaseModel):
    """Events in the order of the chain, and the position to go on after; `next` is null at the end."""

    items: list[ArchivedEvent]
    next: int | None


class ChainEnd(BaseModel):
    """How long the chain is and the hash it ends with."""

    count: int
    head: str


async def list_events(records: Records, *, after: int, limit: int) -> EventsPage:
    """Events of the chain, whole."""
    page = await records.find(Query(order_by="position", at_least={"position": after + 1}, limit=limit))
    events = [ArchivedEvent.model_validate(record.exported()) for record in page.items]
    return EventsPage(items=events, next=page.items[-1].position if page.next else None)


async def list_history(records: Records, subject: str, *, after: int, limit: int) -> EventsPage:
    """What happened to one thing, as far as it was told on the bus, without anybody's personal data."""
    page = await records.find(
        Query({"subject": subject}, order_by="in_history", at_least={"in_history": after + 1}, limit=limit)
    )
    events = [ArchivedEvent.model_validate(record.without_personal_data()) for record in page.items]
    return EventsPage(items=events, next=page.items[-1].position if page.next else None)


async def list_of_batch(records: Records, batch_id: str, *, after: int, limit: int) -> EventsPage:
    """What was told of a batch, without anybody's personal data."""
    page = await records.find(
        Query({"batch": batch_id}, order_by="in_batch", at_least={"in_batch": after + 1}, limit=limit)
    )
    events = [ArchivedEvent.model_validate(record.without_personal_data()) for record in page.items]
    return EventsPage(items=events, next=page.items[-1].position if page.next else None)


async def show_chain(chains: Chains) -> ChainEnd:
    """How long the chain is, and where it ends."""
    chain = await chains.find_one(THE_CHAIN) or Chain.begin()
    return ChainEnd(count=chain.count, head=chain.head)

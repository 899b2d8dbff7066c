"""What the archive answers."""

from typing import Any

from services.archive.domain.chain import THE_CHAIN, Chain
from services.archive.ports import Chains, Records


async def events_after(records: Records, *, after: int, limit: int) -> dict[str, Any]:
    """Events of the chain in order, and the position to go on after; `next` is null at the end."""
    page = await records.find(order_by="position", at_least={"position": after + 1}, limit=limit)
    return {
        "items": [record.exported() for record in page.items],
        "next": page.items[-1].position if page.next else None,
    }


async def history_of(records: Records, subject: str, *, after: int, limit: int) -> dict[str, Any]:
    """What happened to one thing, in order, as far as it was told on the bus."""
    page = await records.find(
        {"subject": subject}, order_by="in_history", at_least={"in_history": after + 1}, limit=limit
    )
    return {
        "items": [record.shown() for record in page.items],
        "next": page.items[-1].position if page.next else None,
    }


async def chain_end(chains: Chains) -> dict[str, Any]:
    """How long the chain is and the hash it ends with."""
    chain = await chains.find_one(THE_CHAIN) or Chain.begin()
    return {"count": chain.count, "head": chain.head}

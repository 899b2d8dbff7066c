"""Reading the archive, for those who check and those who lead."""

from typing import Annotated, Any

from fastapi import Query

from libs.chassis.http import Actor, Routes, allow, repository
from services.archive import views
from services.archive.ports import Chains, Records

router = Routes(tags=["archive"])

LAST_POSITION = 2**63 - 1
READERS = ("auditor", "director")


@router.get("/events")
async def list_events(
    records: Annotated[Records, repository("records")],
    _: Annotated[Actor, allow(*READERS)],
    after: Annotated[int, Query(ge=0, le=LAST_POSITION)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> dict[str, Any]:
    """Structured CloudEvents in the order of the chain, with `archiveposition` and `chainhash`."""
    return await views.events_after(records, after=after, limit=limit)


@router.get("/chain")
async def show_chain(
    chains: Annotated[Chains, repository("chains")], _: Annotated[Actor, allow(*READERS)]
) -> dict[str, Any]:
    """The length of the chain and the hash it ends with: what an exported file must end with, too."""
    return await views.chain_end(chains)

"""The evidence, for those who check and those who lead."""

from typing import Annotated

from fastapi import Query

from libs.chassis.identity import Actor
from libs.chassis.web.http import Routes, allow, repository
from services.archive.domain.evidence.history import CHAIN_READERS, HISTORY_READERS, must_be_open_to
from services.archive.ports import Chains, Records
from services.archive.views import chain as views

router = Routes(tags=["archive"])

LAST_POSITION = 2**63 - 2  # one more is the largest number that a store holds
READERS = sorted(CHAIN_READERS)


@router.get("/events", response_model_exclude_unset=True)
async def list_events(
    records: Annotated[Records, repository("records")],
    actor: Annotated[Actor, allow(*READERS, *HISTORY_READERS)],
    subject: Annotated[str, Query(max_length=300)] = "",
    after: Annotated[int, Query(ge=0, le=LAST_POSITION)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> views.EventsPage:
    """Structured CloudEvents in the order of the chain, with `archiveposition` and `chainhash`.

    With a subject (`source:collection/id`, as the ids of its events begin) the history of that alone.
    """
    must_be_open_to(actor.roles, subject)
    if subject:
        return await views.list_history(records, subject, after=after, limit=limit)
    return await views.list_events(records, after=after, limit=limit)


@router.get("/batches/{batch_id}/events", response_model_exclude_unset=True)
async def list_events_of_batch(
    batch_id: str,
    records: Annotated[Records, repository("records")],
    _: Annotated[Actor, allow(*READERS)],
    after: Annotated[int, Query(ge=0, le=LAST_POSITION)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> views.EventsPage:
    """The events of a batch in the order of the chain, without what is sealed in them and without fingerprints."""
    return await views.list_of_batch(records, batch_id, after=after, limit=limit)


@router.get("/chain")
async def show_chain(
    chains: Annotated[Chains, repository("chains")], _: Annotated[Actor, allow(*READERS)]
) -> views.ChainEnd:
    """The length of the chain and the hash it ends with: what an exported file must end with, too."""
    return await views.show_chain(chains)

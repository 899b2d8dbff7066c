"""The chain: accept every event, and append what waits, batch by batch."""

from libs.chassis.domain import Query
from services.archive.domain.chain import THE_CHAIN, Chain
from services.archive.domain.record import Record
from services.archive.ports import Chains, Records, Vault

BATCH = 200  # records in one commit: few enough that it is soon over, many enough that a rush is soon caught up with


async def accept_event(records: Records, vault: Vault, record: Record) -> None:
    """Keep a record. It waits for its place, so that events that come together do not clash on the chain."""
    archived = await records.find_one(record.id)
    if archived is not None:
        archived.must_not_be_replaced_by(record)
    if record.batch is not None and record.is_personal:
        record.shield(await vault.cipher_of(record.batch))
    records.save(record)


async def append_waiting(records: Records, chains: Chains) -> int:
    """Append the records that wait longest, all in one commit; answers how many there were."""
    waiting = (await records.find(Query(order_by="waiting", at_least={"waiting": ""}, limit=BATCH))).items
    if not waiting:
        return 0
    chain = await chains.find_one(THE_CHAIN) or Chain.begin()
    for record in waiting:
        chain.append(record)
        records.save(record)
    chains.save(chain)
    return len(waiting)

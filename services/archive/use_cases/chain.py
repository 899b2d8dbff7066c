"""The chain: accept every event, and append what waits, batch by batch."""

from datetime import datetime

from libs.chassis.domain import Query
from services.archive.domain.evidence.chain import THE_CHAIN, Chain
from services.archive.domain.evidence.missing_event import MissingEvent, before
from services.archive.domain.evidence.record import Record
from services.archive.domain.evidence.tree import HEIGHT, WIDTH, TreeTile, tile_id
from services.archive.ports import Records, TreeDesk, Vault

LONGEST_GAP = 100  # of one thing: what is further back is missing with it
BATCH = 200  # records in one commit: few enough that it is soon over, many enough that a rush is soon caught up with


async def accept_event(records: Records, vault: Vault, record: Record) -> None:
    """Keep a record. It waits for its place, so that events that come together do not clash on the chain."""
    archived = await records.find_one(record.id)
    if archived is not None:
        archived.must_not_be_replaced_by(record)
    if record.batch is not None and record.is_personal:
        record.shield(await vault.cipher_of(record.batch))
    records.save(record)


async def append_waiting(desk: TreeDesk, *, now: datetime) -> int:
    """Append the records that wait longest, all in one commit; answers how many there were.

    A chain from before there was a tree gets its leaves first.
    """
    chain = await desk.chains.find_one(THE_CHAIN) or Chain.begin()
    chain.note_ended_days(now)
    if chain.leaves < chain.count:
        asked = Query(order_by="position", at_least={"position": chain.leaves + 1}, limit=BATCH)
        found = (await desk.records.find(asked)).items
    else:
        found = (await desk.records.find(Query(order_by="waiting", at_least={"waiting": ""}, limit=BATCH))).items
        for record in found:
            chain.append(record)
            desk.records.save(record)
            await _note_gaps(desk, record, now=now)
    if found:
        for record in found:
            await _grow(desk, chain, record.leaf)
        chain.expect_end_of_day(now)
        desk.chains.save(chain)
    return len(found)


async def _grow(desk: TreeDesk, chain: Chain, digest: str) -> None:
    """Put a leaf behind the others; a tile that is full is a digest of the level above."""
    level, index = 0, chain.leaves
    while True:
        name = tile_id(level, index)
        tile = await desk.tree_tiles.find_one(name) or TreeTile(id=name)
        tile.add(digest)
        desk.tree_tiles.save(tile)
        if tile.count < WIDTH:
            break
        digest, level, index = tile.digest(HEIGHT, 0), level + HEIGHT, index // WIDTH
    chain.leaves += 1


async def _note_gaps(desk: TreeDesk, record: Record, *, now: datetime) -> None:
    """An event whose predecessors are not here shows what is missing; one that comes late fills its gap."""
    gap = await desk.gaps.find_one(record.id)
    if gap is not None:
        gap.fill(now=now)
        desk.gaps.save(gap)
    missing = before(record.id)
    for _ in range(LONGEST_GAP):
        if missing is None or await desk.records.find_one(missing) or await desk.gaps.find_one(missing):
            break
        desk.gaps.save(MissingEvent(id=missing, noticed_at=now))
        missing = before(missing)

"""What proves an event to whoever has no access to the archive, and the archive to whoever kept an old head."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel

from libs.chassis.domain import Page, Query
from libs.contracts.bag import SCAN_FILED
from services.archive.domain.errors.item import ScanMissingError
from services.archive.domain.errors.tree_head import NotInThatTreeError
from services.archive.domain.evidence.missing_event import MissingEvent
from services.archive.domain.evidence.record import Record
from services.archive.domain.evidence.tree import consistency, inclusion, root_of, tiles_of
from services.archive.domain.evidence.tree_head import TreeHead
from services.archive.ports import Gaps, Items, TreeDesk, TreeHeads, Vault


class HeadView(BaseModel):
    """A signed day; `signature` is Ed25519 over the text that `libs/contracts/merkle.py` publishes."""

    day: str
    size: int
    root: str
    chain_head: str
    signed_at: datetime
    signature: str
    key: str


class ProofView(BaseModel):
    """An event, its place among the leaves from 0, and the way from it to the root of a signed day."""

    event: dict[str, Any]
    index: int
    path: list[str]
    head: HeadView


class ProofsPage(BaseModel):
    """Proofs against one signed day in the order of the chain, and the position to go on after; null at the end."""

    items: list[ProofView]
    next: int | None


class ScanLine(BaseModel):
    """A scan that was filed: the digest of what is in it, and of what is kept, sealed under the key of its batch."""

    item_id: str
    sha256: str
    sealed_sha256: str
    media_type: str
    size: int


class ConsistencyView(BaseModel):
    """That a later signed day begins with an earlier one."""

    first: HeadView
    second: HeadView
    path: list[str]


class GapView(BaseModel):
    """An event that is missing, or was for a while."""

    id: str
    producer: str
    noticed_at: datetime
    filled_at: datetime | None


async def list_heads(tree_heads: TreeHeads, *, after: str | None, limit: int) -> Page[HeadView]:
    """The signed days, the oldest first."""
    page = await tree_heads.find(Query(after=after, limit=limit))
    return Page([_head(one) for one in page.items], page.next)


async def list_gaps(gaps: Gaps, *, is_open: bool | None, after: str | None, limit: int) -> Page[GapView]:
    """What producers published and did not come, thing by thing."""
    page = await gaps.find(Query({} if is_open is None else {"is_open": is_open}, after=after, limit=limit))
    return Page([_gap(one) for one in page.items], page.next)


async def show_consistency(desk: TreeDesk, *, first: str, second: str) -> ConsistencyView:
    """That nothing was taken out or altered between two days. Raises `AbsentError`."""
    earlier, later = await desk.tree_heads.get(first), await desk.tree_heads.get(second)
    if earlier.size > later.size:
        earlier, later = later, earlier
    path = await _path(desk, consistency(earlier.size, later.size))
    return ConsistencyView(first=_head(earlier), second=_head(later), path=path)


async def show_proof(desk: TreeDesk, *, event_id: str, day: str) -> ProofView:
    """That an event was there on a day. Raises `AbsentError` or `NotInThatTreeError`."""
    return await _proof(desk, await desk.records.get(event_id), day)


async def list_proofs_of_batch(desk: TreeDesk, batch_id: str, *, day: str, after: int, limit: int) -> ProofsPage:
    """That the events of a batch were there on a day, as they were chained. Raises `TreeHeadNotFoundError`."""
    head = await desk.tree_heads.get(day)
    page = await desk.records.find(
        Query({"batch": batch_id}, order_by="in_batch", at_least={"in_batch": after + 1}, limit=limit)
    )
    there = [(one, one.position) for one in page.items if one.position is not None and one.position <= head.size]
    paths = [inclusion(position - 1, head.size) for _, position in there]
    tiles = await desk.tiles(tiles_of(part for path in paths for part in path))
    proofs = [
        ProofView(
            event=one.as_chained(), index=position - 1, path=[root_of(part, tiles) for part in path], head=_head(head)
        )
        for (one, position), path in zip(there, paths, strict=True)
    ]
    return ProofsPage(items=proofs, next=there[-1][1] if page.next and len(there) == len(page.items) else None)


async def show_scan_proof(desk: TreeDesk, *, item_id: str, day: str) -> ProofView:
    """That a scan was filed by a day: the event has its digest. Raises `ScanMissingError`."""
    filed = await _filing_of(desk, item_id)
    if filed is None:
        raise ScanMissingError(item_id)
    return await _proof(desk, filed, day)


async def list_scans(desk: TreeDesk, items: Items, asked: Query, *, day: str) -> Page[ScanLine]:
    """The scans of these items that were filed by a day and are still kept. Raises `TreeHeadNotFoundError`."""
    head = await desk.tree_heads.get(day)
    page = await items.find(asked)
    lines = []
    for item in page.items:
        if item.scan is None or item.scan_destroyed_on is not None:
            continue
        filed = await _filing_of(desk, item.id)
        if filed and filed.position is not None and filed.position <= head.size:
            lines.append(
                ScanLine(
                    item_id=item.id,
                    sha256=item.scan.sha256,
                    sealed_sha256=item.scan.stored,
                    media_type=item.scan.media_type,
                    size=item.scan.size,
                )
            )
    return Page(lines, page.next)


async def show_sealed_scan(items: Items, vault: Vault, item_id: str) -> bytes:
    """A scan as it is kept. Raises `ScanMissingError`, `FileMissingError`."""
    item = await items.get(item_id)
    if item.scan is None or item.scan_destroyed_on is not None:
        raise ScanMissingError(item_id)
    return await vault.sealed(item.scan.stored)


async def _filing_of(desk: TreeDesk, item_id: str) -> Record | None:
    page = await desk.records.find(Query({"subject": f"archive:items/{item_id}"}, order_by="in_history"))
    return next((one for one in page.items if one.as_chained()["data"].get("deed") == SCAN_FILED), None)


async def _proof(desk: TreeDesk, record: Record, day: str) -> ProofView:
    head = await desk.tree_heads.get(day)
    if record.position is None or record.position > head.size:
        raise NotInThatTreeError
    index = record.position - 1
    path = await _path(desk, inclusion(index, head.size))
    return ProofView(event=record.as_chained(), index=index, path=path, head=_head(head))


async def _path(desk: TreeDesk, parts: list[tuple[int, int]]) -> list[str]:
    tiles = await desk.tiles(tiles_of(parts))
    return [root_of(part, tiles) for part in parts]


def _head(one: TreeHead) -> HeadView:
    return HeadView(
        day=one.id,
        size=one.size,
        root=one.root,
        chain_head=one.chain_head,
        signed_at=one.signed_at,
        signature=one.signature,
        key=one.key,
    )


def _gap(one: MissingEvent) -> GapView:
    return GapView(id=one.id, producer=one.producer, noticed_at=one.noticed_at, filled_at=one.filled_at)

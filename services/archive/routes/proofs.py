"""Signed days for everybody; proofs and gaps for those who check."""

from typing import Annotated

from fastapi import Query, Response

from libs.chassis.domain import Page
from libs.chassis.domain import Query as Wanted
from libs.chassis.identity import Actor
from libs.chassis.web.http import Cursor, Limit, Routes, allow, repositories, repository
from services.archive.ports import Gaps, Items, TreeDesk, TreeHeads
from services.archive.routes.chain import LAST_POSITION, READERS
from services.archive.routes.files import READERS as FILE_READERS
from services.archive.routes.files import Vault
from services.archive.views import proofs as views

router = Routes(tags=["archive"])

PUBLIC = Annotated[Actor, allow.anyone()]
CHECKER = Annotated[Actor, allow(*READERS)]
AtTree = Annotated[TreeDesk, repositories(TreeDesk)]
Day = Annotated[str, Query(pattern=r"^\d{4}-\d{2}-\d{2}$")]


@router.get("/tree-heads")
async def list_heads(
    tree_heads: Annotated[TreeHeads, repository("tree_heads")], _: PUBLIC, cursor: Cursor = None, limit: Limit = 100
) -> Page[views.HeadView]:
    """The signed days: digests alone, for whoever wants to hold the archive to them."""
    return await views.list_heads(tree_heads, after=cursor, limit=limit)


@router.get("/tree-heads/consistency")
async def show_consistency(desk: AtTree, _: PUBLIC, first: Day, second: Day) -> views.ConsistencyView:
    """That everything that was there on one day still was on another."""
    return await views.show_consistency(desk, first=first, second=second)


@router.get("/proofs")
async def show_proof(
    desk: AtTree, _: CHECKER, event_id: Annotated[str, Query(max_length=400)], day: Day
) -> views.ProofView:
    """That an event was there on a day."""
    return await views.show_proof(desk, event_id=event_id, day=day)


@router.get("/batches/{batch_id}/proofs")
async def list_proofs_of_batch(
    batch_id: str,
    desk: AtTree,
    _: CHECKER,
    day: Day,
    after: Annotated[int, Query(ge=0, le=LAST_POSITION)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> views.ProofsPage:
    """The events of a batch as they were chained, each with its proof: what is personal in them stays sealed."""
    return await views.list_proofs_of_batch(desk, batch_id, day=day, after=after, limit=limit)


@router.get("/batches/{batch_id}/scans")
async def list_scans_of_batch(  # noqa: PLR0913, PLR0917 -- FastAPI hands each over by name
    batch_id: str,
    desk: AtTree,
    items: Annotated[Items, repository("items")],
    _: CHECKER,
    day: Day,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Page[views.ScanLine]:
    """The scans of a batch that were filed by a day, by their digests."""
    asked = Wanted({"batch_id": batch_id}, after=cursor, limit=limit)
    return await views.list_scans(desk, items, asked, day=day)


@router.get("/items/{item_id}/sealed-scan", response_class=Response)
async def show_sealed_scan(
    item_id: str, items: Annotated[Items, repository("items")], vault: Vault, _: CHECKER
) -> Response:
    """A scan as it is kept: sealed under the key of its batch, for a package; it shows nobody anything."""
    return Response(await views.show_sealed_scan(items, vault, item_id), media_type="application/octet-stream")


@router.get("/items/{item_id}/proof")
async def show_scan_proof(item_id: str, desk: AtTree, _: FILE_READERS, day: Day) -> views.ProofView:
    """That a scan was filed by a day; `skillseal verify-chain --proof` holds the file to it, without the archive."""
    return await views.show_scan_proof(desk, item_id=item_id, day=day)


@router.get("/gaps")
async def list_gaps(
    gaps: Annotated[Gaps, repository("gaps")],
    _: CHECKER,
    is_open: bool | None = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Page[views.GapView]:
    """Events that a producer must have published and that did not come."""
    return await views.list_gaps(gaps, is_open=is_open, after=cursor, limit=limit)

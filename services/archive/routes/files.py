"""The files of a batch: filing, what is missing, closing, finding."""

from typing import Annotated

from fastapi import Depends, Query
from pydantic import Field

from libs.chassis.domain import Act, Decision, Page
from libs.chassis.identity import Actor
from libs.chassis.web.http import Cursor, Limit, Now, RawBody, Routes, Strict, allow, repositories, repository
from services.archive import ports
from services.archive.domain.item import Filing, Scan
from services.archive.domain.kinds import KINDS
from services.archive.ports import BatchFiles, Contents, FilingDesk, Items, VaultDesk
from services.archive.use_cases import filing
from services.archive.views import files as views

router = Routes(tags=["archive"])

# The archive is kept centrally (ARC-01): one office files, those who check read.
OFFICE = Annotated[Actor, allow("general-office")]
READERS = Annotated[Actor, allow("general-office", "quality", "auditor", "director")]
AtFiling = Annotated[FilingDesk, repositories(FilingDesk)]
ContentsStore = Annotated[Contents, repository("contents")]
FileStore = Annotated[BatchFiles, repository("batch_files")]
Identifier = Annotated[str, Field(min_length=1, max_length=100)]
Word = Annotated[str, Field(max_length=200)]


async def _vault(desk: Annotated[VaultDesk, repositories(VaultDesk)]) -> ports.Vault:
    return desk.vault()


Vault = Annotated[ports.Vault, Depends(_vault)]


class ItemBody(Strict):
    """A paper to be filed: which of the list of contents, of what, how many pages, and where it lies."""

    kind: Identifier
    subject_id: Identifier
    title: Word = ""
    pages: int = Field(default=0, ge=0, le=10_000)
    place: Word = ""
    envelope: Word = ""
    concerns: list[Identifier] = Field(default=[], max_length=50)


class AbsenceBody(Strict):
    """What a batch has nothing of, and why."""

    kind: Identifier
    reason: str = Field(max_length=500)


class KindView(Strict):
    """A line of the list of contents."""

    name: str
    title: str
    volume: str
    may_lack: bool
    own_title: bool
    envelope: bool


@router.get("/kinds")
async def list_kinds(_: READERS) -> list[KindView]:
    """What files consist of, volume by volume."""
    return [
        KindView(
            name=kind.name,
            title=kind.title,
            volume=kind.volume,
            may_lack=kind.may_lack,
            own_title=kind.own_title,
            envelope=kind.envelope,
        )
        for kind in KINDS
    ]


@router.get("/batches/{batch_id}/contents")
async def list_contents(
    batch_id: str,
    contents: ContentsStore,
    batch_files: FileStore,
    _: READERS,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Page[views.ContentsLine]:
    """The contents of a batch's files: volume, title, since when it is whole, until when it is kept."""
    return await views.list_contents(contents, batch_files, batch_id, after=cursor, limit=limit)


@router.get("/contents")
async def list_found(
    finding: Annotated[views.Finding, Depends()],
    contents: ContentsStore,
    batch_files: FileStore,
    _: READERS,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Page[views.ContentsLine]:
    """Find papers over all batches: by their name, session, batch, or place."""
    return await views.list_found(contents, batch_files, finding, after=cursor, limit=limit)


@router.get("/batches/{batch_id}/file")
async def show_file(batch_id: str, desk: AtFiling, _: READERS) -> views.FileView:
    """How far the files of a batch are, and what they lack."""
    return await views.show_file(desk, batch_id)


@router.post("/batches/{batch_id}/items", status_code=201)
async def file_item(batch_id: str, body: ItemBody, desk: AtFiling, now: Now, actor: OFFICE) -> views.ItemView:
    """File a paper, or announce a file that is to follow."""
    paper = Filing(
        kind=filing.kind_named(body.kind),
        subject_id=body.subject_id,
        title=body.title,
        pages=body.pages,
        place=body.place,
        envelope=body.envelope,
        concerns=body.concerns,
    )
    item = await filing.file_item(desk, batch_id=batch_id, filing=paper, act=Act(actor.id, now))
    return await views.show_item(desk.items, desk.batch_files, item.id)


@router.post("/batches/{batch_id}/absences", status_code=204)
async def declare_absent(batch_id: str, body: AbsenceBody, desk: AtFiling, now: Now, actor: OFFICE) -> None:
    """Say, with a reason, that the batch has nothing of a kind that not every batch has."""
    await filing.declare_absent(
        desk, batch_id=batch_id, kind=filing.kind_named(body.kind), decision=Decision(actor.id, now, body.reason)
    )


@router.post("/batches/{batch_id}/closing", status_code=204)
async def close_files(batch_id: str, desk: AtFiling, now: Now, actor: OFFICE) -> None:
    """Close the files of a batch; refused while something is missing."""
    await filing.close_files(desk, batch_id=batch_id, act=Act(actor.id, now))


@router.post("/batches/{batch_id}/packages", status_code=204)
async def note_package(
    batch_id: str, batch_files: FileStore, now: Now, actor: Annotated[Actor, allow("director")]
) -> None:
    """Tell that a package of what can be proved is made, before it is gathered."""
    await filing.note_package(batch_files, batch_id=batch_id, act=Act(actor.id, now))


@router.get("/items/{item_id}")
async def show_item(
    item_id: str, items: Annotated[Items, repository("items")], batch_files: FileStore, _: READERS
) -> views.ItemView:
    """One item: number, place, pages, digest; nothing of what is written on it."""
    return await views.show_item(items, batch_files, item_id)


@router.post("/items/{item_id}/scan", status_code=204)
async def file_scan(  # noqa: PLR0913, PLR0917 -- FastAPI hands each over by name
    item_id: str,
    content: RawBody,
    desk: AtFiling,
    vault: Vault,
    now: Now,
    actor: OFFICE,
    sha256: Annotated[str, Query(pattern=r"^[0-9a-f]{64}$")],
) -> None:
    """Keep the scan or picture of an item, if it has the digest that whoever sends it says."""
    scan = Scan.of(content, stated=sha256, act=Act(actor.id, now))
    await filing.file_scan(desk, vault, item_id=item_id, scan=scan, content=content)

"""The files of a batch: their contents, what they lack, and what is found by the finding aids."""

from dataclasses import dataclass
from datetime import date, datetime

from pydantic import BaseModel

from libs.chassis.domain import Page, Query
from services.archive.domain.batch_file import BatchFile
from services.archive.domain.contents import ContentsRow
from services.archive.domain.item import FiledItem
from services.archive.domain.missing import Why
from services.archive.ports import BatchFiles, Contents, FilingDesk, Items


class ContentsLine(BaseModel):
    """One row of the contents; `kept_until` is not known before everybody has signed."""

    batch_id: str
    volume: str
    title: str
    about: str
    subject_id: str
    source: str
    record_id: str
    written_by: str
    written_at: datetime
    corrections: int
    completed_on: date | None
    years_kept: int
    kept_until: date | None
    place: str
    pages: int
    is_item: bool


class LackView(BaseModel):
    """One thing that keeps the files from being closed; a subject is a session, an item, or the batch."""

    volume: str
    title: str
    subject_id: str
    why: Why


class FileView(BaseModel):
    """How far the files of a batch are."""

    batch_id: str
    name: str
    due_at: datetime | None
    late_at: datetime | None
    closed_at: datetime | None
    closed_by: str | None
    missing: list[LackView]


class ItemView(BaseModel):
    """One item; `paper_until` and `scan_until` are known once its files are closed."""

    id: str
    batch_id: str
    volume: str
    number: int
    kind: str
    title: str
    subject_id: str
    pages: int
    place: str
    envelope: str
    concerns: list[str]
    filed_by: str
    filed_at: datetime
    scan_sha256: str | None
    on_loan: str | None
    lacking: int
    paper_until: date | None
    scan_until: date | None
    paper_destroyed_on: date | None
    scan_destroyed_on: date | None


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What is looked for, over all batches; what is left out narrows nothing."""

    batch_id: str | None = None
    title: str | None = None
    subject_id: str | None = None
    place: str | None = None

    def where(self) -> dict[str, object]:
        """The same, by the fields that rows are indexed by."""
        return {name: value for name, value in vars(self).items() if value}


async def list_contents(
    contents: Contents, batch_files: BatchFiles, batch_id: str, *, after: str | None, limit: int
) -> Page[ContentsLine]:
    """What is filed of a batch, volume by volume."""
    page = await contents.find(Query({"batch_id": batch_id}, order_by="volume", after=after, limit=limit))
    file = await batch_files.find_one(batch_id)
    return Page([_line(row, file) for row in page.items], page.next)


async def list_found(
    contents: Contents, batch_files: BatchFiles, finding: Finding, *, after: str | None, limit: int
) -> Page[ContentsLine]:
    """What the finding aids find."""
    page = await contents.find(Query(finding.where(), after=after, limit=limit))
    return Page([_line(row, await batch_files.find_one(row.batch_id)) for row in page.items], page.next)


async def show_file(desk: FilingDesk, batch_id: str) -> FileView:
    """How far the files of a batch are. Raises `AbsentError`."""
    file = await desk.file_of(batch_id)
    found = [] if file.closed_at else await desk.missing(file)
    return FileView(
        batch_id=file.id,
        name=file.name,
        due_at=file.due_at,
        late_at=file.late_at,
        closed_at=file.closed_at,
        closed_by=file.closed_by,
        missing=[LackView.model_validate(lack, from_attributes=True) for lack in found],
    )


async def show_item(items: Items, batch_files: BatchFiles, item_id: str) -> ItemView:
    """One item and its times. Raises `AbsentError`."""
    item = await items.get(item_id)
    return show_filed(item, await batch_files.get(item.batch_id))


def show_filed(item: FiledItem, file: BatchFile) -> ItemView:
    """An item as people see it: nothing of what is written on it."""
    return ItemView(
        **{name: value for name, value in vars(item).items() if name in ItemView.model_fields},
        scan_sha256=item.scan.sha256 if item.scan else None,
        paper_until=item.paper_until(file.closed_on),
        scan_until=item.scan_until(file.closed_on),
    )


def _line(row: ContentsRow, file: BatchFile | None) -> ContentsLine:
    return ContentsLine(
        batch_id=row.batch_id,
        volume=row.volume,
        title=row.title,
        about=row.about,
        subject_id=row.subject_id,
        source=row.source,
        record_id=row.record_id,
        written_by=row.written_by,
        written_at=row.written_at,
        corrections=row.entries - 1,
        completed_on=row.completed_on,
        years_kept=row.years_kept,
        kept_until=row.kept_until(file.closed_on if file else None),
        place=row.place,
        pages=row.pages,
        is_item=row.is_item,
    )

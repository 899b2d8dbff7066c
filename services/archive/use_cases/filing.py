"""Filing: what services tell of a batch, the papers that people file, and the closing of its files."""

from dataclasses import replace
from datetime import datetime

from libs.chassis.domain import Act, Decision, every
from libs.contracts.forms import RecordedForm
from libs.forms.watch import watch_file
from services.archive.domain.batch_file import BatchFile
from services.archive.domain.contents import ContentsRow
from services.archive.domain.errors.item import ItemElsewhereError, KindUnknownError
from services.archive.domain.item import FiledItem, Filing, Scan
from services.archive.domain.kinds import BY_NAME, PaperKind
from services.archive.domain.session import Session, last_end
from services.archive.ports import BatchFiles, Contents, FilingDesk, Vault


def kind_named(name: str) -> PaperKind:
    """A line of the list of contents. Raises `KindUnknownError`."""
    if name not in BY_NAME:
        raise KindUnknownError
    return BY_NAME[name]


async def note_form(contents: Contents, *, told: RecordedForm, source: str, seq: int) -> None:
    """Keep the row of a form in step with what its service tells."""
    new = ContentsRow.of(told, source=source)
    row = await contents.find_one(new.id) or new
    row.follow(told, seq=seq)
    contents.save(row)


async def open_files(batch_files: BatchFiles, *, batch_id: str, name: str) -> None:
    """A batch has files from its opening on."""
    file = await batch_files.find_one(batch_id) or BatchFile.begin(batch_id)
    file.name = name
    batch_files.save(file)


async def note_certificates(batch_files: BatchFiles, *, batch_id: str) -> None:
    """The first certificate of a batch says that it has some; the others say nothing new."""
    file = await batch_files.find_one(batch_id) or BatchFile.begin(batch_id)
    if not file.has_certificates:
        file.has_certificates = True
        batch_files.save(file)


async def follow_session(desk: FilingDesk, *, told: Session, filing_days: int, now: datetime) -> None:
    """Keep the newest of a session; its batch is to be filed some days after the last that is held."""
    known = await desk.sessions.find_one(told.id)
    if known is not None and told.newest <= known.newest:
        return
    await desk.sessions.put(told)
    sessions = [one async for one in every(desk.sessions, {"batch_id": told.batch_id}) if one.id != told.id]
    file = await desk.batch_files.find_one(told.batch_id) or BatchFile.begin(told.batch_id)
    file.expect_by(last_end([*sessions, told]), days=filing_days)
    desk.batch_files.save(file)
    await watch_file(desk.form_watches, told.batch_id, now=now)


async def file_item(desk: FilingDesk, *, batch_id: str, filing: Filing, act: Act) -> FiledItem:
    """Put a paper, or the place of a file to come, into the files of a batch."""
    file = await desk.file_of(batch_id)
    await _must_belong(desk, filing, batch_id)
    item = file.file(filing, act=act)
    desk.batch_files.save(file)
    desk.items.save(item)
    desk.contents.save(ContentsRow.of_item(item))
    return item


async def _must_belong(desk: FilingDesk, filing: Filing, batch_id: str) -> None:
    if filing.subject_id != batch_id:
        session = await desk.sessions.find_one(filing.subject_id)
        if session is None or session.batch_id != batch_id:
            raise ItemElsewhereError(filing.kind.title)


async def file_scan(desk: FilingDesk, vault: Vault, *, item_id: str, scan: Scan, content: bytes) -> None:
    """Keep the scan, or the picture, of an item."""
    item = await desk.items.get(item_id)
    (await desk.batch_files.get(item.batch_id)).must_be_open()
    scan = replace(scan, stored=await vault.put(item.batch_id, content))
    item.take_scan(scan, may_be_scanned=not BY_NAME[item.kind].envelope)
    desk.items.save(item)
    await desk.contents.put(ContentsRow.of_item(item))


async def declare_absent(desk: FilingDesk, *, batch_id: str, kind: PaperKind, decision: Decision) -> None:
    """Say that a batch has nothing of a kind."""
    file = await desk.batch_files.get(batch_id)
    file.declare_absent(kind, decision=decision)
    desk.batch_files.save(file)


async def close_files(desk: FilingDesk, *, batch_id: str, act: Act) -> None:
    """Close the files of a batch, if nothing is missing."""
    file = await desk.batch_files.get(batch_id)
    file.close(await desk.missing(file), act=act)
    desk.batch_files.save(file)


async def note_package(batch_files: BatchFiles, *, batch_id: str, act: Act) -> None:
    """Somebody takes out what can be proved of a batch."""
    file = await batch_files.get(batch_id)
    file.note_package(act=act)
    batch_files.save(file)


async def find_late(desk: FilingDesk, *, batch_id: str, now: datetime) -> None:
    """Say, once, that the files of a batch should be closed and are not."""
    file = await desk.batch_files.get(batch_id)
    file.find_late(await desk.missing(file), now=now)
    desk.batch_files.save(file)

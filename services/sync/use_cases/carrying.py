"""Records on their way by hand: a file is made, carried to the platform, and its answer read back."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from libs.chassis.domain import Act, Query
from services.sync.domain.errors import HoldersUnreadableError, NothingToCarryError
from services.sync.domain.package import Package
from services.sync.domain.row import RecordKind
from services.sync.domain.upload import Change, UploadState, Verdict
from services.sync.ports import SyncDesk

# What the sheet of a platform takes at once.
MOST_ROWS = 500


@dataclass(kw_only=True)
class Answered:
    """What came of each line of a result file."""

    accepted: int = 0
    rejected: int = 0
    uncertain: int = 0
    strangers: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Contents:
    """What one file holds: records of one kind and change."""

    kind: RecordKind
    change: Change

    def waiting(self, batch_id: str) -> dict[str, object]:
        return {"batch_id": batch_id, "state": UploadState.WAITING, "kind": self.kind, "change": self.change}


async def make_package(desk: SyncDesk, *, id: str, batch_id: str, contents: Contents, act: Act) -> Package:
    """Claim what waits of a batch for one file. Raises `NothingToCarryError` or `HoldersUnreadableError`."""
    await desk.batches.get(batch_id)
    page = await desk.uploads.find(Query(contents.waiting(batch_id), limit=MOST_ROWS))
    if not page.items:
        raise NothingToCarryError
    chosen = [upload for upload in page.items if upload.can_go(desk.cipher, now=act.at)]
    if not chosen:
        raise HoldersUnreadableError(len(page.items))
    for upload in chosen:
        upload.claim(act, package_id=id)
    for upload in page.items:
        desk.uploads.save(upload)
    package = Package(
        id=id,
        batch_id=batch_id,
        kind=contents.kind,
        upload_ids=[one.id for one in chosen],
        made_by=act.by,
        made_at=act.at,
    )
    desk.packages.save(package)
    return package


async def carry(desk: SyncDesk, *, id: str, platform_batch: str, act: Act) -> None:
    """Somebody uploaded it by hand."""
    package = await desk.packages.get(id)
    package.carry(act, platform_batch=platform_batch)
    desk.packages.save(package)


async def withdraw(desk: SyncDesk, *, id: str, act: Act) -> None:
    """It was not uploaded: its records wait again."""
    package = await desk.packages.get(id)
    package.withdraw()
    desk.packages.save(package)
    for upload_id in package.upload_ids:
        upload = await desk.uploads.get(upload_id)
        upload.put_back(now=act.at, said="上报文件已撤回", not_before=act.at)
        desk.uploads.save(upload)


async def read_answer(desk: SyncDesk, *, id: str, verdicts: Sequence[tuple[str, Verdict]], act: Act) -> Answered:
    """What a record is known as, and its verdict, of each line.

    What is left out, or said twice and not alike, is uncertain.
    """
    package = await desk.packages.get(id)
    package.answer(now=act.at)
    desk.packages.save(package)
    said: dict[str, set[Verdict]] = {}
    for known_as, verdict in verdicts:
        said.setdefault(known_as, set()).add(verdict)

    answered = Answered()
    for upload_id in package.upload_ids:
        upload = await desk.uploads.get(upload_id)
        found = said.pop(upload.data.known_as, set())
        if len(found) == 1:
            upload.settle(found.pop(), now=act.at)
        elif upload.state is UploadState.SENDING:
            upload.lose(now=act.at, said="结果文件中没有该记录" if not found else "结果文件中该记录前后不一致")
        desk.uploads.save(upload)
        answered.accepted += upload.state is UploadState.ACCEPTED
        answered.rejected += upload.state is UploadState.REJECTED
        answered.uncertain += upload.state is UploadState.UNCERTAIN
    answered.strangers = sorted(said)
    return answered

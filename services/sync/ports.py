"""What the use cases need from outside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from libs.chassis.domain import Cipher, Repository
from services.sync.domain.batch import Batch, KnownHolder, SessionDay, Ticket
from services.sync.domain.package import Package
from services.sync.domain.report import BatchStanding, Report, ReportKind, report_id
from services.sync.domain.result import PostedResult
from services.sync.domain.row import RecordKind, Row, SheetLayout
from services.sync.domain.upload import OPEN, Sending, Upload, Verdict

Uploads = Repository[Upload]
Batches = Repository[Batch]
Holders = Repository[KnownHolder]
Tickets = Repository[Ticket]
SessionDays = Repository[SessionDay]
Reports = Repository[Report]
Results = Repository[PostedResult]
Packages = Repository[Package]


class PlatformBusyError(Exception):
    """It certainly took nothing: try again, not before a moment if it named one."""

    def __init__(self, why: str, not_before: datetime | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.not_before = not_before


class PlatformSilentError(Exception):
    """Nobody knows what it took."""


class PlatformRefusedError(Exception):
    """It refused the whole request, and took nothing."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Platform(Protocol):  # one implementation, `HttpPlatform`: a real platform gets another beside it
    """The provincial platform, as far as a machine reaches it.

    Every call raises `PlatformBusyError`, `PlatformSilentError` or `PlatformRefusedError`.
    """

    async def submit(self, batch_id: str, sendings: Sequence[Sending]) -> Mapping[str, Verdict]:
        """Key → verdict; a key that is not in the answer was not judged."""
        ...

    async def has(self, key: str) -> bool:
        """Whether it has the record that was sent under this key."""
        ...

    async def listing(self, batch_id: str) -> Mapping[str, Row]:
        """Certificate number → what it has of the certificates of a whole batch."""
        ...


class Sheets(Protocol):  # one implementation, `Workbooks`: the use cases must not know how sheets are kept
    """The sheets that people carry to the platform and back. Reading raises `AnswerUnreadableError`."""

    def write(self, rows: Sequence[Row]) -> bytes: ...

    def roster(self, rows: Sequence[Row]) -> bytes:
        """成绩花名册: one row a result, and who filled it in at the end."""
        ...

    def verdicts(self, body: bytes, layout: SheetLayout) -> Sequence[tuple[str, Verdict]]:
        """What a record is known as in this layout, and the verdict, of each line of a result file."""
        ...

    def rows(self, body: bytes) -> Mapping[str, Row]:
        """Certificate number → the columns we know, of the platform's list."""
        ...

    async def confirmation(self, content: Mapping[str, object], *, at: datetime) -> bytes: ...


@dataclass(frozen=True, kw_only=True)
class SyncDesk:
    """What is kept of uploads and reports, and how sheets are written and read."""

    uploads: Uploads
    batches: Batches
    holders: Holders
    tickets: Tickets
    session_days: SessionDays
    reports: Reports
    packages: Packages
    results: Results
    cipher: Cipher
    sheets: Sheets

    async def open_uploads(self, batch_id: str, kind: RecordKind) -> int:
        """How many records of a batch still have to be settled."""
        where = {"batch_id": batch_id, "kind": kind}
        return sum([await self.uploads.count(where | {"state": state}) for state in OPEN])

    async def standing(self, batch_id: str, kind: RecordKind) -> BatchStanding:
        """What a matter of a batch may wait for, as far as it is about records of this kind."""
        scores = await self.reports.find_one(report_id(ReportKind.SCORES, batch_id))
        return BatchStanding(
            open_uploads=await self.open_uploads(batch_id, kind),
            posted=await self.results.count({"batch_id": batch_id}),
            waiting=await self.results.count({"batch_id": batch_id, "released": False}),
            scores_reported=scores is not None and scores.is_made,
        )

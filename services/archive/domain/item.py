"""An item of the archive (归档件): one paper with its number and its place, its scan by hash, or both."""

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Self

from libs.chassis.domain import Act, Aggregate
from libs.contracts import volumes
from libs.contracts.archive import ArchiveActed
from libs.contracts.beijing import beijing_day
from services.archive.domain.errors.item import (
    EnvelopeStaysShutError,
    EnvelopeUnnumberedError,
    ItemElsewhereError,
    ItemNotAtHandError,
    LoanInARowError,
    NotTheFileItSaysError,
    PlaceMissingError,
    ScanAlreadyThereError,
    ScanMissingError,
    TitleFixedError,
    UnreadableFileError,
)
from services.archive.domain.kinds import MANAGEMENT_FILE, VOLUMES, PaperKind
from services.archive.domain.retention import ELECTRONIC_YEARS, PAPER_YEARS, kept_through

# What an upload begins with, by the kind of file that it is.
SIGNS = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}


@dataclass(frozen=True, kw_only=True)
class Filing:
    """What somebody files: `pages` and `place` of a paper, none of what exists as a file alone."""

    kind: PaperKind
    subject_id: str
    title: str = ""
    pages: int = 0
    place: str = ""
    envelope: str = ""
    concerns: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Scan:
    """The electronic side of an item, known by its digest and never exchanged; `stored` is where it lies."""

    sha256: str
    stored: str = ""
    media_type: str
    size: int
    by: str
    at: datetime

    @classmethod
    def of(cls, content: bytes, *, stated: str, act: Act) -> Self:
        """What came, if it is what was sent. Raises `UnreadableFileError` or `NotTheFileItSaysError`."""
        media_type = next((kind for sign, kind in SIGNS.items() if content.startswith(sign)), None)
        if media_type is None:
            raise UnreadableFileError
        sha256 = hashlib.sha256(content).hexdigest()
        if stated != sha256:
            raise NotTheFileItSaysError
        return cls(sha256=sha256, media_type=media_type, size=len(content), by=act.by, at=act.at)


@dataclass(kw_only=True)
class FiledItem(Aggregate):
    """One item: what is filed stays as it was filed (ARC-15).

    `concerns` are members of staff whose own matter it is. A sealed envelope of an account is kept by its number: what
    is in it never comes near a computer. `lacking` pages did not come back from a loan.
    """

    id: str
    batch_id: str
    kind: str
    volume: str
    number: int
    title: str
    subject_id: str
    pages: int
    place: str
    envelope: str
    concerns: list[str]
    filed_by: str
    filed_at: datetime
    scan: Scan | None = None
    on_loan: str | None = None
    lacking: int = 0
    last_borrower: str = ""
    last_back_on: date | None = None
    under_review: str | None = None
    paper_destroyed_on: date | None = None
    scan_destroyed_on: date | None = None

    @classmethod
    def file(cls, filing: Filing, *, batch_id: str, number: int, act: Act) -> Self:
        """Put something into the archive under the next number of its volume."""
        kind = filing.kind
        _must_be_whole(filing, batch_id)

        item = cls(
            id=f"{batch_id}-{VOLUMES.index(kind.volume) + 1}-{number:04d}",
            batch_id=batch_id,
            kind=kind.name,
            volume=kind.volume,
            number=number,
            title=filing.title.strip() or kind.title,
            subject_id=filing.subject_id,
            pages=filing.pages,
            place=filing.place.strip(),
            envelope=filing.envelope.strip(),
            concerns=filing.concerns,
            filed_by=act.by,
            filed_at=act.at,
        )
        item.record(
            ArchiveActed(deed="item-filed", at=act.at, batch_id=batch_id, items=[item.id], figure=item.pages, by=act.by)
        )
        return item

    def take_scan(self, scan: Scan, *, may_be_scanned: bool) -> None:
        """Keep the electronic side, once and for good."""
        if not may_be_scanned:
            raise EnvelopeStaysShutError
        if self.scan is not None:
            raise ScanAlreadyThereError(self.id)

        self.scan = scan
        self.record(
            ArchiveActed(
                deed="scan-filed",
                at=scan.at,
                batch_id=self.batch_id,
                items=[self.id],
                digest=scan.sha256,
                by=scan.by,
            )
        )

    @property
    def is_there(self) -> bool:
        """Whether it has anything at all: a paper, or its file."""
        return self.pages > 0 or self.scan is not None

    @property
    def filed_on(self) -> date:
        """The day on which it was filed."""
        return beijing_day(self.filed_at)

    @property
    def has_scan(self) -> bool:
        """Whether its electronic side is there."""
        return self.scan is not None and self.scan_destroyed_on is None

    def kept_scan(self) -> Scan:
        """Its electronic side. Raises `ScanMissingError`."""
        if self.scan is None or self.scan_destroyed_on is not None:
            raise ScanMissingError(self.id)
        return self.scan

    def must_be_at_hand(self) -> None:
        """Its paper lies in its place, and nobody decides about it. Raises `ItemNotAtHandError`."""
        has_paper = self.pages > 0 and self.paper_destroyed_on is None
        if not has_paper or self.on_loan is not None or self.under_review is not None:
            raise ItemNotAtHandError(self.id)

    def must_not_go_on_with(self, borrower: str, *, now: datetime) -> None:
        """Whoever brought it back today does not take it along again (ARC-10). Raises `LoanInARowError`."""
        if self.last_borrower == borrower and self.last_back_on == beijing_day(now):
            raise LoanInARowError(self.id)

    def lend(self, loan_id: str) -> None:
        """It leaves its place with a loan."""
        self.must_be_at_hand()

        self.on_loan = loan_id

    def come_back(self, pages: int, borrower: str, *, now: datetime) -> None:
        """It lies in its place again, with so many of its pages."""
        self.on_loan, self.lacking = None, self.pages - pages
        self.last_borrower, self.last_back_on = borrower, beijing_day(now)

    def come_under_review(self, destruction_id: str, *, paper: bool) -> None:
        """A group is to say what becomes of it; until then its paper stays where it is."""
        if paper:
            self.must_be_at_hand()
            self.under_review = destruction_id

    def stay(self) -> None:
        """The head has decided to keep it."""
        self.under_review = None

    def destroy(self, *, paper: bool, now: datetime) -> None:
        """What was decided was done before two."""
        if paper:
            self.under_review, self.paper_destroyed_on = None, beijing_day(now)
        else:
            self.scan_destroyed_on = beijing_day(now)

    def paper_until(self, closed_on: date | None) -> date | None:
        """The last day of its paper; None while its batch is open, or where there is no paper."""
        has_paper = self.pages > 0 and self.paper_destroyed_on is None
        return kept_through(closed_on, PAPER_YEARS) if closed_on and has_paper else None

    def scan_until(self, closed_on: date | None) -> date | None:
        """The last day of its file; None while its batch is open, or where there is no file."""
        return kept_through(closed_on, ELECTRONIC_YEARS) if closed_on and self.has_scan else None


def _must_be_whole(filing: Filing, batch_id: str) -> None:
    kind = filing.kind
    if (batch_id == MANAGEMENT_FILE) is not (kind.volume == volumes.MANAGEMENT):
        raise ItemElsewhereError(kind.title)
    if bool(filing.title.strip()) is not kind.own_title:
        raise TitleFixedError(kind.title)
    if bool(filing.envelope.strip()) is not kind.envelope:
        raise EnvelopeUnnumberedError
    if bool(filing.pages) is not bool(filing.place.strip()) or (kind.envelope and not filing.pages):
        raise PlaceMissingError

"""The contents of a batch's files (卷内目录): what is filed in which volume, and until when it is kept."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from libs.chassis.domain import Aggregate
from libs.contracts.beijing import beijing_day
from libs.contracts.forms import RecordedForm
from services.archive.domain.item import FiledItem
from services.archive.domain.retention import ELECTRONIC_YEARS, PAPER_YEARS, kept_through

ARCHIVE = "archive"


@dataclass(kw_only=True)
class ContentsRow(Aggregate):
    """One line: a form of a batch, as its service tells of it, or an item that somebody filed.

    An older word never undoes a newer one. It is kept for its years from the day on which everybody had signed it, and
    from the closing of its files where that is later; before that nothing counts (ARC-12).
    """

    id: str
    batch_id: str
    volume: str
    title: str
    about: str
    subject_id: str
    record_id: str
    source: str
    years_kept: int
    written_by: str
    written_at: datetime
    entries: int = 1
    completed_on: date | None = None
    newest: int = 0
    form: str = ""
    place: str = ""
    pages: int = 0

    @classmethod
    def of(cls, told: RecordedForm, *, source: str) -> Self:
        """The row of a form that was not heard of before."""
        return cls(
            id=f"{source}/{told.record_id}",
            batch_id=told.batch_id,
            volume=told.volume,
            title=told.title,
            about=told.about,
            subject_id=told.subject_id,
            record_id=told.record_id,
            source=source,
            years_kept=told.years_kept,
            written_by=told.by,
            written_at=told.at,
        )

    @classmethod
    def of_item(cls, item: FiledItem) -> Self:
        """The row of a paper, or of its scan, which is kept for longer."""
        return cls(
            id=item.id,
            batch_id=item.batch_id,
            volume=item.volume,
            title=item.title,
            about="batch" if item.subject_id == item.batch_id else "session",
            subject_id=item.subject_id,
            record_id=item.id,
            source=ARCHIVE,
            years_kept=ELECTRONIC_YEARS if item.scan or not item.pages else PAPER_YEARS,
            written_by=item.filed_by,
            written_at=item.filed_at,
            completed_on=item.filed_on,
            place=item.place,
            pages=item.pages,
        )

    @property
    def form_name(self) -> str:
        """Which form it is; of rows from before that was kept their record says it."""
        return self.form or self.record_id.partition("~")[0]

    @property
    def is_item(self) -> bool:
        """Whether somebody filed it here."""
        return self.id == self.record_id

    def kept_until(self, closed_on: date | None = None) -> date | None:
        """The last day on which it must be there; after it, it may be reviewed, and never goes by itself."""
        if self.completed_on is None:
            return None
        return kept_through(max(self.completed_on, closed_on or self.completed_on), self.years_kept)

    def follow(self, told: RecordedForm, *, seq: int) -> None:
        """Keep the newest: how often it was filled in, and since when it is signed by all."""
        if told.act == "written":
            self.written_by, self.written_at = told.by, told.at
        if seq <= self.newest:
            return
        self.newest = seq
        self.form = told.form
        self.entries = told.entry
        self.completed_on = beijing_day(told.at) if told.complete else None

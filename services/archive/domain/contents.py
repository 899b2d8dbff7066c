"""The contents of a batch's files (卷内目录): what is filed in which volume, and until when it is kept."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from libs.chassis.domain import Aggregate
from libs.contracts.beijing import beijing_day
from libs.contracts.forms import RecordedForm


@dataclass(kw_only=True)
class ContentsRow(Aggregate):
    """One form of a batch, as its service tells of it; an older word never undoes a newer one.

    It is kept for its years from the day on which everybody had signed it; before that nothing counts (ARC-12).
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

    @classmethod
    def of(cls, told: RecordedForm, *, source: str) -> Self:
        """The row of a record that was not heard of before."""
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

    @property
    def kept_until(self) -> date | None:
        """The last day on which it must be there; from then on it may be reviewed, never deleted by itself."""
        if self.completed_on is None:
            return None
        year = self.completed_on.year + self.years_kept
        try:
            return self.completed_on.replace(year=year)
        except ValueError:
            return date(year, 3, 1)

    def follow(self, told: RecordedForm, *, seq: int) -> None:
        """Keep the newest: how often it was filled in, and since when it is signed by all."""
        if told.act == "written":
            self.written_by, self.written_at = told.by, told.at
        if seq <= self.newest:
            return
        self.newest = seq
        self.entries = told.entry
        self.completed_on = beijing_day(told.at) if told.complete else None

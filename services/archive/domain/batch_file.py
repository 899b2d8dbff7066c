"""The files of a batch (案卷): opened with the batch, filled paper by paper, closed when nothing is missing."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Self

from libs.chassis.domain import Act, Aggregate, Deadline, Decision
from libs.contracts.archive import ArchiveActed
from libs.contracts.beijing import beijing_day
from services.archive.domain.errors.batch_file import (
    BatchFileClosedError,
    FilesIncompleteError,
    NeverAbsentError,
    NotYetLateError,
    ReasonMissingError,
)
from services.archive.domain.item import FiledItem, Filing
from services.archive.domain.kinds import MANAGEMENT_FILE, PaperKind
from services.archive.domain.missing import MissingPaper
from services.archive.domain.retention import ELECTRONIC_YEARS, kept_through

FILING_KIND = "filing-due"


@dataclass(kw_only=True)
class BatchFile(Aggregate):
    """What is known of a batch's files. `numbers` is the last number of each volume; `absent` has reasons by kind.

    `is_planned` says that sessions were told of, `due_at` by which moment the files should be closed, counted from the
    end of the last session that is held; `late_at` when they were found to be late.
    """

    id: str
    name: str = ""
    numbers: dict[str, int] = field(default_factory=dict)
    absent: dict[str, Decision] = field(default_factory=dict)
    has_certificates: bool = False
    is_planned: bool = False
    cases: dict[str, int] = field(default_factory=dict)
    due_at: datetime | None = None
    late_at: datetime | None = None
    closed_at: datetime | None = None
    closed_by: str | None = None

    @classmethod
    def begin(cls, batch_id: str) -> Self:
        """The files before the first paper."""
        return cls(id=batch_id)

    @property
    def _due(self) -> str:
        return f"filing/{self.id}"

    @property
    def closed_on(self) -> date | None:
        """The day from which the years count: the last on which something was added."""
        return beijing_day(self.closed_at) if self.closed_at else None

    @property
    def is_waiting(self) -> bool:
        """Whether somebody is told when it is late."""
        return self.due_at is not None and self.closed_at is None and self.late_at is None

    @property
    def awaited(self) -> list[Deadline]:
        """The moment by which it should be closed."""
        if not (self.due_at and self.is_waiting):
            return []
        return [Deadline(key=self._due, due_at=self.due_at, kind=FILING_KIND, payload={"batch_id": self.id})]

    def expect_by(self, last_end: datetime | None, *, days: int) -> None:
        """Sessions were told of: everything is filed so many days after the last that is held, if one is."""
        self.is_planned = True
        due_at = last_end + timedelta(days=days) if last_end else None
        if due_at == self.due_at:
            return
        self.due_at = due_at
        self.cancel_deadline(self._due)
        for deadline in self.awaited:
            self.set_deadline(deadline)

    def file(self, filing: Filing, *, act: Act) -> FiledItem:
        """Take a paper under the next number of its volume. Raises as `FiledItem.file` does."""
        self.must_be_open()
        number = self.numbers.get(filing.kind.volume, 0) + 1
        item = FiledItem.file(filing, batch_id=self.id, number=number, act=act)

        self.numbers[filing.kind.volume] = number
        return item

    @property
    def records_until(self) -> date | None:
        """The last day of what is electronic in it; None while it is open."""
        return kept_through(self.closed_on, ELECTRONIC_YEARS) if self.closed_on else None

    def count_case(self, kind: str) -> str:
        """The number of the next consultation, loan or review of this batch."""
        self.cases[kind] = self.cases.get(kind, 0) + 1
        return f"{self.id}-{kind}{self.cases[kind]:04d}"

    def declare_absent(self, kind: PaperKind, *, decision: Decision) -> None:
        """Say, with a reason, that the batch has nothing of this kind."""
        self.must_be_open()
        if not kind.may_lack:
            raise NeverAbsentError(kind.title)
        if not decision.reason.strip():
            raise ReasonMissingError

        self.absent[kind.name] = decision
        self.record(
            ArchiveActed(deed="kind-absent", at=decision.at, batch_id=self.id, items=[kind.name], by=decision.by)
        )

    def close(self, lacks: list[MissingPaper], *, act: Act) -> None:
        """Nothing is added any more, and the years begin. Raises `FilesIncompleteError`."""
        self.must_be_open()
        if lacks or self.id == MANAGEMENT_FILE:
            raise FilesIncompleteError(len(lacks), list(dict.fromkeys(lack.title for lack in lacks))[:5])

        self.closed_at, self.closed_by = act.at, act.by
        self.cancel_deadline(self._due)
        count = sum(self.numbers.values())
        self.record(ArchiveActed(deed="batch-file-closed", at=act.at, batch_id=self.id, figure=count, by=act.by))

    def note_package(self, *, act: Act) -> None:
        """What can be proved of it was made a package to hand out; open or closed, as it is."""
        self.record(ArchiveActed(deed="package-made", at=act.at, batch_id=self.id, by=act.by))

    def find_late(self, lacks: list[MissingPaper], *, now: datetime) -> None:
        """It should be closed by now and is not. Raises `NotYetLateError`, `BatchFileClosedError`."""
        self.must_be_open()
        if self.due_at is None or now < self.due_at:
            raise NotYetLateError

        self.late_at = now
        self.record(ArchiveActed(deed="filing-late", at=now, batch_id=self.id, figure=len(lacks)))

    def must_be_open(self) -> None:
        """Nothing is added to what is closed. Raises `BatchFileClosedError`."""
        if self.closed_at is not None:
            raise BatchFileClosedError(self.id)

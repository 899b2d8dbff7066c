"""What has to be reported when: one matter of one batch or year, its reminders, and who reported it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Self

from libs.chassis.domain import Act, Aggregate, Deadline
from libs.contracts.beijing import beijing_day, beijing_time
from libs.contracts.sync import ReportDue, ReportMade
from services.sync.domain.errors import (
    ReminderSettledError,
    ReminderTooEarlyError,
    ReportMadeError,
    ScoresNotReleasedError,
    ScoresNotReportedError,
    UploadsOpenError,
)
from services.sync.domain.row import RecordKind

REMINDER_KIND = "report-due"
REMINDED_BEFORE = (14, 7, 3)
REMINDED_AT = time(9)


class ReportKind(StrEnum):
    """Every matter that the rulebook wants on the platform, about a batch or about a year."""

    CERTIFICATES = "certificates"
    SCORES = "scores"
    REVIEW = "review"
    ARCHIVE = "archive"
    SUPERVISION = "supervision"
    YEAR = "year"
    EXAMINERS = "examiners"


@dataclass(frozen=True, kw_only=True)
class Matter:
    """How a matter is called, which rules ask for it, and what is handed in."""

    title: str
    rules: tuple[str, ...]
    papers: tuple[str, ...]


# Where the rulebook says "in time" (及时) or "after release" and names no day, the month of CER-15 holds; for what is
# kept up all year (PER-27) the day of ORG-03.
MATTERS = {
    ReportKind.CERTIFICATES: Matter(
        title="评价结果与证书数据", rules=("CER-15",), papers=("证书数据", "数据审核确认表")
    ),
    ReportKind.SCORES: Matter(title="认定成绩", rules=("SCO-28",), papers=("成绩花名册",)),
    ReportKind.REVIEW: Matter(
        title="鉴定中心审核认定结果并一键上报省中心", rules=("SCO-29",), papers=("审核结果", "上报回执")
    ),
    ReportKind.ARCHIVE: Matter(
        title="评价数据存档", rules=("ARC-16", "PER-38"), papers=("认定数据", "现场考评工作记录", "质量督导报告")
    ),
    ReportKind.SUPERVISION: Matter(title="质量督导结果", rules=("QSP-21",), papers=("督导结果",)),
    ReportKind.YEAR: Matter(
        title="年度认定工作", rules=("ORG-03",), papers=("上年度认定工作总结", "认定数据统计", "本年度认定工作计划")
    ),
    ReportKind.EXAMINERS: Matter(
        title="考评人员信息录入和维护", rules=("PER-27",), papers=("考评人员档案", "考评工作台帐")
    ),
}
OF_A_YEAR = (ReportKind.YEAR, ReportKind.EXAMINERS)
OF_A_BATCH = (
    ReportKind.CERTIFICATES,
    ReportKind.SCORES,
    ReportKind.REVIEW,
    ReportKind.ARCHIVE,
    ReportKind.SUPERVISION,
)


@dataclass(frozen=True, kw_only=True)
class BatchStanding:
    """How far a batch is for a matter: its records that are open, results that are posted, and those not released."""

    open_uploads: int
    posted: int
    waiting: int
    scores_reported: bool

    def scores_must_be_released(self) -> None:
        """Refuse to import what may still change, and nothing at all (SCO-28)."""
        if self.waiting or not self.posted:
            raise ScoresNotReleasedError(posted=self.posted, waiting=self.waiting)


@dataclass(kw_only=True)
class Report(Aggregate):
    """One matter with its day. Somebody says that it was done.

    Of certificates when none is open, of scores when all are released and none is open, of the centre's review when
    scores are there.

    Fourteen, seven and three days before the day, at nine in Beijing, and at the midnight after it, whoever reads the
    events is told what is still open. A day that moves takes the reminders with it. What was reported ends them. Of a
    batch that is not examined at all nothing is due; then there is no day.
    """

    id: str
    kind: ReportKind
    batch_id: str
    due_on: date | None
    told: list[int] = field(default_factory=list)
    reminded_at: datetime | None = None
    made_by: str = ""
    made_at: datetime | None = None
    receipt: str = ""

    @classmethod
    def begin(cls, kind: ReportKind, batch_id: str, *, due_on: date | None, now: datetime) -> Self:
        """It is due on a day; reminders whose day has passed are not sent late."""
        report = cls(id=report_id(kind, batch_id), kind=kind, batch_id=batch_id, due_on=due_on)
        report._arm(now)
        return report

    @property
    def awaited(self) -> Sequence[Deadline]:
        if self.reminded_at is None:
            return []
        payload = {"id": self.id}
        return [
            Deadline(key=f"{REMINDER_KIND}/{self.id}", due_at=self.reminded_at, kind=REMINDER_KIND, payload=payload)
        ]

    @property
    def is_made(self) -> bool:
        return self.made_at is not None

    @property
    def of_records(self) -> RecordKind:
        """Whose records it tells of while it is open."""
        return RecordKind.SCORE if self.kind is ReportKind.SCORES else RecordKind.CERTIFICATE

    @property
    def is_awaited(self) -> bool:
        """Whether a reminder is set."""
        return self.reminded_at is not None

    def is_overdue(self, now: datetime) -> bool:
        """Whether its day is over in Beijing."""
        return not self.is_made and self.due_on is not None and beijing_day(now) > self.due_on

    @property
    def is_asked_for(self) -> bool:
        """Whether it was reported or is due some day."""
        return self.is_made or self.due_on is not None

    def move(self, due_on: date | None, *, now: datetime) -> None:
        """The day it is counted from has moved, or there is none any more."""
        if due_on != self.due_on and not self.is_made:
            self.due_on, self.told = due_on, []
            self._arm(now)

    def remind(self, *, open_uploads: int, now: datetime) -> None:
        """Say what is open. Raises `ReminderSettledError`, `ReminderTooEarlyError`."""
        if self.is_made or self.due_on is None or self.reminded_at is None:
            raise ReminderSettledError
        if now < self.reminded_at:
            raise ReminderTooEarlyError
        days_left = (self.due_on - beijing_day(now)).days
        self.told.append(days_left)
        self.record(
            ReportDue(
                report_id=self.id,
                kind=self.kind.value,
                title=MATTERS[self.kind].title,
                batch_id=self.batch_id,
                due_on=self.due_on,
                days_left=days_left,
                overdue=days_left < 0,
                open_uploads=open_uploads,
                told_at=now,
            )
        )
        self._arm(now)

    def make(self, act: Act, *, receipt: str, batch: "BatchStanding") -> None:
        """Somebody reported it.

        Raises `ReportMadeError`, `UploadsOpenError`, `ScoresNotReleasedError` and `ScoresNotReportedError`.
        """
        if self.is_made:
            raise ReportMadeError
        if self.kind is ReportKind.SCORES:
            batch.scores_must_be_released()
        if self.kind in {ReportKind.CERTIFICATES, ReportKind.SCORES} and batch.open_uploads:
            raise UploadsOpenError(batch.open_uploads)
        if self.kind is ReportKind.REVIEW and not batch.scores_reported:
            raise ScoresNotReportedError
        self.made_by, self.made_at, self.receipt = act.by, act.at, receipt
        self.reminded_at = None
        self.cancel_deadline(f"{REMINDER_KIND}/{self.id}")
        self.record(
            ReportMade(
                report_id=self.id,
                kind=self.kind.value,
                batch_id=self.batch_id,
                receipt=receipt,
                made_by=act.by,
                made_at=act.at,
            )
        )

    def _arm(self, now: datetime) -> None:
        """The next of its moments; after the last, and without a day, nothing."""
        if self.due_on is None:
            self.reminded_at = None
            self.cancel_deadline(f"{REMINDER_KIND}/{self.id}")
            return
        moments = [beijing_time(self.due_on - timedelta(days=days), REMINDED_AT) for days in REMINDED_BEFORE]
        moments.append(beijing_time(self.due_on + timedelta(days=1)))
        self.reminded_at = next((moment for moment in moments if moment > now), None)
        if self.reminded_at is None and not any(days < 0 for days in self.told):
            self.reminded_at = now
        for deadline in self.awaited:
            self.set_deadline(deadline)


def report_id(kind: ReportKind, batch_id: str) -> str:
    """One of each kind for a batch or a year."""
    return f"{kind.value}~{batch_id}"


def month_after(day: date) -> date:
    """The same day of the next month, or its last one where there is none: "within one month" (CER-15)."""
    first = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))


def january_after(year: int) -> date:
    """The last day for what is told of a year: by the end of January (ORG-03)."""
    return date(year + 1, 1, 31)

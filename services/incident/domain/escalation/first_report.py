"""The ten-minute clock of the first report: two hops, one anchor (INC-06)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Self

from libs.contracts.incident import DiscoveryCorrected, FirstReportOverdue, FirstReportReceived, FirstReportReminded
from services.incident.domain.duty.post import Post
from services.incident.domain.duty.roster import Watch
from services.incident.domain.escalation.errors import (
    DiscoveryAtImpossibleTimeError,
    DiscoveryUnchangedError,
    FirstReporterNotEntitledError,
    HopAlreadyMadeError,
    ReminderNotDueError,
    ReminderOvertakenError,
    ToldAtImpossibleTimeError,
)
from services.incident.domain.escalation.ladder_plans import ALL_CHANNELS
from services.incident.domain.notices.notice import Urgency
from services.incident.domain.people import Person, Role
from services.incident.domain.record.journal import Journal
from services.incident.domain.record.reports import ReportForm
from services.incident.domain.record.timeline import SYSTEM, EntryKind, beijing, clocks_differ

FIRST_REPORT_DUE: Final = "first-report-due"
FIRST_REPORT_REMINDER: Final = "first-report-reminder"
FIRST_REPORT_WITHIN: Final = timedelta(minutes=10)
REMIND_AFTER: Final = (5, 8)
MAY_TELL_LEADING_GROUP: Final = (Role.SITE_HEAD, Role.SUPERVISOR, Role.EXAM_AFFAIRS, Role.LEADING_GROUP)


class Hop(StrEnum):
    """Whom the first report must reach: staff tell the site head, the site head tells the leading group."""

    SITE_HEAD = Role.SITE_HEAD.value
    LEADING_GROUP = Role.LEADING_GROUP.value

    @property
    def owed_by(self) -> str:
        """Who passes the word on: the staff on site, or the site head."""
        return {Hop.SITE_HEAD: "staff", Hop.LEADING_GROUP: "site-head"}[self]


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """One hop made: when the word was passed on, and when this was entered."""

    told_at: datetime
    entered_at: datetime
    by: str
    form: ReportForm = ReportForm.PHONE


@dataclass(frozen=True)
class PassedOn:
    """Word that somebody passed on: to whom, when (without a time, just now) and how (INC-08)."""

    to: Hop
    told_at: datetime | None = None
    form: ReportForm = ReportForm.PHONE


@dataclass(kw_only=True)
class FirstReport:
    """Runs from discovery, whatever is edited; ends when it is entered that the leading group knows.

    The time of entry counts against the deadline, not the time claimed: what is not entered is not known, and so the
    verdict never depends on whether the timer or a late entry came first.
    """

    discovered_at: datetime
    recorded_at: datetime
    stamps: dict[Hop, Stamp] = field(default_factory=dict)
    overdue_at: datetime | None = None
    reminded: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, said: datetime, *, now: datetime) -> Self:
        """Begin at the time said. Nothing is discovered after it is reported: then one of two clocks is wrong."""
        return cls(discovered_at=min(said, now), recorded_at=now)

    @property
    def due_at(self) -> datetime:
        """Both hops are due by then."""
        return self.discovered_at + FIRST_REPORT_WITHIN

    @property
    def received_at(self) -> datetime | None:
        """When the leading group was told, if it was."""
        stamp = self.stamps.get(Hop.LEADING_GROUP)
        return stamp.told_at if stamp else None

    @property
    def missing(self) -> list[Hop]:
        """The hops nobody has made yet."""
        return [hop for hop in Hop if hop not in self.stamps]

    @property
    def is_awaited(self) -> bool:
        """Whether the clock is still running."""
        return self.received_at is None and self.overdue_at is None

    @property
    def was_recorded_late(self) -> bool:
        """Whether the ten minutes were over before anybody entered the incident here."""
        return self.recorded_at >= self.due_at

    def is_missed(self, now: datetime) -> bool:
        """Whether the ten minutes were over before the leading group's stamp was entered."""
        stamp = self.stamps.get(Hop.LEADING_GROUP)
        return (stamp.entered_at if stamp else now) >= self.due_at

    def next_reminder_at(self, now: datetime) -> datetime | None:
        """When whoever has not acted is reminded next, if the clock still runs."""
        coming = [self.discovered_at + timedelta(minutes=m) for m in REMIND_AFTER if m not in self.reminded]
        return min((moment for moment in coming if moment > now), default=None) if self.is_awaited else None

    def remind(self, journal: Journal, *, reported_by: str, watch: Watch) -> None:
        """Some minutes are over and somebody has not passed it on; what was missed or overtaken is not said."""
        now = journal.now
        owed = [m for m in REMIND_AFTER if m not in self.reminded]
        if not (owed and self.is_awaited) or now >= self.due_at:
            raise ReminderOvertakenError
        due = [m for m in owed if timedelta(minutes=m) <= now - self.discovered_at]
        if not due:
            raise ReminderNotDueError

        self.reminded += due
        minutes, owing = max(due), [hop.owed_by for hop in self.missing]
        journal.enter(EntryKind.FIRST_REPORT_REMINDED, SYSTEM, note=f"已过 {minutes} 分钟")
        journal.record(FirstReportReminded(**journal.ids, minutes=minutes, waiting_for=owing, reminded_at=now))
        staff = watch.known_as(reported_by) if "staff" in owing else []
        site_heads = watch.on(Post.SITE_HEAD) if "site-head" in owing else []
        text = f"初次报告须于 {beijing(self.due_at)} 前送达应急处理领导小组，请立即报告。"
        journal.say(f"remind-{minutes}", [*staff, *site_heads], text, urgency=Urgency.REMINDER, channels=ALL_CHANNELS)
        self.arm(journal)

    def tell(
        self,
        hop: Hop,
        journal: Journal,
        *,
        by: Person,
        told_at: datetime | None = None,
        form: ReportForm = ReportForm.PHONE,
    ) -> None:
        """Enter that the word was passed on to the site head or to the leading group; not later than it is entered."""
        entered_at = journal.entered_at
        told_at = told_at or entered_at
        if hop in self.stamps:
            raise HopAlreadyMadeError(Role(hop))
        if hop is Hop.LEADING_GROUP and not by.holds(*MAY_TELL_LEADING_GROUP):
            raise FirstReporterNotEntitledError
        if told_at < self.discovered_at:
            raise ToldAtImpossibleTimeError

        stamp = Stamp(told_at=min(told_at, entered_at), entered_at=entered_at, by=by.id, form=form)
        self._take(hop, stamp, journal, note=clocks_differ(told_at) if told_at > stamp.told_at else "")

    def carry_over(self, stamps: Mapping[Hop, Stamp], merged_id: str, journal: Journal) -> None:
        """The word was passed on under another incident, which is this one: take the hops made there and not here."""
        for hop in self.missing:
            if hop in stamps:
                self._take(hop, stamps[hop], journal, note=f"{merged_id} 的报告")

    def is_overdue_now(self, now: datetime) -> bool:
        """Whether the ten minutes are found over, and nobody has said so before."""
        return self.overdue_at is None and self.is_missed(now)

    def call_overdue(self, journal: Journal) -> None:
        """Say that the ten minutes are over and the leading group does not know."""
        self.overdue_at = journal.now
        self.arm(journal)
        journal.enter(EntryKind.FIRST_REPORT_OVERDUE, SYSTEM, at=self.due_at)
        journal.record(
            FirstReportOverdue(
                **journal.ids,
                due_at=self.due_at,
                overdue_at=self.overdue_at,
                skipped=[hop.value for hop in self.missing],
            )
        )

    def correct(self, discovered_at: datetime, journal: Journal, *, reason: str, by: str) -> None:
        """Move the anchor. The clock counts from there; it does not start again."""
        before = self.discovered_at
        if discovered_at == before:
            raise DiscoveryUnchangedError
        if discovered_at > min([self.recorded_at, *(stamp.told_at for stamp in self.stamps.values())]):
            raise DiscoveryAtImpossibleTimeError

        self.discovered_at = discovered_at
        note = f"{beijing(before)} 更正为 {beijing(discovered_at)}：{reason}"
        journal.enter(EntryKind.DISCOVERY_CORRECTED, by, note=note)
        journal.record(
            DiscoveryCorrected(
                **journal.ids,
                discovered_at=discovered_at,
                first_report_due_at=self.due_at,
                corrected_by=by,
                corrected_at=journal.now,
            )
        )

    def arm(self, journal: Journal) -> None:
        """Wait for the ten minutes and for the next reminder, while it is awaited."""
        journal.arm(FIRST_REPORT_DUE, self.due_at if self.is_awaited else None)
        journal.arm(FIRST_REPORT_REMINDER, self.next_reminder_at(journal.now))

    def _take(self, hop: Hop, stamp: Stamp, journal: Journal, *, note: str) -> None:
        self.stamps[hop] = stamp
        step = EntryKind.SITE_HEAD_TOLD if hop is Hop.SITE_HEAD else EntryKind.LEADING_GROUP_TOLD
        journal.enter(step, stamp.by, at=stamp.told_at, note=note)
        if hop is Hop.LEADING_GROUP:
            journal.record(FirstReportReceived(**journal.ids, received_at=stamp.told_at))

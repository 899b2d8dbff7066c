"""The ten-minute clock of the first report: two hops, one anchor (INC-06)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Self

from services.incident.domain.errors import (
    DiscoveryAtImpossibleTimeError,
    DiscoveryUnchangedError,
    FirstReporterNotEntitledError,
    HopAlreadyMadeError,
    ReminderNotDueError,
    ReminderOvertakenError,
    ToldAtImpossibleTimeError,
)
from services.incident.domain.people import Person, Role

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


class ReportForm(StrEnum):
    """How word is passed on, by urgency (INC-08)."""

    ORAL = "oral"
    PHONE = "phone"
    FAX = "fax"
    WRITTEN = "written"

    @property
    def zh(self) -> str:
        """The plan's own word."""
        return _PLAN_WORDS[self]


_PLAN_WORDS: Final = {
    ReportForm.ORAL: "口头报告",
    ReportForm.PHONE: "电话报告",
    ReportForm.FAX: "传真报告",
    ReportForm.WRITTEN: "文字报告",
}


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """One hop made: when the word was passed on, and when this was entered."""

    told_at: datetime
    entered_at: datetime
    by: str
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

    def remind(self, now: datetime) -> int:
        """Note that a reminder is due, and after how many minutes; what was missed or overtaken is not said."""
        owed = [m for m in REMIND_AFTER if m not in self.reminded]
        if not (owed and self.is_awaited) or now >= self.due_at:
            raise ReminderOvertakenError
        due = [m for m in owed if timedelta(minutes=m) <= now - self.discovered_at]
        if not due:
            raise ReminderNotDueError

        self.reminded += due
        return max(due)

    def tell(
        self, hop: Hop, *, told_at: datetime, by: Person, now: datetime, form: ReportForm = ReportForm.PHONE
    ) -> Stamp:
        """Enter that the word was passed on to the site head or to the leading group; not later than it is entered."""
        if hop in self.stamps:
            raise HopAlreadyMadeError(Role(hop))
        if hop is Hop.LEADING_GROUP and not by.holds(*MAY_TELL_LEADING_GROUP):
            raise FirstReporterNotEntitledError
        if told_at < self.discovered_at:
            raise ToldAtImpossibleTimeError

        self.stamps[hop] = Stamp(told_at=min(told_at, now), entered_at=now, by=by.id, form=form)
        return self.stamps[hop]

    def take(self, stamps: Mapping[Hop, Stamp]) -> dict[Hop, Stamp]:
        """The word was passed on under another incident, which is this one: the hops made there and not here."""
        fresh = {hop: stamps[hop] for hop in self.missing if hop in stamps}
        self.stamps |= fresh
        return fresh

    def correct(self, discovered_at: datetime) -> None:
        """Move the anchor. The clock counts from there; it does not start again."""
        if discovered_at == self.discovered_at:
            raise DiscoveryUnchangedError
        if discovered_at > min([self.recorded_at, *(stamp.told_at for stamp in self.stamps.values())]):
            raise DiscoveryAtImpossibleTimeError

        self.discovered_at = discovered_at

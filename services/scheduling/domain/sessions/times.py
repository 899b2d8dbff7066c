"""When a session is held, and how orders of the incident service move that."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Self

from libs.contracts.beijing import beijing_day
from services.scheduling.domain.errors.times import DelayPastTheDayError, NoTimeToMakeUpError, OrderOvertakenError
from services.scheduling.domain.interval import Interval
from services.scheduling.domain.sessions.exam_clock import ADMISSION, STAFF_ON_SITE

# A message that was parked or delivered anew comes a little later than the one behind it.
ARRIVES_WITHIN = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True, order=True)
class ApprovedOrder:
    """When an order was approved, and its number within its incident: of two orders the later one holds."""

    approved_at: datetime
    number: int

    def may_have_overtaken(self, now: datetime) -> bool:
        """Whether an earlier order of its incident may still be on its way."""
        return self.number > 1 and now < self.approved_at + ARRIVES_WITHIN


@dataclass(frozen=True, kw_only=True)
class Extension:
    """Lost time made up for one incident."""

    incident_id: str
    minutes: int
    ordered: ApprovedOrder | None = None


@dataclass(frozen=True, kw_only=True)
class Delay:
    """So much later than planned, on the day itself."""

    minutes: int
    ordered: ApprovedOrder


@dataclass(frozen=True, kw_only=True)
class Times:
    """Start and end of one session, with the delays of its day and the time made up that are in them.

    What moves it answers the times as they are then. Of two orders the one approved later holds, whichever comes first.
    """

    session_id: str
    starts_at: datetime
    ends_at: datetime
    delays: Sequence[Delay]
    extensions: Sequence[Extension]
    moved_by: ApprovedOrder | None

    @property
    def day(self) -> date:
        """The day of the examination, as people on site say it."""
        return beijing_day(self.starts_at)

    @property
    def room_time(self) -> Interval:
        """When the room is in use, admission included; candidates are here for the same time."""
        return Interval(self.starts_at - ADMISSION, self.ends_at)

    @property
    def staff_time(self) -> Interval:
        """When those on duty are bound, from their meeting on (EXM-04, EXM-44)."""
        return Interval(self.starts_at - STAFF_ON_SITE, self.ends_at)

    @property
    def length(self) -> timedelta:
        """How long it takes, without time made up."""
        return self.ends_at - self.starts_at - _total(self.extensions)

    @property
    def planned_start(self) -> datetime:
        """When it begins, without the delays of the day."""
        return self.starts_at - _total(self.delays)

    def has_made_up(self, incident_id: str) -> bool:
        """Whether the time of this incident was added."""
        return any(extension.incident_id == incident_id for extension in self.extensions)

    def extended(self, extension: Extension) -> Self:
        """With lost time added at the end. Raises `OrderOvertakenError`, `NoTimeToMakeUpError`."""
        if extension.ordered:
            self._must_not_be_overtaken(extension.ordered)
        if extension.minutes <= 0:
            raise NoTimeToMakeUpError
        ends_at = self.ends_at + timedelta(minutes=extension.minutes)
        return replace(self, ends_at=ends_at, extensions=[*self.extensions, extension])

    def delayed(self, delay: Delay) -> Self:
        """So much later on the same day. Raises `OrderOvertakenError`, `DelayPastTheDayError`."""
        self._must_not_be_overtaken(delay.ordered)
        later = timedelta(minutes=delay.minutes)
        if beijing_day(self.ends_at + later) != self.day:
            raise DelayPastTheDayError(self.session_id)
        return replace(
            self, starts_at=self.starts_at + later, ends_at=self.ends_at + later, delays=[*self.delays, delay]
        )

    def started_over(self, ordered: ApprovedOrder, *, planned_start: datetime) -> Self:
        """At another start, with nothing left but what was decided after this order. Raises `OrderOvertakenError`."""
        self._must_not_be_overtaken(ordered)
        delays = [delay for delay in self.delays if delay.ordered > ordered]
        extensions = [extension for extension in self.extensions if extension.ordered and extension.ordered > ordered]
        starts_at = planned_start + _total(delays)
        return replace(
            self,
            starts_at=starts_at,
            ends_at=starts_at + self.length + _total(extensions),
            delays=delays,
            extensions=extensions,
            moved_by=ordered,
        )

    def _must_not_be_overtaken(self, ordered: ApprovedOrder) -> None:
        """Refuse an order that was approved before the one that the day follows, however late it comes."""
        if self.moved_by and ordered < self.moved_by:
            raise OrderOvertakenError(self.session_id)


def _total(changes: Iterable[Delay | Extension]) -> timedelta:
    return timedelta(minutes=sum(change.minutes for change in changes))

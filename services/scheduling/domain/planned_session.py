"""A session as it is planned: who sits and works where and when, and what an incident may change of that."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from libs.chassis.domain import Aggregate
from libs.contracts.event import Form, Part
from libs.contracts.scheduling import Assignment, CalledOff, Duty, SessionCalledOff, SessionPlanned, Sitting
from services.scheduling.domain.arrival import CLOCK_SKEW, Arrival
from services.scheduling.domain.errors import (
    AlreadyOnDutyError,
    DelayPastTheDayError,
    NotOnDutyHereError,
    OrderOvertakenError,
    PlanPublishedError,
    RoomChangedError,
    RoomInUseError,
    SessionAlreadyStartedError,
    SessionFinishedError,
    SessionNotHeldError,
    SessionNotPublishedError,
    SessionTooFullError,
    SupervisorExaminesError,
    TeamIncompleteError,
)
from services.scheduling.domain.exam_clock import ADMISSION, STAFF_ON_SITE
from services.scheduling.domain.interval import Interval
from services.scheduling.domain.local_time import local_day
from services.scheduling.domain.room import THEORY_SEATS, Room
from services.scheduling.domain.session_state import SessionState

SMALLEST_TEAM = 3
Post = Duty | Literal["supervisor"]


@dataclass(frozen=True, kw_only=True, order=True)
class Ordered:
    """When an order was approved, and its number within its incident: of two orders the later one holds."""

    approved_at: datetime
    number: int


@dataclass(kw_only=True)
class Seat:
    """A place, numbered from 1, the candidate on it, and the form of the paper there."""

    number: int
    application_id: str
    person: str
    form: Form
    checked_in_at: datetime | None = None
    arrival: Arrival | None = None

    def take(self, arrival: Arrival, *, at: datetime) -> None:
        """Somebody was let in at that moment."""
        self.checked_in_at, self.arrival = at, arrival

    @property
    def is_received_late(self) -> bool:
        """Whether it was heard so long after it happened that it rests on the room's word."""
        if self.arrival is None or self.checked_in_at is None:
            return False
        return self.arrival.received_at - self.checked_in_at > CLOCK_SKEW


@dataclass(frozen=True, kw_only=True)
class Extension:
    """Lost time made up for one incident."""

    incident_id: str
    minutes: int
    ordered: Ordered | None = None


@dataclass(frozen=True, kw_only=True)
class Delay:
    """So much later than planned, on the day itself."""

    minutes: int
    ordered: Ordered


@dataclass(kw_only=True)
class PlannedSession(Aggregate):
    """One room, one part, one occupation and level; at most 30 candidates, so it is one document."""

    id: str
    batch_id: str
    part: Part
    occupation_code: str
    level: int
    room_id: str
    room_number: int
    site: str
    room_seats: int
    starts_at: datetime
    ends_at: datetime
    seats: list[Seat]
    team: list[Assignment]
    supervisor_id: str
    state: SessionState = SessionState.DRAFT
    started_at: datetime | None = None
    finished_at: datetime | None = None
    counted_at: datetime | None = None
    counted_present: int | None = None
    extensions: list[Extension] = field(default_factory=list)
    extensions_too_late: list[str] = field(default_factory=list)
    spare_incident_id: str | None = None
    resit_of: str | None = None
    moved_by: Ordered | None = None
    delays: list[Delay] = field(default_factory=list)

    def __post_init__(self) -> None:
        numbers = [seat.number for seat in self.seats]
        too_many = self.part == "theory" and len(self.seats) > THEORY_SEATS
        if too_many or len(set(numbers)) < len(numbers) or any(not 1 <= n <= self.room_seats for n in numbers):
            raise SessionTooFullError(self.id)
        if not self._team_is_complete():
            raise TeamIncompleteError(self.id)
        if any(self.supervisor_id == member.staff_id for member in self.team):
            raise SupervisorExaminesError(self.id)

    def _team_is_complete(self) -> bool:
        duties = [member.duty for member in self.team]
        if len({member.staff_id for member in self.team}) < len(duties):
            return False
        if self.part == "theory":
            deputies = duties.count("deputy-invigilator")
            return duties.count("chief-invigilator") == 1 and deputies >= 1 and deputies + 1 == len(duties)
        examiners = duties.count("examiner") + 1
        return duties.count("leader") == 1 and examiners == len(duties) >= SMALLEST_TEAM

    @property
    def day(self) -> date:
        """The day of the examination, as people on site say it."""
        return local_day(self.starts_at)

    def is_ahead(self, now: datetime) -> bool:
        """Whether its day is still to come, so that somebody else may be planned into its place."""
        return self.day > local_day(now)

    @property
    def room_time(self) -> Interval:
        """When the room is in use, admission included; candidates are here for the same time."""
        return Interval(self.starts_at - ADMISSION, self.ends_at)

    @property
    def staff_time(self) -> Interval:
        """When those on duty are bound, from their meeting on (EXM-04, EXM-44)."""
        return Interval(self.starts_at - STAFF_ON_SITE, self.ends_at)

    @property
    def present(self) -> int:
        """How many have signed in."""
        return sum(seat.checked_in_at is not None for seat in self.seats)

    def is_staffed_by(self, staff_id: str) -> bool:
        """Whether this person invigilates or examines here."""
        return any(member.staff_id == staff_id for member in self.team)

    def is_known_to(self, staff_id: str) -> bool:
        """Whether this person has any duty here, watching included."""
        return self.is_staffed_by(staff_id) or staff_id == self.supervisor_id

    def withdraw(self) -> None:
        """Give way to a new plan."""
        if self.state not in {SessionState.DRAFT, SessionState.WITHDRAWN}:
            raise PlanPublishedError(self.batch_id)

        self.state = SessionState.WITHDRAWN

    def publish(self, room: Room, *, now: datetime) -> None:
        """Tell everybody who is on duty where and when, if the room is still what it was planned as."""
        if self.state is not SessionState.DRAFT:
            raise PlanPublishedError(self.batch_id)
        if not (self.fits(room) and room.site == self.site):
            raise RoomChangedError(room.id, self.id)

        self._announce(now)

    def delay(self, minutes: int, *, ordered: Ordered, now: datetime) -> None:
        """Begin later on the same day (INC-20, INC-32)."""
        self.must_await_its_start()
        self.must_not_be_overtaken(ordered)
        later = timedelta(minutes=minutes)
        if local_day(self.ends_at + later) != self.day:
            raise DelayPastTheDayError(self.id)

        self.delays.append(Delay(minutes=minutes, ordered=ordered))
        self.starts_at += later
        self.ends_at += later
        self._announce(now)

    def postpone(self, now: datetime, *, ordered: Ordered) -> None:
        """Not now, and no other day is set yet (缓考)."""
        self.must_be_movable()
        self.must_not_be_overtaken(ordered)

        self._start_over(ordered, planned_start=self.planned_start)
        self.state = SessionState.POSTPONED
        self._tell_called_off("postponed", now)

    def cancel(self, now: datetime) -> None:
        """Stop it, or do not hold it (停考)."""
        self.must_be_movable()

        self.state = SessionState.CANCELLED
        self.cancel_deadline(self._entry_closes)
        self._tell_called_off("cancelled", now)

    def replace(self, leaving: str, arriving: str, *, now: datetime) -> None:
        """Somebody takes over the duty of another one (INC-21)."""
        self.must_be_held()
        if self.state is SessionState.FINISHED:
            raise SessionFinishedError(self.id)
        self.duty_of(leaving)
        if self.is_known_to(arriving):
            raise AlreadyOnDutyError(self.id, arriving)

        self.team = [
            Assignment(staff_id=arriving if member.staff_id == leaving else member.staff_id, duty=member.duty)
            for member in self.team
        ]
        if self.supervisor_id == leaving:
            self.supervisor_id = arriving
        self._tell_plan(now)

    @property
    def posts(self) -> list[tuple[str, Post]]:
        """Everybody on duty, watching included."""
        return [*((member.staff_id, member.duty) for member in self.team), (self.supervisor_id, "supervisor")]

    def duty_of(self, staff_id: str) -> Post:
        """What somebody does here, watching included; refuses whoever does nothing here."""
        if staff_id == self.supervisor_id:
            return "supervisor"
        for member in self.team:
            if member.staff_id == staff_id:
                return member.duty
        raise NotOnDutyHereError(self.id, staff_id)

    @property
    def is_held(self) -> bool:
        """Whether room, staff and candidates are bound by it."""
        return self.state not in {SessionState.WITHDRAWN, SessionState.POSTPONED, SessionState.CANCELLED}

    @property
    def is_announced(self) -> bool:
        """Whether people were told to come, and it is still to end."""
        return self.state in {SessionState.PUBLISHED, SessionState.RUNNING}

    @property
    def called_off(self) -> CalledOff | None:
        """Whether it was announced and is not held, or not yet."""
        return self.state.called_off

    @property
    def length(self) -> timedelta:
        """How long it takes, without time made up."""
        return self.ends_at - self.starts_at - _sum(self.extensions)

    @property
    def planned_start(self) -> datetime:
        """When it begins, without the delays of the day."""
        return self.starts_at - _sum(self.delays)

    def fits(self, room: Room) -> bool:
        """Whether a room has every seat that is taken here, and is for this part and occupation."""
        seats = max(seat.number for seat in self.seats)
        return room.kind.value == self.part and room.seats >= seats and room.is_for(self.occupation_code)

    def must_keep(self, room: Room) -> None:
        """Refuse to change the room of what people are told: tickets name it, and everybody has a seat in it."""
        if not (self.fits(room) and room.site == self.site):
            raise RoomInUseError(room.id, self.id)

    def sitting_of(self, seat: Seat) -> Sitting:
        """What a candidate is told of a place here."""
        return Sitting(
            part=self.part,
            session_id=self.id,
            room=self.room_id,
            seat=seat.number,
            form=seat.form,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            called_off=self.called_off,
            resit_of=self.resit_of,
        )

    def must_await_its_start(self) -> None:
        """Only what has not begun begins later."""
        self.must_be_held()
        if self.state is SessionState.FINISHED:
            raise SessionFinishedError(self.id)
        if self.state is SessionState.RUNNING:
            raise SessionAlreadyStartedError(self.id)

    def must_be_movable(self) -> None:
        """What is over, or was never announced, is not moved and not called off."""
        if self.state in {SessionState.DRAFT, SessionState.WITHDRAWN}:
            raise SessionNotPublishedError(self.id)
        if self.state is SessionState.FINISHED:
            raise SessionFinishedError(self.id)
        if self.state is SessionState.CANCELLED:
            raise SessionNotHeldError(self.id)

    def must_not_be_overtaken(self, ordered: Ordered) -> None:
        """Refuse an order that was approved before the one that the session's day follows, however late it comes."""
        if self.moved_by and ordered < self.moved_by:
            raise OrderOvertakenError(self.id)

    def must_be_held(self) -> None:
        """Refuse what was never announced, and what is called off."""
        if self.state in {SessionState.DRAFT, SessionState.WITHDRAWN}:
            raise SessionNotPublishedError(self.id)
        if not self.is_held:
            raise SessionNotHeldError(self.id)

    def _start_over(self, ordered: Ordered, *, planned_start: datetime) -> None:
        """Nothing of the day is left but what was decided after this order."""
        length = self.length
        self.moved_by = ordered
        self.delays = [one for one in self.delays if one.ordered > ordered]
        self.extensions = [one for one in self.extensions if one.ordered and one.ordered > ordered]
        self.starts_at = planned_start + _sum(self.delays)
        self.ends_at = self.starts_at + length + _sum(self.extensions)
        self.started_at = self.counted_at = self.counted_present = None
        for seat in self.seats:
            seat.checked_in_at = seat.arrival = None
        self.cancel_deadline(self._entry_closes)

    @property
    def _entry_closes(self) -> str:
        return f"{self.id}:entry-closes"

    def _announce(self, now: datetime) -> None:
        self.state = SessionState.PUBLISHED
        self._tell_plan(now)

    def _tell_called_off(self, called_off: CalledOff, now: datetime) -> None:
        self.record(
            SessionCalledOff(
                session_id=self.id,
                batch_id=self.batch_id,
                part=self.part,
                called_off=called_off,
                application_ids=sorted(seat.application_id for seat in self.seats),
                called_off_at=now,
            )
        )

    def _tell_plan(self, now: datetime) -> None:
        self.record(
            SessionPlanned(
                session_id=self.id,
                batch_id=self.batch_id,
                part=self.part,
                occupation_code=self.occupation_code,
                level=self.level,
                room=self.room_id,
                starts_at=self.starts_at,
                ends_at=self.ends_at,
                candidates=len(self.seats),
                staff=self.team,
                planned_at=now,
                spare=all(seat.form == "spare" for seat in self.seats),
            )
        )


def _sum(minutes: Iterable[Delay | Extension]) -> timedelta:
    return timedelta(minutes=sum(one.minutes for one in minutes))

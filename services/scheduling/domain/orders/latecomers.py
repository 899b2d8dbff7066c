"""Candidates who come after the plan was announced: seats that are free in what is held, or as few new rooms as do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from libs.contracts.event import Part
from services.scheduling.domain.batches.enrolment import Enrolment
from services.scheduling.domain.batches.timetable import PRACTICAL_STARTS, THEORY_STARTS, Timetable
from services.scheduling.domain.errors.plan import ShortageError
from services.scheduling.domain.exam_subject import ExamSubject
from services.scheduling.domain.local_time import local_time
from services.scheduling.domain.planning.plan import make_plan
from services.scheduling.domain.planning.request import PlanRequest, PlanRules
from services.scheduling.domain.planning.seating import form_at
from services.scheduling.domain.planning.shift import team_size
from services.scheduling.domain.registry.room import Room
from services.scheduling.domain.registry.staff import StaffMember
from services.scheduling.domain.sessions.seats import Seat
from services.scheduling.domain.sessions.session import Session
from services.scheduling.domain.sessions.session_state import SessionState


@dataclass(frozen=True, kw_only=True)
class LateSeat:
    """Where somebody sits a part who came late; `opens` if the room is not used otherwise at that time."""

    application_id: str
    part: Part
    session_id: str
    room_id: str
    seat: int
    starts_at: datetime
    opens: bool


@dataclass(frozen=True, kw_only=True)
class LatePlaces:
    """The seats of all who came late, the sessions that are new for them, and why somebody has none."""

    seats: Sequence[LateSeat] = ()
    opened: Sequence[Session] = ()
    short: str | None = None


@dataclass(frozen=True)
class LateRequest:
    """`held`: all sessions of the days concerned, of any batch. `batch`: its candidates, those late among them."""

    batch_id: str
    held: Sequence[Session]
    batch: Sequence[Enrolment]
    rooms: Sequence[Room]
    staff: Sequence[StaffMember]
    rules: PlanRules
    now: datetime

    @property
    def late(self) -> list[Enrolment]:
        """Those without a place, and whom nobody put out of one."""
        seated = {seat.application_id for one in self.held for seat in one.seats}
        without = (one for one in self.batch if not one.sittings and one.id not in seated and not one.disqualified_at)
        return sorted(without, key=lambda one: one.id)

    @property
    def ahead(self) -> list[Session]:
        """The announced sessions of the batch on days to come, in order of their start."""
        announced = [
            one
            for one in self.held
            if one.batch_id == self.batch_id and one.state is SessionState.PUBLISHED and one.is_ahead(self.now)
        ]
        return sorted(announced, key=lambda one: (one.starts_at, one.id))


def places_for(request: LateRequest) -> LatePlaces:
    """A seat for every part of everybody who came late; nothing that was announced is moved for it."""
    seating = _Seating(request)
    left = [one for one in request.late if not seating.found_for(one)]
    if not left:
        return LatePlaces(seats=seating.seats)
    try:
        seating.open_for(left)
    except ShortageError as shortage:
        return LatePlaces(seats=seating.seats, opened=seating.opened, short=shortage.sentence)
    return LatePlaces(seats=seating.seats, opened=seating.opened)


class _Seating:
    """The sessions as they fill up."""

    def __init__(self, request: LateRequest) -> None:
        self.request = request
        self.sessions = {one.id: one for one in request.held}
        self.ahead = [one.id for one in request.ahead]
        self.staff = {one.id: one for one in request.staff}
        self.seats: list[LateSeat] = []
        self.opened: list[Session] = []

    def found_for(self, candidate: Enrolment) -> bool:
        """Whether every part of this candidate has found a free seat: the first that fit one after the other."""
        chosen = next(self._choices(candidate), None)
        for session in chosen or ():
            self._take(session.id, candidate)
        return chosen is not None

    def _choices(self, candidate: Enrolment) -> Iterator[Sequence[Session]]:
        of_part = {part: self._open_to(candidate, part) for part in candidate.parts}
        if len(of_part) == 1:
            [only] = of_part.values()
            yield from ([one] for one in only)
            return
        for theory in of_part["theory"]:
            yield from ([theory, one] for one in of_part["practical"] if self._is_behind(one, theory))

    def _open_to(self, candidate: Enrolment, part: Part) -> list[Session]:
        sessions = [self.sessions[one] for one in self.ahead]
        return [one for one in sessions if one.part == part and self._takes(one, candidate)]

    def _takes(self, session: Session, candidate: Enrolment) -> bool:
        return (
            session.subject == candidate.subject
            and session.free_number is not None
            and self._is_served(session)
            and not self._is_close(session, candidate)
            and self._is_free(session, candidate)
        )

    def _is_served(self, session: Session) -> bool:
        """Whether the team is large enough for one more."""
        if session.part == "theory":
            return True
        wanted = team_size(len(session.seats) + 1, self.request.rules, session.occupation_code)
        return len(session.team) >= wanted

    def _is_close(self, session: Session, candidate: Enrolment) -> bool:
        scores = [member.staff_id for member in session.team] if session.part == "practical" else []
        return any(
            self.staff[one].is_recused_from(person=candidate.person, class_name=candidate.class_name)
            for one in (*scores, session.supervisor_id)
            if one in self.staff
        )

    def _is_free(self, session: Session, candidate: Enrolment) -> bool:
        return not any(
            candidate.person in other.seating.people
            and other.room_stay.clashes_with(session.room_stay, way=self.request.rules.way)
            for other in self.sessions.values()
            if other.is_held
        )

    def _is_behind(self, practical: Session, theory: Session) -> bool:
        """Whether there is time to come from the one to the other."""
        way = self.request.rules.way if theory.site != practical.site else timedelta(0)
        return theory.ends_at + way <= practical.times.room_time.begins_at

    def _take(self, session_id: str, candidate: Enrolment, *, opens: bool = False) -> None:
        session = self.sessions[session_id]
        number = session.free_number
        if not opens and number:
            session = self.sessions[session_id] = session.with_latecomer(seat_of(candidate, session, number))
        seat = next(one for one in session.seats if one.application_id == candidate.id)
        self.seats.append(
            LateSeat(
                application_id=candidate.id,
                part=session.part,
                session_id=session.id,
                room_id=session.room_id,
                seat=seat.number,
                starts_at=session.starts_at,
                opens=opens,
            )
        )

    def open_for(self, left: Sequence[Enrolment]) -> None:
        """Plan those whom nothing holds as a batch of their own beside it. Raises what is short."""
        made = make_plan(
            PlanRequest(
                batch_id=self.request.batch_id,
                candidates=left,
                beside=[one for one in self.request.batch if one not in left],
                rooms=self.request.rooms,
                staff=self.request.staff,
                timetable=self._timetable(),
                booked=[one for one in self.sessions.values() if one.is_held],
                rules=self.request.rules,
                named=frozenset(self.sessions),
            )
        )
        self.opened = made.sessions
        for session in made.sessions:
            self.sessions[session.id] = session
        by_id = {one.id: one for one in left}
        for session in made.sessions:
            for seat in session.seats:
                self._take(session.id, by_id[seat.application_id], opens=True)

    def _timetable(self) -> Timetable:
        """The days and lengths that the batch has anyway, at its times or the usual ones."""
        sessions = [self.sessions[one] for one in self.ahead]

        def days(part: Part) -> tuple[date, ...]:
            return tuple(sorted({one.day for one in sessions if one.part == part}))

        def minutes(part: Part) -> dict[ExamSubject, int]:
            return {one.subject: one.times.length.seconds // 60 for one in sessions if one.part == part}

        def starts(part: Part, usual: tuple[time, ...]) -> tuple[time, ...]:
            return tuple(sorted({*usual, *(local_time(one.starts_at) for one in sessions if one.part == part)}))

        return Timetable(
            theory_days=days("theory"),
            practical_days=days("practical"),
            theory_starts=starts("theory", THEORY_STARTS),
            practical_starts=starts("practical", PRACTICAL_STARTS),
            theory_minutes=minutes("theory"),
            practical_minutes=minutes("practical"),
        )


def seat_of(candidate: Enrolment, session: Session, number: int) -> Seat:
    """A place that nobody had, with the form that lies there."""
    form = "spare" if session.seating.all_write_spare else form_at(session.part, number)
    return Seat(number=number, application_id=candidate.id, person=candidate.person, form=form)

"""One examination session, from its plan to its final attendance."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Self

from libs.chassis.domain import Act, Aggregate, Deadline, Decision, Harm
from libs.contracts.beijing import beijing_day
from libs.contracts.event import Part
from libs.contracts.scheduling import (
    Assignment,
    CalledOff,
    ExamFinished,
    ExamPapersMissing,
    ExamStepsOverdue,
    ExamTimeExtended,
    MisconductConfirmed,
    OverdueStep,
    SessionCalledOff,
    SessionPlanned,
    Sitting,
)
from services.scheduling.domain.errors.batch_plan import PlanPublishedError
from services.scheduling.domain.errors.door import CandidateDisqualifiedError
from services.scheduling.domain.errors.seats import LotNotDrawnError, NoLotsHereError
from services.scheduling.domain.errors.session import (
    ActNotOfThisRoomError,
    MisconductNotFoundError,
    NewDateNotAheadError,
    NothingMissingError,
    NotSessionStaffError,
    RoomChangedError,
    RoomInUseError,
    SessionAlreadyStartedError,
    SessionFinishedError,
    SessionNotHeldError,
    SessionNotPublishedError,
    SessionNotRunningError,
    SignalOfTheSiteError,
    TooEarlyToFinishError,
    TooEarlyToStartError,
)
from services.scheduling.domain.exam_subject import ExamSubject
from services.scheduling.domain.interval import Stay
from services.scheduling.domain.registry.room import Room
from services.scheduling.domain.sessions.arrival import Arrival
from services.scheduling.domain.sessions.checklist import Checklist, StepRecord, StepSignature, StepSigning
from services.scheduling.domain.sessions.door import Door
from services.scheduling.domain.sessions.exam_clock import Signer
from services.scheduling.domain.sessions.lots import Draw, Lot, Urn
from services.scheduling.domain.sessions.misconduct import AFTER_STOP, Misconduct, Observed
from services.scheduling.domain.sessions.missing_papers import MissingPapers
from services.scheduling.domain.sessions.seats import Seat, Seats
from services.scheduling.domain.sessions.session_state import OPEN, SessionState
from services.scheduling.domain.sessions.team import Team
from services.scheduling.domain.sessions.times import ApprovedOrder, Delay, Extension, Times


@dataclass(kw_only=True)
class Session(Aggregate):
    """One room at one time for one part, occupation and level; at most 99 candidates, so it is one document.

    The planner makes it as a draft, complete in seats and team. A new plan of the batch withdraws a draft. Publication
    tells those on duty, and from then on it is held: room, team and candidates are bound to its time.

    On the day its own team lets candidates in from a quarter of an hour before the start. The start signal makes it
    run: the site's one signal for all of its theory rooms, in a practical the order of its examiners. Some minutes
    later entry closes by a deadline, and the attendance is counted. The end signal, by the same and not before the
    end, finishes it: who has come is final then, and who has not was absent.

    An incident may change it until then. Its start may be delayed on the day, its end moved by time that is made up,
    somebody on duty replaced, and the spare form put on every place. It may be arranged for another day or room, or be
    postponed until one is set: then it starts over, as if nobody had come. It may be cancelled, which is the end of it.
    Of two orders about its time the one approved later holds, whichever comes first.

    What is to be done on the day is signed step by step by those who do it; what is not done at its time is told.
    Five values answer for it, made of the fields that are stored: `seating`, `on_duty`, `times`, `door`, `checklist`.
    """

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
    moved_by: ApprovedOrder | None = None
    delays: list[Delay] = field(default_factory=list)
    steps: list[StepRecord] = field(default_factory=list)
    by_computer: bool = False
    told_late: list[str] = field(default_factory=list)
    looks_at: datetime | None = None
    missing_papers: MissingPapers | None = None
    lot_seed: str | None = None
    misconduct: list[Misconduct] = field(default_factory=list)
    safety_officer_id: str | None = None

    def __post_init__(self) -> None:
        self.seating.must_fit(self.part, self.room_seats)
        self.on_duty.must_be_complete()

    @property
    def seating(self) -> Seats:
        """Its places, who sits there and who has come."""
        return Seats(self.id, self.seats)

    @property
    def on_duty(self) -> Team:
        """Who runs and who watches it."""
        return Team(self.id, self.part, self.team, self.supervisor_id, self.safety_officer_id)

    @property
    def times(self) -> Times:
        """When it is held, and what moved that."""
        return Times(
            session_id=self.id,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            delays=self.delays,
            extensions=self.extensions,
            moved_by=self.moved_by,
        )

    @property
    def room_stay(self) -> Stay:
        """When and where its room and its candidates are taken."""
        return Stay(self.times.room_time, self.site)

    @property
    def staff_stay(self) -> Stay:
        """When and where its staff are taken."""
        return Stay(self.times.staff_time, self.site)

    @property
    def door(self) -> Door:
        """When candidates are let in."""
        return Door(self.part, self.starts_at, self.started_at)

    @property
    def checklist(self) -> Checklist:
        """What is done of the steps of its day, and what is late."""
        return Checklist(
            part=self.part,
            medium="computer" if self.by_computer else "paper",
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            started_at=self.started_at,
            finished_at=self.finished_at,
            team=self.on_duty,
            seating=self.seating,
            records=self.steps,
            lost=(self.missing_papers.lost or 0) if self.missing_papers else 0,
        )

    @property
    def subject(self) -> ExamSubject:
        """The occupation and level that is examined here."""
        return ExamSubject(self.occupation_code, self.level)

    @property
    def day(self) -> date:
        """The day of the examination, as people on site say it."""
        return self.times.day

    def is_ahead(self, now: datetime) -> bool:
        """Whether its day is still to come, so that somebody else may be planned into its place."""
        return self.day > beijing_day(now)

    @property
    def is_held(self) -> bool:
        """Whether room, staff and candidates are bound by it."""
        return self.state.is_held

    @property
    def is_open(self) -> bool:
        """Whether people were told to come, and it is still to end."""
        return self.state in OPEN

    @property
    def called_off(self) -> CalledOff | None:
        """Whether it was announced and is not held, or not yet."""
        return self.state.called_off

    @property
    def present(self) -> int:
        """How many have signed in."""
        return self.seating.present

    def was_missed_by(self, application_id: str) -> bool:
        """Whether it is over and this candidate never came."""
        came = {attendance.application_id for attendance in self.seating.attendances}
        return self.state is SessionState.FINISHED and application_id not in came

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

    def fits(self, room: Room) -> bool:
        """Whether a room has every seat that is taken here, and is for this part and occupation."""
        enough = room.seats >= self.seating.highest_number
        return room.kind.value == self.part and enough and room.is_for(self.occupation_code)

    def must_keep(self, room: Room) -> None:
        """Refuse to change the room of what people are told: tickets name it, and everybody has a seat in it."""
        if not (self.fits(room) and room.site == self.site):
            raise RoomInUseError(room.id, self.id)

    def withdraw(self) -> None:
        """Give way to a new plan."""
        if self.state.was_announced:
            raise PlanPublishedError(self.batch_id)

        self.state = SessionState.WITHDRAWN

    def publish(self, room: Room, *, now: datetime) -> None:
        """Tell everybody who is on duty where and when, if the room is still what it was planned as."""
        if self.state is not SessionState.DRAFT:
            raise PlanPublishedError(self.batch_id)
        if not (self.fits(room) and room.site == self.site):
            raise RoomChangedError(room.id, self.id)

        self._announce(now)

    def check_in(self, application_ids: list[str], act: Act) -> None:
        """Admit candidates: all of the list, or none if one of them may not enter."""
        self._must_be_open_to(act.by)
        self.door.must_be_open_at(act.at)
        self.seating.must_await(application_ids)

        arrival = Arrival(by=act.by, received_at=act.at)
        self.seats = self.seating.with_arrivals(application_ids, arrival, at=act.at)

    def admit(self, application_id: str, arrival: Arrival) -> bool:
        """Admit one candidate by the time that the room claims; whether this was the first word of it.

        A further word of somebody who is in changes nothing. Whoever came in time counts as present, also when that is
        heard after the attendance was taken, but not after the end: then it has been told who was absent.
        """
        self._must_be_its_own(arrival.by)
        place = self.seating.of(application_id)
        if place.checked_in_at:
            return False
        self._must_not_be_finished()
        if place.disqualified:
            raise CandidateDisqualifiedError
        moment = self.door.moment_of(arrival)

        self.seats = self.seating.with_arrivals([application_id], arrival, at=moment)
        if self.counted_at:
            self.counted_present = self.present
        return True

    def let_out(self, application_id: str, act: Act) -> None:
        """A candidate hands in and leaves; a further word of it changes nothing (EXM-18)."""
        self._must_be_open_to(act.by)
        if self.state is not SessionState.RUNNING:
            raise SessionNotRunningError(self.id)
        self.door.must_let_out_at(act.at)

        self.seats = self.seating.with_departure(application_id, at=act.at)

    def sign_step(self, name: str, signing: StepSigning) -> None:
        """Somebody on duty, or of the site, signs a step of the day. No step is a condition of the start signal."""
        if not signing.offices and not self.on_duty.includes(signing.act.by):
            raise NotSessionStaffError(self.id)
        self._must_be_held()

        self.steps = self.checklist.signed(name, signing)

    def call_late_steps(self, now: datetime) -> None:
        """Tell what is not done though its time is over, each step once; look again when the next one would be late."""
        late = [step for step in self.checklist.late(now) if step.name not in self.told_late]
        if late:
            self.told_late += [step.name for step in late]
            self.record(
                ExamStepsOverdue(
                    session_id=self.id,
                    batch_id=self.batch_id,
                    site=self.site,
                    room=self.room_id,
                    steps=[
                        OverdueStep(name=step.name, task=step.task, due_at=self.checklist.late_after(step) or now)
                        for step in late
                    ],
                    overdue_at=now,
                )
            )
        self._look_after_steps()

    def report_misconduct(self, observed: Observed) -> Misconduct:
        """Put on record what a candidate does; whoever is sent out leaves at once (DIS-03, DIS-09, DIS-14, EXM-52)."""
        self._must_be_its_own(observed.seen.by)
        is_over = self.part == "practical" and self.state is SessionState.FINISHED
        if not (is_over if observed.act == AFTER_STOP else self.state is SessionState.RUNNING):
            raise ActNotOfThisRoomError
        seats = self.seating.with_departure(observed.application_id, at=observed.seen.at)

        misconduct = Misconduct.of(observed, self.misconduct)
        self.misconduct = [*self.misconduct, misconduct]
        if misconduct.measure.sends_out:
            self.seats = seats
        return misconduct

    def decide_misconduct(self, number: int, decision: Decision, *, upheld: bool) -> Misconduct:
        """Whoever leads the site confirms it, or not; what was sat is taken away once the attendance is final."""
        found = next((one for one in self.misconduct if one.number == number), None)
        if found is None:
            raise MisconductNotFoundError(number)
        decided = found.decided(decision, upheld=upheld)

        self.misconduct = [decided if one is found else one for one in self.misconduct]
        if self.state is SessionState.FINISHED:
            self._tell_misconduct([decided])
        return decided

    def _tell_misconduct(self, decided: Sequence[Misconduct]) -> None:
        for one in decided:
            if one.upheld and one.decided_by and one.decided_at:
                self.record(
                    MisconductConfirmed(
                        session_id=self.id,
                        batch_id=self.batch_id,
                        application_id=one.application_id,
                        part=self.part,
                        act=one.act,
                        measure=one.measure.value,
                        confirmed_by=one.decided_by,
                        confirmed_at=one.decided_at,
                    )
                )

    def disqualify(self, application_id: str) -> None:
        """Let one candidate in no more (DIS-01)."""
        self.seats = self.seating.with_disqualified(application_id)

    def report_missing_papers(self, missing: int, act: Act) -> None:
        """The room has fewer papers than were opened there: the examination office hears of it at once (EXM-23)."""
        self._must_be_its_own(act.by)
        if self.started_at is None:
            raise SessionNotRunningError(self.id)

        self.missing_papers = MissingPapers(missing=missing, reported=StepSignature(by=act.by, at=act.at))
        self.record(
            ExamPapersMissing(
                session_id=self.id,
                batch_id=self.batch_id,
                site=self.site,
                room=self.room_id,
                missing=missing,
                reported_at=act.at,
            )
        )

    def settle_missing_papers(self, lost: int, decision: Decision) -> None:
        """The examination office ends the search; what stays lost is not counted any more."""
        if self.missing_papers is None:
            raise NothingMissingError(0)

        self.missing_papers = self.missing_papers.settle(lost, decision)

    @property
    def urn(self) -> Urn | None:
        """What workstations are drawn from, once the first was drawn."""
        return Urn(self.lot_seed, [place.number for place in self.seats]) if self.lot_seed else None

    def draw_lot(self, draw: Draw) -> None:
        """A candidate who is in, and was checked, draws a workstation; what is drawn stays (EXM-45)."""
        self._must_be_open_to(draw.act.by)
        if self.part != "practical":
            raise NoLotsHereError(self.id)
        draw.check.must_be_whole()
        if self.seating.of(draw.application_id).lot:
            return

        self.lot_seed = self.lot_seed or draw.seed
        station = Urn(self.lot_seed, [place.number for place in self.seats]).next(len(self.seating.lots))
        lot = Lot(station=station, by=draw.act.by, drawn_at=draw.act.at)
        self.seats = self.seating.with_lot(draw.application_id, lot)

    def sign_lot(self, application_id: str, act: Act) -> None:
        """The candidate has signed for the workstation."""
        self._must_be_open_to(act.by)
        lot = self.seating.of(application_id).lot
        if lot is None:
            raise LotNotDrawnError(application_id)

        self.seats = self.seating.with_lot(application_id, replace(lot, signed_at=lot.signed_at or act.at))

    def start(self, act: Act, offices: frozenset[Signer] = frozenset()) -> None:
        """Give the start signal; entry closes so many minutes after it."""
        self._must_take_signals_of(act.by, offices)
        self._must_not_be_finished()
        if self.state is not SessionState.PUBLISHED:
            raise SessionAlreadyStartedError(self.id)
        if act.at < self.starts_at:
            raise TooEarlyToStartError(self.starts_at)

        self.started_at = act.at
        self.state = SessionState.RUNNING
        for deadline in self.awaited:
            self.set_deadline(deadline)

    @property
    def awaited(self) -> list[Deadline]:
        """The end of entry, until attendance was counted; and the next look after what is late."""
        due = []
        if not self.counted_at and not self.finished_at and (closes_at := self.door.closes_at):
            payload = {"id": self.id}
            entry_closes = Deadline(
                key=self._entry_closes, due_at=closes_at, kind="entry-closes", payload=payload, harm=Harm.EARLY
            )
            due.append(entry_closes)
        if self.looks_at:
            due.append(Deadline(key=self._steps_late, due_at=self.looks_at, kind="steps-late", payload={"id": self.id}))
        return due

    def count_attendance(self, now: datetime) -> None:
        """Take the attendance once nobody can enter any more (EXM-19)."""
        if self.state is not SessionState.RUNNING:
            raise SessionNotRunningError(self.id)

        self.counted_at = now
        self.counted_present = self.present

    def finish(self, act: Act, offices: frozenset[Signer] = frozenset()) -> None:
        """Give the end signal; who has not signed in was absent."""
        self._must_take_signals_of(act.by, offices)
        self._must_not_be_finished()
        if self.state is not SessionState.RUNNING:
            raise SessionNotRunningError(self.id)
        if act.at < self.ends_at:
            raise TooEarlyToFinishError(self.ends_at)

        self.finished_at = act.at
        self.state = SessionState.FINISHED
        self.cancel_deadline(self._entry_closes)
        self.record(
            ExamFinished(
                session_id=self.id,
                batch_id=self.batch_id,
                part=self.part,
                occupation_code=self.occupation_code,
                level=self.level,
                present=self.seating.attendances,
                absent=self.seating.absent,
                finished_at=act.at,
            )
        )
        self._tell_misconduct(self.misconduct)

    def replace(self, leaving: str, arriving: str, *, now: datetime) -> None:
        """Somebody takes over the duty of another one (INC-21)."""
        self._must_be_held()
        self._must_not_be_finished()

        team = self.on_duty.with_replacement(leaving, arriving)
        self.team, self.supervisor_id = list(team.members), team.supervisor_id
        self.safety_officer_id = team.safety_officer_id
        self._record_plan(now)

    def with_replacement(self, leaving: str, arriving: str) -> Self:
        """What it would be with somebody else on a duty; nothing changes here."""
        team = self.on_duty.with_replacement(leaving, arriving)
        return replace(
            self,
            team=list(team.members),
            supervisor_id=team.supervisor_id,
            safety_officer_id=team.safety_officer_id,
        )

    @property
    def free_number(self) -> int | None:
        """The first place of its room that nobody has; None if it is full."""
        return self.seating.free_number(self.part, self.room_seats)

    def with_latecomer(self, seat: Seat) -> Self:
        """What it would be with one candidate more; nothing changes here."""
        return replace(self, seats=self.seating.with_one_more(seat))

    def seat_late(self, seat: Seat, *, now: datetime) -> None:
        """Somebody who came after the plan was announced sits here too; whoever is on duty is told of the number."""
        self.must_await_its_start()
        with_one_more = self.seating.with_one_more(seat)
        Seats(self.id, with_one_more).must_fit(self.part, self.room_seats)

        self.seats = with_one_more
        self._record_plan(now)

    def change_room(self, room: Room, *, now: datetime) -> None:
        """Be held at the same time in another room, which has every seat that is taken."""
        self.must_await_its_start()
        if not self.fits(room):
            raise RoomChangedError(room.id, self.id)

        self._move_into(room)
        self._announce(now)

    def use_spare_paper(self, incident_id: str) -> None:
        """Everybody in the room writes the spare form; the same incident changes it once."""
        self._must_be_announced()
        self._must_not_be_cancelled()
        if self.spare_incident_id == incident_id:
            return
        self._must_not_be_finished()

        self.spare_incident_id = incident_id
        self.seats = self.seating.with_spare()

    def extend(self, *, incident_id: str, minutes: int, ordered: ApprovedOrder | None = None, now: datetime) -> None:
        """Make up lost time at the end; the same incident is made up once, however often it is asked for."""
        self._must_be_held()
        if self.times.has_made_up(incident_id):
            return
        self._must_not_be_finished()

        self._hold_at(self.times.extended(Extension(incident_id=incident_id, minutes=minutes, ordered=ordered)))
        self.record(
            ExamTimeExtended(
                session_id=self.id,
                batch_id=self.batch_id,
                incident_id=incident_id,
                minutes=minutes,
                ends_at=self.ends_at,
                extended_at=now,
            )
        )

    def note_extension_too_late(self, incident_id: str) -> None:
        """Keep on record that time was granted after the end, while other rooms could still use it."""
        if self.state is not SessionState.FINISHED:
            raise SessionNotRunningError(self.id)

        if incident_id not in self.extensions_too_late:
            self.extensions_too_late.append(incident_id)

    def delayed_by(self, later: timedelta) -> Self:
        """What it would be if it began later; nothing changes here."""
        return replace(self, starts_at=self.starts_at + later, ends_at=self.ends_at + later)

    def delay(self, minutes: int, *, ordered: ApprovedOrder, now: datetime) -> None:
        """Begin later on the same day (INC-20, INC-32)."""
        self.must_await_its_start()

        self._hold_at(self.times.delayed(Delay(minutes=minutes, ordered=ordered)))
        self._announce(now)

    def moved_to(self, starts_at: datetime, room: Room) -> Self:
        """What it would be at another time, in a room; nothing changes here."""
        return replace(
            self,
            starts_at=starts_at,
            ends_at=starts_at + self.times.length,
            extensions=[],
            room_id=room.id,
            room_number=room.number,
            site=room.site,
            room_seats=room.seats,
            by_computer=self.part == "theory" and room.has_computers,
        )

    def hold_on(
        self, starts_at: datetime, *, room: Room, use_spare: bool, ordered: ApprovedOrder, now: datetime
    ) -> None:
        """Be held at another time, or in another room; whoever was already let in comes again."""
        self.must_be_movable()
        times = self.times.started_over(ordered, planned_start=starts_at)
        if starts_at <= now:
            raise NewDateNotAheadError(self.id)

        self._start_over(times)
        if use_spare:
            self.seats = self.seating.with_spare()
        self._move_into(room)
        self._announce(now)

    def postpone(self, now: datetime, *, ordered: ApprovedOrder) -> None:
        """Not now, and no other day is set yet (缓考)."""
        self.must_be_movable()

        self._start_over(self.times.started_over(ordered, planned_start=self.times.planned_start))
        self.state = SessionState.POSTPONED
        self._record_called_off("postponed", now)

    def cancel(self, now: datetime) -> None:
        """Stop it, or do not hold it (停考)."""
        self.must_be_movable()

        self.state = SessionState.CANCELLED
        self._let_go()
        self._record_called_off("cancelled", now)

    def must_await_its_start(self) -> None:
        """Only what has not begun begins later."""
        self._must_be_held()
        self._must_not_be_finished()
        if self.state is SessionState.RUNNING:
            raise SessionAlreadyStartedError(self.id)

    def must_be_movable(self) -> None:
        """What is over, or was never announced, is not moved and not called off."""
        self._must_be_announced()
        self._must_not_be_finished()
        self._must_not_be_cancelled()

    def _must_take_signals_of(self, by: str, offices: frozenset[Signer]) -> None:
        """EXM-14, EXM-21: those of the site for theory; EXM-48, EXM-52: those of its examiners for a practical."""
        if self.part == "theory" and offices:
            self._must_be_held()
            return
        self._must_be_its_own(by)
        if self.part == "theory":
            raise SignalOfTheSiteError(self.id)

    def _must_be_open_to(self, staff_id: str) -> None:
        self._must_be_its_own(staff_id)
        self._must_not_be_finished()

    def _must_be_its_own(self, staff_id: str) -> None:
        if not self.on_duty.has_member(staff_id):
            raise NotSessionStaffError(self.id)
        self._must_be_held()

    def _must_be_held(self) -> None:
        self._must_be_announced()
        if not self.is_held:
            raise SessionNotHeldError(self.id)

    def _must_be_announced(self) -> None:
        if not self.state.was_announced:
            raise SessionNotPublishedError(self.id)

    def _must_not_be_finished(self) -> None:
        if self.state is SessionState.FINISHED:
            raise SessionFinishedError(self.id)

    def _must_not_be_cancelled(self) -> None:
        if self.state is SessionState.CANCELLED:
            raise SessionNotHeldError(self.id)

    def _start_over(self, times: Times) -> None:
        """Be held at these times as if nobody had come yet."""
        self._hold_at(times)
        self.started_at = self.counted_at = self.counted_present = None
        self.seats, self.steps, self.told_late = self.seating.emptied(), [], []
        self.missing_papers, self.lot_seed, self.misconduct = None, None, []
        self._let_go()

    def _let_go(self) -> None:
        self.looks_at = None
        for key in (self._entry_closes, self._steps_late):
            self.cancel_deadline(key)

    def _move_into(self, room: Room) -> None:
        self.room_id, self.room_number, self.site, self.room_seats = room.id, room.number, room.site, room.seats
        self.by_computer = self.part == "theory" and room.has_computers

    def _hold_at(self, times: Times) -> None:
        self.starts_at, self.ends_at, self.moved_by = times.starts_at, times.ends_at, times.moved_by
        self.delays, self.extensions = list(times.delays), list(times.extensions)

    @property
    def _entry_closes(self) -> str:
        return f"{self.id}:entry-closes"

    @property
    def _steps_late(self) -> str:
        return f"{self.id}:steps-late"

    def _look_after_steps(self) -> None:
        self.looks_at = self.checklist.next_late_at(but=self.told_late)
        for deadline in self.awaited:
            self.set_deadline(deadline)

    def _announce(self, now: datetime) -> None:
        self.state = SessionState.PUBLISHED
        self._look_after_steps()
        self._record_plan(now)

    def _record_plan(self, now: datetime) -> None:
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
                spare=self.seating.all_write_spare,
            )
        )

    def _record_called_off(self, called_off: CalledOff, now: datetime) -> None:
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

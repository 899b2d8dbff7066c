"""Theory sessions: rooms of at most thirty, two invigilators each, and one time for all who share a paper."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from math import ceil

from libs.contracts.scheduling import Assignment
from services.scheduling.domain.batches.enrolment import Enrolment
from services.scheduling.domain.errors.plan import (
    InvigilatorsShortError,
    ShortageError,
    SupervisorsShortError,
    TheorySeatsShortError,
    TimesShortError,
)
from services.scheduling.domain.exam_subject import ExamSubject
from services.scheduling.domain.planning.diary import Diary
from services.scheduling.domain.planning.request import PlanRequest, SessionDraft, SiteSupervisor, Slot
from services.scheduling.domain.planning.seating import deal
from services.scheduling.domain.planning.supervision import Supervision
from services.scheduling.domain.registry.room import THEORY_SEATS, Room, RoomKind

# SCH-18: to each room.
INVIGILATORS = 2

Waiting = dict[ExamSubject, list[Enrolment]]


@dataclass
class _Hall:
    """What is free at one beginning; `slot` has the length of the longest examination."""

    slot: Slot
    rooms: list[Room]
    invigilators: list[str]
    supervisors: dict[str, SiteSupervisor]

    @property
    def most_rooms(self) -> int:
        return min(len(self.rooms), len(self.invigilators) // INVIGILATORS)

    @property
    def most_seats(self) -> int:
        return sum(sorted((room.seats for room in self.rooms), reverse=True)[: self.most_rooms])


@dataclass
class TheoryPlanner:
    """Puts each subject into one time if any time holds it whole, because all of it writes the same paper."""

    request: PlanRequest
    diary: Diary
    drafts: list[SessionDraft] = field(default_factory=list)
    invigilators_lacked: bool = False

    def __post_init__(self) -> None:
        self.supervision = Supervision(self.request, self.diary)
        self.starts = self.request.timetable.slots("theory")

    def plan(self) -> list[SessionDraft]:
        """Seat everybody, or raise the shortage that prevents it."""
        waiting = self.request.waiting("theory")
        for subject in sorted(waiting, key=lambda subject: (-len(waiting[subject]), subject)):
            self._seat_together(subject, waiting)
        for starts_at in self.starts:
            if waiting:
                hall = self._hall(starts_at)
                self._seat(hall, self._free(hall, waiting), waiting)
        if waiting:
            raise self._shortage([candidate for queue in waiting.values() for candidate in queue])
        return self.drafts

    def _seat_together(self, subject: ExamSubject, waiting: Waiting) -> None:
        """Use the first time at which everybody of a subject is free and finds a seat."""
        for starts_at in self.starts:
            hall = self._hall(starts_at)
            free = self._free(hall, {subject: waiting[subject]})[subject]
            if len(free) == len(waiting[subject]) <= hall.most_seats:
                self._seat(hall, {subject: free}, waiting)
                return

    def _hall(self, starts_at: datetime) -> _Hall:
        slots = (self._slot(starts_at, candidate.subject) for candidate in self.request.candidates)
        slot = max(slots, key=lambda slot: slot.length)
        rooms = [
            room for room in self.request.rooms if room.kind is RoomKind.THEORY and self.diary.has_room(room, slot)
        ]
        supervisors = self.supervision.by_site({room.site for room in rooms}, slot)
        on_call = self.diary.on_call(self.request.staff, "invigilator", slot)
        watching = {supervisor.staff_id for supervisor in supervisors.values()}
        invigilators = [member.id for member in on_call if member.id not in watching]
        return _Hall(slot, [room for room in rooms if room.site in supervisors], invigilators, supervisors)

    def _slot(self, starts_at: datetime, subject: ExamSubject) -> Slot:
        return Slot(starts_at, self.request.timetable.length("theory", subject))

    def _free(self, hall: _Hall, waiting: Waiting) -> Waiting:
        """Who can come at this time; a person with two applications stands in one queue at a time."""
        called: set[str] = set()
        free: Waiting = {}
        for subject, queue in waiting.items():
            slot = self._slot(hall.slot.starts_at, subject)
            free[subject] = [
                candidate for candidate in queue if candidate.person not in called and self._is_free(candidate, slot)
            ]
            called.update(candidate.person for candidate in free[subject])
        return free

    def _seat(self, hall: _Hall, free: Waiting, waiting: Waiting) -> None:
        for subject, chosen in self._choose_rooms(hall, free).items():
            opened = [(room, team) for room in chosen if (team := self._team(hall, room))]
            queue = free[subject]
            shares = deal(len(queue), [room.seats for room, _ in opened])
            for (room, team), share in zip(opened, shares, strict=True):
                self._open(hall, subject, room, queue[:share], team)
                queue = queue[share:]
            still = {candidate.id for candidate in queue}
            done = {candidate.id for candidate in free[subject]} - still
            waiting[subject] = [candidate for candidate in waiting[subject] if candidate.id not in done]
            if not waiting[subject]:
                del waiting[subject]

    def _team(self, hall: _Hall, room: Room) -> list[Assignment]:
        """Two who can be there in time, taken from those on call; nobody if there are not two."""
        near = (one for one in hall.invigilators if self.diary.reaches(one, room.site, hall.slot))
        pair = list(islice(near, INVIGILATORS))
        if len(pair) < INVIGILATORS:
            self.invigilators_lacked = True
            return []
        hall.invigilators = [one for one in hall.invigilators if one not in pair]
        return [
            Assignment(staff_id=pair[0], duty="chief-invigilator"),
            Assignment(staff_id=pair[1], duty="deputy-invigilator"),
        ]

    def _open(
        self, hall: _Hall, subject: ExamSubject, room: Room, candidates: list[Enrolment], team: list[Assignment]
    ) -> None:
        draft = SessionDraft(
            part="theory",
            subject=subject,
            room=room,
            slot=self._slot(hall.slot.starts_at, subject),
            candidates=candidates,
            team=team,
            supervisor=hall.supervisors[room.site],
        )
        self.diary.enter(draft)
        self.supervision.enter(draft)
        self.drafts.append(draft)

    def _choose_rooms(self, hall: _Hall, free: Waiting) -> dict[ExamSubject, list[Room]]:
        """Full rooms for the longest queues, and for the rest of a queue the smallest room that holds it."""
        left = {subject: len(queue) for subject, queue in free.items() if queue}
        unused = sorted(hall.rooms, key=lambda room: (room.seats, room.id))
        chosen: dict[ExamSubject, list[Room]] = {}
        for _ in range(hall.most_rooms):
            if not left:
                break
            subject = max(left, key=lambda subject: (left[subject], subject))
            room = next((room for room in unused if room.seats >= left[subject]), unused[-1])
            unused.remove(room)
            chosen.setdefault(subject, []).append(room)
            left[subject] -= room.seats
            if left[subject] <= 0:
                del left[subject]
        self.invigilators_lacked = self.invigilators_lacked or bool(unused and left)
        return chosen

    def _shortage(self, unseated: Sequence[Enrolment]) -> ShortageError:
        if not self.starts or not any(room.kind is RoomKind.THEORY for room in self.request.rooms):
            return TheorySeatsShortError(short_by=len(unseated))
        if self.supervision.sites_unwatched:
            return SupervisorsShortError(short_by=self.supervision.sites_unwatched)
        if self.invigilators_lacked:
            more_rooms = ceil(len(unseated) / (THEORY_SEATS * len(self.starts)))
            return InvigilatorsShortError(short_by=INVIGILATORS * more_rooms)
        if not any(self._has_time(candidate) for candidate in unseated):
            return TimesShortError(short_by=len(unseated))
        return TheorySeatsShortError(short_by=len(unseated))

    def _has_time(self, candidate: Enrolment) -> bool:
        slots = (self._slot(starts_at, candidate.subject) for starts_at in self.starts)
        return any(self._is_free(candidate, slot) for slot in slots)

    def _is_free(self, candidate: Enrolment, slot: Slot) -> bool:
        return self.diary.has_candidate(candidate, slot, self.request.sites_of("theory", candidate.occupation_code))

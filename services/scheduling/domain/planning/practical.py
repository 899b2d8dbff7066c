"""Practical sessions: shift by shift, a team of examiners and one workstation for each candidate."""

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from libs.contracts.beijing import beijing_day
from libs.contracts.scheduling import Assignment
from services.scheduling.domain.batches.enrolment import Enrolment
from services.scheduling.domain.errors.plan import ShortageError
from services.scheduling.domain.exam_subject import ExamSubject
from services.scheduling.domain.planning.diary import Diary
from services.scheduling.domain.planning.examiner_supply import ExaminerSupply
from services.scheduling.domain.planning.open_rooms import open_rooms
from services.scheduling.domain.planning.request import PlanRequest, SessionDraft, SiteSupervisor, Slot, draw
from services.scheduling.domain.planning.shift import Demand, FreeExaminer, OpenedRoom, Shift, Workshop
from services.scheduling.domain.planning.supervision import Supervision
from services.scheduling.domain.registry.room import Room, RoomKind

Queues = dict[Demand, list[Enrolment]]


def plan_practical(request: PlanRequest, diary: Diary, theory: Sequence[SessionDraft]) -> list[SessionDraft]:
    """Give everybody a workstation, or raise the shortage that prevents it.

    First fit does for nearly every batch; only when it leaves somebody out is each shift searched for the best.
    """
    theory_ends = _ends(request, theory)
    with suppress(ShortageError):
        return PracticalPlanner(request, diary.copy(), theory_ends, search=False).plan()
    return PracticalPlanner(request, diary.copy(), theory_ends, search=True).plan()


def _ends(request: PlanRequest, theory: Sequence[SessionDraft]) -> dict[str, datetime]:
    """From when everybody is free for the practical: with time for the way, if it may be at another site."""
    return {
        candidate.id: draft.slot.ends_at
        + (
            request.rules.way
            if request.sites_of("practical", candidate.occupation_code) - {draft.room.site}
            else timedelta(0)
        )
        for draft in theory
        for candidate in draft.candidates
    }


@dataclass
class PracticalPlanner:
    """Takes one shift after the other."""

    request: PlanRequest
    diary: Diary
    theory_ends: dict[str, datetime]
    search: bool
    drafts: list[SessionDraft] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.supervision = Supervision(self.request, self.diary)
        self.supply = ExaminerSupply(self.request)

    def plan(self) -> list[SessionDraft]:
        """Give everybody a workstation, or raise the shortage that prevents it."""
        waiting = self.request.waiting("practical")
        self.supply.must_suffice(waiting)
        left = {candidate.id: candidate for queue in waiting.values() for candidate in queue}
        for starts_at in self.request.timetable.slots("practical"):
            for draft in self._shift(starts_at, list(left.values())) if left else ():
                self.diary.enter(draft)
                self.supervision.enter(draft)
                self.drafts.append(draft)
                for candidate in draft.candidates:
                    del left[candidate.id]
        if left:
            unwatched = self.supervision.sites_unwatched
            raise self.supply.shortage(list(left.values()), self.diary, self.theory_ends, unwatched)
        return self.drafts

    def _shift(self, starts_at: datetime, waiting: Sequence[Enrolment]) -> list[SessionDraft]:
        slots = {
            subject: self._slot(starts_at, subject) for subject in sorted({candidate.subject for candidate in waiting})
        }
        longest = max(slots.values(), key=lambda slot: slot.length)
        queues = self._queues(slots, waiting)
        rooms = [room for room in self._rooms(slots) if self.diary.has_room(room, longest)]
        supervisors = self.supervision.by_site({room.site for room in rooms}, longest)
        rooms = [room for room in rooms if room.site in supervisors]
        watching = {supervisor.staff_id for supervisor in supervisors.values()}
        examiners = self._examiners(longest, list(slots), {room.site for room in rooms}, watching)
        if not queues or not rooms or not examiners:
            return []
        workshops = [
            Workshop(
                room.id,
                room.seats,
                tuple(subject for subject in slots if room.is_for(subject.occupation_code)),
                site=room.site,
            )
            for room in rooms
        ]
        opened = open_rooms(Shift(list(queues), workshops, examiners, self.request.rules), search=self.search)
        by_id = {room.id: room for room in rooms}
        drafts = []
        for used in opened:
            room, slot = by_id[used.room_id], slots[used.subject]
            drafts.append(self._draft(used, room, slot, self._seated(used, slot, queues), supervisors[room.site]))
        return drafts

    def _slot(self, starts_at: datetime, subject: ExamSubject) -> Slot:
        return Slot(starts_at, self.request.timetable.length("practical", subject))

    def _rooms(self, subjects: dict[ExamSubject, Slot]) -> list[Room]:
        workshops = [room for room in self.request.rooms if room.kind is RoomKind.PRACTICAL]
        wanted = [room for room in workshops if any(room.is_for(subject.occupation_code) for subject in subjects)]
        return sorted(wanted, key=lambda room: (-room.seats, room.id))

    def _queues(self, slots: dict[ExamSubject, Slot], waiting: Sequence[Enrolment]) -> Queues:
        """Who can come, by subject and by the examiners who must keep away; each person stands in one queue only."""
        called: set[str] = set()
        alike: defaultdict[tuple[ExamSubject, frozenset[str]], list[Enrolment]] = defaultdict(list)
        for candidate in waiting:
            slot = slots[candidate.subject]
            theory_over = (
                candidate.id not in self.theory_ends or self.theory_ends[candidate.id] <= slot.in_room.begins_at
            )
            sites = self.request.sites_of("practical", candidate.occupation_code)
            if theory_over and candidate.person not in called and self.diary.has_candidate(candidate, slot, sites):
                called.add(candidate.person)
                alike[candidate.subject, self.supply.recused_from(candidate)].append(candidate)
        return {Demand(subject, recused, len(queue)): queue for (subject, recused), queue in alike.items()}

    def _examiners(
        self, slot: Slot, subjects: Sequence[ExamSubject], sites: set[str], watching: set[str]
    ) -> list[FreeExaminer]:
        day: date = beijing_day(slot.starts_at)
        examiners = [
            FreeExaminer(
                member.id,
                frozenset(subject for subject in subjects if member.may_examine(subject, day)),
                frozenset(subject for subject in subjects if member.may_lead(subject, day)),
                self.diary.duties[member.id],
                self.diary.led[member.id],
                frozenset(site for site in sites if not self.diary.reaches(member.id, site, slot)),
            )
            for member in self.diary.on_call(self.request.staff, "examiner", slot)
            if member.id not in watching
        ]
        return [examiner for examiner in examiners if examiner.examines]

    def _seated(self, used: OpenedRoom, slot: Slot, queues: Queues) -> list[Enrolment]:
        seated: list[Enrolment] = []
        for demand, count in used.takes.items():
            seated += queues[demand][:count]
            queues[demand] = queues[demand][count:]
        # Workstations are drawn by lot, so that neighbours are not those who applied together.
        return sorted(seated, key=lambda candidate: draw(self.request.batch_id, slot.starts_at, candidate.id))

    def _draft(
        self, used: OpenedRoom, room: Room, slot: Slot, candidates: list[Enrolment], supervisor: SiteSupervisor
    ) -> SessionDraft:
        return SessionDraft(
            part="practical",
            subject=used.subject,
            room=room,
            slot=slot,
            candidates=candidates,
            team=[
                Assignment(staff_id=used.leader, duty="leader"),
                *(Assignment(staff_id=staff_id, duty="examiner") for staff_id in used.examiners),
            ],
            supervisor=supervisor,
        )

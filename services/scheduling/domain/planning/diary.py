"""The diary of rooms, staff and candidates: nobody and nothing is in two places at once."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import Self

from libs.contracts.scheduling import Assignment
from services.scheduling.domain.batches.enrolment import Enrolment
from services.scheduling.domain.interval import Interval
from services.scheduling.domain.planning.request import SessionDraft, Slot, draw
from services.scheduling.domain.registry.room import Room
from services.scheduling.domain.registry.staff import StaffMember
from services.scheduling.domain.sessions.session import Session


class Diary:
    """Who is taken when, and how many duties each member of staff has (for rotation, PER-16)."""

    def __init__(self, booked: Iterable[Session] = ()) -> None:
        self._taken: defaultdict[tuple[str, str], list[Interval]] = defaultdict(list)
        self.duties: Counter[str] = Counter()
        self.led: Counter[str] = Counter()
        for session in booked:
            self._take("room", session.room_id, session.times.room_time)
            for seat in session.seats:
                self._take("person", seat.person, session.times.room_time)
            self._put_on_duty(session.team, session.times.staff_time)
            self._watch(session.supervisor_id, session.times.staff_time)
            if session.safety_officer_id:
                self._take("staff", session.safety_officer_id, session.times.staff_time)

    def copy(self) -> Self:
        """The same entries in a diary of its own."""
        return deepcopy(self)

    def enter(self, draft: SessionDraft) -> None:
        """Take everything a session needs."""
        self._take("room", draft.room.id, draft.slot.in_room)
        for candidate in draft.candidates:
            self._take("person", candidate.person, draft.slot.in_room)
        self._put_on_duty(draft.team, draft.slot.on_duty)
        self._watch(draft.supervisor.staff_id, draft.supervisor.slot.on_duty)

    def take_for_safety(self, staff_id: str, slot: Slot) -> None:
        """Somebody looks after the safety of a room."""
        self._take("staff", staff_id, slot.on_duty)
        self.duties[staff_id] += 1

    def has_room(self, room: Room, slot: Slot) -> bool:
        """Whether a room is free."""
        return self._is_free("room", room.id, slot.in_room)

    def has_candidate(self, candidate: Enrolment, slot: Slot) -> bool:
        """Whether this person, by whatever application, is free."""
        return self._is_free("person", candidate.person, slot.in_room)

    def on_call(self, staff: Sequence[StaffMember], role: str, slot: Slot) -> list[StaffMember]:
        """Who of a role is free: those with fewer roles and duties first, then as the lot falls."""
        free = [member for member in staff if member.plays(role) and self._is_free("staff", member.id, slot.on_duty)]
        return sorted(
            free, key=lambda member: (len(member.roles), self.duties[member.id], draw(slot.starts_at, member.id))
        )

    def _put_on_duty(self, team: Sequence[Assignment], when: Interval) -> None:
        for member in team:
            self._take("staff", member.staff_id, when)
            self.duties[member.staff_id] += 1
            self.led[member.staff_id] += member.duty == "leader"

    def _watch(self, supervisor_id: str, when: Interval) -> None:
        # One supervisor watches all rooms of a site in a slot: one duty, entered once.
        if when not in self._taken["staff", supervisor_id]:
            self._take("staff", supervisor_id, when)
            self.duties[supervisor_id] += 1

    def _take(self, kind: str, who: str, when: Interval) -> None:
        self._taken[kind, who].append(when)

    def _is_free(self, kind: str, who: str, when: Interval) -> bool:
        return not any(taken.overlaps(when) for taken in self._taken.get((kind, who), ()))

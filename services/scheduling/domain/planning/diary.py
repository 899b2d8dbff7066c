"""The diary of rooms, staff and candidates: nobody and nothing is in two places at once."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from copy import deepcopy
from datetime import timedelta
from typing import Self

from libs.contracts.beijing import beijing_day
from libs.contracts.scheduling import Assignment
from services.scheduling.domain.batches.enrolment import Enrolment
from services.scheduling.domain.interval import Stay
from services.scheduling.domain.planning.request import SessionDraft, Slot, draw
from services.scheduling.domain.registry.room import Room
from services.scheduling.domain.registry.staff import StaffMember
from services.scheduling.domain.sessions.session import Session


class Diary:
    """Who is taken when, and how many duties each member of staff has (for rotation, PER-16); `way` between sites."""

    def __init__(self, booked: Iterable[Session], *, way: timedelta) -> None:
        self._way = way
        self._taken: defaultdict[tuple[str, str], list[Stay]] = defaultdict(list)
        self.duties: Counter[str] = Counter()
        self.led: Counter[str] = Counter()
        for session in booked:
            self._take("room", session.room_id, session.room_stay)
            for seat in session.seats:
                self._take("person", seat.person, session.room_stay)
            self._put_on_duty(session.team, session.staff_stay)
            self._watch(session.supervisor_id, session.staff_stay)
            if session.safety_officer_id:
                self._take("staff", session.safety_officer_id, session.staff_stay)

    def copy(self) -> Self:
        """The same entries in a diary of its own."""
        return deepcopy(self)

    def enter(self, draft: SessionDraft) -> None:
        """Take everything a session needs."""
        site = draft.room.site
        there = Stay(draft.slot.in_room, site)
        self._take("room", draft.room.id, there)
        for candidate in draft.candidates:
            self._take("person", candidate.person, there)
        self._put_on_duty(draft.team, Stay(draft.slot.on_duty, site))
        self._watch(draft.supervisor.staff_id, Stay(draft.supervisor.slot.on_duty, site))

    def take_over(self, draft: SessionDraft, leaving: str, arriving: str) -> None:
        """One examiner goes to a session in the place of another."""
        stay = Stay(draft.slot.on_duty, draft.room.site)
        self._taken["staff", leaving].remove(stay)
        self._take("staff", arriving, stay)
        self.duties.update({leaving: -1, arriving: 1})

    def take_for_safety(self, staff_id: str, draft: SessionDraft) -> None:
        """Somebody looks after the safety of a room."""
        self._take("staff", staff_id, Stay(draft.slot.on_duty, draft.room.site))
        self.duties[staff_id] += 1

    def has_room(self, room: Room, slot: Slot) -> bool:
        """Whether a room is free."""
        return self._is_free("room", room.id, Stay(slot.in_room, room.site))

    def has_candidate(self, candidate: Enrolment, slot: Slot, sites: Iterable[str]) -> bool:
        """Whether this person, by whatever application, is free at whichever of these sites it will be."""
        return all(self._is_free("person", candidate.person, Stay(slot.in_room, site)) for site in sites)

    def reaches(self, staff_id: str, site: str, slot: Slot) -> bool:
        """Whether somebody who is free can be at a site in time, and go on from there."""
        return self._is_free("staff", staff_id, Stay(slot.on_duty, site))

    def on_call(self, staff: Sequence[StaffMember], role: str, slot: Slot) -> list[StaffMember]:
        """Who of a role is free: those with fewer roles and duties first, then as the lot falls."""
        stay, day = Stay(slot.on_duty), beijing_day(slot.starts_at)
        free = [
            member
            for member in staff
            if member.unfit_for(role, day) is None and self._is_free("staff", member.id, stay)
        ]
        return sorted(
            free, key=lambda member: (len(member.roles), self.duties[member.id], draw(slot.starts_at, member.id))
        )

    def _put_on_duty(self, team: Sequence[Assignment], stay: Stay) -> None:
        for member in team:
            self._take("staff", member.staff_id, stay)
            self.duties[member.staff_id] += 1
            self.led[member.staff_id] += member.duty == "leader"

    def _watch(self, supervisor_id: str, stay: Stay) -> None:
        # One supervisor watches all rooms of a site in a slot: one duty, entered once.
        if stay not in self._taken["staff", supervisor_id]:
            self._take("staff", supervisor_id, stay)
            self.duties[supervisor_id] += 1

    def _take(self, kind: str, who: str, stay: Stay) -> None:
        self._taken[kind, who].append(stay)

    def _is_free(self, kind: str, who: str, stay: Stay) -> bool:
        return not any(taken.clashes_with(stay, way=self._way) for taken in self._taken.get((kind, who), ()))

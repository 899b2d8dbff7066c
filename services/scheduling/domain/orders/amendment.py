"""An announced plan after a loss, or with candidates who came late: the fewest changes that mend it.

Nothing that still holds is touched: each lost duty goes to one other person, each lost room is changed for one other,
and whoever came late gets a seat that nobody has.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from libs.chassis.domain import DomainError
from services.scheduling.domain.batches.enrolment import Enrolment
from services.scheduling.domain.errors.batch_plan import AmendmentOutdatedError
from services.scheduling.domain.orders.fitness import must_be_fit, must_keep_no_relation
from services.scheduling.domain.orders.latecomers import LatePlaces, LateRequest, places_for
from services.scheduling.domain.orders.neighbours import Neighbours
from services.scheduling.domain.planning.request import PlanRules
from services.scheduling.domain.registry.room import Room
from services.scheduling.domain.registry.staff import StaffMember
from services.scheduling.domain.sessions.session import Session
from services.scheduling.domain.sessions.session_state import SessionState
from services.scheduling.domain.sessions.team import Post


class ChangeKind(StrEnum):
    """What is exchanged in a session."""

    STAFF = "staff"
    ROOM = "room"


@dataclass(frozen=True, kw_only=True)
class Change:
    """One person or room of a session is exchanged for another; `to` is None where nobody and nothing fits."""

    session_id: str
    kind: ChangeKind
    lost: str
    to: str | None
    duty: Post | None = None


@dataclass(frozen=True, kw_only=True)
class Loss:
    """Who cannot come, and which rooms cannot be used."""

    away: frozenset[str] = frozenset()
    rooms: frozenset[str] = frozenset()


@dataclass(frozen=True)
class PlanDifference:
    """The difference between what was announced and what mends the loss, to be looked at before it is published."""

    changes: Sequence[Change]
    late: LatePlaces = field(default_factory=LatePlaces)

    @property
    def digest(self) -> str:
        """What was looked at: whoever publishes names it."""
        opened = [(one.id, one.team, one.supervisor_id, one.safety_officer_id) for one in self.late.opened]
        looked_at = [list(self.changes), list(self.late.seats), opened]
        return hashlib.sha256(repr(looked_at).encode()).hexdigest()[:16]

    @property
    def is_complete(self) -> bool:
        """Whether it leaves nothing open and nobody without a seat."""
        return all(change.to for change in self.changes) and self.late.short is None

    def must_be(self, digest: str) -> None:
        """Refuse to publish anything else than what was looked at, or something that leaves a loss open."""
        if digest != self.digest or not self.is_complete:
            raise AmendmentOutdatedError


@dataclass
class Register:
    """Everybody and everything that may step in."""

    staff: Mapping[str, StaffMember]
    rooms: Mapping[str, Room]
    candidates: Mapping[str, Enrolment]
    duties: Counter[str] = field(default_factory=Counter)
    rules: PlanRules = field(default_factory=PlanRules)

    def seated(self, session: Session) -> list[Enrolment]:
        """The candidates of a session."""
        return [self.candidates[seat.application_id] for seat in session.seats]


def amendment_of(
    batch_id: str, that_day: Iterable[Session], register: Register, loss: Loss, *, now: datetime
) -> PlanDifference:
    """What mends a loss, and seats who came late. `that_day`: all sessions of the days concerned, of any batch."""
    sessions = {session.id: session for session in that_day if session.is_held}
    for session in sessions.values():
        register.duties.update(staff_id for staff_id, _ in session.on_duty.posts)
    mending = _Mending(sessions, register, loss)
    came_late = _late_request(batch_id, mending, now).late
    mending.close = frozenset(
        member.id
        for member in register.staff.values()
        if any(member.is_recused_from(person=one.person, class_name=one.class_name) for one in came_late)
    )
    ahead = [
        session
        for session in sessions.values()
        if session.batch_id == batch_id and session.state is SessionState.PUBLISHED and session.starts_at > now
    ]
    for session in sorted(ahead, key=lambda one: (one.starts_at, one.id)):
        mending.mend(session.id)
    late = places_for(_late_request(batch_id, mending, now)) if came_late else LatePlaces()
    return PlanDifference(mending.changes, late)


def _late_request(batch_id: str, mending: "_Mending", now: datetime) -> LateRequest:
    register, loss = mending.register, mending.loss
    return LateRequest(
        batch_id=batch_id,
        held=list(mending.sessions.values()),
        batch=list(register.candidates.values()),
        rooms=[room for room in register.rooms.values() if room.id not in loss.rooms],
        staff=[member for member in register.staff.values() if member.id not in loss.away],
        rules=register.rules,
        now=now,
    )


class _Mending:
    """The sessions as they become, one exchange after the other."""

    def __init__(self, sessions: dict[str, Session], register: Register, loss: Loss) -> None:
        self.sessions = sessions
        self.register = register
        self.loss = loss
        # Who is close to somebody who came late watches none of the batch any more (QSP-10).
        self.close: frozenset[str] = frozenset()
        self.changes: list[Change] = []

    def mend(self, session_id: str) -> None:
        session = self.sessions[session_id]
        if session.room_id in self.loss.rooms:
            room = self._room_for(session)
            self._note(session, ChangeKind.ROOM, session.room_id, room.id if room else None)
            if room:
                session = self.sessions[session_id] = session.moved_to(session.starts_at, room)
        for staff_id, duty in session.on_duty.posts:
            if staff_id in self.loss.away or (duty == "supervisor" and staff_id in self.close):
                arriving = self._person_for(session, duty)
                self._note(session, ChangeKind.STAFF, staff_id, arriving, duty)
                if arriving:
                    session = self.sessions[session_id] = session.with_replacement(staff_id, arriving)
                    self.register.duties[arriving] += 1

    def _note(self, session: Session, kind: ChangeKind, lost: str, to: str | None, duty: Post | None = None) -> None:
        self.changes.append(Change(session_id=session.id, kind=kind, lost=lost, to=to, duty=duty))

    def _room_for(self, session: Session) -> Room | None:
        """The smallest that fits and is free, at the same site if there is one."""
        fit = [
            room
            for room in self.register.rooms.values()
            if room.id not in self.loss.rooms and room.id != session.room_id and session.fits(room)
        ]
        fit.sort(key=lambda room: (room.site != session.site, room.seats, room.id))
        neighbours = Neighbours(self.sessions.values(), way=self.register.rules.way)
        for room in fit:
            try:
                neighbours.must_not_clash_with(session.moved_to(session.starts_at, room))
            except DomainError:
                continue
            return room
        return None

    def _person_for(self, session: Session, duty: Post) -> str | None:
        """Whoever watches the site already, or who has fewest duties, and whom no rule keeps away."""
        watching = {one.supervisor_id for one in self.sessions.values() if self._is_beside(one, session)}
        others = [one for one in self.register.staff.values() if one.id not in self.loss.away]
        everybody = list(self.register.candidates.values())
        close_to = everybody if duty == "supervisor" else self.register.seated(session)
        others.sort(
            key=lambda one: (
                not (duty == "supervisor" and one.id in watching),
                len(one.roles),
                self.register.duties[one.id],
                one.id,
            )
        )
        neighbours = Neighbours(self.sessions.values(), way=self.register.rules.way)
        for member in others:
            try:
                must_be_fit(member, duty, session)
                session.on_duty.must_not_include(member.id)
                must_keep_no_relation(member, duty, session, close_to)
                neighbours.must_be_free(member.id, duty, session)
            except DomainError:
                continue
            return member.id
        return None

    @staticmethod
    def _is_beside(one: Session, session: Session) -> bool:
        return one.id != session.id and one.site == session.site and one.starts_at == session.starts_at

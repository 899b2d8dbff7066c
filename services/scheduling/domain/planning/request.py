"""What the planner is given, and the half-finished session it works on."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from libs.contracts.event import Part
from libs.contracts.scheduling import Assignment
from services.scheduling.domain.batches.enrolment import Enrolment
from services.scheduling.domain.batches.timetable import Timetable
from services.scheduling.domain.exam_subject import ExamSubject
from services.scheduling.domain.interval import Interval
from services.scheduling.domain.planning.seating import form_at
from services.scheduling.domain.registry.room import Room
from services.scheduling.domain.registry.staff import StaffMember
from services.scheduling.domain.sessions.exam_clock import ADMISSION, STAFF_ON_SITE
from services.scheduling.domain.sessions.seats import Seat
from services.scheduling.domain.sessions.session import Session


@dataclass(frozen=True, kw_only=True)
class PlanRules:
    """What the national standard of an occupation sets (SCH-23); the defaults are the usual ones.

    `by_occupation` has the standards that name a ratio of their own; `safety_occupations` want a full-time safety
    officer in every practical room (SCH-34). `way`: from one site to another, for staff and candidates.
    """

    workstations_per_examiner: int = 5
    odd_teams: bool = True
    by_occupation: Mapping[str, int] = field(default_factory=dict)
    safety_occupations: frozenset[str] = frozenset()
    way: timedelta = timedelta(hours=1)

    def ratio(self, occupation_code: str) -> int:
        """How many workstations one examiner watches by the standard of the occupation."""
        return self.by_occupation.get(occupation_code, self.workstations_per_examiner)


@dataclass(frozen=True, kw_only=True)
class PlanRequest:
    """Everything a plan depends on. `booked` are sessions of other batches on the same days.

    Those of the batch who have their places already are `beside` the candidates, and the ids of its sessions are
    `named`: when some come late, only they are planned. `past`: what examiners did in the batch before.
    """

    batch_id: str
    candidates: Sequence[Enrolment]
    rooms: Sequence[Room]
    staff: Sequence[StaffMember]
    timetable: Timetable
    booked: Sequence[Session] = ()
    rules: PlanRules = field(default_factory=PlanRules)
    beside: Sequence[Enrolment] = ()
    named: frozenset[str] = frozenset()
    past: Sequence[Session] = ()

    @cached_property
    def applications_of(self) -> Counter[str]:
        """How many applications each person has."""
        return Counter(candidate.person for candidate in self.candidates)

    def sites_of(self, part: Part, occupation_code: str) -> frozenset[str]:
        """Where a part of an occupation may be sat."""
        key = part, occupation_code
        if key not in self._sites:
            rooms = [room for room in self.rooms if room.kind.value == part and room.is_for(occupation_code)]
            self._sites[key] = frozenset(room.site for room in rooms)
        return self._sites[key]

    @cached_property
    def _sites(self) -> dict[tuple[Part, str], frozenset[str]]:
        return {}

    def waiting(self, part: Part) -> dict[ExamSubject, list[Enrolment]]:
        """Who is to sit a part, by subject: people with several applications first, the others as drawn by lot."""
        queues: dict[ExamSubject, list[Enrolment]] = {}
        for candidate in self.candidates:
            if part in candidate.parts:
                queues.setdefault(candidate.subject, []).append(candidate)
        for queue in queues.values():
            queue.sort(
                key=lambda candidate: (-self.applications_of[candidate.person], draw(self.batch_id, part, candidate.id))
            )
        return dict(sorted(queues.items()))


def draw(*of: object) -> str:
    """A lot that anybody can draw again: the same for the same names, and nobody chooses it."""
    return hashlib.sha256("|".join(map(str, of)).encode()).hexdigest()


@dataclass(frozen=True)
class Slot:
    """One beginning, for examinations of one length."""

    starts_at: datetime
    length: timedelta

    @property
    def ends_at(self) -> datetime:
        """When papers are handed in."""
        return self.starts_at + self.length

    @property
    def in_room(self) -> Interval:
        """When rooms are in use and candidates are bound."""
        return Interval(self.starts_at - ADMISSION, self.ends_at)

    @property
    def on_duty(self) -> Interval:
        """When staff are bound, from their meeting on."""
        return Interval(self.starts_at - STAFF_ON_SITE, self.ends_at)


@dataclass(frozen=True)
class SiteSupervisor:
    """A supervisor, who stays as long as the longest examination that begins at a time."""

    staff_id: str
    slot: Slot


@dataclass(kw_only=True)
class SessionDraft:
    """A session before it has its name; the order of the candidates is that of the seats."""

    part: Part
    subject: ExamSubject
    room: Room
    slot: Slot
    candidates: list[Enrolment]
    team: list[Assignment]
    supervisor: SiteSupervisor
    safety_officer: str | None = None

    def as_session(self, session_id: str, *, batch_id: str) -> Session:
        """The session that it becomes."""
        return Session(
            id=session_id,
            batch_id=batch_id,
            part=self.part,
            occupation_code=self.subject.occupation_code,
            level=self.subject.level,
            room_id=self.room.id,
            room_number=self.room.number,
            site=self.room.site,
            room_seats=self.room.seats,
            starts_at=self.slot.starts_at,
            ends_at=self.slot.ends_at,
            seats=[
                Seat(
                    number=number,
                    application_id=candidate.id,
                    person=candidate.person,
                    form=form_at(self.part, number),
                    disqualified=candidate.disqualified_at is not None,
                )
                for number, candidate in enumerate(self.candidates, start=1)
            ],
            team=self.team,
            supervisor_id=self.supervisor.staff_id,
            safety_officer_id=self.safety_officer,
            by_computer=self.part == "theory" and self.room.has_computers,
        )

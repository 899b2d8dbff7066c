"""A candidate on the way to a seat."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from libs.chassis.domain import Aggregate
from libs.contracts.event import Part
from libs.contracts.scheduling import CandidateScheduled, Sitting
from services.scheduling.domain.batches.ticket_number import ticket_number
from services.scheduling.domain.errors.batch_plan import PlanNotMadeError, PlanPublishedError
from services.scheduling.domain.exam_subject import ExamSubject


class EnrolmentState(StrEnum):
    """How far a candidate has come."""

    ENROLLED = "enrolled"
    SEATED = "seated"
    SCHEDULED = "scheduled"


@dataclass(kw_only=True)
class Enrolment(Aggregate):
    """One application: who it is (sealed), what is examined, and, once planned, where and when.

    `person` is the fingerprint of the id number: a person with two applications has it twice.
    """

    id: str
    batch_id: str
    person: str
    name: str
    id_number: str
    occupation_code: str
    occupation: str
    work_type: str
    level: int
    parts: list[Part]
    class_name: str | None
    enrolled_at: datetime
    state: EnrolmentState = EnrolmentState.ENROLLED
    ticket_number: str | None = None
    sittings: list[Sitting] = field(default_factory=list)
    disqualified_at: datetime | None = None

    @property
    def subject(self) -> ExamSubject:
        """The occupation and level that this candidate is examined in."""
        return ExamSubject(self.occupation_code, self.level)

    @property
    def issued_ticket(self) -> str | None:
        """The ticket number once it is the candidate's for good; without a sitting that is held there is no ticket."""
        return self.ticket_number if self.state is EnrolmentState.SCHEDULED and self.first_sitting else None

    @property
    def first_sitting(self) -> Sitting | None:
        """The earliest one that is held: what the ticket number is made of."""
        return min(
            (sitting for sitting in self.sittings if not sitting.called_off),
            key=lambda sitting: sitting.starts_at,
            default=None,
        )

    def session_of(self, part: Part) -> str | None:
        """The session that this candidate sits a part in."""
        return next((sitting.session_id for sitting in self.sittings if sitting.part == part), None)

    def take_seats(self, sittings: list[Sitting], *, ticket_number: str) -> None:
        """Note the places of a plan; a plan made anew replaces those of the one before."""
        if self.state is EnrolmentState.SCHEDULED:
            raise PlanPublishedError(self.batch_id)

        self.sittings = sittings
        self.ticket_number = ticket_number
        self.state = EnrolmentState.SEATED

    def take_late_seat(self, sitting: Sitting, *, room_number: int) -> None:
        """A place in a plan that was announced before this candidate came; the earliest makes the ticket number."""
        if self.ticket_number is None:
            self.ticket_number = ticket_number(starts_at=sitting.starts_at, room_number=room_number, seat=sitting.seat)
        self.sittings = [*self.sittings, sitting]
        self.state = EnrolmentState.SEATED

    def announce(self, now: datetime) -> None:
        """Tell everybody where this candidate sits."""
        if self.state is EnrolmentState.SCHEDULED:
            raise PlanPublishedError(self.batch_id)

        self._announce_places(now)
        self.state = EnrolmentState.SCHEDULED

    def move(self, sitting: Sitting) -> None:
        """Another time or place for one part, or none for now."""
        self.sittings = [sitting if one.part == sitting.part else one for one in self.sittings]

    def renumber(self, ticket_number: str) -> None:
        """The place that the number was made of may be somebody else's from now on."""
        self.ticket_number = ticket_number

    def announce_change(self, now: datetime) -> None:
        """Whoever was already told is told of the change."""
        if self.state is EnrolmentState.SCHEDULED:
            self._announce_places(now)

    def _announce_places(self, now: datetime) -> None:
        if self.ticket_number is None:
            raise PlanNotMadeError(self.batch_id)
        self.record(
            CandidateScheduled(
                application_id=self.id,
                batch_id=self.batch_id,
                ticket_number=self.ticket_number,
                occupation_code=self.occupation_code,
                level=self.level,
                sittings=self.sittings,
                scheduled_at=now,
            )
        )

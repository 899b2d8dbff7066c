"""A session: one room, one part, one occupation and level, from its plan to its final attendance."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from libs.chassis.domain import Aggregate, Deadline
from libs.contracts.event import Form, Part
from libs.contracts.scheduling import Assignment, Attendance, ExamFinished, ExamTimeExtended, SessionPlanned
from services.scheduling.domain.errors import (
    AlreadyCheckedInError,
    CandidateNotInSessionError,
    CheckInNotOpenError,
    EntryClosedError,
    NoTimeToMakeUpError,
    NotSessionStaffError,
    PlanPublishedError,
    PracticalForfeitedError,
    SessionAlreadyStartedError,
    SessionFinishedError,
    SessionNotPublishedError,
    SessionNotRunningError,
    SessionTooFullError,
    SupervisorExaminesError,
    TeamIncompleteError,
    TooEarlyToFinishError,
    TooEarlyToStartError,
)
from services.scheduling.domain.exam_clock import ADMISSION, ENTRY_LIMIT, STAFF_ON_SITE
from services.scheduling.domain.interval import Interval
from services.scheduling.domain.local_time import local_day
from services.scheduling.domain.room import THEORY_SEATS

SMALLEST_TEAM = 3


class SessionState(StrEnum):
    """Where a session stands. A withdrawn one belonged to a plan that was made anew."""

    DRAFT = "draft"
    WITHDRAWN = "withdrawn"
    PUBLISHED = "published"
    RUNNING = "running"
    FINISHED = "finished"


@dataclass(kw_only=True)
class Seat:
    """A place, numbered from 1, the candidate on it, and the form of the paper there."""

    number: int
    application_id: str
    person: str
    form: Form
    checked_in_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Extension:
    """Lost time made up for one incident."""

    incident_id: str
    minutes: int


@dataclass(kw_only=True)
class Session(Aggregate):
    """What happens in one room; at most 30 candidates, so it is one document."""

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

    def publish(self, now: datetime) -> None:
        """Tell everybody who is on duty where and when."""
        if self.state is not SessionState.DRAFT:
            raise PlanPublishedError(self.batch_id)

        self.state = SessionState.PUBLISHED
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
            )
        )

    def check_in(self, application_ids: list[str], *, by: str, now: datetime) -> None:
        """Admit candidates: all of the list, or none if one of them may not enter."""
        self._must_be_open_to(by)
        if now < self.starts_at - ADMISSION:
            raise CheckInNotOpenError(self.starts_at - ADMISSION)
        if self.started_at and now - self.started_at >= ENTRY_LIMIT[self.part]:
            raise EntryClosedError if self.part == "theory" else PracticalForfeitedError
        seats = {seat.application_id: seat for seat in self.seats}
        for application_id in application_ids:
            if application_id not in seats:
                raise CandidateNotInSessionError(self.id, application_id)
        if len(set(application_ids)) < len(application_ids):
            raise AlreadyCheckedInError(max(application_ids, key=application_ids.count))
        for application_id in application_ids:
            if seats[application_id].checked_in_at:
                raise AlreadyCheckedInError(application_id)

        for application_id in application_ids:
            seats[application_id].checked_in_at = now

    def start(self, *, by: str, now: datetime) -> None:
        """Give the start signal; entry closes so many minutes after it."""
        self._must_be_open_to(by)
        if self.state is not SessionState.PUBLISHED:
            raise SessionAlreadyStartedError(self.id)
        if now < self.starts_at:
            raise TooEarlyToStartError(self.starts_at)

        self.started_at = now
        self.state = SessionState.RUNNING
        due_at = now + ENTRY_LIMIT[self.part]
        self.set_deadline(Deadline(key=self._entry_closes, due_at=due_at, kind="entry-closes", payload={"id": self.id}))

    def count_attendance(self, now: datetime) -> None:
        """Take the attendance once nobody can enter any more (EXM-19)."""
        if self.state is not SessionState.RUNNING:
            raise SessionNotRunningError(self.id)

        self.counted_at = now
        self.counted_present = self.present

    def finish(self, *, by: str, now: datetime) -> None:
        """Give the end signal; who has not signed in was absent."""
        self._must_be_open_to(by)
        if self.state is not SessionState.RUNNING:
            raise SessionNotRunningError(self.id)
        if now < self.ends_at:
            raise TooEarlyToFinishError(self.ends_at)

        self.finished_at = now
        self.state = SessionState.FINISHED
        self.cancel_deadline(self._entry_closes)
        self.record(
            ExamFinished(
                session_id=self.id,
                batch_id=self.batch_id,
                part=self.part,
                occupation_code=self.occupation_code,
                level=self.level,
                present=[
                    Attendance(application_id=seat.application_id, form=seat.form)
                    for seat in self.seats
                    if seat.checked_in_at
                ],
                absent=[seat.application_id for seat in self.seats if not seat.checked_in_at],
                finished_at=now,
            )
        )

    def extend(self, *, incident_id: str, minutes: int, now: datetime) -> None:
        """Make up lost time at the end; the same incident is made up once, however often it is asked for."""
        self._must_be_published()
        if any(extension.incident_id == incident_id for extension in self.extensions):
            return
        if self.state is SessionState.FINISHED:
            raise SessionFinishedError(self.id)
        if minutes <= 0:
            raise NoTimeToMakeUpError

        self.extensions.append(Extension(incident_id=incident_id, minutes=minutes))
        self.ends_at += timedelta(minutes=minutes)
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

    def use_spare_paper(self, incident_id: str) -> None:
        """Everybody in the room writes the spare form; the same incident changes it once."""
        self._must_be_published()
        if self.spare_incident_id == incident_id:
            return
        if self.state is SessionState.FINISHED:
            raise SessionFinishedError(self.id)

        self.spare_incident_id = incident_id
        for seat in self.seats:
            seat.form = "spare"

    @property
    def _entry_closes(self) -> str:
        return f"{self.id}:entry-closes"

    def _must_be_published(self) -> None:
        if self.state in {SessionState.DRAFT, SessionState.WITHDRAWN}:
            raise SessionNotPublishedError(self.id)

    def _must_be_open_to(self, staff_id: str) -> None:
        if not self.is_staffed_by(staff_id):
            raise NotSessionStaffError(self.id)
        self._must_be_published()
        if self.state is SessionState.FINISHED:
            raise SessionFinishedError(self.id)

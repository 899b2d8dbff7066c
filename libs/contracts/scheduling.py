"""What scheduling announces: who sits where and when, and what happened in the room."""

from typing import ClassVar, Literal

from pydantic import Field

from libs.contracts.event import Day, DispositionAnswer, Event, Fact, Form, Level, Moment, OccupationCode, Part
from libs.contracts.forms import OverdueForm, RecordedForm

Duty = Literal["chief-invigilator", "deputy-invigilator", "leader", "examiner"]


CalledOff = Literal["postponed", "cancelled"]


class Sitting(Fact):
    """One part of one candidate's examination. `seat` is the seat or the workstation, counted from 1.

    What is `called_off` is not held at this time and place: not at all, or not until another day is set. What was sat
    in `resit_of` does not count (INC-16).
    """

    part: Part
    session_id: str
    room: str
    seat: int
    form: Form
    starts_at: Moment
    ends_at: Moment
    called_off: CalledOff | None = None
    resit_of: str | None = None


class ExaminerTerm(Fact):
    """An occupation that somebody may examine in, from the first day on which card and term hold to the last."""

    occupation_code: OccupationCode
    from_day: Day | None
    until_day: Day


class ExaminerTermsChanged(Event):
    """What somebody may examine in has changed: all of it, as it is now. The item bank asks it of isolated writers."""

    routing_key: ClassVar[str] = "scheduling.examiner-terms-changed.v1"
    creates_rights: ClassVar[bool] = True

    staff_id: str
    terms: list[ExaminerTerm]


class Assignment(Fact):
    """One member of staff on one duty."""

    staff_id: str
    duty: Duty


class SessionPlanned(Event):
    """A room is planned for one part, occupation and level: papers are opened by it, scoring knows its examiners.

    `spare`: everybody there writes the spare form, as in a resit (INC-16); the first papers are not opened there.
    """

    routing_key: ClassVar[str] = "scheduling.session-planned.v1"
    creates_rights: ClassVar[bool] = True

    session_id: str
    batch_id: str
    part: Part
    occupation_code: OccupationCode
    level: Level
    room: str
    starts_at: Moment
    ends_at: Moment
    candidates: int
    staff: list[Assignment]
    planned_at: Moment
    spare: bool = False


class CandidateScheduled(Event):
    """A candidate has a ticket number and a place in every part applied for."""

    routing_key: ClassVar[str] = "scheduling.candidate-scheduled.v1"
    creates_rights: ClassVar[bool] = True

    application_id: str
    batch_id: str
    ticket_number: str
    occupation_code: OccupationCode
    level: Level
    sittings: list[Sitting]
    scheduled_at: Moment


class SessionCalledOff(Event):
    """A session was stopped or is not held (停考), or waits for another day (缓考); a newer `SessionPlanned` holds it.

    No paper is opened in it. Nobody waits for the end of what is cancelled; its candidates sit this part no more.
    """

    routing_key: ClassVar[str] = "scheduling.session-called-off.v1"
    creates_rights: ClassVar[bool] = True

    session_id: str
    batch_id: str
    part: Part
    called_off: CalledOff
    application_ids: list[str]
    called_off_at: Moment


class ExamTimeExtended(Event):
    """Lost time is made up in one session (INC-31). `minutes` is what was added by this decision."""

    routing_key: ClassVar[str] = "scheduling.exam-time-extended.v1"
    creates_rights: ClassVar[bool] = True

    session_id: str
    batch_id: str
    incident_id: str
    minutes: int
    ends_at: Moment
    extended_at: Moment


class Attendance(Fact):
    """A candidate who sat the session, and the form of the paper that was sat."""

    application_id: str
    form: Form


class ExamFinished(Event):
    """A session has ended and its attendance is final. Scoring codes the scripts of those present."""

    routing_key: ClassVar[str] = "scheduling.exam-finished.v1"
    creates_rights: ClassVar[bool] = True

    session_id: str
    batch_id: str
    part: Part
    occupation_code: OccupationCode
    level: Level
    present: list[Attendance]
    absent: list[str]
    finished_at: Moment


class OverdueStep(Fact):
    """A step of the day that is not done though its time is over."""

    name: str
    task: str
    due_at: Moment


class ExamStepsOverdue(Event):
    """Steps of one session were not done in time: those who lead the site are called. Each is told once."""

    routing_key: ClassVar[str] = "scheduling.steps-overdue.v1"
    creates_rights: ClassVar[bool] = True

    session_id: str
    batch_id: str
    site: str
    room: str
    steps: list[OverdueStep]
    overdue_at: Moment


class ExamPapersMissing(Event):
    """A room counts fewer papers than were opened there: they are looked for, and the office is told (EXM-23)."""

    routing_key: ClassVar[str] = "scheduling.papers-missing.v1"
    creates_rights: ClassVar[bool] = True

    session_id: str
    batch_id: str
    site: str
    room: str
    missing: int
    reported_at: Moment


class MisconductConfirmed(Event):
    """Whoever leads the site confirmed what a candidate did, and what follows from it; the attendance is final by then.

    `act` is the number of the rule of conduct. Scoring takes the result away, registration keeps the integrity file and
    cancels the qualification.
    """

    routing_key: ClassVar[str] = "scheduling.misconduct-confirmed.v1"
    creates_rights: ClassVar[bool] = True

    session_id: str
    batch_id: str
    application_id: str
    part: Part
    act: str
    measure: Literal["paper-void", "score-cancelled", "disqualified", "result-void"]
    confirmed_by: str
    confirmed_at: Moment


class Clash(Fact):
    """A session that now lasts into another one, which needs the same room, person or candidate (INC-31).

    `reason` is a sentence for staff and names nobody; somebody has to put one of the two right.
    """

    session_id: str
    other_id: str
    reason: str


class ScheduleDispositionAnswered(Event, DispositionAnswer):
    """What became of an order to change sessions or duties (extra minutes, another day …). The incident shows it.

    `clashes`: what was carried out all the same, for no candidate loses time that was lost, and what it runs into.
    """

    routing_key: ClassVar[str] = "scheduling.disposition-answered.v1"
    creates_rights: ClassVar[bool] = True

    clashes: list[Clash] = Field(default=[])


class ExamFormRecorded(Event, RecordedForm):
    """A form about a batch, a site or a session was written, corrected or signed. The archive files it.

    Scoring waits for each examiner's signature under the own on-site record (SCO-21).
    """

    routing_key: ClassVar[str] = "scheduling.form-recorded.v1"
    creates_rights: ClassVar[bool] = True


class ExamFormOverdue(Event, OverdueForm):
    """A form about a batch, a site or a session is not there at its time, or lacks a signature."""

    routing_key: ClassVar[str] = "scheduling.form-overdue.v1"

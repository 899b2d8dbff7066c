"""What the incident service does on the facts of others, and when its own deadlines are due."""

from datetime import datetime
from typing import Any

from libs.chassis.bus.messages import Received
from libs.chassis.bus.subscriptions import Subscriptions
from libs.chassis.domain import Cipher, Deadline
from libs.chassis.identity import Actor
from libs.chassis.time.timers import TimerHandlers
from libs.contracts.incident import ReportIncident
from libs.contracts.itembank import PaperDispositionAnswered, PaperSealed, SparePaperReleased
from libs.contracts.registration import FeeDispositionAnswered
from libs.contracts.scheduling import (
    CandidateScheduled,
    ExamPapersMissing,
    ExamStepsOverdue,
    ExamTimeExtended,
    ScheduleDispositionAnswered,
    SessionPlanned,
)
from libs.contracts.scoring import ResultDispositionAnswered
from libs.contracts.sealing import Purpose
from services.incident.domain.duty.site_call import SiteCall
from services.incident.domain.escalation.first_report import FIRST_REPORT_DUE, FIRST_REPORT_REMINDER
from services.incident.domain.escalation.ladder import LADDER_DUE
from services.incident.domain.measures.disposition import Answer, Clash, Unfulfilled
from services.incident.domain.measures.measures import MeasureType
from services.incident.domain.notices.notification import NOTICE_DUE
from services.incident.domain.people import Person
from services.incident.domain.preparation.exam_day import READINESS_DUE
from services.incident.domain.record.discovery import Discovery
from services.incident.ports import (
    ExamDays,
    IncidentDesk,
    Incidents,
    PlannedSessions,
    ReadinessDesk,
    SealedPapers,
    SeatedCandidates,
    Sender,
    Work,
)
from services.incident.use_cases import duty, handling, reporting, sending

subscriptions = Subscriptions("incident")
timers = TimerHandlers()
Answered = ScheduleDispositionAnswered | PaperDispositionAnswered | ResultDispositionAnswered | FeeDispositionAnswered


@subscriptions.on(ReportIncident)
async def report_incident(
    command: ReportIncident, actor: Actor, desk: IncidentDesk, cipher: Cipher, now: datetime
) -> None:
    """Report as over HTTP; the same report again, by whichever way, is the same report."""
    description = cipher.open(command.description, purpose=Purpose.INCIDENT_DESCRIPTION, owner=actor.id)
    discovery = Discovery.of(command, description)
    by = Person(actor.id, actor.roles)
    await reporting.report_incident(desk, discovery=discovery, by=by, now=now, joins=command.joins)


@subscriptions.on(ExamTimeExtended)
async def note_answer_on_exam_time_extended(event: ExamTimeExtended, incidents: Incidents, now: datetime) -> None:
    """Scheduling has added the time in one session."""
    measure, applied = MeasureType.MAKE_UP_TIME, [event.session_id]
    answer = Answer(measure=measure, applied=applied, by="scheduling", at=event.extended_at)
    await handling.note_answer(incidents, id=event.incident_id, answer=answer, now=now)


@subscriptions.on(SparePaperReleased)
async def note_answer_on_spare_paper_released(event: SparePaperReleased, incidents: Incidents, now: datetime) -> None:
    """The item bank has released the spare for one session."""
    measure, applied = MeasureType.SPARE_PAPER, [event.session_id]
    answer = Answer(measure=measure, applied=applied, by="itembank", at=event.released_at)
    await handling.note_answer(incidents, id=event.incident_id, answer=answer, now=now)


@subscriptions.on(ScheduleDispositionAnswered)
@subscriptions.on(PaperDispositionAnswered)
@subscriptions.on(ResultDispositionAnswered)
@subscriptions.on(FeeDispositionAnswered)
async def note_answer_on_disposition_answered(event: Answered, incidents: Incidents, now: datetime) -> None:
    """A service did what was ordered, or could not."""
    refused = [Unfulfilled(target=one.target, slug=one.slug, reason=one.reason) for one in event.refused]
    told = event.clashes if isinstance(event, ScheduleDispositionAnswered) else []
    clashes = [Clash(session_id=one.session_id, other_id=one.other_id, reason=one.reason) for one in told]
    answer = Answer(
        number=event.disposition,
        applied=event.applied,
        refused=refused,
        clashes=clashes,
        by=event.routing_key.partition(".")[0],
        at=event.answered_at,
    )
    await handling.note_answer(incidents, id=event.incident_id, answer=answer, now=now)


@subscriptions.on(SessionPlanned)
async def keep_session_on_session_planned(
    event: SessionPlanned, message: Received, sessions: PlannedSessions, exam_days: ExamDays
) -> None:
    """A disposition may touch it, and its day is checked the day before."""
    await duty.keep_session(sessions, exam_days, event=event, seq=message.seq)


@subscriptions.on(CandidateScheduled)
async def keep_candidate_on_candidate_scheduled(
    event: CandidateScheduled, message: Received, candidates: SeatedCandidates
) -> None:
    """A disposition may touch them."""
    await duty.keep_candidate(candidates, event=event, seq=message.seq)


@subscriptions.on(PaperSealed)
async def keep_paper_on_paper_sealed(event: PaperSealed, papers: SealedPapers) -> None:
    """A disposition may touch it."""
    await duty.keep_paper(papers, event=event)


@subscriptions.on(ExamStepsOverdue)
async def call_the_site_on_steps_overdue(
    event: ExamStepsOverdue, message: Received, desk: ReadinessDesk, now: datetime
) -> None:
    """What is not done at its time calls those who lead the site."""
    await duty.call_the_site(desk, call=SiteCall.of_steps(event, message.id), now=now)


@subscriptions.on(ExamPapersMissing)
async def call_the_site_on_papers_missing(
    event: ExamPapersMissing, message: Received, desk: ReadinessDesk, now: datetime
) -> None:
    """Papers are missing in a room: they are looked for at once (EXM-23)."""
    await duty.call_the_site(desk, call=SiteCall.of_papers(event, message.id), now=now)


@timers.on(FIRST_REPORT_REMINDER)
async def remind_on_first_report_reminder(deadline: Deadline, desk: IncidentDesk, now: datetime) -> None:
    """Five and eight minutes after discovery, unless the leading group knows by then."""
    await reporting.remind_of_first_report(desk, id=_incident(deadline), now=now)


@timers.on(FIRST_REPORT_DUE)
async def call_overdue_on_first_report_due(deadline: Deadline, desk: IncidentDesk, now: datetime) -> None:
    """Ten minutes after discovery, unless the leading group knows by then."""
    await reporting.call_overdue(desk, id=_incident(deadline), now=now)


@timers.on(LADDER_DUE)
async def ring_ladder_when_due(deadline: Deadline, desk: IncidentDesk, now: datetime) -> None:
    """Nobody took over in time, or who did has not reported."""
    await reporting.ring_ladder(desk, id=_incident(deadline), now=now)


@timers.on(READINESS_DUE)
async def check_readiness_the_day_before(deadline: Deadline, desk: ReadinessDesk, now: datetime) -> None:
    """Whether every step of every ladder has somebody."""
    await duty.check_readiness(desk, id=deadline.payload["exam_day_id"], now=now)


@timers.on(NOTICE_DUE)
async def send_notice_when_due(  # noqa: PLR0913, PLR0917 -- what a sending needs
    deadline: Deadline, work: Work, desk: IncidentDesk, cipher: Cipher, sender: Sender, now: datetime
) -> None:
    """The first time at once, then until a channel has taken it. It is sent by whose claim was committed."""
    notice = await sending.begin_sending(desk, cipher, id=deadline.payload["notification_id"], now=now)
    if notice is not None:
        work.after_commit(lambda: sender.start(notice))


def _incident(deadline: Deadline) -> Any:
    return deadline.payload["incident_id"]

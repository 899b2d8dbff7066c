"""What scoring hears: plans, schedules, attendance, decided objections, and orders about results."""

from datetime import datetime

from libs.chassis.bus.messages import Received
from libs.chassis.bus.subscriptions import Subscriptions
from libs.contracts.certification import ObjectionDecided, ReviewObjectionDecided
from libs.contracts.incident import ResultsVoidApproved, ZeroScoreApproved
from libs.contracts.itembank import PaperSealed
from libs.contracts.registration import CandidateDisqualified
from libs.contracts.scheduling import (
    CandidateScheduled,
    ExamFinished,
    ExamFormRecorded,
    MisconductConfirmed,
    SessionCalledOff,
    SessionPlanned,
)
from services.scoring.ports import (
    Candidates,
    CodingDesk,
    DispositionDesk,
    OnSiteRecords,
    Papers,
    PlanDesk,
    Results,
)
from services.scoring.use_cases import attendance, dispositions, marking, rechecks

subscriptions = Subscriptions("scoring")


@subscriptions.on(SessionPlanned)
async def plan_session_on_session_planned(
    event: SessionPlanned, message: Received, desk: PlanDesk, now: datetime
) -> None:
    """The panel of a session is who may score in it."""
    await attendance.plan_session(desk, event=event, seq=message.seq, now=now)


@subscriptions.on(CandidateScheduled)
async def schedule_candidate_on_candidate_scheduled(
    event: CandidateScheduled, message: Received, candidates: Candidates, desk: DispositionDesk, now: datetime
) -> None:
    """A part without a sitting was not applied for."""
    await attendance.schedule_candidate(candidates, desk, event=event, seq=message.seq, now=now)


@subscriptions.on(ExamFinished)
async def code_scripts_on_exam_finished(event: ExamFinished, desk: CodingDesk) -> None:
    """The attendance says whose scripts there are."""
    await attendance.code_scripts(desk, event=event)


@subscriptions.on(ObjectionDecided)
async def note_objection_on_objection_decided(event: ObjectionDecided, results: Results) -> None:
    """Only an upheld objection opens the way to a re-check."""
    await rechecks.note_objection(results, event=event, part=event.part)


@subscriptions.on(ReviewObjectionDecided)
async def note_objection_on_review_objection_decided(event: ReviewObjectionDecided, results: Results) -> None:
    """So does one to a comprehensive review (SCO-05)."""
    await rechecks.note_objection(results, event=event, part="review")


@subscriptions.on(PaperSealed)
async def note_paper_on_paper_sealed(event: PaperSealed, message: Received, papers: Papers) -> None:
    """A key is taken for exactly what was sealed."""
    await marking.note_paper(papers, event=event, seq=message.seq)


@subscriptions.on(ExamFormRecorded)
async def note_record_on_exam_form_recorded(
    event: ExamFormRecorded, message: Received, on_site_records: OnSiteRecords
) -> None:
    """An examiner signs the on-site record before any score sheet."""
    await marking.note_on_site_record(on_site_records, event=event, seq=message.seq)


@subscriptions.on(SessionCalledOff)
async def call_off_session_on_session_called_off(
    event: SessionCalledOff, candidates: Candidates, desk: DispositionDesk, now: datetime
) -> None:
    """A list does not wait for what is not held; what is postponed is held another day."""
    await attendance.call_off_session(candidates, desk, event=event, now=now)


@subscriptions.on(MisconductConfirmed)
async def take_result_on_misconduct_confirmed(event: MisconductConfirmed, desk: DispositionDesk, now: datetime) -> None:
    """What was sat against the rules does not count (DIS-03, DIS-09, DIS-14, EXM-52)."""
    await dispositions.take_result(desk, session_id=event.session_id, application_id=event.application_id, now=now)


@subscriptions.on(CandidateDisqualified)
async def void_all_on_candidate_disqualified(
    event: CandidateDisqualified, desk: DispositionDesk, now: datetime
) -> None:
    """Nothing that was sat under this application counts (DIS-01)."""
    await dispositions.void_all(desk, batch_id=event.batch_id, application_id=event.application_id, now=now)


@subscriptions.on(ResultsVoidApproved)
async def void_results_on_results_void_approved(
    event: ResultsVoidApproved, desk: DispositionDesk, now: datetime
) -> None:
    """What was sat inside the range does not count."""
    await dispositions.void_results(desk, order=event, now=now)


@subscriptions.on(ZeroScoreApproved)
async def score_zero_on_zero_score_approved(event: ZeroScoreApproved, desk: DispositionDesk, now: datetime) -> None:
    """One part of one candidate counts zero."""
    await dispositions.score_zero(desk, order=event, now=now)

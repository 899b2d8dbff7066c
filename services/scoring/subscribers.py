"""What scoring hears: plans, schedules, attendance, decided objections, and orders about results."""

from datetime import datetime

from libs.chassis.bus.messages import Received
from libs.chassis.bus.subscriptions import Subscriptions
from libs.contracts.certification import ObjectionDecided
from libs.contracts.incident import ResultsVoidApproved, ZeroScoreApproved
from libs.contracts.itembank import PaperSealed
from libs.contracts.scheduling import CandidateScheduled, ExamFinished, SessionCalledOff, SessionPlanned
from services.scoring import use_cases
from services.scoring.ports import (
    Candidates,
    Codes,
    Fingerprints,
    Handling,
    Lists,
    Papers,
    Results,
    Scripts,
    Sessions,
)

subscriptions = Subscriptions("scoring")


@subscriptions.on(SessionPlanned)
async def plan_session_on_session_planned(
    event: SessionPlanned, message: Received, sessions: Sessions, lists: Lists
) -> None:
    """The panel of a session is who may score in it."""
    await use_cases.plan_session(sessions, lists, event=event, seq=message.seq)


@subscriptions.on(CandidateScheduled)
async def schedule_candidate_on_candidate_scheduled(
    event: CandidateScheduled, message: Received, candidates: Candidates, handling: Handling, now: datetime
) -> None:
    """A part without a sitting was not applied for."""
    await use_cases.schedule_candidate(candidates, handling, event=event, seq=message.seq, now=now)


@subscriptions.on(ExamFinished)
async def code_scripts_on_exam_finished(  # noqa: PLR0913 -- a session's end touches all of these
    *,
    event: ExamFinished,
    sessions: Sessions,
    candidates: Candidates,
    codes: Codes,
    scripts: Scripts,
    lists: Lists,
    fingerprints: Fingerprints,
) -> None:
    """The attendance says whose scripts there are."""
    await use_cases.code_scripts(sessions, candidates, codes, scripts, lists, fingerprints=fingerprints, event=event)


@subscriptions.on(ObjectionDecided)
async def note_objection_on_objection_decided(event: ObjectionDecided, results: Results) -> None:
    """Only an upheld objection opens the way to a re-check."""
    await use_cases.note_objection(results, event=event)


@subscriptions.on(PaperSealed)
async def note_paper_on_paper_sealed(event: PaperSealed, message: Received, papers: Papers) -> None:
    """A key is taken for exactly what was sealed."""
    await use_cases.note_paper(papers, event=event, seq=message.seq)


@subscriptions.on(SessionCalledOff)
async def call_off_session_on_session_called_off(
    event: SessionCalledOff, candidates: Candidates, handling: Handling, now: datetime
) -> None:
    """A list does not wait for what is not held; what is postponed is held another day."""
    await use_cases.call_off_session(candidates, handling, event=event, now=now)


@subscriptions.on(ResultsVoidApproved)
async def void_results_on_results_void_approved(event: ResultsVoidApproved, handling: Handling, now: datetime) -> None:
    """What was sat inside the range does not count."""
    await use_cases.void_results(handling, order=event, now=now)


@subscriptions.on(ZeroScoreApproved)
async def score_zero_on_zero_score_approved(event: ZeroScoreApproved, handling: Handling, now: datetime) -> None:
    """One part of one candidate counts zero."""
    await use_cases.score_zero(handling, order=event, now=now)

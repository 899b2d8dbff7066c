"""Who examines, who applied for what, who came: what the bus tells before there is anything to mark."""

from collections.abc import Collection
from datetime import datetime

from libs.chassis.domain import Act, every
from libs.contracts.scheduling import CandidateScheduled, ExamFinished, SessionCalledOff, SessionPlanned
from libs.forms.watch import watch_file
from services.scoring.domain.candidate import Candidate
from services.scoring.domain.coding import CodedScript, CodingRecord, blind_code, blind_code_text
from services.scoring.domain.errors.candidate import ScheduleNotYetKnownError
from services.scoring.domain.errors.session import SessionNotYetPlannedError
from services.scoring.domain.result import CANCELLED
from services.scoring.domain.score_list import ListState, ScoreList
from services.scoring.domain.script import Script
from services.scoring.domain.session import Session, list_id_of
from services.scoring.ports import Candidates, CodingDesk, DispositionDesk, Lists, PlanDesk, Sessions
from services.scoring.use_cases.dispositions import finished_session, make_void, note_disposition

SCHEDULING = "scheduling"


async def plan_session(desk: PlanDesk, *, event: SessionPlanned, seq: int, now: datetime) -> None:
    """Know who examines in a session; from the first one on, the forms of the batch are looked after."""
    session = await _session(desk.sessions, event)
    session.plan(
        panel=[assigned.staff_id for assigned in event.staff if assigned.duty in ("leader", "examiner")],
        leader=next((assigned.staff_id for assigned in event.staff if assigned.duty == "leader"), None),
        planned_at=event.planned_at,
        seq=seq,
    )
    desk.sessions.save(session)
    await _score_list(desk.lists, session)
    await watch_file(desk.form_watches, session.batch_id, now=now)


async def schedule_candidate(
    candidates: Candidates, desk: DispositionDesk, *, event: CandidateScheduled, seq: int, now: datetime
) -> None:
    """Know which parts a candidate applied for. Whoever sits one again has sat the earlier session in vain (INC-16)."""
    act = Act(SCHEDULING, now)
    newer = Candidate(
        id=event.application_id,
        list_id=list_id_of(event.batch_id, event.occupation_code, event.level),
        ticket_number=event.ticket_number,
        sittings={sitting.part: sitting.session_id for sitting in event.sittings},
        scheduled_at=event.scheduled_at,
        seats={sitting.session_id: sitting.seat for sitting in event.sittings},
    )
    candidate = await candidates.find_one(newer.id) or newer
    candidate.reschedule(newer, seq=seq)
    candidates.save(candidate)
    for sitting in event.sittings:
        if sitting.resit_of:
            sat = [await finished_session(desk, sitting.resit_of)]
            await make_void(desk, candidate.id, sat, act, incident_id=None)
            resit = await desk.sessions.find_one(sitting.session_id)
            if resit and resit.called_off:
                await _post_called_off(desk, candidate, resit, act)


async def code_scripts(desk: CodingDesk, *, event: ExamFinished) -> None:
    """Put a blind code on the script of everybody who came, and note who did not."""
    session = await _session(desk.sessions, event)
    present = [attended.application_id for attended in event.present]
    if session.has_attendance(present=present, absent=event.absent):
        return
    session.finish(present=present, absent=event.absent, finished_at=event.finished_at)
    desk.sessions.save(session)
    score_list = await _score_list(desk.lists, session)
    if score_list.state is not ListState.OPEN:
        await _take_late_session(desk, score_list, session)
        desk.lists.save(score_list)

    entries: dict[str, CodedScript] = {}
    for sat in event.present:
        code = await _free_code(desk, session.id, sat.application_id, entries)
        entries[code] = CodedScript(application_id=sat.application_id, code=code, form=sat.form)
        desk.scripts.save(
            Script(
                id=code,
                session_id=session.id,
                batch_id=session.batch_id,
                occupation_code=session.occupation_code,
                level=session.level,
                part=session.part,
                form=sat.form,
            )
        )
    desk.codes.save(CodingRecord(id=session.id, list_id=session.list_id, entries=list(entries.values())))


async def _take_late_session(desk: CodingDesk, score_list: ScoreList, late: Session) -> None:
    """Take a session that ends after the check, which is then made again; after the approval only a resit is taken.

    A resit's schedule makes the earlier sitting void. Until everybody's schedule has come, the session waits.
    """
    if score_list.state is ListState.CHECKED:
        score_list.note_late_session()
        return
    of_list = every(desk.sessions, {"list_id": late.list_id})
    of_part = [session async for session in of_list if session.part == late.part]
    void = {application_id for session in of_part for application_id in session.voided}
    counting = sorted({*late.present, *late.absent} - void)
    for application_id in counting:
        candidate = await desk.candidates.find_one(application_id)
        if candidate is None or candidate.sittings.get(late.part) != late.id:
            raise ScheduleNotYetKnownError(application_id)
    if counting:
        score_list.must_not_be_registered()
    score_list.take_resit()


async def call_off_session(
    candidates: Candidates, desk: DispositionDesk, *, event: SessionCalledOff, now: datetime
) -> None:
    """Wait no longer for a session that is not held; a posted part to be sat again there is posted as cancelled."""
    session = await desk.sessions.find_one(event.session_id)
    if session is None:
        raise SessionNotYetPlannedError(event.session_id)
    if event.called_off == "cancelled":
        session.call_off()
        desk.sessions.save(session)
    if session.called_off:
        await note_disposition(desk, session)
        for application_id in event.application_ids:
            candidate = await candidates.find_one(application_id)
            if candidate:
                await _post_called_off(desk, candidate, session, Act(SCHEDULING, now))


async def _post_called_off(desk: DispositionDesk, candidate: Candidate, resit: Session, act: Act) -> None:
    """A posted part that is void is awaited no longer when its resit is not held (INC-16, INC-24)."""
    result = await desk.results.find_one(candidate.id)
    if result and candidate.sittings.get(resit.part) == resit.id and resit.part in result.void:
        result.sit_again({resit.part: CANCELLED}, act)
        desk.results.save(result)


async def _session(sessions: Sessions, event: SessionPlanned | ExamFinished) -> Session:
    """The session an event is about; either event may be the first to tell of it."""
    return await sessions.find_one(event.session_id) or Session(
        id=event.session_id,
        batch_id=event.batch_id,
        part=event.part,
        occupation_code=event.occupation_code,
        level=event.level,
    )


async def _score_list(lists: Lists, session: Session) -> ScoreList:
    """The list a session's results go to. A known list is not written, so that many sessions do not crowd on it."""
    score_list = await lists.find_one(session.list_id)
    if score_list is not None:
        return score_list
    score_list = ScoreList(
        id=session.list_id, batch_id=session.batch_id, occupation_code=session.occupation_code, level=session.level
    )
    lists.save(score_list)
    return score_list


async def _free_code(desk: CodingDesk, session_id: str, application_id: str, taken: Collection[str]) -> str:
    """The code of one candidate's script; the next attempt if another script already carries it."""
    attempt = 0
    while True:
        code = blind_code(desk.cipher.fingerprint(blind_code_text(session_id, application_id, attempt)))
        if code not in taken and await desk.scripts.find_one(code) is None:
            return code
        attempt += 1

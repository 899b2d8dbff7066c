"""Orders of the incident service about results: void within a range, zero for one part."""

from collections.abc import Sequence
from datetime import datetime

from libs.chassis.domain import Act, carry_out, every
from libs.contracts.incident import ResultsVoidApproved, ZeroScoreApproved
from services.scoring.domain.disposition import Disposition
from services.scoring.domain.errors.result import ResultAlreadyPublishedError
from services.scoring.domain.errors.session import AttendanceNotFinalError, NotInRangeError
from services.scoring.domain.session import Session
from services.scoring.ports import DispositionDesk

# Who decided, where no person of this service did.
SCHEDULING, REGISTRATION = "scheduling", "registration"


async def void_results(desk: DispositionDesk, *, order: ResultsVoidApproved, now: datetime) -> None:
    """Nothing that these candidates sat in these sessions counts (INC-16, INC-17, INC-22), posted or not."""
    sessions = [await finished_session(desk, session_id) for session_id in order.session_ids]
    act = Act(order.approved_by, now)

    async def void(application_id: str) -> None:
        sat = [session for session in sessions if application_id in session.present]
        if not sat:
            raise NotInRangeError
        await make_void(desk, application_id, sat, act, incident_id=order.incident_id)

    disposition = Disposition.of(order.incident_id, order.batch_id, order.disposition)
    await carry_out(desk.dispositions, disposition, order.application_ids, void, now=now)


async def make_void(
    desk: DispositionDesk, application_id: str, sat: Sequence[Session], act: Act, *, incident_id: str | None
) -> None:
    """What this candidate sat in these sessions does not count, posted or not. What is void already stays as it is."""
    counting = [session for session in sat if application_id not in session.voided]
    for session in counting:
        session.void(application_id)
        await _excuse_script(desk, session, application_id)
    result = await desk.results.find_one(application_id)
    if result:
        parts = [session.part for session in counting]
        result.make_void(parts, act, incident_id=incident_id)
        desk.results.save(result)


async def take_result(desk: DispositionDesk, *, session_id: str, application_id: str, now: datetime) -> None:
    """What this candidate sat in this session does not count, because of what was done there."""
    session = await finished_session(desk, session_id)
    await make_void(desk, application_id, [session], Act(SCHEDULING, now), incident_id=None)


async def void_all(desk: DispositionDesk, *, batch_id: str, application_id: str, now: datetime) -> None:
    """Nothing that was sat counts; what is still to be held lets this candidate in no more."""
    of_batch = every(desk.sessions, {"batch_id": batch_id})
    sat = [session async for session in of_batch if application_id in session.present]
    await make_void(desk, application_id, sat, Act(REGISTRATION, now), incident_id=None)


async def score_zero(desk: DispositionDesk, *, order: ZeroScoreApproved, now: datetime) -> None:
    """What this candidate sat in this session counts zero, because the paper was taken away (INC-34)."""
    session = await finished_session(desk, order.session_id)

    async def zero(application_id: str) -> None:
        await _must_not_be_published(desk, application_id)
        session.must_be(order.part)
        session.score_zero(application_id)
        await _excuse_script(desk, session, application_id)

    disposition = Disposition.of(order.incident_id, order.batch_id, order.disposition)
    await carry_out(desk.dispositions, disposition, [order.application_id], zero, now=now)


async def finished_session(desk: DispositionDesk, session_id: str) -> Session:
    """A session whose attendance is final, so that it is known who sat there."""
    session = await desk.sessions.find_one(session_id)
    if session is None or session.finished_at is None:
        raise AttendanceNotFinalError(session_id)
    return session


async def _must_not_be_published(desk: DispositionDesk, application_id: str) -> None:
    if await desk.results.find_one(application_id):
        raise ResultAlreadyPublishedError


async def note_disposition(desk: DispositionDesk, session: Session) -> None:
    """Write the list, as publication does: if both happen in the same moment, one runs again and sees the other."""
    score_list = await desk.lists.get(session.list_id)
    score_list.note_disposition()
    desk.lists.save(score_list)


async def _excuse_script(desk: DispositionDesk, session: Session, application_id: str) -> None:
    desk.sessions.save(session)
    await note_disposition(desk, session)
    record = await desk.codes.get(session.id)
    script = await desk.scripts.get(record.code_of(application_id))
    script.excuse()
    desk.scripts.save(script)

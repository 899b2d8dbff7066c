"""What scheduling says of sessions is followed."""

from datetime import datetime

from libs.contracts.scheduling import SessionCalledOff, SessionPlanned
from libs.forms.watch import watch_file
from services.itembank.domain.errors.session import SessionNotYetPlannedError
from services.itembank.domain.session import ExamSession
from services.itembank.ports import PlanDesk, Sessions


async def plan_session(desk: PlanDesk, planned: SessionPlanned, *, seq: int, now: datetime) -> None:
    """Follow the plan; from the first session on it is looked after what a batch has on record of its papers."""
    await watch_file(desk.form_watches, planned.batch_id, now=now)
    session = await desk.sessions.find_one(planned.session_id)
    if session:
        session.replan(planned, seq=seq)
    else:
        session = ExamSession.plan(planned, seq=seq)
    desk.sessions.save(session)


async def extend_session(sessions: Sessions, *, session_id: str, ends_at: datetime, seq: int) -> None:
    session = await planned_session(sessions, session_id)
    session.extend(ends_at=ends_at, seq=seq)
    sessions.save(session)


async def call_off_session(sessions: Sessions, off: SessionCalledOff, *, seq: int) -> None:
    """Open no paper in a session that was stopped or postponed."""
    session = await planned_session(sessions, off.session_id)
    session.call_off(off.called_off, at=off.called_off_at, seq=seq)
    sessions.save(session)


async def planned_session(sessions: Sessions, session_id: str) -> ExamSession:
    """A session that an event speaks of; its plan may still be on the way. Raises `SessionNotYetPlannedError`."""
    session = await sessions.find_one(session_id)
    if session is None:
        raise SessionNotYetPlannedError(session_id)
    return session

"""What is done in a session on its day."""

from datetime import datetime

from libs.chassis.domain import Act
from services.scheduling.domain.sessions.arrival import Arrival
from services.scheduling.domain.sessions.checklist import StepSigning
from services.scheduling.domain.sessions.session import Session
from services.scheduling.ports import Sessions


async def check_in(sessions: Sessions, *, session_id: str, application_ids: list[str], act: Act) -> Session:
    """Admit the candidates who have arrived."""
    session = await sessions.get(session_id)
    session.check_in(application_ids, act)
    sessions.save(session)
    return session


async def admit_candidate(
    sessions: Sessions, *, session_id: str, application_id: str, arrival: Arrival
) -> tuple[Session, bool]:
    """Admit one candidate who has arrived; whether this was the first word of it."""
    session = await sessions.get(session_id)
    is_first = session.admit(application_id, arrival)
    sessions.save(session)
    return session, is_first


async def let_candidate_out(sessions: Sessions, *, session_id: str, application_id: str, act: Act) -> Session:
    """A candidate hands in and leaves."""
    session = await sessions.get(session_id)
    session.let_out(application_id, act)
    sessions.save(session)
    return session


async def sign_step(sessions: Sessions, *, session_id: str, name: str, signing: StepSigning) -> Session:
    """Somebody signs a step of the day."""
    session = await sessions.get(session_id)
    session.sign_step(name, signing)
    sessions.save(session)
    return session


async def start_session(sessions: Sessions, *, session_id: str, act: Act) -> None:
    """Give the start signal; from then on lateness counts."""
    session = await sessions.get(session_id)
    session.start(act)
    sessions.save(session)


async def count_attendance(sessions: Sessions, *, session_id: str, now: datetime) -> None:
    """Take the attendance when entry closes."""
    session = await sessions.get(session_id)
    session.count_attendance(now)
    sessions.save(session)


async def finish_session(sessions: Sessions, *, session_id: str, act: Act) -> None:
    """Give the end signal; who has not come was absent."""
    session = await sessions.get(session_id)
    session.finish(act)
    sessions.save(session)


async def use_spare_paper(sessions: Sessions, *, session_id: str, incident_id: str) -> None:
    """Put the spare form on every desk of a session."""
    session = await sessions.get(session_id)
    session.use_spare_paper(incident_id)
    sessions.save(session)

"""Who gets lost time back when an incident hit several rooms (INC-31)."""

from collections.abc import Sequence
from datetime import datetime

from services.scheduling.domain.errors.session import SessionFinishedError
from services.scheduling.domain.sessions.session import Session
from services.scheduling.domain.sessions.session_state import SessionState
from services.scheduling.domain.sessions.times import ApprovedOrder


def make_up_lost_time(sessions: Sequence[Session], *, incident_id: str, minutes: int, now: datetime) -> None:
    """Extend every session that can still use it; refuse if none can.

    Rooms still writing must not lose their time because another room of the same incident has ended; that one keeps
    on record that the decision came too late for it.
    """
    late = [
        session
        for session in sessions
        if session.state is SessionState.FINISHED and not session.times.has_made_up(incident_id)
    ]
    if late and len(late) == len(sessions):
        raise SessionFinishedError(late[0].id)

    for session in sessions:
        if session in late:
            session.note_extension_too_late(incident_id)
        else:
            session.extend(incident_id=incident_id, minutes=minutes, now=now)


def grant_time(session: Session, *, incident_id: str, minutes: int, ordered: ApprovedOrder, now: datetime) -> None:
    """Extend one session; that it came too late for an ended one is refused, and stays on record."""
    try:
        session.extend(incident_id=incident_id, minutes=minutes, ordered=ordered, now=now)
    except SessionFinishedError:
        session.note_extension_too_late(incident_id)
        raise

"""Sitting a part again: a session of its own, in the same room, with the spare paper (INC-16)."""

from collections.abc import Collection
from datetime import datetime

from services.scheduling.domain.errors.resit import ResitBeforeTheEndError, SpareAlreadyWrittenError
from services.scheduling.domain.errors.session import NewDateNotAheadError
from services.scheduling.domain.sessions.session import Session
from services.scheduling.domain.sessions.session_state import SessionState


def resit_of(
    session: Session, *, disposition_id: str, application_ids: Collection[str], starts_at: datetime, now: datetime
) -> Session:
    """Those of a finished session who sit again keep their room, seat and team; its id follows from the decision.

    Where the spare was written already, no paper is left that nobody has seen.
    """
    if session.state is not SessionState.FINISHED:
        raise ResitBeforeTheEndError(session.id)
    if session.seating.any_writes_spare:
        raise SpareAlreadyWrittenError(session.id)
    if starts_at <= now:
        raise NewDateNotAheadError(session.id)
    return Session(
        id=f"{session.id}-r-{disposition_id.replace(':', '-')}",
        batch_id=session.batch_id,
        part=session.part,
        occupation_code=session.occupation_code,
        level=session.level,
        room_id=session.room_id,
        by_computer=session.by_computer,
        room_number=session.room_number,
        site=session.site,
        room_seats=session.room_seats,
        starts_at=starts_at,
        ends_at=starts_at + session.times.length,
        seats=session.seating.for_resit(application_ids),
        team=list(session.team),
        supervisor_id=session.supervisor_id,
        safety_officer_id=session.safety_officer_id,
        resit_of=session.id,
    )

"""What no longer holds of an announced plan: people, rooms and times that changed since, for a person to put right."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from itertools import takewhile

from services.scheduling.domain.batches.enrolment import Enrolment
from services.scheduling.domain.errors.fitness import NotFitForDutyError, RecusedFromCandidateError
from services.scheduling.domain.errors.session import RoomInUseError
from services.scheduling.domain.orders.amendment import Register
from services.scheduling.domain.orders.fitness import must_be_fit, must_keep_no_relation
from services.scheduling.domain.orders.neighbours import clash_of
from services.scheduling.domain.registry.staff import StaffMember
from services.scheduling.domain.sessions.session import Session
from services.scheduling.domain.sessions.team import Post


class GapKind(StrEnum):
    """What is not as it was announced."""

    ROOM = "room"
    UNFIT = "unfit"
    RECUSED = "recused"
    CLASH = "clash"


@dataclass(frozen=True, kw_only=True)
class Gap:
    """One duty of one session that this person may no longer do, or another session that now needs the same."""

    session_id: str
    kind: GapKind
    reason: str
    duty: Post | None = None
    staff_id: str | None = None
    other_id: str | None = None


def gaps_of(sessions: Iterable[Session], register: Register, *, now: datetime) -> list[Gap]:
    """Everything that does not hold of the announced sessions that are still to end, in order of their start.

    Somebody became unavailable, a card or contract runs out before the day, a relation was declared; time made up or
    a delay runs into the next session of the room, of the staff or of a candidate.
    """
    ahead = [session for session in sessions if session.is_open and session.ends_at > now]
    ahead.sort(key=lambda session: (session.starts_at, session.id))
    gaps: list[Gap] = []
    way = register.rules.way
    for place, session in enumerate(ahead):
        seated = [one for seat in session.seats if (one := register.candidates.get(seat.application_id))]
        for staff_id, duty in session.on_duty.posts:
            gap = _gap_of(session, register.staff.get(staff_id), staff_id, duty, seated)
            gaps += [gap] if gap else []
        try:
            session.must_keep(register.rooms[session.room_id])
        except RoomInUseError:
            reason = f"考场 {session.room_id} 的考点、用途或座位数与公布时不同，请核对或另行安排。"
            gaps.append(Gap(session_id=session.id, kind=GapKind.ROOM, reason=reason))
        gaps += [
            Gap(session_id=session.id, kind=GapKind.CLASH, other_id=other.id, reason=reason)
            for other in takewhile(partial(_begins_within, session, way), ahead[place + 1 :])
            if (reason := clash_of(session, other, way=way))
        ]
    return gaps


def _begins_within(session: Session, way: timedelta, other: Session) -> bool:
    """Whether anybody could be missed in the other; those that follow begin later still."""
    return other.times.staff_time.begins_at < session.ends_at + way


def _gap_of(
    session: Session, member: StaffMember | None, staff_id: str, duty: Post, seated: list[Enrolment]
) -> Gap | None:
    kind = GapKind.UNFIT
    if member is None:
        reason = NotFitForDutyError(session.id, staff_id, "没有登记").sentence
        return Gap(session_id=session.id, kind=kind, reason=reason, duty=duty, staff_id=staff_id)
    try:
        must_be_fit(member, duty, session)
        kind = GapKind.RECUSED
        must_keep_no_relation(member, duty, session, seated)
    except (NotFitForDutyError, RecusedFromCandidateError) as refusal:
        return Gap(session_id=session.id, kind=kind, reason=refusal.sentence, duty=duty, staff_id=staff_id)
    return None

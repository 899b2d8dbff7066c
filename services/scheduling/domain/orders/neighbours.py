"""The sessions around one that is to be moved: nobody and nothing is in two places at once."""

from collections.abc import Iterable
from datetime import timedelta

from libs.contracts.scheduling import Clash
from services.scheduling.domain.errors.neighbours import PlaceTakenError
from services.scheduling.domain.sessions.session import Session
from services.scheduling.domain.sessions.team import Post


class Neighbours:
    """All sessions of the days concerned, as they stand while an order is carried out."""

    def __init__(self, sessions: Iterable[Session], *, way: timedelta) -> None:
        self._way = way
        self._sessions = {session.id: session for session in sessions}

    def place(self, session: Session) -> None:
        """From now on it is held at this time, in this room."""
        self._sessions[session.id] = session

    def must_not_clash_with(self, moved: Session) -> None:
        """Refuse a time at which the room, somebody on duty or a candidate is bound elsewhere."""
        for other in self._sessions.values():
            if other.id != moved.id and other.is_held and (what := shared(moved, other, way=self._way)):
                raise PlaceTakenError(moved.id, other.id, what)

    def must_be_free(self, staff_id: str, duty: Post, session: Session) -> None:
        """Refuse who is on duty elsewhere at that time; who watches may watch other rooms of the site too."""
        for other in self._sessions.values():
            watches_too = duty == "supervisor" and other.supervisor_id == staff_id and other.site == session.site
            busy = other.id != session.id and other.is_held and other.on_duty.includes(staff_id) and not watches_too
            if busy and other.staff_stay.clashes_with(session.staff_stay, way=self._way):
                raise PlaceTakenError(session.id, other.id, "工作人员")

    def clashes_of(self, session: Session) -> list[Clash]:
        """What begins later and needs the same while this one still lasts, in order of its start."""
        later = [other for other in self._sessions.values() if other.is_held and other.starts_at > session.starts_at]
        later.sort(key=lambda other: (other.starts_at, other.id))
        return [
            Clash(session_id=session.id, other_id=other.id, reason=reason)
            for other in later
            if (reason := clash_of(session, other, way=self._way))
        ]


def clash_of(one: Session, other: Session, *, way: timedelta) -> str:
    """That both need the same at the same time, for whoever has to put it right; empty if they do not."""
    what = shared(one, other, way=way)
    return f"与场次 {other.id} 的{what}时间冲突，请调整其中一场。" if what else ""


def shared(one: Session, other: Session, *, way: timedelta) -> str:
    """What both need at the same time: the room, a candidate, somebody on duty; empty if nothing."""
    if one.room_id == other.room_id and one.times.room_time.overlaps(other.times.room_time):
        return "考场"
    if one.room_stay.clashes_with(other.room_stay, way=way) and one.seating.people & other.seating.people:
        return "考生"
    if one.staff_stay.clashes_with(other.staff_stay, way=way) and one.on_duty.shares_somebody_with(
        other.on_duty, same_site=one.site == other.site
    ):
        return "工作人员"
    return ""

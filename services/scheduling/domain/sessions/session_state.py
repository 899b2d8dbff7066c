"""Where a session stands."""

from enum import StrEnum

from libs.contracts.scheduling import CalledOff


class SessionState(StrEnum):
    """Where a session stands. A withdrawn one belonged to a plan that was made anew.

    A postponed one waits for another day (缓考), a cancelled one is not held or was stopped (停考).
    """

    DRAFT = "draft"
    WITHDRAWN = "withdrawn"
    PUBLISHED = "published"
    RUNNING = "running"
    FINISHED = "finished"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"

    @property
    def was_announced(self) -> bool:
        """Whether people were ever told to come."""
        return self not in {SessionState.DRAFT, SessionState.WITHDRAWN}

    @property
    def is_held(self) -> bool:
        """Whether room, staff and candidates are bound."""
        return self not in {SessionState.WITHDRAWN, SessionState.POSTPONED, SessionState.CANCELLED}

    @property
    def called_off(self) -> CalledOff | None:
        """Whether it was announced and is not held, or not yet."""
        return _CALLED_OFF.get(self)


# People were told to come, and it is still to end.
OPEN = (SessionState.PUBLISHED, SessionState.RUNNING)
_CALLED_OFF: dict[SessionState, CalledOff] = {
    SessionState.POSTPONED: "postponed",
    SessionState.CANCELLED: "cancelled",
}

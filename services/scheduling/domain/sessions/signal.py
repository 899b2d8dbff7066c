"""The signal that a site gives to all of its theory rooms at once (EXM-14, EXM-21)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from services.scheduling.domain.errors.session import NoRoomAwaitsSignalError
from services.scheduling.domain.registry.site import SiteAct
from services.scheduling.domain.sessions.session import Session
from services.scheduling.domain.sessions.session_state import SessionState


@dataclass(frozen=True, kw_only=True)
class Signal:
    """Start or end of what begins, or ends, at one moment at one site."""

    kind: Literal["start", "end"]
    site: str
    at: datetime

    def heard_by(self, sessions: Sequence[Session]) -> list[Session]:
        """The rooms that wait for it. Raises `NoRoomAwaitsSignalError` if there are none."""
        waits = SessionState.PUBLISHED if self.kind == "start" else SessionState.RUNNING
        heard = [
            session
            for session in sessions
            if session.part == "theory"
            and session.state is waits
            and self.at == (session.starts_at if self.kind == "start" else session.ends_at)
        ]
        if not heard:
            raise NoRoomAwaitsSignalError(self.site, self.at)
        return heard

    def give_to(self, session: Session, actor: SiteAct) -> None:
        """One of these rooms hears it, and begins or ends."""
        (session.start if self.kind == "start" else session.finish)(actor.act, actor.offices)

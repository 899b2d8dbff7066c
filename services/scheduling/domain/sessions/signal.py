"""The signal that a site gives to all of its theory rooms at once (EXM-14, EXM-21)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from libs.chassis.domain import Act
from services.scheduling.domain.errors.room import NotTheSitesHeadError
from services.scheduling.domain.errors.session import NoRoomAwaitsSignalError
from services.scheduling.domain.registry.site import Site
from services.scheduling.domain.sessions.exam_clock import Signer
from services.scheduling.domain.sessions.session import Session
from services.scheduling.domain.sessions.session_state import SessionState


@dataclass(frozen=True)
class Signaller:
    """Who gives it, when, and the offices of the site that they hold."""

    act: Act
    offices: frozenset[Signer]


@dataclass(frozen=True, kw_only=True)
class Signal:
    """Start or end of what begins, or ends, at one moment at one site."""

    kind: Literal["start", "end"]
    site: str
    at: datetime

    def must_be_given_by(self, actor: Signaller, site: Site | None) -> None:
        """Those who lead this site, or exam affairs in their place."""
        if "exam-affairs" in actor.offices:
            return
        if site is None:
            raise NotTheSitesHeadError(self.site)
        site.must_be_led_by(actor.act.by)

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

    def give_to(self, session: Session, actor: Signaller) -> None:
        """One of these rooms hears it, and begins or ends."""
        (session.start if self.kind == "start" else session.finish)(actor.act, actor.offices)

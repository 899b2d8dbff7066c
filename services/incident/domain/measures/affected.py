"""Whom a disposition touches: the sessions, candidates and papers behind the sessions that a measure names."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime

from libs.contracts.event import Form, Part


@dataclass(frozen=True, kw_only=True)
class AffectedSession:
    """One session with those who sit in it."""

    session_id: str
    room: str
    part: Part
    occupation_code: str
    level: int
    starts_at: datetime
    application_ids: list[str]


@dataclass(frozen=True, kw_only=True)
class AffectedPaper:
    """One paper that is written in the sessions, or could be."""

    paper_id: str
    form: Form


@dataclass(frozen=True, kw_only=True)
class Affected:
    """What the approver sees before deciding, and what the order then says."""

    sessions: list[AffectedSession] = field(default_factory=list)
    papers: list[AffectedPaper] = field(default_factory=list)

    @property
    def application_ids(self) -> list[str]:
        """Every candidate once, in order."""
        return sorted({one for session in self.sessions for one in session.application_ids})

    @property
    def parts(self) -> list[Part]:
        """The parts that are sat in these sessions."""
        return sorted({session.part for session in self.sessions})

    @property
    def parts_of(self) -> dict[str, list[Part]]:
        """Which of the parts each candidate sits in these sessions."""
        return {
            one: sorted({session.part for session in self.sessions if one in session.application_ids})
            for one in self.application_ids
        }

    @property
    def digest(self) -> str:
        """The same for the same people, rooms and papers."""
        content = json.dumps(asdict(self), sort_keys=True, default=str)
        return hashlib.sha256(content.encode()).hexdigest()

    def only(self, application_ids: Collection[str]) -> "Affected":
        """Narrowed to some of the candidates."""
        wanted = set(application_ids)
        sessions = [
            replace(one, application_ids=[candidate for candidate in one.application_ids if candidate in wanted])
            for one in self.sessions
        ]
        return Affected(sessions=sessions, papers=self.papers)


NOBODY_AFFECTED = Affected()

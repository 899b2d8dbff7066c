"""What other services said that a disposition can touch: sessions, who sits in them, papers."""

from dataclasses import dataclass, field
from datetime import datetime

from libs.chassis.domain import Aggregate, Followed
from libs.contracts.event import Form, Part


@dataclass(kw_only=True)
class PlannedSession(Aggregate):
    """A room, an occupation, a part and a time."""

    id: str
    batch_id: str
    part: Part
    occupation_code: str
    level: int
    room: str
    starts_at: datetime
    ends_at: datetime | None = None
    staff: list[str] = field(default_factory=list)
    followed: Followed = field(default_factory=Followed)


@dataclass(kw_only=True)
class SeatedCandidate(Aggregate):
    """Where an application sits its parts. Nothing here says who that is."""

    id: str
    batch_id: str
    theory_session: str | None = None
    practical_session: str | None = None
    followed: Followed = field(default_factory=Followed)


@dataclass(kw_only=True)
class SealedPaper(Aggregate):
    """A paper that could be written in the sessions of its occupation, level and part."""

    id: str
    batch_id: str
    subject: str
    form: Form


def subject(batch_id: str, occupation_code: str, level: int, part: Part) -> str:
    """What a paper and a session have in common."""
    return f"{batch_id}:{occupation_code}:{level}:{part}"

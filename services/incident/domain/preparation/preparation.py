"""Training, publicity and drills of the plan, and the experience that is passed on (INC-02, INC-42)."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final, Self

from libs.chassis.domain import Aggregate
from libs.contracts.beijing import beijing_day
from services.incident.domain.errors import TextMissingError
from services.incident.domain.incident import Incident
from services.incident.domain.people import Person
from services.incident.domain.preparation.errors import HeldInFutureError, NobodyTrainedError, NotADrillError


class PreparationKind(StrEnum):
    """How people are made ready."""

    TRAINING = "training"
    PUBLICITY = "publicity"
    DRILL = "drill"
    EXPERIENCE = "experience"

    @property
    def zh(self) -> str:
        """The word that the plan itself has for it."""
        return _PLAN_WORDS[self]


_PLAN_WORDS: Final = {
    PreparationKind.TRAINING: "培训",
    PreparationKind.PUBLICITY: "宣传",
    PreparationKind.DRILL: "演练",
    PreparationKind.EXPERIENCE: "经验做法总结推广",
}
OF_PEOPLE: Final = (PreparationKind.TRAINING, PreparationKind.DRILL)


@dataclass(frozen=True, kw_only=True)
class Attendance:
    """Who is said to have been there, and by whom."""

    attended_by: list[str]
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, kw_only=True)
class Held:
    """What was held, when, and who was there."""

    kind: PreparationKind
    held_on: date
    subject: str
    attended_by: Sequence[str]


@dataclass(kw_only=True)
class Preparation(Aggregate):
    """Something that was held. `incident_id` is the drill that was run in this service, if one was."""

    id: str
    kind: PreparationKind
    held_on: date
    subject: str
    attended_by: list[str]
    incident_id: str | None
    recorded_by: str
    recorded_at: datetime
    earlier: list[Attendance] = field(default_factory=list)

    @classmethod
    def record_of(cls, held: Held, *, drill: Incident | None, by: Person, now: datetime) -> Self:
        """Put on record what was held, a drill with its incident."""
        kind, held_on, subject = held.kind, held.held_on, held.subject
        if not subject.strip():
            raise TextMissingError
        if held_on > beijing_day(now):
            raise HeldInFutureError
        if kind in OF_PEOPLE and not held.attended_by:
            raise NobodyTrainedError(kind.zh)
        if drill is not None and not (drill.is_drill and kind is PreparationKind.DRILL):
            raise NotADrillError(drill.id)

        return cls(
            id=identifier(kind, held_on, subject),
            kind=kind,
            held_on=held_on,
            subject=subject,
            attended_by=list(held.attended_by),
            incident_id=drill.id if drill else None,
            recorded_by=by.id,
            recorded_at=now,
        )

    def correct(self, newer: Self) -> None:
        """Somebody says it otherwise: that holds, and what was said before stays beside it."""
        if newer.attended_by == self.attended_by:
            return

        before = Attendance(attended_by=self.attended_by, recorded_by=self.recorded_by, recorded_at=self.recorded_at)
        self.earlier.append(before)
        self.attended_by, self.incident_id = newer.attended_by, newer.incident_id
        self.recorded_by, self.recorded_at = newer.recorded_by, newer.recorded_at


def identifier(kind: PreparationKind, held_on: date, subject: str) -> str:
    """The same for the same thing, however often it is put on record."""
    digest = hashlib.sha256(subject.encode()).hexdigest()[:8]
    return f"{held_on.isoformat()}-{kind}-{digest}"

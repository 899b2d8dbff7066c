"""Who of one score list sat which part, and of whom that is not known yet."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

from libs.contracts.event import Level, Part
from libs.contracts.names import PART_NAMES
from services.scoring.domain.candidate import Candidate
from services.scoring.domain.errors.attendance import SatTwiceError
from services.scoring.domain.reviewing.panel import REVIEWED_LEVELS
from services.scoring.domain.session import PARTS, Session


@dataclass(frozen=True)
class ListAttendance:
    """The attendance of all sessions of a list, put together.

    `sat` names the session in which a candidate sat a part that counts. `missed`, `void` and `zero` are the parts, by
    candidate, that were missed, that do not count, and that count zero. `called_off` are the sessions that are not
    held, `scheduled` the candidates that are known.
    """

    sat: dict[str, dict[Part, str]] = field(default_factory=dict)
    missed: dict[str, set[Part]] = field(default_factory=dict)
    void: dict[str, set[Part]] = field(default_factory=dict)
    zero: dict[str, set[Part]] = field(default_factory=dict)
    called_off: set[str] = field(default_factory=set)
    scheduled: dict[str, Candidate] = field(default_factory=dict)

    @classmethod
    def of(cls, sessions: Iterable[Session], scheduled: Iterable[Candidate] = ()) -> Self:
        """Put the sessions together. Whoever missed a part or sat it in vain, and sat it elsewhere, has sat it."""
        attendance = cls(scheduled={candidate.id: candidate for candidate in scheduled})
        for session in sessions:
            if session.called_off:
                attendance.called_off.add(session.id)
            for application_id in session.voided:
                attendance.void.setdefault(application_id, set()).add(session.part)
            for application_id in set(session.zeroed) - set(session.voided):
                attendance.zero.setdefault(application_id, set()).add(session.part)
            for application_id in sorted(set(session.present) - set(session.voided)):
                parts = attendance.sat.setdefault(application_id, {})
                if session.part in parts:
                    raise SatTwiceError(application_id, PART_NAMES[session.part])
                parts[session.part] = session.id
            for application_id in session.absent:
                attendance.missed.setdefault(application_id, set()).add(session.part)
        return attendance

    @property
    def applications(self) -> list[str]:
        """Everybody who came or was absent, or of whom a part is cancelled, in order."""
        cancelled = {
            application_id
            for application_id in self.scheduled
            if any(self.is_cancelled(application_id, part) for part in PARTS)
        }
        return sorted({*self.sat, *self.missed, *self.void, *cancelled})

    def is_recorded(self, application_id: str, part: Part) -> bool:
        """Whether a session has told of it: the candidate sat the part, in vain or not, or was absent."""
        return part in {
            *self.sat.get(application_id, ()),
            *self.missed.get(application_id, ()),
            *self.void.get(application_id, ()),
        }

    def is_void(self, application_id: str, part: Part) -> bool:
        """Whether the part was sat and does not count."""
        return part in self.void.get(application_id, ())

    def is_zero(self, application_id: str, part: Part) -> bool:
        """Whether the part counts zero whatever was written."""
        return part in self.zero.get(application_id, ())

    def is_cancelled(self, application_id: str, part: Part) -> bool:
        """Whether the candidate was to sit the part in a session that is not held.

        It is not cancelled for those who were absent, or who sat it in another session where it counts.
        """
        candidate = self.scheduled.get(application_id)
        planned = candidate.sittings.get(part) if candidate else None
        sat_or_missed = part in {*self.sat.get(application_id, ()), *self.missed.get(application_id, ())}
        return planned in self.called_off and not sat_or_missed

    def to_review(self, level: Level) -> set[str]:
        """Those whose review a list of this level waits for: all who sat something that counts (SCO-05)."""
        return set(self.sat) if level in REVIEWED_LEVELS else set()

    @property
    def open_candidates(self) -> set[str]:
        """Those of whom a part is awaited: it is neither recorded nor cancelled, and may have been applied for."""
        return {
            application_id
            for application_id in {*self.applications, *self.scheduled}
            for part in PARTS
            if self._awaits(application_id, part)
        }

    def _awaits(self, application_id: str, part: Part) -> bool:
        if self.is_recorded(application_id, part) or self.is_cancelled(application_id, part):
            return False
        return application_id not in self.scheduled or part in self.scheduled[application_id].sittings

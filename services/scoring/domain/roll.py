"""Who of one score list sat which part, and of whom that is not known yet."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

from libs.contracts.event import Part
from services.scoring.domain.candidate import Candidate
from services.scoring.domain.errors import SatTwiceError
from services.scoring.domain.session import Session

PARTS: tuple[Part, Part] = ("theory", "practical")


@dataclass(frozen=True)
class Roll:
    """The attendance of all sessions of a list: application → part → session sat, and the parts missed or void.

    `zero` are the parts that were sat and count nothing, `called_off` the sessions that are not held, `scheduled` what
    is known of the candidates.
    """

    sat: dict[str, dict[Part, str]] = field(default_factory=dict)
    missed: dict[str, set[Part]] = field(default_factory=dict)
    void: dict[str, set[Part]] = field(default_factory=dict)
    zero: dict[str, set[Part]] = field(default_factory=dict)
    called_off: set[str] = field(default_factory=set)
    scheduled: dict[str, Candidate] = field(default_factory=dict)

    @classmethod
    def of(cls, sessions: Iterable[Session], scheduled: Iterable[Candidate] = ()) -> Self:
        """Put the sessions together. Who was absent once, or whose part is void, and sat it in another, has sat."""
        roll = cls(scheduled={candidate.id: candidate for candidate in scheduled})
        for session in sessions:
            if session.called_off:
                roll.called_off.add(session.id)
            for application_id in session.voided:
                roll.void.setdefault(application_id, set()).add(session.part)
            for application_id in set(session.zeroed) - set(session.voided):
                roll.zero.setdefault(application_id, set()).add(session.part)
            for application_id in sorted(set(session.present) - set(session.voided)):
                parts = roll.sat.setdefault(application_id, {})
                if session.part in parts:
                    raise SatTwiceError(application_id, session.part)
                parts[session.part] = session.id
            for application_id in session.absent:
                roll.missed.setdefault(application_id, set()).add(session.part)
        return roll

    @property
    def applications(self) -> list[str]:
        """Everybody who came or did not, or of whom a part is called off, in order."""
        cancelled = {one for one in self.scheduled if any(self.is_cancelled(one, part) for part in PARTS)}
        return sorted({*self.sat, *self.missed, *self.void, *cancelled})

    def settled(self, application_id: str, part: Part) -> bool:
        """Whether the candidate sat the part, in vain or not, or was absent from it."""
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
        """Whether the part was applied for and its session is not held; who sat it elsewhere, and not in vain, has."""
        candidate = self.scheduled.get(application_id)
        planned = candidate.sittings.get(part) if candidate else None
        came_or_not = part in {*self.sat.get(application_id, ()), *self.missed.get(application_id, ())}
        return planned in self.called_off and not came_or_not

    @property
    def open_candidates(self) -> set[str]:
        """Those of whom a part is neither settled, nor known as not applied for, nor called off."""
        return {
            application_id
            for application_id in {*self.applications, *self.scheduled}
            for part in PARTS
            if self._awaits(application_id, part)
        }

    def _awaits(self, application_id: str, part: Part) -> bool:
        if self.settled(application_id, part) or self.is_cancelled(application_id, part):
            return False
        return application_id not in self.scheduled or part in self.scheduled[application_id].sittings

"""Who of one score list sat which part, and of whom that is not known yet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self

from libs.contracts.event import Part
from services.scoring.domain.candidate import Candidate
from services.scoring.domain.errors import SatTwiceError
from services.scoring.domain.session import Session

PARTS: tuple[Part, Part] = ("theory", "practical")


@dataclass(frozen=True)
class Roll:
    """The attendance of all sessions of a list: application → part → session sat, and the parts missed."""

    sat: dict[str, dict[Part, str]] = field(default_factory=dict)
    missed: dict[str, set[Part]] = field(default_factory=dict)

    @classmethod
    def of(cls, sessions: Iterable[Session]) -> Self:
        """Put the sessions of a list together. A candidate absent once and present in a later session has sat."""
        roll = cls()
        for session in sessions:
            for application_id in session.present:
                parts = roll.sat.setdefault(application_id, {})
                if session.part in parts:
                    raise SatTwiceError(application_id, session.part)
                parts[session.part] = session.id
            for application_id in session.absent:
                roll.missed.setdefault(application_id, set()).add(session.part)
        return roll

    @property
    def applications(self) -> list[str]:
        """Everybody who is on the roll, in order."""
        return sorted({*self.sat, *self.missed})

    def settled(self, application_id: str, part: Part) -> bool:
        """Whether the candidate sat the part or was absent from it."""
        return part in self.sat.get(application_id, {}) or part in self.missed.get(application_id, ())

    def open_candidates(self, candidates: Mapping[str, Candidate]) -> set[str]:
        """Those of whom a part is neither settled nor known as not applied for."""
        return {
            application_id
            for application_id in {*self.sat, *self.missed, *candidates}
            for part in PARTS
            if not self.settled(application_id, part)
            and (application_id not in candidates or part in candidates[application_id].sittings)
        }

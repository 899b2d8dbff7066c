"""The lot for a workstation, drawn on the spot and so that anybody can draw it again (EXM-45)."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from libs.chassis.domain import Act
from services.scheduling.domain.errors.seats import NotFitToDrawError

CHECKED = {"id_card": "身份证", "ticket": "准考证", "tools": "规定的工卡量具和原材料"}


@dataclass(frozen=True, kw_only=True)
class DoorCheck:
    """What an examiner has checked of a candidate at the door of a practical."""

    id_card: bool
    ticket: bool
    tools: bool

    def must_be_whole(self) -> None:
        """Nobody draws before all of it was found in order."""
        missing = [word for name, word in CHECKED.items() if not getattr(self, name)]
        if missing:
            raise NotFitToDrawError(missing)


@dataclass(frozen=True, kw_only=True)
class Draw:
    """A candidate draws after a check, before whom and when; `seed` is taken by the first lot of a session."""

    application_id: str
    check: DoorCheck
    act: Act
    seed: str


@dataclass(frozen=True, kw_only=True)
class Lot:
    """The workstation that a candidate drew, before whom, and when the candidate signed for it."""

    station: int
    by: str
    drawn_at: datetime
    signed_at: datetime | None = None


@dataclass(frozen=True)
class Urn:
    """The workstations in the order in which they are drawn: set by a seed that is secret until entry has closed.

    Its `commitment` is shown from the first lot on. Whoever hashes the seed finds it, and the order of the lots.
    """

    seed: str
    stations: Collection[int]

    @property
    def commitment(self) -> str:
        """What is shown while the seed is not."""
        return _hash(self.seed)

    @property
    def order(self) -> list[int]:
        """Which workstation is drawn first, second …"""
        return sorted(self.stations, key=lambda station: _hash(f"{self.seed}|{station}"))

    def next(self, drawn: int) -> int:
        """The workstation of the next lot, after so many."""
        return self.order[drawn]


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

"""What one person had to do with one list: read its codes, or marked under them."""

import json
from dataclasses import dataclass, field
from datetime import datetime

from libs.chassis.domain import Aggregate
from services.scoring.domain.errors.marker import MarkerKnowsCodesError


def involvement_id(list_id: str, staff_id: str) -> str:
    """One for each person and list."""
    return json.dumps([list_id, staff_id])


@dataclass(frozen=True, kw_only=True)
class CodesRead:
    """The coding record of a session was shown."""

    session_id: str
    at: datetime


@dataclass(kw_only=True)
class Involvement(Aggregate):
    """What one person had to do with one list.

    Reading codes and marking exclude each other, until the scores are registered. Both write this one document: if they
    happen in the same moment, one of the two is run again and sees the other.
    """

    id: str
    list_id: str
    staff_id: str
    readings: list[CodesRead] = field(default_factory=list)
    marked_at: datetime | None = None

    @classmethod
    def of(cls, list_id: str, staff_id: str) -> "Involvement":
        """Nothing was read or marked yet."""
        return cls(id=involvement_id(list_id, staff_id), list_id=list_id, staff_id=staff_id)

    def mark(self, *, now: datetime) -> None:
        """Note that this person marks in the list; `marked_at` is the last time."""
        self.must_not_know_codes()

        self.marked_at = now

    def must_not_know_codes(self) -> None:
        """Refuse whoever has read codes of the list, whatever roles are held today (SCO-19, SCO-24)."""
        if self.readings:
            raise MarkerKnowsCodesError

    def read_codes(self, session_id: str, *, registered: bool, now: datetime) -> None:
        """Note that codes are shown; to whoever marked only once the scores under them are registered."""
        if self.marked_at and not registered:
            raise MarkerKnowsCodesError

        self.readings.append(CodesRead(session_id=session_id, at=now))

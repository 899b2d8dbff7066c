"""The door of one session: from when to when candidates are let in, and by which of two moments that is judged."""

from dataclasses import dataclass
from datetime import datetime

from libs.chassis.domain import ConflictError
from libs.contracts.beijing import beijing_day
from libs.contracts.event import Part
from services.scheduling.domain.errors.door import (
    CheckInNotOpenError,
    ClaimedTimeImplausibleError,
    ClaimOfAnotherDayError,
    EntryClosedError,
    ExitNotOpenError,
    PracticalForfeitedError,
)
from services.scheduling.domain.sessions.arrival import Arrival
from services.scheduling.domain.sessions.exam_clock import ADMISSION, ENTRY_LIMIT, EXIT_LIMIT


@dataclass(frozen=True)
class Door:
    """It opens before the planned start, and closes so long after the start signal."""

    part: Part
    starts_at: datetime
    started_at: datetime | None

    @property
    def opens_at(self) -> datetime:
        """When admission begins (EXM-07, EXM-45)."""
        return self.starts_at - ADMISSION

    @property
    def closes_at(self) -> datetime | None:
        """From when on nobody is let in; None before the start signal."""
        return self.started_at + ENTRY_LIMIT[self.part] if self.started_at else None

    def must_let_out_at(self, moment: datetime) -> None:
        """Refuse whoever would hand in and leave too early (EXM-18)."""
        if self.started_at and moment < (opens_at := self.started_at + EXIT_LIMIT[self.part]):
            raise ExitNotOpenError(opens_at)

    def must_be_open_at(self, moment: datetime) -> None:
        """Refuse whoever comes too early or too late."""
        if moment < self.opens_at:
            raise CheckInNotOpenError(self.opens_at)
        if self.closes_at and moment >= self.closes_at:
            raise EntryClosedError if self.part == "theory" else PracticalForfeitedError

    def moment_of(self, arrival: Arrival) -> datetime:
        """The moment that an arrival is judged by; refuses whoever comes too early or too late by it.

        A claim of another day is not judged by when it was heard: nobody says that the candidate came on this one.
        """
        if arrival.claimed_at and beijing_day(arrival.claimed_at) != beijing_day(self.starts_at):
            raise ClaimOfAnotherDayError(arrival.claimed_at, self.starts_at)
        moment = arrival.at(doors_open_at=self.opens_at)
        try:
            self.must_be_open_at(moment)
        except ConflictError:
            if arrival.is_plausible(doors_open_at=self.opens_at):
                raise
            raise ClaimedTimeImplausibleError from None
        return moment

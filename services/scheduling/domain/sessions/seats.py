"""Who sits where in one session, who has come in, and which form of the paper lies there."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from libs.contracts.event import Form, Part
from libs.contracts.scheduling import Attendance
from services.scheduling.domain.errors.door import CandidateDisqualifiedError
from services.scheduling.domain.errors.seats import (
    AlreadyCheckedInError,
    CandidateNotInSessionError,
    NotSignedInError,
    SessionTooFullError,
)
from services.scheduling.domain.registry.room import THEORY_SEATS
from services.scheduling.domain.sessions.arrival import CLOCK_SKEW, Arrival
from services.scheduling.domain.sessions.lots import Lot


@dataclass(frozen=True, kw_only=True)
class Seat:
    """A place, numbered from 1, the candidate on it, and the form of the paper there."""

    number: int
    application_id: str
    person: str
    form: Form
    checked_in_at: datetime | None = None
    arrival: Arrival | None = None
    left_at: datetime | None = None
    lot: Lot | None = None
    disqualified: bool = False

    @property
    def is_received_late(self) -> bool:
        """Whether it was heard so long after it happened that it rests on the room's word."""
        if self.arrival is None or self.checked_in_at is None:
            return False
        return self.arrival.received_at - self.checked_in_at > CLOCK_SKEW


@dataclass(frozen=True)
class Seats:
    """All places of one session. A change answers the list of places as it is then."""

    session_id: str
    places: Sequence[Seat]

    def must_fit(self, part: Part, room_seats: int) -> None:
        """Refuse two people on one place, a place that the room has not, and more than a theory room may hold."""
        numbers = {place.number for place in self.places}
        too_many = part == "theory" and len(self.places) > THEORY_SEATS
        if too_many or len(numbers) < len(self.places) or any(not 1 <= number <= room_seats for number in numbers):
            raise SessionTooFullError(self.session_id)

    @property
    def highest_number(self) -> int:
        """How many places a room needs to have every one of these."""
        return max(place.number for place in self.places)

    def free_number(self, part: Part, room_seats: int) -> int | None:
        """The first place of the room that nobody has; None if it is full."""
        most = min(room_seats, THEORY_SEATS) if part == "theory" else room_seats
        taken = {place.number for place in self.places}
        return next((number for number in range(1, most + 1) if number not in taken), None)

    def with_one_more(self, seat: Seat) -> list[Seat]:
        """Somebody who came late has a place too, in the order of the places."""
        return sorted([*self.places, seat], key=lambda place: place.number)

    @property
    def people(self) -> set[str]:
        """The fingerprints of those who sit here."""
        return {place.person for place in self.places}

    @property
    def attendances(self) -> list[Attendance]:
        """Who has signed in, and with which form, in the order of the places."""
        return [Attendance(application_id=place.application_id, form=place.form) for place in self._taken]

    @property
    def absent(self) -> list[str]:
        """The applications of those who have not signed in."""
        return [place.application_id for place in self.places if not place.checked_in_at]

    @property
    def present(self) -> int:
        """How many have signed in."""
        return len(self._taken)

    @property
    def _taken(self) -> list[Seat]:
        return [place for place in self.places if place.checked_in_at]

    @property
    def all_write_spare(self) -> bool:
        """Whether the spare form lies on every place."""
        return all(place.form == "spare" for place in self.places)

    @property
    def any_writes_spare(self) -> bool:
        """Whether the spare form lies anywhere, so that it has been seen."""
        return any(place.form == "spare" for place in self.places)

    def of(self, application_id: str) -> Seat:
        """The place of one candidate. Raises `CandidateNotInSessionError`."""
        for place in self.places:
            if place.application_id == application_id:
                return place
        raise CandidateNotInSessionError(self.session_id, application_id)

    def must_await(self, application_ids: Sequence[str]) -> None:
        """Refuse a list with a stranger, with somebody twice, or with somebody who is in."""
        places = [self.of(application_id) for application_id in application_ids]
        if len(set(application_ids)) < len(application_ids):
            raise AlreadyCheckedInError(max(application_ids, key=application_ids.count))
        for place in places:
            if place.disqualified:
                raise CandidateDisqualifiedError
            if place.checked_in_at:
                raise AlreadyCheckedInError(place.application_id)

    def with_arrivals(self, application_ids: Collection[str], arrival: Arrival, *, at: datetime) -> list[Seat]:
        """These candidates were let in at that moment."""
        return [
            replace(place, checked_in_at=at, arrival=arrival) if place.application_id in application_ids else place
            for place in self.places
        ]

    def with_departure(self, application_id: str, *, at: datetime) -> list[Seat]:
        """One candidate has handed in and left. Raises `NotSignedInError`."""
        if not self.of(application_id).checked_in_at:
            raise NotSignedInError(application_id)
        return [
            replace(place, left_at=place.left_at or at) if place.application_id == application_id else place
            for place in self.places
        ]

    def with_lot(self, application_id: str, lot: Lot) -> list[Seat]:
        """One candidate, who is in, has drawn a workstation. Raises `NotSignedInError`."""
        if not self.of(application_id).checked_in_at:
            raise NotSignedInError(application_id)
        return [replace(place, lot=lot) if place.application_id == application_id else place for place in self.places]

    def with_disqualified(self, application_id: str) -> list[Seat]:
        """One candidate is not let in any more."""
        return [
            replace(place, disqualified=True) if place.application_id == application_id else place
            for place in self.places
        ]

    @property
    def lots(self) -> list[Lot]:
        """The workstations that were drawn."""
        return [place.lot for place in self.places if place.lot]

    def emptied(self) -> list[Seat]:
        """Whoever was let in has to come again."""
        return [replace(place, checked_in_at=None, arrival=None, left_at=None, lot=None) for place in self.places]

    def with_spare(self) -> list[Seat]:
        """The spare form lies on every place."""
        return [replace(place, form="spare") for place in self.places]

    def for_resit(self, application_ids: Collection[str]) -> list[Seat]:
        """Those of these candidates who came keep their places, with the spare form."""
        return [
            Seat(number=place.number, application_id=place.application_id, person=place.person, form="spare")
            for place in self._taken
            if place.application_id in application_ids
        ]

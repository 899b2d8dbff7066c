"""Rooms: how many sit in one, and how far apart."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from libs.chassis.domain import Aggregate
from services.scheduling.domain.errors.room import (
    DesksTooCloseError,
    PlacesSharedError,
    RoomTooLargeError,
    RoomWithoutSeatsError,
    StationsDisturbError,
    TheoryIsClosedBookError,
    TooManyRoomsError,
    WorkshopWithoutOccupationError,
)

# SCH-11: the most in a theory room. SCH-12: the least between its desks.
THEORY_SEATS = 30
DESK_GAP_CM = 80
# Two digits of the ticket number name the seat.
MOST_SEATS = 99
# Four digits name the room.
MOST_ROOMS = 9999


class RoomKind(StrEnum):
    """What a room is fitted out for."""

    THEORY = "theory"
    PRACTICAL = "practical"


class PracticalWay(StrEnum):
    """How the practical is sat in a room (EXM-01); theory is always a closed book."""

    REAL = "real"
    SIMULATED = "simulated"
    SYSTEM = "simulation-system"

    @property
    def zh(self) -> str:
        """As the ticket says it."""
        return {self.REAL: "实际操作", self.SIMULATED: "模拟操作", self.SYSTEM: "仿真系统"}[self]


@dataclass(kw_only=True)
class Room(Aggregate):
    """A theory room with desks, or a practical room with workstations.

    `number` is given once and stays: it is part of every ticket number of the room. `gap_cm` is the least to the
    neighbours in front, behind, left and right; one desk or workstation is one person's (`is_single`), and those at
    neighbouring workstations do not disturb each other (`is_undisturbed`). None: entered before that was asked. In a
    room that `has_computers` theory is written on them, not on paper. `way` is how a practical is sat there.
    """

    id: str
    number: int
    kind: RoomKind
    site: str
    seats: int
    gap_cm: int | None = None
    occupation_codes: list[str] = field(default_factory=list)
    is_single: bool | None = None
    is_undisturbed: bool | None = None
    has_computers: bool = False
    way: PracticalWay | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.seats <= MOST_SEATS:
            raise RoomWithoutSeatsError(self.id)
        if self.kind is RoomKind.THEORY and self.seats > THEORY_SEATS:
            raise RoomTooLargeError(self.id, self.seats)
        if self.kind is RoomKind.THEORY and (self.gap_cm is None or self.gap_cm < DESK_GAP_CM):
            raise DesksTooCloseError(self.id)
        if self.kind is RoomKind.PRACTICAL and not self.occupation_codes:
            raise WorkshopWithoutOccupationError(self.id)
        if self.kind is RoomKind.THEORY and self.way is not None:
            raise TheoryIsClosedBookError(self.id)

    @property
    def sat_as(self) -> str:
        """How people sit here, in the words of their tickets (EXM-01)."""
        return "闭卷" if self.kind is RoomKind.THEORY else (self.way or PracticalWay.REAL).zh

    def must_keep_people_apart(self) -> None:
        """SCH-12, SCH-14: whoever enters a room says that each has a place of the own, and nobody disturbs another."""
        if not self.is_single:
            raise PlacesSharedError(self.id)
        if self.kind is RoomKind.PRACTICAL and not self.is_undisturbed:
            raise StationsDisturbError(self.id)

    def is_for(self, occupation_code: str) -> bool:
        """Whether this occupation is examined here; a desk is a desk for all of them."""
        return self.kind is RoomKind.THEORY or occupation_code in self.occupation_codes


@dataclass(frozen=True, kw_only=True)
class RoomEntry:
    """A room as it is registered, before it has its number."""

    id: str
    kind: RoomKind
    site: str
    seats: int
    gap_cm: int | None
    occupation_codes: list[str]
    is_single: bool
    is_undisturbed: bool
    has_computers: bool = False
    way: PracticalWay | None = None

    def numbered(self, number: int) -> Room:
        """The room, once its number is given. Raises what keeps people apart."""
        room = Room(
            id=self.id,
            number=number,
            kind=self.kind,
            site=self.site,
            seats=self.seats,
            gap_cm=self.gap_cm,
            occupation_codes=self.occupation_codes,
            is_single=self.is_single,
            is_undisturbed=self.is_undisturbed,
            has_computers=self.has_computers,
            way=self.way,
        )
        room.must_keep_people_apart()
        return room


class RoomNumbers:
    """Which number is whose; a room that has none gets the next one."""

    def __init__(self, given: Mapping[str, int]) -> None:
        self._given = dict(given)

    def of(self, room_id: str) -> int:
        """The number of a room. Raises `TooManyRoomsError`."""
        number = self._given.setdefault(room_id, max(self._given.values(), default=0) + 1)
        if number > MOST_ROOMS:
            raise TooManyRoomsError
        return number

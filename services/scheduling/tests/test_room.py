"""How many sit in a room, and how far apart."""

import pytest

from services.scheduling.domain.errors.room import (
    DesksTooCloseError,
    RoomTooLargeError,
    RoomWithoutSeatsError,
    TooManyRoomsError,
    WorkshopWithoutOccupationError,
)
from services.scheduling.domain.registry.room import MOST_ROOMS, Room, RoomKind, RoomNumbers
from services.scheduling.tests.builders import COOK, LATHE, a_theory_room, a_workshop


@pytest.mark.rule("SCH-11")
def test_a_theory_room_holds_at_most_thirty():
    assert a_theory_room(seats=29)
    assert a_theory_room(seats=30)
    with pytest.raises(RoomTooLargeError):
        a_theory_room(seats=31)


@pytest.mark.parametrize("gap", [79, 0, None])
def test_desks_are_at_least_eighty_centimetres_apart(gap):
    assert a_theory_room(gap_cm=80)
    assert a_theory_room(gap_cm=81)
    with pytest.raises(DesksTooCloseError):
        a_theory_room(gap_cm=gap)


@pytest.mark.parametrize("seats", [0, -1, 100])
def test_a_room_has_between_one_and_ninety_nine_seats(seats):
    with pytest.raises(RoomWithoutSeatsError):
        a_workshop(stations=seats)


def test_a_workshop_is_for_its_own_occupations():
    assert a_workshop("P201", COOK).is_for(COOK)
    assert not a_workshop("P201", COOK).is_for(LATHE)
    assert a_theory_room().is_for(LATHE)
    with pytest.raises(WorkshopWithoutOccupationError):
        Room(id="P1", number=1, kind=RoomKind.PRACTICAL, site="主考点", seats=10)


def test_rooms_are_numbered_to_9999_and_no_further():
    assert RoomNumbers({"T-1": MOST_ROOMS - 1}).of("T-2") == MOST_ROOMS
    numbers = RoomNumbers({"T-1": MOST_ROOMS})
    with pytest.raises(TooManyRoomsError):
        numbers.of("T-2")

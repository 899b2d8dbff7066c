"""Nobody and nothing is in two places at once."""

from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.scheduling.domain.errors.neighbours import PlaceTakenError
from services.scheduling.domain.errors.times import DelayPastTheDayError
from services.scheduling.domain.orders.neighbours import Neighbours
from services.scheduling.domain.sessions.session import Session
from services.scheduling.domain.sessions.session_state import SessionState
from services.scheduling.domain.sessions.times import ApprovedOrder
from services.scheduling.tests.builders import (
    AN_HOUR,
    CHIEF,
    DEPUTY,
    NINE,
    a_fingerprint,
    a_session,
    a_team_of,
    a_theory_room,
    a_workshop,
    another_session,
)

MINUTE = timedelta(minutes=1)
EVE = NINE - timedelta(days=1)
ORDERED = ApprovedOrder(approved_at=EVE, number=1)


def test_other_people_in_another_room_are_no_hindrance():
    Neighbours([another_session()], way=AN_HOUR).must_not_clash_with(a_session())


@pytest.mark.parametrize(
    "shared",
    [
        {"room_id": "T101"},
        {"seats": a_session().seats[:1]},
        {"team": a_team_of("S-0011", DEPUTY)},
        {"team": a_team_of("S-0011", "S-0009")},
        {"supervisor_id": CHIEF},
        {"supervisor_id": "S-0009", "site": "分考点"},
    ],
)
def test_rooms_candidates_and_staff_are_in_one_place_at_a_time(shared):
    with pytest.raises(PlaceTakenError):
        Neighbours([another_session(**shared)], way=AN_HOUR).must_not_clash_with(a_session())


def test_one_supervisor_watches_all_rooms_of_a_site():
    Neighbours([another_session(supervisor_id="S-0009")], way=AN_HOUR).must_not_clash_with(a_session())


@pytest.mark.parametrize("state", [SessionState.POSTPONED, SessionState.CANCELLED, SessionState.WITHDRAWN])
def test_what_is_not_held_takes_no_place(state):
    Neighbours([another_session(room_id="T101", state=state)], way=AN_HOUR).must_not_clash_with(a_session())


# The room is in use from 15 minutes before the start; those on duty come 40 minutes before it.
@pytest.mark.parametrize(("gap", "refused"), [(14, True), (15, False), (16, False)])
def test_a_room_is_free_again_when_the_papers_are_handed_in(gap, refused):
    later = a_session().ends_at + gap * MINUTE
    follower = another_session(room_id="T101", starts_at=later, ends_at=later + 90 * MINUTE)

    if refused:
        with pytest.raises(PlaceTakenError):
            Neighbours([follower], way=AN_HOUR).must_not_clash_with(a_session())
    else:
        Neighbours([follower], way=AN_HOUR).must_not_clash_with(a_session())


@pytest.mark.parametrize(("gap", "refused"), [(39, True), (40, False), (41, False)])
def test_who_takes_over_is_not_on_duty_elsewhere(gap, refused):
    later = a_session().ends_at + gap * MINUTE
    follower = another_session(starts_at=later, ends_at=later + 90 * MINUTE)

    if refused:
        with pytest.raises(PlaceTakenError):
            Neighbours([follower], way=AN_HOUR).must_be_free("S-0011", "chief-invigilator", a_session())
    else:
        Neighbours([follower], way=AN_HOUR).must_be_free("S-0011", "chief-invigilator", a_session())


@pytest.mark.parametrize(
    ("room", "fit"),
    [
        (a_theory_room(seats=4), True),
        (a_theory_room(seats=3), False),
        (a_workshop(), False),
    ],
)
def test_another_room_has_every_seat_that_is_taken(room, fit):
    assert a_session(candidates=4).fits(room) is fit


@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 40)), min_size=2, max_size=8, unique=True),
    st.integers(1, 600),
    st.data(),
)
def test_however_sessions_are_delayed_nobody_is_in_two_places(places, minutes, data):
    sessions: list[Session] = []
    for n, (room, quarter) in enumerate(places):
        starts_at = NINE + quarter * 15 * MINUTE
        one = another_session(
            id=f"s-{n}",
            room_id=f"T{room}",
            starts_at=starts_at,
            ends_at=starts_at + 30 * MINUTE,
            supervisor_id=f"Q-{n}",
            team=a_team_of(f"C-{n}", f"D-{n}"),
        )
        one.seats = [replace(seat, person=a_fingerprint((n, seat.number))) for seat in one.seats]
        try:
            Neighbours(sessions, way=AN_HOUR).must_not_clash_with(one)
        except PlaceTakenError:
            continue
        sessions.append(one)
    ordered = data.draw(st.lists(st.sampled_from(sessions), unique_by=lambda one: one.id))

    neighbours = Neighbours(sessions, way=AN_HOUR)
    for session in sorted(ordered, key=lambda one: one.starts_at, reverse=True):
        later = minutes * MINUTE
        try:
            neighbours.must_not_clash_with(session.delayed_by(later))
            session.delay(minutes, ordered=ORDERED, now=EVE)
        except (PlaceTakenError, DelayPastTheDayError):
            continue

    for one, other in combinations(sessions, 2):
        apart = one.ends_at <= other.starts_at - 15 * MINUTE or other.ends_at <= one.starts_at - 15 * MINUTE
        assert apart or one.room_id != other.room_id

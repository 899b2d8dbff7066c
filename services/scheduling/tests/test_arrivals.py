"""Candidates let in one by one, by the time that the room claims, whenever that is heard."""

import json
from datetime import timedelta

import pytest

from libs.chassis.domain import Act
from services.scheduling.domain.errors.door import (
    CheckInNotOpenError,
    ClaimedTimeImplausibleError,
    ClaimOfAnotherDayError,
    EntryClosedError,
    PracticalForfeitedError,
)
from services.scheduling.domain.errors.seats import CandidateNotInSessionError
from services.scheduling.domain.errors.session import NotSessionStaffError, SessionFinishedError
from services.scheduling.domain.sessions.arrival import CLOCK_SKEW, Arrival
from services.scheduling.storage import SESSIONS
from services.scheduling.tests.builders import BATCH, BY_SITE, NINE, a_session
from services.scheduling.tests.conftest import moment
from services.scheduling.tests.test_exam_day import Room

MINUTE, MILLISECOND = timedelta(minutes=1), timedelta(milliseconds=1)
DOORS = NINE - 15 * MINUTE
CHIEF = "S-0001"


def a_running_session(part="theory"):
    session = a_session(part)
    session.start(Act(CHIEF, NINE), BY_SITE)
    return session


def an_arrival(claimed=None, *, received=None, by=CHIEF, offline=True):
    return Arrival(by=by, claimed_at=claimed, received_at=received or claimed or NINE, offline=offline)


def place_of(session, application_id="0001"):
    return next(seat for seat in session.seats if seat.application_id == application_id)


@pytest.mark.rule("EXM-17")
@pytest.mark.parametrize("heard_after", [timedelta(0), 10 * MINUTE, 50 * MINUTE])
def test_who_entered_before_the_thirtieth_minute_is_in(heard_after):
    session = a_running_session()
    limit = NINE + 30 * MINUTE

    for application_id, claimed in (("0001", limit - MINUTE), ("0002", limit - MILLISECOND)):
        session.admit(application_id, an_arrival(claimed, received=claimed + heard_after))
    for claimed in (limit, limit + MILLISECOND):
        with pytest.raises(EntryClosedError):
            session.admit("0003", an_arrival(claimed, received=claimed + heard_after))

    assert [place_of(session, one).checked_in_at for one in ("0001", "0002")] == [limit - MINUTE, limit - MILLISECOND]
    assert session.present == 2


@pytest.mark.rule("EXM-47")
@pytest.mark.parametrize("heard_after", [timedelta(0), 10 * MINUTE, 80 * MINUTE])
def test_the_practical_is_for_who_came_before_the_fifth_minute(heard_after):
    session = a_running_session("practical")
    limit = NINE + 5 * MINUTE

    session.admit("0001", an_arrival(limit - MILLISECOND, received=limit - MILLISECOND + heard_after))
    for claimed in (limit, limit + MILLISECOND):
        with pytest.raises(PracticalForfeitedError):
            session.admit("0002", an_arrival(claimed, received=claimed + heard_after))

    assert session.present == 1


@pytest.mark.parametrize(
    ("claimed", "taken_for"),
    [
        (None, NINE),
        (NINE - 5 * MINUTE, NINE - 5 * MINUTE),
        (DOORS, DOORS),
        (DOORS - MILLISECOND, NINE),
        (NINE + CLOCK_SKEW, NINE),
        (NINE + CLOCK_SKEW + MILLISECOND, NINE),
    ],
    ids=["none", "earlier", "doors", "before the doors", "a little ahead", "far ahead"],
)
def test_a_claim_that_cannot_be_is_judged_by_when_it_was_heard(claimed, taken_for):
    session = a_session()

    session.admit("0001", an_arrival(claimed, received=NINE))

    assert place_of(session).checked_in_at == taken_for
    assert (place_of(session).arrival.claimed_at, place_of(session).arrival.received_at) == (claimed, NINE)


@pytest.mark.parametrize("claimed", [DOORS - MILLISECOND, NINE + 90 * MINUTE])
def test_an_impossible_claim_that_is_heard_too_late_is_refused_so(claimed):
    session = a_running_session()

    with pytest.raises(ClaimedTimeImplausibleError):
        session.admit("0001", an_arrival(claimed, received=NINE + 40 * MINUTE))

    assert session.present == 0


@pytest.mark.parametrize("days", [-1, 1])
def test_yesterdays_plan_signs_nobody_in_today(days):
    session = a_session()

    with pytest.raises(ClaimOfAnotherDayError, match="设备上可能是旧的安排"):
        session.admit("0001", an_arrival(NINE + timedelta(days=days), received=NINE))

    assert session.present == 0


@pytest.mark.parametrize(
    ("received", "late"), [(NINE, False), (NINE + CLOCK_SKEW, False), (NINE + CLOCK_SKEW + MILLISECOND, True)]
)
def test_what_is_heard_later_than_a_minute_is_marked(received, late):
    session = a_session()

    session.admit("0001", an_arrival(NINE, received=received))

    assert place_of(session).is_received_late is late


def test_nobody_is_let_in_before_the_doors_open():
    session = a_session()

    with pytest.raises(CheckInNotOpenError):
        session.admit("0001", an_arrival(None, received=DOORS - MILLISECOND))


def test_a_second_word_of_the_same_candidate_changes_nothing():
    session = a_session()

    first = session.admit("0001", an_arrival(NINE - 5 * MINUTE))
    again = session.admit("0001", an_arrival(NINE - 2 * MINUTE, received=NINE + 40 * MINUTE))

    assert (first, again) == (True, False)
    assert place_of(session).checked_in_at == NINE - 5 * MINUTE


def test_two_phones_of_one_room_admit_everybody_once():
    """Each kept what it could not send; the one that is heard first stands, and nobody is lost or counted twice."""
    session = a_session()
    first = [session.admit(one, an_arrival(NINE - 5 * MINUTE)) for one in ("0001", "0002")]

    second = [
        session.admit(one, an_arrival(NINE - 6 * MINUTE, received=NINE + MINUTE, by="S-0002"))
        for one in ("0002", "0003")
    ]

    assert (first, second) == ([True, True], [False, True])
    assert [place_of(session, one).arrival.by for one in ("0001", "0002", "0003")] == [CHIEF, CHIEF, "S-0002"]
    assert session.present == 3


def test_after_the_end_only_a_first_word_is_refused():
    session = a_running_session()
    session.admit("0001", an_arrival(NINE))
    session.finish(Act(CHIEF, session.ends_at), BY_SITE)

    assert session.admit("0001", an_arrival(NINE, received=session.ends_at + MINUTE)) is False
    with pytest.raises(SessionFinishedError):
        session.admit("0002", an_arrival(NINE, received=session.ends_at + MINUTE))


def test_attendance_that_was_counted_counts_who_is_heard_of_later():
    session = a_running_session()
    session.admit("0001", an_arrival(NINE))
    session.count_attendance(NINE + 30 * MINUTE)

    session.admit("0002", an_arrival(NINE + MINUTE, received=NINE + 45 * MINUTE))

    assert (session.counted_present, session.counted_at) == (2, NINE + 30 * MINUTE)


def test_only_the_own_staff_admit_and_only_those_on_the_list():
    session = a_session()

    with pytest.raises(NotSessionStaffError):
        session.admit("0001", an_arrival(NINE, by="S-0077"))
    with pytest.raises(CandidateNotInSessionError):
        session.admit("9999", an_arrival(NINE))


def test_a_session_stored_without_arrivals_loads_and_loses_nobody():
    session = a_session()
    session.check_in(["0001"], Act(CHIEF, NINE))
    before = json.loads(SESSIONS.dump(session))
    for seat in before["seats"]:
        del seat["arrival"]

    loaded = SESSIONS.load(json.dumps(before))

    assert (place_of(loaded).checked_in_at, place_of(loaded).is_received_late) == (NINE, False)
    assert loaded.admit("0001", an_arrival(NINE)) is False


@pytest.fixture
async def theory(published):
    return Room(published, await published.session("theory"))


async def test_an_arrival_that_waited_in_the_room_is_shown_with_both_times(theory):
    claimed, received = theory.starts_at + 29 * MINUTE, theory.starts_at + 41 * MINUTE
    await theory.harness.step_to(theory.starts_at)
    await theory.start()
    await theory.harness.step_to(received)

    answer = await theory.do(f"check-ins/{BATCH}-00001", admitted_at=claimed.isoformat(), offline=True)
    again = await theory.do(f"check-ins/{BATCH}-00001", admitted_at=claimed.isoformat(), offline=True)

    told = answer.json()
    assert (moment(told["checked_in_at"]), moment(told["claimed_at"]), moment(told["received_at"])) == (
        claimed,
        claimed,
        received,
    )
    assert (told["offline"], told["received_late"], told["already_in"], told["present"]) == (True, True, False, 1)
    assert again.json() == told | {"already_in": True}
    shown = (await theory.show()).json()
    [seat] = [one for one in shown["seats"] if one["application_id"] == f"{BATCH}-00001"]
    assert {
        name: seat[name] for name in ("checked_in_at", "claimed_at", "received_at", "offline", "received_late")
    } == {name: told[name] for name in ("checked_in_at", "claimed_at", "received_at", "offline", "received_late")}


async def test_without_a_claim_a_candidate_is_in_from_now(theory):
    await theory.harness.step_to(theory.starts_at)

    told = (await theory.do(f"check-ins/{BATCH}-00002")).json()

    assert moment(told["checked_in_at"]) == moment(told["received_at"]) == theory.starts_at
    assert (told["claimed_at"], told["offline"], told["received_late"]) == (None, False, False)

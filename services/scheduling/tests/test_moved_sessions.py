"""What an incident may change of where and when a session is held."""

import contextlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from libs.chassis.domain import Act
from libs.contracts.scheduling import SessionPlanned
from services.scheduling.domain.errors.session import (
    NewDateNotAheadError,
    SessionAlreadyStartedError,
    SessionFinishedError,
    SessionNotHeldError,
    SessionNotPublishedError,
)
from services.scheduling.domain.errors.times import DelayPastTheDayError, OrderOvertakenError
from services.scheduling.domain.local_time import on_day
from services.scheduling.domain.sessions.session_state import SessionState
from services.scheduling.domain.sessions.times import ApprovedOrder
from services.scheduling.tests.builders import (
    BY_SITE,
    CHIEF,
    NINE,
    a_finished_session,
    a_running_session,
    a_session,
    a_theory_room,
)

MINUTE = timedelta(minutes=1)
EVE = NINE - timedelta(days=1)
ORDERED = ApprovedOrder(approved_at=EVE, number=1)
ROOM = a_theory_room()
OTHER_DAY = date(2026, 9, 26)
NINE_THEN = datetime(2026, 9, 26, 1, tzinfo=UTC)


def a_postponed_session():
    session = a_session()
    session.postpone(EVE, ordered=ORDERED)
    session.collect_events()
    return session


def a_cancelled_session():
    session = a_session()
    session.cancel(EVE)
    session.collect_events()
    return session


def act_of(name):
    return {
        "delay": lambda session: session.delay(30, ordered=ORDERED, now=EVE),
        "postpone": lambda session: session.postpone(EVE, ordered=ORDERED),
        "hold on": lambda session: session.hold_on(NINE_THEN, room=ROOM, use_spare=False, ordered=ORDERED, now=EVE),
        "cancel": lambda session: session.cancel(EVE),
        "replace": lambda session: session.replace(CHIEF, "S-0099", now=EVE),
    }[name]


ACTS = ["delay", "postpone", "hold on", "cancel", "replace"]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(
    ("session", "refusal"),
    [
        (lambda: a_session(state=SessionState.DRAFT), SessionNotPublishedError),
        (lambda: a_session(state=SessionState.WITHDRAWN), SessionNotPublishedError),
        (a_finished_session, SessionFinishedError),
        (a_cancelled_session, SessionNotHeldError),
    ],
)
def test_what_is_unannounced_over_or_called_off_is_not_changed(act, session, refusal):
    session = session()
    before = replace(session)

    with pytest.raises(refusal):
        act_of(act)(session)

    assert session == before
    assert session.collect_events() == []


@pytest.mark.parametrize("act", ["check in", "start", "finish", "delay", "replace", "extend"])
@pytest.mark.parametrize("session", [a_postponed_session, a_cancelled_session])
def test_a_session_that_is_called_off_is_not_held(act, session):
    session = session()
    acts = {
        "check in": lambda: session.check_in(["0001"], Act(CHIEF, NINE)),
        "start": lambda: session.start(Act(CHIEF, NINE), BY_SITE),
        "finish": lambda: session.finish(Act(CHIEF, session.ends_at), BY_SITE),
        "extend": lambda: session.extend(incident_id="I-1", minutes=5, now=NINE),
    }

    with pytest.raises(SessionNotHeldError):
        acts.get(act, lambda: act_of(act)(session))()


@pytest.mark.rule("INC-20")
def test_a_delayed_session_begins_and_ends_later_and_is_announced_anew():
    session = a_session()

    session.delay(30, ordered=ORDERED, now=EVE)

    assert (session.starts_at, session.ends_at) == (NINE + 30 * MINUTE, NINE + 120 * MINUTE)
    [event] = session.collect_events()
    assert isinstance(event, SessionPlanned)
    assert (event.starts_at, event.ends_at, event.planned_at) == (session.starts_at, session.ends_at, EVE)


# From 09:00 to 10:30 on site: 13 hours and 29 minutes later it ends at 23:59.
@pytest.mark.parametrize(("minutes", "refused"), [(13 * 60 + 28, False), (13 * 60 + 29, False), (13 * 60 + 30, True)])
def test_a_delayed_session_is_held_on_its_day(minutes, refused):
    session = a_session()

    if refused:
        with pytest.raises(DelayPastTheDayError):
            session.delay(minutes, ordered=ORDERED, now=EVE)
    else:
        session.delay(minutes, ordered=ORDERED, now=EVE)

    assert session.day == date(2026, 9, 19)


def test_what_has_begun_does_not_begin_later():
    with pytest.raises(SessionAlreadyStartedError):
        a_running_session().delay(30, ordered=ORDERED, now=NINE)


@pytest.mark.rule("INC-24", "INC-25")
@pytest.mark.parametrize("session", [a_session, a_running_session, a_postponed_session])
def test_a_session_is_stopped_or_not_held(session):
    session = session()

    session.cancel(EVE)

    assert session.state is SessionState.CANCELLED
    assert session.collect_deadlines() == {f"{session.id}:{kind}": None for kind in ("entry-closes", "steps-late")}


@pytest.mark.rule("INC-24", "INC-25")
@pytest.mark.parametrize("session", [a_session, a_running_session])
def test_a_postponed_session_waits_and_binds_nobody(session):
    session = session()

    session.postpone(EVE, ordered=ORDERED)

    assert (session.state, session.present, session.started_at) == (SessionState.POSTPONED, 0, None)
    assert not session.is_held


@pytest.mark.parametrize("session", [a_session, a_running_session, a_postponed_session])
def test_a_session_is_arranged_anew_as_if_it_had_not_begun(session):
    session = session()

    session.hold_on(NINE_THEN, room=a_theory_room("T102", number=2), use_spare=False, ordered=ORDERED, now=NINE)

    assert (session.state, session.room_id, session.room_number, session.present) == (
        SessionState.PUBLISHED, "T102", 2, 0
    )  # fmt: skip
    assert (session.starts_at, session.times.length) == (NINE_THEN, 90 * MINUTE)


def test_a_session_arranged_anew_drops_time_made_up_before():
    session = a_running_session()
    session.extend(incident_id="I-1", minutes=20, now=NINE)

    session.hold_on(NINE_THEN, room=ROOM, use_spare=False, ordered=ORDERED, now=NINE)

    assert session.ends_at == NINE_THEN + 90 * MINUTE


def ordered(number):
    return ApprovedOrder(approved_at=EVE, number=number)


# What may be decided about where and when a session is held, and made up.
DECISIONS = {
    "postpone": lambda session, one: session.postpone(EVE, ordered=one),
    "hold a week later": lambda session, one: session.hold_on(
        NINE_THEN, room=ROOM, use_spare=False, ordered=one, now=EVE
    ),
    "hold two weeks later": lambda session, one: session.hold_on(
        NINE_THEN + timedelta(days=7), room=ROOM, use_spare=False, ordered=one, now=EVE
    ),
    "delay": lambda session, one: session.delay(30, ordered=one, now=EVE),
    "make up": lambda session, one: session.extend(incident_id=f"I-{one.number}", minutes=20, ordered=one, now=EVE),
    "cancel": lambda session, one: session.cancel(EVE),
}


def after(orders):
    """Where and when a session is held once these orders came in this order; what is not held has no time.

    Minutes that come while no day is set are refused, and whoever decided them is told: no case of this.
    """
    session = a_session()
    for number, decision in orders:
        assume(session.state is not SessionState.POSTPONED or decision not in {"delay", "make up"})
        with contextlib.suppress(OrderOvertakenError, SessionNotHeldError):
            DECISIONS[decision](session, ordered(number))
    return session.state, (session.starts_at, session.ends_at) if session.is_held else None


@given(st.lists(st.sampled_from(sorted(DECISIONS)), max_size=5), st.randoms())
def test_orders_end_where_the_right_order_ends_however_late_they_come(decisions, random):
    orders = list(enumerate(decisions, 1))

    came = sorted(orders, key=lambda _: random.random())

    assert after(came) == after(orders)


@pytest.mark.parametrize(("starts_at", "refused"), [(NINE - MINUTE, True), (NINE, True), (NINE + MINUTE, False)])
def test_a_session_is_arranged_anew_for_a_time_to_come(starts_at, refused):
    session = a_session()

    if refused:
        with pytest.raises(NewDateNotAheadError):
            session.hold_on(starts_at, room=ROOM, use_spare=False, ordered=ORDERED, now=NINE)
    else:
        session.hold_on(starts_at, room=ROOM, use_spare=False, ordered=ORDERED, now=NINE)


def test_another_day_keeps_the_time_of_the_sites_clock():
    assert on_day(OTHER_DAY, NINE) == NINE_THEN

"""What an incident may change of a session, and that nobody is in two places at once afterwards."""

import contextlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from libs.chassis.domain import Act
from libs.contracts.scheduling import SessionPlanned
from services.scheduling.domain.errors.fitness import NotFitForDutyError, RecusedFromCandidateError
from services.scheduling.domain.errors.neighbours import PlaceTakenError
from services.scheduling.domain.errors.resit import ResitBeforeTheEndError, SpareAlreadyWrittenError
from services.scheduling.domain.errors.session import (
    NewDateNotAheadError,
    SessionAlreadyStartedError,
    SessionFinishedError,
    SessionNotHeldError,
    SessionNotPublishedError,
)
from services.scheduling.domain.errors.team import AlreadyOnDutyError, NotOnDutyHereError
from services.scheduling.domain.errors.times import DelayPastTheDayError, OrderOvertakenError
from services.scheduling.domain.local_time import on_day
from services.scheduling.domain.orders.fitness import must_be_fit, must_keep_no_relation
from services.scheduling.domain.orders.neighbours import Neighbours
from services.scheduling.domain.orders.resit import resit_of
from services.scheduling.domain.sessions.session import Session
from services.scheduling.domain.sessions.session_state import SessionState
from services.scheduling.domain.sessions.times import ApprovedOrder
from services.scheduling.tests.builders import (
    LATHE,
    NINE,
    a_fingerprint,
    a_session,
    a_team,
    a_theory_room,
    a_workshop,
    an_enrolment,
    an_examiner,
    somebody,
)

MINUTE = timedelta(minutes=1)
EVE = NINE - timedelta(days=1)
ORDERED = ApprovedOrder(approved_at=EVE, number=1)
CHIEF, DEPUTY = "S-0001", "S-0002"
ROOM = a_theory_room()
OTHER_DAY = date(2026, 9, 26)
NINE_THEN = datetime(2026, 9, 26, 1, tzinfo=UTC)


def a_running_session(**different):
    session = a_session(**different)
    session.check_in(["0001"], Act(CHIEF, NINE))
    session.start(Act(CHIEF, NINE))
    return session


def a_finished_session(**different):
    session = a_running_session(**different)
    session.finish(Act(CHIEF, session.ends_at))
    session.collect_events()
    return session


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
        "start": lambda: session.start(Act(CHIEF, NINE)),
        "finish": lambda: session.finish(Act(CHIEF, session.ends_at)),
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
    assert session.collect_deadlines() == {f"{session.id}:entry-closes": None}


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


# --- who takes over


@pytest.mark.rule("INC-21")
def test_who_arrives_takes_the_duty_of_who_leaves():
    session = a_session()

    session.replace(CHIEF, "S-0099", now=EVE)

    assert [(one.staff_id, one.duty) for one in session.team] == [
        ("S-0099", "chief-invigilator"),
        (DEPUTY, "deputy-invigilator"),
    ]
    [event] = session.collect_events()
    assert (event.staff, event.planned_at) == (session.team, EVE)


def test_a_replacement_does_not_stop_a_running_session():
    session = a_running_session()

    session.replace(CHIEF, "S-0099", now=NINE)

    assert session.state is SessionState.RUNNING


def test_only_somebody_on_duty_leaves():
    with pytest.raises(NotOnDutyHereError):
        a_session().replace("S-0050", "S-0099", now=EVE)


@pytest.mark.parametrize("arriving", [DEPUTY, "S-0009"])
def test_nobody_takes_over_who_has_a_duty_here_already(arriving):
    with pytest.raises(AlreadyOnDutyError):
        a_session().replace(CHIEF, arriving, now=EVE)


@pytest.mark.parametrize(
    ("member", "duty", "fit"),
    [
        (somebody("S-0099", "invigilator"), "chief-invigilator", True),
        (somebody("S-0099", "supervisor"), "deputy-invigilator", False),
        (somebody("S-0099", "supervisor"), "supervisor", True),
        (somebody("S-0099", "supervisor", available=False), "supervisor", False),
        (somebody("S-0099", "invigilator"), "supervisor", False),
        (somebody("S-0099", "invigilator", available=False), "deputy-invigilator", False),
        (an_examiner("S-0099"), "examiner", True),
        (an_examiner("S-0099", LATHE), "examiner", False),
        (an_examiner("S-0099", examining_since=date(2023, 9, 19)), "leader", True),
        (an_examiner("S-0099", examining_since=date(2023, 9, 20)), "leader", False),
        (an_examiner("S-0099", card_valid_until=date(2026, 9, 19)), "examiner", True),
        (an_examiner("S-0099", card_valid_until=date(2026, 9, 18)), "examiner", False),
    ],
)
def test_a_duty_asks_for_role_and_qualification_on_that_day(member, duty, fit):
    session = a_session("practical" if duty in {"leader", "examiner"} else "theory")

    if fit:
        must_be_fit(member, duty, session)
    else:
        with pytest.raises(NotFitForDutyError):
            must_be_fit(member, duty, session)


@pytest.mark.rule("PER-12")
@pytest.mark.parametrize("duty", ["leader", "examiner"])
def test_a_relative_examines_nobody_of_the_family(duty):
    relative = an_examiner("S-0099", related=[a_fingerprint(1)])

    with pytest.raises(RecusedFromCandidateError):
        must_keep_no_relation(relative, duty, a_session("practical"), [an_enrolment(2), an_enrolment(1)])


@pytest.mark.parametrize("duty", ["chief-invigilator", "deputy-invigilator", "supervisor"])
def test_a_relative_may_do_what_scores_nobody(duty):
    must_keep_no_relation(an_examiner("S-0099", related=[a_fingerprint(1)]), duty, a_session(), [an_enrolment(1)])


@pytest.mark.rule("INC-21")
def test_whoever_watches_is_replaced_too():
    session = a_session()

    session.replace("S-0009", "S-0099", now=EVE)

    assert (session.supervisor_id, session.on_duty.includes("S-0009")) == ("S-0099", False)
    assert session.team == a_session().team


@pytest.mark.parametrize(
    ("different", "free"),
    [({"supervisor_id": "S-0099"}, True), ({"supervisor_id": "S-0099", "site": "分考点"}, False)],
)
def test_whoever_watches_one_room_may_watch_another_of_the_site(different, free):
    neighbours = Neighbours([another_session(**different)])

    if free:
        neighbours.must_be_free("S-0099", "supervisor", a_session())
    else:
        with pytest.raises(PlaceTakenError):
            neighbours.must_be_free("S-0099", "supervisor", a_session())


def test_whoever_watches_nearby_does_not_invigilate_meanwhile():
    with pytest.raises(PlaceTakenError):
        Neighbours([another_session(supervisor_id="S-0099")]).must_be_free("S-0099", "deputy-invigilator", a_session())


# --- places


def another_session(**different):
    """Of other people in another room at the same time."""
    session = a_session(id="other", room_id="T102", supervisor_id="S-0008", team=a_team_of("S-0011", "S-0012"))
    session = replace(session, **different)
    if "seats" not in different:
        session.seats = [replace(seat, person=a_fingerprint(f"other {seat.number}")) for seat in session.seats]
    return session


def a_team_of(chief, deputy):
    return [
        replaced.model_copy(update={"staff_id": one}) for replaced, one in zip(a_team(), (chief, deputy), strict=True)
    ]


def test_other_people_in_another_room_are_no_hindrance():
    Neighbours([another_session()]).must_not_clash_with(a_session())


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
        Neighbours([another_session(**shared)]).must_not_clash_with(a_session())


def test_one_supervisor_watches_all_rooms_of_a_site():
    Neighbours([another_session(supervisor_id="S-0009")]).must_not_clash_with(a_session())


@pytest.mark.parametrize("state", [SessionState.POSTPONED, SessionState.CANCELLED, SessionState.WITHDRAWN])
def test_what_is_not_held_takes_no_place(state):
    Neighbours([another_session(room_id="T101", state=state)]).must_not_clash_with(a_session())


# The room is in use from 15 minutes before the start; those on duty come 40 minutes before it.
@pytest.mark.parametrize(("gap", "refused"), [(14, True), (15, False), (16, False)])
def test_a_room_is_free_again_when_the_papers_are_handed_in(gap, refused):
    later = a_session().ends_at + gap * MINUTE
    follower = another_session(room_id="T101", starts_at=later, ends_at=later + 90 * MINUTE)

    if refused:
        with pytest.raises(PlaceTakenError):
            Neighbours([follower]).must_not_clash_with(a_session())
    else:
        Neighbours([follower]).must_not_clash_with(a_session())


@pytest.mark.parametrize(("gap", "refused"), [(39, True), (40, False), (41, False)])
def test_who_takes_over_is_not_on_duty_elsewhere(gap, refused):
    later = a_session().ends_at + gap * MINUTE
    follower = another_session(starts_at=later, ends_at=later + 90 * MINUTE)

    if refused:
        with pytest.raises(PlaceTakenError):
            Neighbours([follower]).must_be_free("S-0011", "chief-invigilator", a_session())
    else:
        Neighbours([follower]).must_be_free("S-0011", "chief-invigilator", a_session())


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
            Neighbours(sessions).must_not_clash_with(one)
        except PlaceTakenError:
            continue
        sessions.append(one)
    ordered = data.draw(st.lists(st.sampled_from(sessions), unique_by=lambda one: one.id))

    neighbours = Neighbours(sessions)
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


# --- sitting again


@pytest.mark.rule("INC-16")
@given(st.sets(st.sampled_from(["0001", "0002", "0003", "0004"]), min_size=1))
def test_exactly_those_sit_again_with_the_spare_paper_at_their_seats(again):
    session = a_session()
    session.check_in(["0001", "0002", "0003", "0004"], Act(CHIEF, NINE))
    session.start(Act(CHIEF, NINE))
    session.finish(Act(CHIEF, session.ends_at))

    resit = resit_of(session, disposition_id="I-1:2", application_ids=again, starts_at=NINE_THEN, now=session.ends_at)

    assert {seat.application_id for seat in resit.seats} == again
    assert {seat.form for seat in resit.seats} == {"spare"}
    assert {(seat.number, seat.application_id) for seat in resit.seats} <= {
        (seat.number, seat.application_id) for seat in session.seats
    }
    assert (resit.id, resit.state, resit.times.length) == (f"{session.id}-r-I-1-2", SessionState.DRAFT, 90 * MINUTE)


@pytest.mark.rule("INC-16")
def test_nothing_is_sat_again_where_the_spare_was_written():
    session = a_session()
    session.use_spare_paper("I-0")
    session.check_in(["0001"], Act(CHIEF, NINE))
    session.start(Act(CHIEF, NINE))
    session.finish(Act(CHIEF, session.ends_at))

    with pytest.raises(SpareAlreadyWrittenError):
        resit_of(session, disposition_id="I-1:2", application_ids=["0001"], starts_at=NINE_THEN, now=session.ends_at)


def test_who_was_absent_does_not_sit_again():
    session = a_finished_session()

    resit = resit_of(
        session, disposition_id="I-1:2", application_ids=["0001", "0002"], starts_at=NINE_THEN, now=session.ends_at
    )

    assert [seat.application_id for seat in resit.seats] == ["0001"]
    assert (session.was_missed_by("0001"), session.was_missed_by("0002")) == (False, True)


def test_only_what_was_sat_is_sat_again():
    with pytest.raises(ResitBeforeTheEndError):
        resit_of(a_running_session(), disposition_id="I-1:2", application_ids=["0001"], starts_at=NINE_THEN, now=NINE)


def test_it_is_sat_again_on_a_day_to_come():
    with pytest.raises(NewDateNotAheadError):
        resit_of(
            a_finished_session(),
            disposition_id="I-1:2",
            application_ids=["0001"],
            starts_at=NINE_THEN,
            now=NINE_THEN,
        )

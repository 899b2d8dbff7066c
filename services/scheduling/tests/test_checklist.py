"""The steps of the day: who signs which, from when, by when, with which figures; and who leaves a room when."""

from datetime import timedelta

import pytest

from libs.chassis.domain import Act
from services.scheduling.domain.errors.door import ExitNotOpenError
from services.scheduling.domain.errors.seats import NotSignedInError
from services.scheduling.domain.errors.session import (
    CountsDifferError,
    NotSessionStaffError,
    SessionNotHeldError,
    SessionNotRunningError,
    StepFiguresError,
    StepNotFoundError,
    StepNotYetError,
    StepOfOthersError,
    StepSignedError,
    WitnessesMissingError,
)
from services.scheduling.domain.sessions.checklist import StepSigning
from services.scheduling.domain.sessions.exam_clock import TIMELINES
from services.scheduling.domain.sessions.session_state import SessionState
from services.scheduling.domain.sessions.times import ApprovedOrder
from services.scheduling.storage import SESSIONS
from services.scheduling.tests.builders import BY_SITE, NINE, a_session
from services.scheduling.tests.conftest import OFFICE, moment
from services.scheduling.tests.test_exam_day import Room

MINUTE, MILLISECOND = timedelta(minutes=1), timedelta(milliseconds=1)
END = NINE + 90 * MINUTE
CHIEF, DEPUTY, LEADER, EXAMINER = "S-0001", "S-0002", "S-0001", "S-0002"
HEAD, OFFICER = ("H-0001", {"site-head"}), ("X-0001", {"exam-affairs"})


def a_room(part="theory"):
    """Three of four are in, and it runs."""
    session = a_session(part)
    session.check_in(["0001", "0002", "0003"], Act(CHIEF, NINE))
    session.start(Act(CHIEF, NINE), BY_SITE)
    return session


def sign(session, name, at, by=CHIEF, *, offices=(), **stated):
    session.sign_step(name, StepSigning(act=Act(by, at), offices=frozenset(offices), **stated))


def step(session, name):
    return next(one for one in session.checklist.steps if one.name == name)


def is_late(session, name, now):
    return session.checklist.is_late(step(session, name), now)


PACKAGES, PAPERS, COUNT = {"packages": 1}, {"papers": 4}, {"present": 3, "absent": 1}


def ruled(rule, *row):
    return pytest.param(*row, marks=pytest.mark.rule(rule))


BOTH, SITE = [(CHIEF, ()), (DEPUTY, ())], [HEAD, OFFICER]
EVERYBODY = [*BOTH, ("S-0009", ())]
OPENED = {"figures": PAPERS, "witnesses": [1, 3]}
BY_THEN = [
    ruled("EXM-02", "theory", "papers-on-site", NINE - 60 * MINUTE, SITE, PACKAGES),
    ruled("EXM-02", "practical", "papers-on-site", NINE - 60 * MINUTE, SITE, PACKAGES),
    ruled("EXM-04", "theory", "instructions-given", NINE - 40 * MINUTE, [HEAD], {}),
    ruled("EXM-04", "theory", "staff-meeting", NINE - 40 * MINUTE, EVERYBODY, {}),
    ruled("EXM-05", "theory", "staff-meeting", NINE - 40 * MINUTE, EVERYBODY, {}),
    ruled("EXM-06", "theory", "papers-collected", NINE - 30 * MINUTE, BOTH, {}),
    ruled("EXM-44", "practical", "task-collected", NINE - 40 * MINUTE, [(LEADER, ())], {}),
]
FROM_THEN = [
    ruled("EXM-08", "theory", "belongings", NINE - 15 * MINUTE, 5, DEPUTY, CHIEF, {}),
    ruled("EXM-08", "theory", "admission", NINE - 15 * MINUTE, 5, CHIEF, DEPUTY, {}),
    ruled("EXM-09", "theory", "notes-read", NINE - 10 * MINUTE, 5, DEPUTY, CHIEF, {}),
    ruled("EXM-11", "theory", "papers-opened", NINE - 5 * MINUTE, 5, CHIEF, DEPUTY, OPENED),
    ruled("EXM-12", "theory", "papers-handed-out", NINE - 5 * MINUTE, 5, DEPUTY, "S-0009", {}),
    ("theory", "five-checks", NINE, 30, DEPUTY, CHIEF, {}),
    ruled("EXM-19", "theory", "attendance-counted", NINE + 30 * MINUTE, 5, DEPUTY, "S-0009", {"figures": COUNT}),
    ruled("EXM-20", "theory", "time-reminder", END - 15 * MINUTE, 1, CHIEF, "S-0009", {}),
    ("practical", "safety-read", NINE - 15 * MINUTE, 15, LEADER, EXAMINER, {}),
]


@pytest.mark.parametrize(("part", "name", "due_at", "people", "figures"), BY_THEN)
@pytest.mark.parametrize("off", [-MILLISECOND, timedelta(0), MILLISECOND])
def test_what_has_its_last_moment_is_late_after_it(  # noqa: PLR0917 -- one row of the table and a moment
    part, name, due_at, people, figures, off
):
    session = a_session(part)

    for by, offices in people:
        assert session.checklist.done_at(step(session, name)) is None
        assert is_late(session, name, due_at + off) == (off > timedelta(0))
        sign(session, name, due_at + off, by, offices=offices, figures=figures)

    assert session.checklist.done_at(step(session, name)) == due_at + off
    assert is_late(session, name, due_at + 300 * MINUTE) == (off > timedelta(0)), "for good"


@pytest.mark.parametrize(("part", "name", "opens_at", "within", "mine", "other", "stated"), FROM_THEN)
def test_what_begins_at_a_moment_is_not_done_before_and_late_after(  # noqa: PLR0917 -- one row of the table
    part, name, opens_at, within, mine, other, stated
):
    session = a_room(part)
    last = opens_at + within * MINUTE

    with pytest.raises(StepNotYetError):
        sign(session, name, opens_at - MILLISECOND, mine, **stated)
    with pytest.raises((StepOfOthersError, NotSessionStaffError)):
        sign(session, name, opens_at, other, **stated)
    assert [is_late(session, name, at) for at in (last, last + MILLISECOND)] == [False, True]
    assert step(session, name) in session.checklist.late(last + MILLISECOND)
    sign(session, name, opens_at, mine, **stated)

    assert session.checklist.done_at(step(session, name)) == opens_at
    assert not is_late(session, name, last + MILLISECOND)


@pytest.mark.rule("EXM-06")
def test_two_invigilators_of_the_room_sign_each_once():
    session = a_room()

    sign(session, "papers-collected", NINE, CHIEF)
    with pytest.raises(StepSignedError):
        sign(session, "papers-collected", NINE, CHIEF)
    with pytest.raises(StepOfOthersError):
        sign(session, "papers-collected", NINE, "X-0001", offices={"exam-affairs"})
    assert session.checklist.done_at(step(session, "papers-collected")) is None
    sign(session, "papers-collected", NINE + MINUTE, DEPUTY)

    assert session.checklist.done_at(step(session, "papers-collected")) == NINE + MINUTE
    with pytest.raises(StepSignedError):
        sign(session, "papers-collected", NINE + 2 * MINUTE, DEPUTY)


@pytest.mark.rule("EXM-02")
@pytest.mark.parametrize("counted", [0, 2])
def test_who_takes_papers_over_counts_what_was_handed_over(counted):
    session = a_session()
    sign(session, "papers-on-site", NINE - 60 * MINUTE, HEAD[0], offices=HEAD[1], figures=PACKAGES)

    with pytest.raises(CountsDifferError, match=f"试卷袋数 {counted} 与前一人清点数 1 不符"):
        sign(session, "papers-on-site", NINE, OFFICER[0], offices=OFFICER[1], figures={"packages": counted})


@pytest.mark.rule("EXM-19")
@pytest.mark.parametrize(
    "counted", [{"present": 2, "absent": 2}, {"present": 3, "absent": 0}, {"present": 4, "absent": 1}]
)
def test_who_is_counted_is_who_signed_in(counted):
    session = a_room()

    with pytest.raises(CountsDifferError):
        sign(session, "attendance-counted", NINE + 30 * MINUTE, figures=counted)
    with pytest.raises(StepFiguresError, match="参考人数"):
        sign(session, "attendance-counted", NINE + 30 * MINUTE, figures={"present": 3})


def test_the_count_is_due_half_an_hour_after_the_signal():
    session = a_session()
    session.start(Act(CHIEF, NINE + 7 * MINUTE), BY_SITE)

    with pytest.raises(StepNotYetError):
        sign(session, "attendance-counted", NINE + 37 * MINUTE - MILLISECOND, figures={"present": 0, "absent": 4})


@pytest.mark.rule("EXM-11")
@pytest.mark.parametrize("witnesses", [[], [1], [1, 1], [1, 4], [1, 2, 3]])
def test_two_candidates_who_are_in_see_the_seal(witnesses):
    session = a_room()

    with pytest.raises(WitnessesMissingError, match="请填写 2 名已签到考生的座位号"):
        sign(session, "papers-opened", NINE, figures=PAPERS, witnesses=witnesses)


def test_one_candidate_alone_is_witness_enough():
    session = a_session()
    session.check_in(["0002"], Act(CHIEF, NINE))

    sign(session, "papers-opened", NINE, figures=PAPERS, witnesses=[2])

    assert session.steps[0].witnesses == [2]


@pytest.mark.rule("EXM-18")
@pytest.mark.parametrize(("off", "is_out"), [(-MILLISECOND, False), (timedelta(0), True), (MILLISECOND, True)])
def test_nobody_hands_in_before_the_thirtieth_minute(off, is_out):
    session = a_room()
    leaves_at = NINE + 30 * MINUTE + off

    if is_out:
        session.let_out("0001", Act(CHIEF, leaves_at))
        session.let_out("0001", Act(CHIEF, leaves_at + MINUTE))
    else:
        with pytest.raises(ExitNotOpenError, match="09:30 之前考生不得交卷退场"):
            session.let_out("0001", Act(CHIEF, leaves_at))

    assert session.seating.of("0001").left_at == (leaves_at if is_out else None)
    assert session.present == 3


def test_only_who_is_in_leaves_and_only_while_it_runs():
    session = a_room()

    with pytest.raises(NotSignedInError):
        session.let_out("0004", Act(CHIEF, END))
    with pytest.raises(NotSessionStaffError):
        session.let_out("0001", Act("S-0009", END))
    with pytest.raises(SessionNotRunningError):
        a_session().let_out("0001", Act(CHIEF, END))


def test_a_practical_is_left_when_the_piece_is_done():
    session = a_room("practical")

    session.let_out("0001", Act(CHIEF, NINE + MINUTE))

    assert session.seating.of("0001").left_at == NINE + MINUTE


def test_no_step_is_a_condition_of_the_start_signal():
    session = a_session()

    session.start(Act(CHIEF, NINE), BY_SITE)

    assert session.state is SessionState.RUNNING
    assert session.checklist.late(NINE)


def test_what_starts_over_has_nothing_signed():
    session = a_session()
    sign(session, "staff-meeting", NINE - 50 * MINUTE)

    session.postpone(NINE, ordered=ApprovedOrder(approved_at=NINE, number=1))

    assert session.steps == []
    with pytest.raises(SessionNotHeldError):
        sign(session, "staff-meeting", NINE)


def test_what_is_signed_is_stored_and_loads():
    session = a_room()
    sign(session, "papers-opened", NINE, figures=PAPERS, witnesses=[1, 2])

    assert SESSIONS.load(SESSIONS.dump(session)).steps == session.steps


@pytest.mark.parametrize("name", ["start", "end", "entry-closed", "task-collected", "none"])
def test_a_signal_and_a_step_of_the_other_part_are_not_signed(name):
    with pytest.raises(StepNotFoundError):
        sign(a_room(), name, END)


def test_every_step_has_its_own_name_and_signals_have_no_counts():
    for part, steps in TIMELINES.items():
        assert len({one.name for one in steps}) == len(steps), part
        assert all(one.signers or not (one.figures or one.witnesses) for one in steps)


async def test_steps_are_signed_over_http_and_read_back(published):
    room = Room(published, await published.session("theory"))
    deputy = (room.session["staff"][1]["staff_id"], "invigilator")
    await room.harness.step_to(room.starts_at - 15 * MINUTE)
    await room.check_in(1, 2)
    seats = sorted(one["seat"] for one in (await room.show()).json()["seats"] if one["checked_in_at"])
    await room.harness.step_to(room.starts_at - 5 * MINUTE)

    opened = await room.do("steps/papers-opened", figures={"papers": 4}, witnesses=seats)
    strange = await room.do("steps/papers-opened", as_=("I-9999", "invigilator"), figures={"papers": 4})
    not_theirs = await room.do("steps/notes-read", as_=OFFICE)
    late = await room.do("steps/notes-read", as_=deputy)
    listed = (await room.harness.get("/sessions", as_=OFFICE)).json()["items"]
    shown = {one["name"]: one for one in (await room.show()).json()["timeline"]}

    assert (opened.status_code, strange.status_code, not_theirs.status_code) == (200, 403, 403)
    assert (opened.json()["counted"], opened.json()["witnessed_by"], opened.json()["late"]) == (
        {"papers": 4},
        seats,
        False,
    )
    assert [one["by"] for one in shown["papers-opened"]["signatures"]] == [room.chief[0]]
    assert moment(shown["papers-opened"]["done_at"]) == room.starts_at - 5 * MINUTE
    assert (late.json()["done_at"], late.json()["late"]) == (shown["notes-read"]["done_at"], False)
    assert shown["papers-collected"]["late"]
    late_steps = sum(one["late"] and not one["done_at"] for one in shown.values())
    assert late_steps == next(one["late_steps"] for one in listed if one["session_id"] == room.id) == 6


async def test_a_departure_too_early_is_refused_over_http(published):
    room = Room(published, await published.session("theory"))
    await room.harness.step_to(room.starts_at)
    await room.check_in(1)
    await room.start()
    await room.harness.step_to(room.starts_at + 30 * MINUTE - MILLISECOND)

    early = await room.do(f"departures/{room.candidates[0]}")
    await room.harness.step_to(room.starts_at + 30 * MINUTE)
    left = await room.do(f"departures/{room.candidates[0]}")
    strange = await room.do(f"departures/{room.candidates[0]}", as_=("I-9999", "invigilator"))

    assert (early.status_code, early.json()["title"]) == (409, "exit-not-open")
    assert moment(left.json()["left_at"]) == room.starts_at + 30 * MINUTE
    assert strange.status_code == 403
    seats = {one["application_id"]: one["left_at"] for one in (await room.show()).json()["seats"]}
    assert seats[room.candidates[0]] == left.json()["left_at"]

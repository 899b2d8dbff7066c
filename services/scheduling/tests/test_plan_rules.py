"""Enrolments, the batch's plan, the timetable, seats and ticket numbers."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libs.chassis.domain import Act
from libs.contracts.scheduling import CandidateScheduled
from services.scheduling.domain.batches.batch_plan import BatchPlan, PlanState
from services.scheduling.domain.batches.ticket_number import ticket_number
from services.scheduling.domain.errors.batch_plan import (
    EnrolmentsMissingError,
    NobodyToPlanError,
    PlanNotMadeError,
    PlanOutdatedError,
    PlanPublishedError,
    TimetableWrongError,
)
from services.scheduling.domain.exam_subject import ExamSubject
from services.scheduling.domain.interval import Interval
from services.scheduling.domain.planning.seating import deal, desk_of, form_at
from services.scheduling.domain.sessions.exam_clock import TIMELINES
from services.scheduling.tests.builders import (
    BATCH,
    COOK,
    NINE,
    PLANNING_DAY,
    PRACTICAL_DAY,
    THEORY_DAY,
    a_timetable,
    an_enrolment,
)


def a_plan(**differing):
    return BatchPlan(**{"id": BATCH, "approved": 10, "closed_at": PLANNING_DAY, **differing})


def test_a_plan_waits_for_every_approved_candidate():
    a_plan().must_be_plannable(10)
    with pytest.raises(EnrolmentsMissingError) as refusal:
        a_plan().must_be_plannable(9)
    assert refusal.value.extra == {"short_by": 1}


def test_a_plan_for_nobody_is_refused():
    with pytest.raises(NobodyToPlanError):
        a_plan(approved=0).must_be_plannable(0)


def test_a_plan_is_published_until_nothing_remains():
    plan = a_plan()
    with pytest.raises(PlanNotMadeError):
        plan.note_published(unseated=0, remaining=0)

    plan.note_made(sessions=2, candidates=10, days=[THEORY_DAY], act=Act("S-1", PLANNING_DAY))
    plan.note_published(unseated=0, remaining=7)
    assert plan.state == PlanState.PUBLISHING
    with pytest.raises(PlanPublishedError):
        plan.must_be_plannable(10)

    plan.note_published(unseated=0, remaining=0)
    assert plan.state == PlanState.PUBLISHED
    with pytest.raises(PlanPublishedError):
        plan.note_published(unseated=0, remaining=0)


def test_a_plan_that_leaves_somebody_out_is_not_published():
    with pytest.raises(PlanOutdatedError):
        a_plan(state=PlanState.DRAFT).note_published(unseated=1, remaining=0)


def test_an_enrolment_is_announced_once_and_only_with_a_seat():
    enrolment = an_enrolment()
    with pytest.raises(PlanNotMadeError):
        enrolment.announce(PLANNING_DAY)

    enrolment.take_seats([], ticket_number="26091936000101")
    enrolment.announce(PLANNING_DAY)

    [scheduled] = enrolment.collect_events()
    assert isinstance(scheduled, CandidateScheduled)
    assert scheduled.ticket_number == "26091936000101"
    with pytest.raises(PlanPublishedError):
        enrolment.announce(PLANNING_DAY)
    with pytest.raises(PlanPublishedError):
        enrolment.take_seats([], ticket_number="26091936000102")


@pytest.mark.parametrize("minutes", [30, 481, 0])
def test_an_examination_outlasts_its_entry_time_and_not_a_day(minutes):
    assert a_timetable(theory_minutes={ExamSubject(COOK, 4): 31}, practical_minutes={ExamSubject(COOK, 4): 480})
    for part in ("theory_minutes", "practical_minutes"):
        with pytest.raises(TimetableWrongError):
            a_timetable(**{part: {ExamSubject(COOK, 4): minutes}})


def test_examination_days_lie_ahead():
    timetable = a_timetable()

    timetable.must_lie_ahead(datetime(2026, 9, 18, 15, 59, tzinfo=UTC))
    with pytest.raises(TimetableWrongError):
        timetable.must_lie_ahead(datetime(2026, 9, 18, 16, 0, tzinfo=UTC))


def test_slots_are_on_the_sites_clock_and_in_order():
    slots = a_timetable(theory_starts=(time(13), time(9))).slots("theory")

    assert slots == [NINE, NINE + timedelta(hours=4)]


@given(count=st.integers(0, 200), capacities=st.lists(st.integers(1, 30), max_size=8))
def test_dealing_seats_as_many_as_fit_and_evenly(count, capacities):
    shares = deal(count, capacities)

    assert sum(shares) == min(count, sum(capacities))
    assert all(share <= capacity for share, capacity in zip(shares, capacities, strict=True))
    not_full = [share for share, capacity in zip(shares, capacities, strict=True) if share < capacity]
    assert not not_full or max(shares) - min(not_full) <= 1


@given(rows=st.integers(1, 10))
def test_all_four_neighbours_of_a_desk_have_the_other_form(rows):
    forms = {desk_of(seat, rows): form_at("theory", seat) for seat in range(1, 31)}

    for (column, row), form in forms.items():
        for neighbour in ((column + 1, row), (column, row + 1)):
            assert forms.get(neighbour) != form


def test_a_practical_has_one_form():
    assert {form_at("practical", seat) for seat in range(1, 20)} == {"A"}


@pytest.mark.rule("REG-17")
def test_a_ticket_number_tells_day_time_room_and_seat():
    assert ticket_number(starts_at=NINE, room_number=12, seat=7) == "26091936001207"


@pytest.mark.rule("REG-17")
@given(
    sittings=st.lists(
        st.tuples(st.integers(0, 400), st.integers(0, 95), st.integers(1, 9999), st.integers(1, 99)),
        min_size=2,
        max_size=20,
        unique=True,
    )
)
def test_different_places_have_different_ticket_numbers_of_fourteen_digits(sittings):
    midnight = datetime(2026, 1, 1, 16, 0, tzinfo=UTC)
    numbers = {
        ticket_number(starts_at=midnight + timedelta(days=day, minutes=15 * quarter), room_number=room, seat=seat)
        for day, quarter, room, seat in sittings
    }

    assert len(numbers) == len(sittings)
    assert all(len(number) == 14 and number.isdigit() for number in numbers)


def test_intervals_that_only_touch_do_not_overlap():
    hour = timedelta(hours=1)
    first = Interval(NINE, NINE + hour)

    assert not first.overlaps(Interval(NINE + hour, NINE + 2 * hour))
    assert first.overlaps(Interval(NINE + hour - timedelta(seconds=1), NINE + 2 * hour))


@pytest.mark.rule("EXM-07")
def test_the_theory_day_runs_by_the_clock():
    ends_at = NINE + timedelta(minutes=90)
    at = {
        rule: checkpoint.at(starts_at=NINE, ends_at=ends_at)
        for checkpoint in TIMELINES["theory"]
        for rule in checkpoint.rules.split()
    }

    before = {"EXM-02": 60, "EXM-04": 40, "EXM-05": 40, "EXM-06": 30, "EXM-07": 15, "EXM-08": 15, "EXM-09": 10}
    before |= {"EXM-11": 5, "EXM-12": 5, "EXM-13": 5, "EXM-14": 0, "EXM-15": 0, "EXM-16": 0}
    before |= {"EXM-17": -30, "EXM-18": -30, "EXM-19": -30}
    expected = {rule: NINE - timedelta(minutes=minutes) for rule, minutes in before.items()}
    expected["EXM-20"] = ends_at - timedelta(minutes=15)
    expected |= dict.fromkeys((f"EXM-{n}" for n in range(21, 26)), ends_at)
    assert at == expected


@pytest.mark.rule("EXM-47")
def test_the_practical_day_runs_by_the_clock():
    ends_at = NINE + timedelta(minutes=120)
    at = {one.rules: one.at(starts_at=NINE, ends_at=ends_at) for one in TIMELINES["practical"]}

    before = {"EXM-02": 60, "EXM-44": 40, "EXM-45": 15, "EXM-57": 15, "EXM-48": 0, "EXM-47": -5}
    expected = {rule: NINE - timedelta(minutes=minutes) for rule, minutes in before.items()}
    assert at == expected | dict.fromkeys(("EXM-52", "EXM-53", "EXM-59"), ends_at)


def test_a_timetable_knows_all_its_days():
    assert a_timetable().days == [THEORY_DAY, PRACTICAL_DAY]
    assert a_timetable(practical_days=(date(2026, 9, 19),)).days == [THEORY_DAY]

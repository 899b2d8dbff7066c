"""Between sites there is a way, and from one batch to the next nobody goes where he was if another may (PER-16)."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from services.scheduling.domain.errors.neighbours import PlaceTakenError
from services.scheduling.domain.errors.plan import ShortageError
from services.scheduling.domain.orders.neighbours import Neighbours
from services.scheduling.domain.planning.diary import Diary
from services.scheduling.domain.planning.plan import make_plan
from services.scheduling.domain.planning.request import PlanRules, Slot
from services.scheduling.domain.sessions.session_state import SessionState
from services.scheduling.tests.builders import (
    CHIEF,
    NINE,
    a_request,
    a_session,
    a_theory_room,
    a_timetable,
    a_workshop,
    another_session,
    candidates,
    enough_staff,
    of_part,
)
from services.scheduling.tests.plan_checks import check_the_plan

TWO_SITES = [
    a_theory_room(),
    a_theory_room("T201", number=2, site="分考点"),
    a_workshop(),
    a_workshop("P301", number=102, site="分考点"),
]


def batch_before(request):
    """The plan of the same people in the same rooms, ninety days ago."""
    before = timedelta(days=90)
    return [
        replace(
            one,
            id=f"before {one.id}",
            batch_id="before",
            starts_at=one.starts_at - before,
            ends_at=one.ends_at - before,
            state=SessionState.FINISHED,
        )
        for one in make_plan(request).sessions
    ]


@pytest.mark.parametrize("minutes", [0, 60, 90])
def test_two_sites_at_once_have_staff_of_their_own(minutes):
    shifts = a_timetable(practical_starts=(time(8, 30), time(11, 10)))
    staff = enough_staff(examiners=6, invigilators=4, supervisors=2)
    rules = PlanRules(way=timedelta(minutes=minutes))
    request = a_request(candidates(60), rooms=TWO_SITES, staff=staff, timetable=shifts, rules=rules)

    made = make_plan(request)

    check_the_plan(request, made)
    assert {session.site for session in of_part(made, "practical")} == {"主考点", "分考点"}


WAYS = [(way, way + late, late >= 0) for way in (0, 60, 90) for late in (-1, 0, 1)]


@pytest.mark.parametrize(("way", "minutes", "possible"), WAYS)
def test_somebody_is_at_another_site_once_the_way_is_over(way, minutes, possible):
    there = a_session()
    begins = there.times.staff_time.ends_at + timedelta(minutes=minutes) + (NINE - there.times.staff_time.begins_at)
    elsewhere = another_session(site="分考点", starts_at=begins, ends_at=begins + timedelta(minutes=90))
    neighbours = Neighbours([there, elsewhere], way=timedelta(minutes=way))
    diary = Diary([there], way=timedelta(minutes=way))

    assert diary.reaches(CHIEF, "分考点", Slot(begins, timedelta(minutes=90))) is possible
    if possible:
        neighbours.must_be_free(CHIEF, "chief-invigilator", elsewhere)
    else:
        with pytest.raises(PlaceTakenError):
            neighbours.must_be_free(CHIEF, "chief-invigilator", elsewhere)


@pytest.mark.rule("PER-16")
def test_the_next_batch_has_other_teams_where_others_may():
    request = a_request(candidates(30), rooms=[*TWO_SITES[:1], *TWO_SITES[2:]], staff=enough_staff(examiners=12))
    past = batch_before(request)

    made = make_plan(replace(request, past=past))

    check_the_plan(replace(request, past=past), made)
    teams = [{member.staff_id for member in one.team} for one in of_part(made, "practical")]
    before = [{member.staff_id for member in one.team} for one in past if one.part == "practical"]
    assert all(len(team & other) <= 1 for team in teams for other in before)


def test_where_nobody_else_may_the_same_ones_go_again():
    request = a_request(candidates(10), staff=enough_staff(examiners=4))
    past = batch_before(request)

    made = make_plan(replace(request, past=past))

    check_the_plan(replace(request, past=past), made)
    assert len(made.places) == 10


def test_the_checker_sees_a_team_that_need_not_have_come_again():
    request = a_request(candidates(15), staff=enough_staff(examiners=8))
    past = batch_before(request)

    with pytest.raises(AssertionError, match="could go to"):
        check_the_plan(replace(request, past=past), make_plan(request))


def test_who_cannot_come_from_another_site_in_time_is_short():
    shifts = a_timetable(practical_starts=(time(8, 30),))
    staff = enough_staff(examiners=5, invigilators=8)
    request = a_request(candidates(30), rooms=TWO_SITES, staff=staff, timetable=shifts)

    with pytest.raises(ShortageError):
        make_plan(request)

"""Which workshops a shift uses, and with whom: by first fit and by search."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.scheduling.domain.exam_subject import ExamSubject
from services.scheduling.domain.planning.cp_sat_search import search_by_cp_sat
from services.scheduling.domain.planning.first_fit import first_fit
from services.scheduling.domain.planning.open_rooms import open_rooms
from services.scheduling.domain.planning.request import PlanRules
from services.scheduling.domain.planning.shift import Demand, FreeExaminer, Shift, Workshop
from services.scheduling.tests.builders import COOK

COOKING = ExamSubject(COOK, 4)


def a_shift(counts, *, stations=(15,), examiners=3, leaders=1):
    free = [
        FreeExaminer(f"E{n}", frozenset({COOKING}), frozenset({COOKING} if n < leaders else ()))
        for n in range(examiners)
    ]
    demands = [Demand(COOKING, frozenset(recused), count) for recused, count in counts]
    workshops = [Workshop(f"P{n}", size, (COOKING,)) for n, size in enumerate(stations)]
    return Shift(demands, workshops, free, PlanRules())


def test_a_search_finds_the_team_that_first_fit_misses():
    # First fit seats the one with two recusals first, and then nobody is left to examine the fourteen.
    shift = a_shift([(("E3", "E4"), 1), (("E0",), 14)], examiners=5, leaders=5)

    assert sum(team.seated for team in first_fit(shift)) == 1
    assert sum(team.seated for team in open_rooms(shift, search=True)) == 14


def test_a_search_that_knows_a_solution_never_does_worse():
    shift = a_shift([((), 15)])
    known = first_fit(shift)

    assert sum(team.seated for team in search_by_cp_sat(shift, known)) == sum(team.seated for team in known) == 15


def test_examiners_are_shared_out_so_that_most_workstations_open():
    # Eight examiners: five and three, not seven and nothing.
    shift = a_shift([((), 60)], stations=(30, 30), examiners=8, leaders=8)

    assert sorted(len(team.examiners) + 1 for team in first_fit(shift)) == [3, 5]
    assert shift.most() == 40


@st.composite
def shifts(draw):
    examiners = draw(st.integers(3, 9))
    names = [f"E{n}" for n in range(examiners)]
    counts = draw(
        st.lists(st.tuples(st.sets(st.sampled_from(names), max_size=4), st.integers(1, 20)), min_size=1, max_size=4)
    )
    unique = {tuple(sorted(recused)): count for recused, count in counts}
    stations = draw(st.lists(st.integers(1, 20), min_size=1, max_size=3))
    return a_shift(list(unique.items()), stations=stations, examiners=examiners, leaders=draw(st.integers(1, 3)))


@pytest.mark.rule("PER-12", "SCH-22")
@settings(max_examples=40)
@given(shift=shifts())
def test_a_search_lies_between_first_fit_and_the_bound(shift):
    fast, best = first_fit(shift), open_rooms(shift, search=True)

    assert sum(team.seated for team in fast) <= sum(team.seated for team in best) <= shift.most()
    for team in best:
        everybody = {team.leader, *team.examiners}
        assert len(everybody) == len(team.examiners) + 1 >= 3
        assert not any(everybody & demand.recused for demand in team.takes)
        assert next(one for one in shift.examiners if one.staff_id == team.leader).leads

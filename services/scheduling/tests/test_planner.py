"""The planner: everybody gets a seat and every room a team, or the refusal says what is short."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from datetime import time as clock
from itertools import combinations, pairwise
from math import ceil
from time import perf_counter

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from services.scheduling.domain.errors.shortages import (
    ExaminerPoolShortError,
    ExaminersShortError,
    InvigilatorsShortError,
    LeadersShortError,
    RecusalLeavesTooFewError,
    SeniorExaminersShortError,
    ShortageError,
    SupervisorsShortError,
    TheorySeatsShortError,
    TimesShortError,
    WorkstationsShortError,
)
from services.scheduling.domain.exam_subject import ExamSubject
from services.scheduling.domain.planning.cp_sat_search import search_by_cp_sat
from services.scheduling.domain.planning.first_fit import first_fit
from services.scheduling.domain.planning.open_rooms import open_rooms
from services.scheduling.domain.planning.plan import make_plan
from services.scheduling.domain.planning.request import PlanRules
from services.scheduling.domain.planning.shift import Demand, FreeExaminer, Shift, Workshop, team_size
from services.scheduling.domain.registry.staff import ExaminerClass
from services.scheduling.tests.builders import (
    COOK,
    LATHE,
    PASTRY,
    PRACTICAL_DAY,
    THEORY_DAY,
    a_fingerprint,
    a_request,
    a_session,
    a_theory_room,
    a_timetable,
    a_workshop,
    an_enrolment,
    an_examiner,
    enough_staff,
    somebody,
)

SENIOR = ExaminerClass.SENIOR


def candidates(count, *, first=1, **different):
    return [an_enrolment(row, **different) for row in range(first, first + count)]


def of_part(made, part):
    return [session for session in made.sessions if session.part == part]


def check_the_plan(request, made):
    """Everything that no plan may break, whatever it was made of."""
    for session in made.sessions:
        check_rooms(request, session)
        check_staff(request, session)
    nobody_is_in_two_places(made)
    for one in request.candidates:
        sittings = made.places[one.id].sittings
        assert [sitting.part for sitting in sittings] == [p for p in ("theory", "practical") if p in one.parts]
        assert all(earlier.ends_at <= later.starts_at for earlier, later in pairwise(sittings))
    numbers = {place.ticket_number for place in made.places.values()}
    assert len(numbers) == len(request.candidates) == len(made.places)
    assert len({session.id for session in made.sessions}) == len(made.sessions)


def check_rooms(request, session):
    by_id = {one.id: one for one in request.candidates}
    [room] = [one for one in request.rooms if one.id == session.room_id]
    assert len(session.seats) <= room.seats
    assert room.is_for(session.occupation_code)
    for seat in session.seats:
        one = by_id[seat.application_id]
        assert (one.occupation_code, one.level) == (session.occupation_code, session.level)


def check_staff(request, session):
    by_id = {one.id: one for one in request.candidates}
    team = [(one, member.duty) for member in session.team for one in request.staff if one.id == member.staff_id]
    if session.part == "theory":
        assert all(one.plays("invigilator") for one, _ in team)
        return
    for one, duty in team:
        assert one.may_examine(session.subject, session.day)
        assert duty != "leader" or one.may_lead(session.subject, session.day)
        for candidate in (by_id[seat.application_id] for seat in session.seats):
            assert not one.is_recused_from(person=candidate.person, class_name=candidate.class_name)
    assert len(team) >= max(3, ceil(len(session.seats) / request.rules.workstations_per_examiner))


def nobody_is_in_two_places(made):
    taken, watching = defaultdict(list), defaultdict(list)
    for session in made.sessions:
        taken["room", session.room_id].append(session.times.room_time)
        watching[session.supervisor_id].append(session)
        for seat in session.seats:
            taken["person", seat.person].append(session.times.room_time)
        for member in session.team:
            taken["staff", member.staff_id].append(session.times.staff_time)
    for intervals in taken.values():
        intervals.sort(key=lambda one: one.begins_at)
        assert not any(earlier.overlaps(later) for earlier, later in pairwise(intervals))
    for who, watched in watching.items():
        duties = taken.get(("staff", who), [])
        assert not any(one.times.staff_time.overlaps(duty) for one in watched for duty in duties)
        for one, other in combinations(watched, 2):
            if one.times.staff_time.overlaps(other.times.staff_time):
                assert (one.site, one.part, one.starts_at) == (other.site, other.part, other.starts_at)


@st.composite
def requests(draw):
    """Batches of several subjects with teachers, relatives and people who applied twice, in more or less room."""
    codes = draw(st.sampled_from([(COOK,), (COOK, LATHE), (COOK, PASTRY, LATHE)]))
    people = draw(st.integers(1, 60))
    levels = draw(st.sampled_from([(5, 4, 3), (5, 4, 3), (4, 2)]))
    classes = ("甲班", "乙班", "丙班", None)
    rows, enrolled = 0, []
    for person in range(people):
        for code in codes[: draw(st.sampled_from([1, 1, 1, 2]))]:
            rows += 1
            enrolled.append(
                an_enrolment(
                    rows,
                    person=a_fingerprint(person),
                    occupation_code=code,
                    level=draw(st.sampled_from(levels)),
                    parts=draw(st.sampled_from([["theory", "practical"], ["theory"], ["practical"]])),
                    class_name=draw(st.sampled_from(classes)),
                )
            )
    examiners = [
        an_examiner(
            f"E-{n:03d}",
            *draw(st.sampled_from([codes, codes[n % len(codes) :][:1]])),
            examiner_class=draw(st.sampled_from([ExaminerClass.EXAMINER, SENIOR, SENIOR])),
            examining_since=date(draw(st.sampled_from([2018, 2018, 2025])), 1, 1),
            card_valid_until=date(2026, draw(st.sampled_from([9, 12, 12])), 15),
            teaches=[one for one in [draw(st.sampled_from((*classes[:3], None, None, None)))] if one],
            related=[a_fingerprint(draw(st.integers(0, people)))],
        )
        for n in range(draw(st.integers(6, 12)) * len(codes))
    ]
    others = [somebody(f"I-{n}", "invigilator") for n in range(draw(st.integers(3, 12)))]
    others += [somebody(f"Q-{n}", "supervisor") for n in range(draw(st.integers(2, 4)))]
    others += [somebody("M-1", "invigilator", "supervisor"), an_examiner("M-2", *codes)]
    others[-1].roles = ["examiner", "invigilator", "supervisor"]
    sites = draw(st.sampled_from([("主考点",), ("主考点", "分考点")]))
    rooms = [
        a_theory_room(f"T{n}", number=n + 1, seats=draw(st.integers(15, 30)), site=sites[n % len(sites)])
        for n in range(draw(st.integers(1, 4)))
    ]
    rooms += [
        a_workshop(f"P{n}", *draw(st.sampled_from([codes, (codes[n % len(codes)],)])), number=100 + n, stations=20)
        for n in range(draw(st.integers(1, 6)))
    ]
    days = (PRACTICAL_DAY, PRACTICAL_DAY + timedelta(days=1))
    practical_days = draw(st.sampled_from([days, (THEORY_DAY, *days)]))
    return a_request(
        enrolled,
        rooms=rooms,
        staff=[*examiners, *others],
        timetable=a_timetable(practical_days=practical_days),
        rules=PlanRules(odd_teams=draw(st.booleans())),
    )


@pytest.mark.rule("PER-12", "SCH-11", "SCH-18", "SCH-21", "PER-18", "REG-17")
@settings(max_examples=60, deadline=None)
@given(request=requests())
def test_a_plan_seats_everybody_and_breaks_no_rule_or_there_is_none(request):
    made = plan_or_shortage(request)

    event(type(made).__name__)
    if isinstance(made, ShortageError):
        assert made.short_by >= 1
        assert made.rule in made.sentence
    else:
        check_the_plan(request, made)


def plan_or_shortage(request):
    try:
        return make_plan(request)
    except ShortageError as shortage:
        return shortage


def test_the_same_request_gets_the_same_plan():
    request = a_request(candidates(50), rooms=[a_theory_room(), a_workshop(), a_workshop("P202", number=102)])

    assert make_plan(request) == make_plan(request)


def test_a_batch_with_several_occupations_and_levels_is_planned():
    enrolled = [
        *candidates(70, occupation_code=COOK, level=4),
        *candidates(31, first=101, occupation_code=COOK, level=5),
        *candidates(20, first=201, occupation_code=LATHE, level=3),
    ]
    request = a_request(
        enrolled,
        rooms=[
            *(a_theory_room(f"T{n}", number=n) for n in range(1, 5)),
            a_workshop("P1"),
            a_workshop("P2", LATHE, number=102),
        ],
        staff=enough_staff(COOK, LATHE, examiners=6),
        timetable=a_timetable(practical_days=(PRACTICAL_DAY, date(2026, 9, 21))),
    )

    made = make_plan(request)

    check_the_plan(request, made)
    assert made.sessions[-1].id.startswith("2026-autumn-t-")


def test_all_who_write_the_same_paper_write_it_at_the_same_time():
    enrolled = [*candidates(70, level=4), *candidates(50, first=101, level=5), *candidates(20, first=201, level=3)]
    rooms = [*(a_theory_room(f"T{n}", number=n) for n in range(1, 4)), a_workshop(stations=30)]
    staff = enough_staff(examiners=8)
    days = (PRACTICAL_DAY, date(2026, 9, 21))

    made = make_plan(a_request(enrolled, rooms=rooms, staff=staff, timetable=a_timetable(practical_days=days)))

    starts = defaultdict(set)
    for session in of_part(made, "theory"):
        starts[session.level].add(session.starts_at)
    assert all(len(times) == 1 for times in starts.values())


def test_an_offer_too_large_for_any_one_time_is_spread():
    request = a_request(
        candidates(61), rooms=[a_theory_room(), a_workshop(stations=40)], staff=enough_staff(examiners=9)
    )

    made = make_plan(request)

    assert [len(session.seats) for session in of_part(made, "theory")] == [30, 30, 1]
    assert len({session.starts_at for session in of_part(made, "theory")}) == 3


def test_rooms_of_one_time_are_filled_evenly():
    rooms = [*(a_theory_room(f"T{n}", number=n) for n in range(1, 4)), a_workshop(stations=40)]

    made = make_plan(a_request(candidates(61, parts=["theory"]), rooms=rooms))

    assert sorted(len(session.seats) for session in of_part(made, "theory")) == [20, 20, 21]


@pytest.mark.parametrize(
    ("stations", "odd", "examiners"),
    [
        (1, True, 3),
        (15, True, 3),
        (16, True, 5),
        (25, True, 5),
        (26, True, 7),
        (15, False, 3),
        (16, False, 4),
        (20, False, 4),
        (21, False, 5),
    ],
)
def test_a_team_grows_with_the_workstations_in_use(stations, odd, examiners):
    assert team_size(stations, PlanRules(odd_teams=odd)) == examiners

    made = make_plan(
        a_request(
            candidates(stations, parts=["practical"]),
            rooms=[a_workshop(stations=30)],
            staff=enough_staff(examiners=8),
            rules=PlanRules(odd_teams=odd),
        )
    )

    assert [len(session.team) for session in made.sessions] == [examiners]


@pytest.mark.rule("PER-16")
def test_examiners_take_turns():
    request = a_request(
        candidates(48, parts=["practical"]), rooms=[a_workshop(stations=12)], staff=enough_staff(examiners=6)
    )

    duties = Counter(member.staff_id for session in make_plan(request).sessions for member in session.team)

    assert sorted(duties.values()) == [2, 2, 2, 2, 2, 2]


def test_a_person_with_two_applications_sits_one_after_the_other():
    twice = a_fingerprint("twice")
    request = a_request(
        [
            *candidates(5),
            an_enrolment(50, person=twice),
            an_enrolment(51, person=twice, occupation_code=LATHE),
            *candidates(5, first=60, occupation_code=LATHE),
        ],
        rooms=[a_theory_room(), a_theory_room("T2", number=2), a_workshop(), a_workshop("P2", LATHE, number=102)],
        staff=enough_staff(COOK, LATHE),
    )

    check_the_plan(request, make_plan(request))


def test_a_person_needed_in_two_rooms_makes_the_times_short():
    twice = a_fingerprint("twice")
    pair = [an_enrolment(n, person=twice, level=level, parts=["theory"]) for n, level in ((1, 4), (2, 5))]
    request = a_request(
        pair,
        rooms=[a_theory_room(), a_theory_room("T2", number=2)],
        timetable=a_timetable(theory_starts=(clock(9),), practical_days=()),
    )

    with pytest.raises(TimesShortError) as refusal:
        make_plan(request)

    assert refusal.value.short_by == 1


def test_theory_comes_before_practical():
    request = a_request(candidates(20), timetable=a_timetable(practical_days=(THEORY_DAY,)))

    check_the_plan(request, make_plan(request))


def test_practical_before_theory_makes_the_times_short():
    request = a_request(candidates(20), timetable=a_timetable(practical_days=(date(2026, 9, 18),)))

    with pytest.raises(TimesShortError) as refusal:
        make_plan(request)

    assert refusal.value.short_by == 20


def test_what_another_batch_has_booked_is_not_planned_over():
    other = a_session(batch_id="2026-other", room_id="T101", seats=[])
    request = a_request(candidates(20, parts=["theory"]), booked=[other])

    [session] = make_plan(request).sessions

    assert not session.times.room_time.overlaps(other.times.room_time)


def test_staff_of_another_batch_are_not_on_duty_twice():
    invigilators = [somebody("S-0001"), somebody("S-0002")]
    request = a_request(
        candidates(20, parts=["theory"]),
        rooms=[a_theory_room("T2", number=2)],
        staff=[*invigilators, somebody("Q-1", "supervisor")],
        booked=[a_session(batch_id="2026-other", seats=[])],
    )

    [session] = make_plan(request).sessions

    assert not session.times.staff_time.overlaps(a_session().times.staff_time)


def test_whoever_watches_for_another_batch_is_in_no_team_meanwhile():
    watching = somebody("S-0009", "invigilator", "supervisor")
    request = a_request(
        candidates(20, parts=["theory"]),
        rooms=[a_theory_room("T2", number=2)],
        staff=[watching, somebody("S-0011"), somebody("Q-1", "supervisor")],
        booked=[a_session(batch_id="2026-other", seats=[], supervisor_id=watching.id)],
    )

    [session] = make_plan(request).sessions

    assert watching.id in {one.staff_id for one in session.team}
    assert not session.times.staff_time.overlaps(a_session().times.staff_time)


# --- refusals, by the figure that is short


@pytest.mark.rule("SCH-11")
def test_a_seat_too_few_is_named():
    assert make_plan(a_request(candidates(90, parts=["theory"]))).sessions

    with pytest.raises(TheorySeatsShortError) as refusal:
        make_plan(a_request(candidates(92, parts=["theory"])))

    assert refusal.value.extra == {"rule": "SCH-11", "resource": "theory-seats", "short_by": 2}


@pytest.mark.rule("SCH-18")
def test_too_few_invigilators_are_named():
    request = a_request(candidates(20, parts=["theory"]), staff=enough_staff(invigilators=1))

    with pytest.raises(InvigilatorsShortError) as refusal:
        make_plan(request)

    assert refusal.value.short_by == 2
    assert make_plan(a_request(candidates(20, parts=["theory"]), staff=enough_staff(invigilators=2))).sessions


@pytest.mark.rule("SCH-24")
@pytest.mark.parametrize("part", ["theory", "practical"])
def test_an_examination_without_a_supervisor_is_not_planned(part):
    request = a_request(candidates(10, parts=[part]), staff=enough_staff(supervisors=0))

    with pytest.raises(SupervisorsShortError) as refusal:
        make_plan(request)

    assert refusal.value.short_by == 1


def test_each_site_has_a_supervisor_of_its_own():
    rooms = [a_theory_room(seats=10), a_theory_room("T2", number=2, site="分考点")]
    request = a_request(candidates(40, parts=["theory"]), rooms=rooms, staff=enough_staff(supervisors=2))

    made = make_plan(request)

    check_the_plan(request, made)
    watching = {one.site: one.supervisor_id for one in made.sessions}
    assert set(watching.values()) == {"Q-000", "Q-001"}


def test_a_workstation_too_few_is_named():
    assert make_plan(a_request(candidates(60, parts=["practical"]))).sessions

    with pytest.raises(WorkstationsShortError) as refusal:
        make_plan(a_request(candidates(61, parts=["practical"])))

    assert refusal.value.short_by == 1


def test_no_workshop_for_an_occupation_is_named():
    request = a_request(
        candidates(7, occupation_code=LATHE, parts=["practical"]), staff=enough_staff(LATHE), rooms=[a_workshop()]
    )

    with pytest.raises(WorkstationsShortError) as refusal:
        make_plan(request)

    assert refusal.value.short_by == 7


@pytest.mark.rule("PER-21")
@pytest.mark.parametrize(("examiners", "short_by"), [(3, 1), (1, 3), (0, 4)])
def test_an_occupation_has_at_least_four_examiners(examiners, short_by):
    assert make_plan(a_request(candidates(5, parts=["practical"]), staff=enough_staff(examiners=4))).sessions
    with pytest.raises(ExaminerPoolShortError) as refusal:
        make_plan(a_request(candidates(5, parts=["practical"]), staff=enough_staff(examiners=examiners)))
    assert refusal.value.short_by == short_by


def test_examiners_whose_card_has_run_out_are_not_sent():
    staff = enough_staff(examiners=5)
    staff[0].credentials = [*an_examiner(card_valid_until=date(2026, 9, 19)).credentials]

    made = make_plan(a_request(candidates(15, parts=["practical"]), staff=staff))

    assert staff[0].id not in {member.staff_id for session in made.sessions for member in session.team}


@pytest.mark.rule("PER-01", "PER-17")
@pytest.mark.parametrize(("seniors", "short_by"), [(2, 1), (0, 3)])
def test_level_two_is_examined_by_seniors_only(seniors, short_by):
    def staff(of):
        juniors = enough_staff(examiners=6)
        return [*juniors, *(an_examiner(f"S-{n}", examiner_class=SENIOR) for n in range(of))]

    made = make_plan(a_request(candidates(5, parts=["practical"], level=2), staff=staff(3)))
    assert {member.staff_id for member in made.sessions[0].team} == {"S-0", "S-1", "S-2"}

    with pytest.raises(SeniorExaminersShortError) as refusal:
        make_plan(a_request(candidates(5, parts=["practical"], level=2), staff=staff(seniors)))
    assert refusal.value.short_by == short_by


@pytest.mark.rule("PER-18")
def test_a_team_without_an_experienced_leader_is_not_sent():
    beginners = enough_staff(examiners=6, examining_since=date(2024, 1, 1))

    with pytest.raises(LeadersShortError):
        make_plan(a_request(candidates(5, parts=["practical"]), staff=beginners))


@pytest.mark.rule("PER-12")
def test_recusal_blocks_the_pair_and_not_the_session():
    staff = enough_staff(examiners=4)
    staff[0].teaches_classes = ["甲班"]
    enrolled = [*candidates(5, parts=["practical"], class_name="甲班"), *candidates(5, first=11, parts=["practical"])]
    request = a_request(enrolled, staff=staff)

    check_the_plan(request, make_plan(request))


@pytest.mark.rule("PER-12")
def test_when_recusal_leaves_no_team_the_plan_is_refused():
    staff = enough_staff(examiners=5)
    for examiner in staff[:3]:
        examiner.teaches_classes = ["甲班"]

    with pytest.raises(RecusalLeavesTooFewError) as refusal:
        make_plan(a_request(candidates(5, parts=["practical"], class_name="甲班"), staff=staff))

    assert refusal.value.short_by == 1


@pytest.mark.rule("SCH-21")
def test_too_few_examiners_at_the_same_time_are_named():
    rooms = [a_workshop(f"P{n}", number=100 + n) for n in range(2)]
    request = a_request(candidates(70, parts=["practical"]), rooms=rooms, staff=enough_staff(examiners=5))

    with pytest.raises(ExaminersShortError) as refusal:
        make_plan(request)

    assert refusal.value.short_by == 1


# --- teams for one shift

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
@settings(max_examples=40, deadline=None)
@given(shift=shifts())
def test_a_search_lies_between_first_fit_and_the_bound(shift):
    fast, best = first_fit(shift), open_rooms(shift, search=True)

    assert sum(team.seated for team in fast) <= sum(team.seated for team in best) <= shift.most()
    for team in best:
        everybody = {team.leader, *team.examiners}
        assert len(everybody) == len(team.examiners) + 1 >= 3
        assert not any(everybody & demand.recused for demand in team.takes)
        assert next(one for one in shift.examiners if one.staff_id == team.leader).leads


def test_six_hundred_candidates_are_planned_within_five_seconds():
    enrolled = [an_enrolment(n, occupation_code=(COOK, PASTRY, LATHE)[n % 3], level=5 - n // 3 % 3) for n in range(600)]
    rooms = [a_theory_room(f"T{n}", number=n + 1) for n in range(11)]
    rooms += [a_workshop(f"P{n}", (COOK, PASTRY, LATHE)[n % 3], number=100 + n, stations=20) for n in range(6)]
    staff = enough_staff(COOK, PASTRY, LATHE, examiners=14, invigilators=24, supervisors=3)
    days = tuple(PRACTICAL_DAY + timedelta(days=n) for n in range(3))
    request = a_request(enrolled, rooms=rooms, staff=staff, timetable=a_timetable(practical_days=days))

    begun = perf_counter()
    made = make_plan(request)

    assert perf_counter() - begun < 5
    check_the_plan(request, made)

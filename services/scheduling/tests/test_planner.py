"""The planner: everybody gets a seat and every room a team, or the refusal says what is short."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from datetime import time as clock

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from services.scheduling.domain.errors.plan import ShortageError, SupervisorsShortError, TimesShortError
from services.scheduling.domain.planning.plan import make_plan
from services.scheduling.domain.planning.request import PlanRules
from services.scheduling.domain.planning.shift import team_size
from services.scheduling.domain.qualifications.kinds import QualificationKind
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
    candidates,
    enough_staff,
    of_part,
    somebody,
)
from services.scheduling.tests.plan_checks import check_the_plan

SENIOR = QualificationKind.SENIOR


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
            kind=draw(st.sampled_from([QualificationKind.EXAMINER, SENIOR, SENIOR])),
            since=date(draw(st.sampled_from([2018, 2018, 2025])), 1, 1),
            valid_until=date(2026, draw(st.sampled_from([9, 12, 12])), 15),
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
        rules=PlanRules(odd_teams=draw(st.booleans()), by_occupation=draw(st.sampled_from([{}, {COOK: 10}]))),
    )


@pytest.mark.rule("PER-12", "SCH-11", "SCH-18", "SCH-21", "PER-18", "REG-17")
@settings(max_examples=60)
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
    assert team_size(stations, PlanRules(odd_teams=odd), COOK) == examiners

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


def test_six_hundred_candidates_of_nine_exams_are_planned_by_every_rule():
    enrolled = [an_enrolment(n, occupation_code=(COOK, PASTRY, LATHE)[n % 3], level=5 - n // 3 % 3) for n in range(600)]
    rooms = [a_theory_room(f"T{n}", number=n + 1) for n in range(11)]
    rooms += [a_workshop(f"P{n}", (COOK, PASTRY, LATHE)[n % 3], number=100 + n, stations=20) for n in range(6)]
    staff = enough_staff(COOK, PASTRY, LATHE, examiners=14, invigilators=24, supervisors=3)
    days = tuple(PRACTICAL_DAY + timedelta(days=n) for n in range(3))
    request = a_request(enrolled, rooms=rooms, staff=staff, timetable=a_timetable(practical_days=days))

    made = make_plan(request)

    check_the_plan(request, made)


@pytest.mark.rule("QSP-19")
@pytest.mark.parametrize("part", ["theory", "practical"])
def test_no_part_is_planned_without_an_internal_supervisor(part):
    def asked(supervisors):
        return a_request(candidates(8, parts=[part]), staff=enough_staff(supervisors=supervisors))

    with pytest.raises(SupervisorsShortError) as refusal:
        make_plan(asked(0))
    watched = [session.supervisor_id for session in make_plan(asked(1)).sessions]

    assert refusal.value.short_by == 1
    assert set(watched) == {"Q-000"}

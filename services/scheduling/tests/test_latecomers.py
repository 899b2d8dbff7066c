"""Candidates who come after the plan was announced: seats that are free, or as few new rooms as do; shown first."""

from dataclasses import replace
from datetime import timedelta

import pytest

from libs.contracts.scheduling import CandidateScheduled, SessionPlanned, Sitting
from services.scheduling.domain.orders.amendment import Loss, Register, amendment_of
from services.scheduling.domain.orders.latecomers import LateRequest, places_for, seat_of
from services.scheduling.domain.planning.plan import CandidatePlace, make_plan
from services.scheduling.domain.planning.request import PlanRules
from services.scheduling.domain.sessions.session_state import SessionState
from services.scheduling.tests.builders import (
    BATCH,
    CHIEF,
    PASTRY,
    PLANNING_DAY,
    a_fingerprint,
    a_finished_session,
    a_request,
    a_session,
    a_theory_room,
    a_timetable,
    a_workshop,
    an_enrolment,
    an_examiner,
    candidates,
    enough_staff,
    somebody,
)
from services.scheduling.tests.conftest import OFFICE
from services.scheduling.tests.plan_checks import check_the_plan

NOTHING_LOST = Loss()
ROOMS = [a_theory_room(), a_theory_room("T102", number=2), a_workshop(), a_workshop("P202", number=102)]


def announced(request):
    made = make_plan(request)
    return replace(made, sessions=[replace(one, state=SessionState.PUBLISHED) for one in made.sessions])


def seated_late(request, made, late):
    everybody = [*request.candidates, *late]
    register = Register(
        staff={one.id: one for one in request.staff},
        rooms={one.id: one for one in request.rooms},
        candidates={one.id: one for one in everybody},
        rules=request.rules,
    )
    return amendment_of(BATCH, made.sessions, register, NOTHING_LOST, now=PLANNING_DAY)


def hold_to_every_rule(request, made, late, amendment):
    """The plan as it is then, checked as any other."""
    sessions = {one.id: one for one in (*made.sessions, *amendment.late.opened)}
    for change in amendment.changes:
        sessions[change.session_id] = sessions[change.session_id].with_replacement(change.lost, change.to)
    by_id = {one.id: one for one in late}
    sittings: dict[str, list[Sitting]] = {}
    for seat in sorted(amendment.late.seats, key=lambda one: one.starts_at):
        session = sessions[seat.session_id]
        if not seat.opens:
            place = seat_of(by_id[seat.application_id], session, seat.seat)
            session = sessions[session.id] = session.with_latecomer(place)
        sittings.setdefault(seat.application_id, []).append(session.sitting_of(session.seating.of(seat.application_id)))
    places = {who: CandidatePlace(f"late {who}", held) for who, held in sittings.items()}
    then = replace(made, sessions=list(sessions.values()), places={**made.places, **places})
    check_the_plan(replace(request, candidates=[*request.candidates, *late]), then)


def test_who_comes_late_sits_where_nobody_sat_and_nothing_else_changes():
    request = a_request(candidates(20), rooms=ROOMS, staff=enough_staff(examiners=8))
    made, late = announced(request), candidates(3, first=21)

    amendment = seated_late(request, made, late)

    assert (list(amendment.changes), list(amendment.late.opened)) == ([], [])
    assert [seat.opens for seat in amendment.late.seats] == [False] * 6
    hold_to_every_rule(request, made, late, amendment)


def test_ten_without_a_seat_get_as_few_new_rooms_as_do():
    request = a_request(candidates(30), rooms=ROOMS, staff=enough_staff(examiners=12))
    made, late = announced(request), candidates(10, first=31)

    amendment = seated_late(request, made, late)

    assert list(amendment.changes) == []
    assert [one.part for one in amendment.late.opened] == ["practical", "theory"]
    assert {one.id for one in amendment.late.opened}.isdisjoint(one.id for one in made.sessions)
    assert amendment.is_complete
    hold_to_every_rule(request, made, late, amendment)


def seated_in(late, *announced, staff=(), way=60):
    """The sessions in which each part is sat; none but those that are announced can be had."""
    rules = PlanRules(way=timedelta(minutes=way))
    request = LateRequest(
        batch_id=BATCH, held=announced, batch=[late], rooms=[], staff=staff, rules=rules, now=PLANNING_DAY
    )
    return [seat.session_id for seat in places_for(request).seats]


LATE = an_enrolment(99, parts=["theory"])
LATE_AT_WORK = an_enrolment(99, parts=["practical"])
THEORY, PRACTICAL = a_session(), a_session("practical", candidates=14, room_seats=20)
A_SITTING = THEORY.sitting_of(THEORY.seats[0])
CLOSE = {"related": [LATE.person]}
SEATED = {
    "a room with a place left": (LATE, a_session(room_seats=5), []),
    "a team for fifteen with fourteen": (LATE_AT_WORK, PRACTICAL, []),
    "an invigilator who is close": (LATE, THEORY, [an_examiner(CHIEF, **CLOSE)]),
    "an examiner who is not": (LATE_AT_WORK, PRACTICAL, [an_examiner(CHIEF)]),
}
NOT_SEATED = {
    "one who may not come in": (replace(LATE, disqualified_at=PLANNING_DAY), THEORY, []),
    "one who has a place": (replace(LATE, sittings=[A_SITTING]), THEORY, []),
    "another level": (LATE, a_session(level=5), []),
    "another occupation": (LATE, a_session(occupation_code=PASTRY), []),
    "another part": (LATE_AT_WORK, THEORY, []),
    "another batch": (LATE, a_session(batch_id="other"), []),
    "a full room": (LATE, a_session(room_seats=4), []),
    "a team for fifteen with fifteen": (LATE_AT_WORK, replace(PRACTICAL, seats=a_session(candidates=15).seats), []),
    "an examiner who is close": (LATE_AT_WORK, PRACTICAL, [an_examiner(CHIEF, **CLOSE)]),
    "a supervisor who is close": (LATE, THEORY, [an_examiner(THEORY.supervisor_id, **CLOSE)]),
    "one that is over": (LATE, a_finished_session(), []),
    "one that has begun": (LATE, a_session(starts_at=PLANNING_DAY), []),
    "one that is not announced": (LATE, a_session(state=SessionState.DRAFT), []),
}


@pytest.mark.parametrize("kind", [*SEATED, *NOT_SEATED])
def test_who_comes_late_sits_only_where_another_may_be_taken(kind):
    late, session, staff = {**SEATED, **NOT_SEATED}[kind]

    assert seated_in(late, session, staff=staff) == ([session.id] if kind in SEATED else [])


def test_what_is_called_off_keeps_nobody_who_comes_late_out():
    off = a_session(id="off", batch_id="other", state=SessionState.CANCELLED, room_id="T9")
    off.seats = [replace(off.seats[0], person=LATE.person)]

    assert seated_in(LATE, THEORY, off) == [THEORY.id]
    assert seated_in(LATE, THEORY, replace(off, state=SessionState.PUBLISHED)) == []


def test_where_everybody_writes_the_spare_form_who_comes_late_does_too():
    spare = replace(THEORY, seats=[replace(seat, form="spare") for seat in THEORY.seats])

    assert [seat_of(LATE, one, 5).form for one in (THEORY, spare)] == ["A", "spare"]


@pytest.mark.parametrize(
    ("way", "minutes", "possible"), [(0, 0, 1), (60, 59, 0), (60, 60, 1), (90, 89, 0), (90, 90, 1)]
)
def test_who_comes_late_has_time_to_come_from_the_theory(way, minutes, possible):
    begins = THEORY.ends_at + timedelta(minutes=minutes) + (THEORY.starts_at - THEORY.times.room_time.begins_at)
    practical = replace(PRACTICAL, site="分考点", starts_at=begins, ends_at=begins + timedelta(minutes=90))

    seated = seated_in(an_enrolment(99), THEORY, practical, way=way)

    assert seated == ([THEORY.id, practical.id] if possible else [])


def test_a_supervisor_who_is_close_watches_none_of_it_any_more():
    late = an_enrolment(21)
    supervisors = [somebody(f"Q-{n}", "supervisor") for n in range(3)]
    request = a_request(candidates(20), rooms=ROOMS, staff=[*enough_staff(examiners=8, supervisors=0), *supervisors])
    made = announced(request)
    watching = made.sessions[0].supervisor_id
    close = replace(
        next(one for one in supervisors if one.id == watching), related_to=an_examiner(related=[late.person]).related_to
    )
    with_close = replace(request, staff=[close if one.id == watching else one for one in request.staff])

    amendment = seated_late(with_close, made, [late])

    assert {(change.lost, change.duty) for change in amendment.changes} == {(watching, "supervisor")}
    hold_to_every_rule(with_close, made, [late], amendment)


def test_who_finds_no_place_is_told_of_and_nothing_is_published():
    request = a_request(candidates(15), staff=enough_staff(examiners=3, invigilators=2), rooms=ROOMS[:1] + ROOMS[2:3])
    made = announced(replace(request, staff=enough_staff(examiners=4, invigilators=2)))

    amendment = seated_late(replace(request, timetable=a_timetable()), made, candidates(40, first=16))

    assert amendment.late.short
    assert not amendment.is_complete


def test_one_person_with_two_applications_is_not_in_two_rooms():
    request = a_request(candidates(20), rooms=ROOMS, staff=enough_staff(examiners=8))
    made = announced(request)
    again = an_enrolment(21, person=a_fingerprint(1))

    amendment = seated_late(request, made, [again])

    hold_to_every_rule(request, made, [again], amendment)


@pytest.fixture
async def with_one_more(published):
    await published.harness.deliver(published.approved(5, class_name="烹饪2402"))
    return published


async def test_the_seats_are_shown_first_and_only_who_came_late_is_told(with_one_more):
    harness, path = with_one_more.harness, f"/batches/{BATCH}/amendments"
    told, planned = len(harness.published(CandidateScheduled)), len(harness.published(SessionPlanned))

    shown = (await harness.post(f"{path}/draft", json={}, as_=OFFICE)).json()

    assert (shown["complete"], shown["changes"], shown["short"]) == (True, [], None)
    assert [(one["application_id"], one["seat"]) for one in shown["late"]] == [(f"{BATCH}-00005", 5)] * 2
    assert len(harness.published(CandidateScheduled)) == told
    assert (await harness.post(path, json={"digest": "0" * 16}, as_=OFFICE)).json()["title"] == "amendment-outdated"
    assert (await harness.post(path, json={"digest": shown["digest"]}, as_=OFFICE)).status_code == 200
    [one] = harness.published(CandidateScheduled)[told:]
    assert (one.application_id, [sitting.part for sitting in one.sittings]) == (
        f"{BATCH}-00005",
        ["theory", "practical"],
    )
    assert [one.candidates for one in harness.published(SessionPlanned)[planned:]] == [5, 5]
    assert (await harness.get(f"/batches/{BATCH}/plan", as_=OFFICE)).json()["candidates"] == 5
    assert (await harness.get(f"/enrolments/{BATCH}-00005/ticket", as_=OFFICE)).status_code == 200


async def test_who_came_late_is_seated_once(with_one_more):
    harness, path = with_one_more.harness, f"/batches/{BATCH}/amendments"
    shown = (await harness.post(f"{path}/draft", json={}, as_=OFFICE)).json()
    await harness.post(path, json={"digest": shown["digest"]}, as_=OFFICE)

    again = (await harness.post(f"{path}/draft", json={}, as_=OFFICE)).json()

    assert (again["late"], again["changes"]) == ([], [])

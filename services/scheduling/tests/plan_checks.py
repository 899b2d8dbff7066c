"""What no plan may break, whatever it was made of."""

from collections import defaultdict
from itertools import combinations, pairwise
from math import ceil


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
    [watching] = [one for one in request.staff if one.id == session.supervisor_id]
    assert watching.may_supervise(session.day)
    for candidate in by_id.values():
        assert not watching.is_recused_from(person=candidate.person, class_name=candidate.class_name)
    if session.part == "theory":
        assert all(one.plays("invigilator") for one, _ in team)
        return
    wants = session.occupation_code in request.rules.safety_occupations
    guard = [one for one in request.staff if one.id == session.safety_officer_id]
    assert len(guard) == wants
    assert all("safety-officer" in one.roles and one.available for one in guard)
    for one, duty in team:
        assert one.may_examine(session.subject, session.day)
        assert duty != "leader" or one.may_lead(session.subject, session.day)
        for candidate in (by_id[seat.application_id] for seat in session.seats):
            assert not one.is_recused_from(person=candidate.person, class_name=candidate.class_name)
    standard = request.rules.by_occupation.get(session.occupation_code, request.rules.workstations_per_examiner)
    assert len(team) >= max(3, ceil(len(session.seats) / standard))
    assert len(team) % 2 or not request.rules.odd_teams
    assert session.level > 2 or all(is_senior(one, session) for one, _ in team)


def is_senior(member, session):
    return any(one.kind == "senior" and one.occupation_code == session.occupation_code for one in member.qualifications)


def nobody_is_in_two_places(made):
    taken, watching = defaultdict(list), defaultdict(list)
    for session in made.sessions:
        taken["room", session.room_id].append(session.times.room_time)
        watching[session.supervisor_id].append(session)
        for seat in session.seats:
            taken["person", seat.person].append(session.times.room_time)
        for member in session.team:
            taken["staff", member.staff_id].append(session.times.staff_time)
        if session.safety_officer_id:
            taken["staff", session.safety_officer_id].append(session.times.staff_time)
    for intervals in taken.values():
        intervals.sort(key=lambda one: one.begins_at)
        assert not any(earlier.overlaps(later) for earlier, later in pairwise(intervals))
    for who, watched in watching.items():
        duties = taken.get(("staff", who), [])
        assert not any(one.times.staff_time.overlaps(duty) for one in watched for duty in duties)
        for one, other in combinations(watched, 2):
            if one.times.staff_time.overlaps(other.times.staff_time):
                assert (one.site, one.part, one.starts_at) == (other.site, other.part, other.starts_at)

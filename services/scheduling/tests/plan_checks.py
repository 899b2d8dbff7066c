"""What no plan may break, whatever it was made of."""

from collections import defaultdict
from datetime import timedelta
from itertools import combinations, pairwise
from math import ceil


def check_the_plan(request, made):
    """Everything that no plan may break, whatever it was made of."""
    for session in made.sessions:
        check_rooms(request, session)
        check_staff(request, session)
    nobody_is_in_two_places(request, made)
    nobody_goes_again_who_need_not(request, made)
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


def nobody_is_in_two_places(request, made):
    """Nor at two sites without time for the way."""
    rooms, people, watching = defaultdict(list), defaultdict(list), defaultdict(list)
    for session in made.sessions:
        there, on_duty = session.times.room_time, session.times.staff_time
        rooms[session.room_id].append((there.begins_at, there.ends_at, session.site))
        watching[session.supervisor_id].append(session)
        for seat in session.seats:
            people["person", seat.person].append((there.begins_at, there.ends_at, session.site))
        for who in {member.staff_id for member in session.team} | {session.safety_officer_id} - {None}:
            people["staff", who].append((on_duty.begins_at, on_duty.ends_at, session.site))
    for stays in (*rooms.values(), *people.values()):
        for (_, ended, before), (begins, _, after) in pairwise(sorted(stays)):
            assert begins - ended >= _way(request, before, after)
    for who, watched in watching.items():
        _watches_one_place_at_a_time(request, watched, people.get(("staff", who), []))


def _way(request, site, other):
    return timedelta(0) if site == other else request.rules.way


def _watches_one_place_at_a_time(request, watched, duties):
    for one in watched:
        on_duty = one.times.staff_time
        for begins, ends, site in duties:
            way = _way(request, site, one.site)
            assert begins >= on_duty.ends_at + way or on_duty.begins_at >= ends + way
    for one, other in combinations(watched, 2):
        way = _way(request, one.site, other.site)
        first, second = sorted((one.times.staff_time, other.times.staff_time), key=lambda when: when.begins_at)
        if second.begins_at < first.ends_at + way:
            assert (one.site, one.part, one.starts_at) == (other.site, other.part, other.starts_at)


def nobody_goes_again_who_need_not(request, made):
    """Who is where he was in the batch before, or with whom, could not have been exchanged for anybody."""
    practical = [session for session in request.past if session.part == "practical"]
    last = {}
    for session in sorted(practical, key=lambda one: one.starts_at):
        for member in session.team:
            last[member.staff_id] = session.batch_id
    places = {(m.staff_id, s.room_id) for s in practical for m in s.team if last[m.staff_id] == s.batch_id}
    pairs = {
        frozenset((m.staff_id, o.staff_id))
        for s in practical
        for m in s.team
        for o in s.team
        if m is not o and last[m.staff_id] == s.batch_id
    }

    def again(who, room, others):
        return (who, room) in places or any(frozenset((who, other)) in pairs for other in others)

    by_id = {one.id: one for one in request.candidates}
    for session in (one for one in made.sessions if one.part == "practical"):
        team = {member.staff_id for member in session.team}
        for member in session.team:
            if not again(member.staff_id, session.room_id, team - {member.staff_id}):
                continue
            for other in request.staff:
                fit = other.may_lead if member.duty == "leader" else other.may_examine
                instead = (
                    fit(session.subject, session.day)
                    and not any(
                        other.is_recused_from(
                            person=by_id[seat.application_id].person, class_name=by_id[seat.application_id].class_name
                        )
                        for seat in session.seats
                    )
                    and not any(_keeps(request, other.id, one, session) for one in (*made.sessions, *request.booked))
                    and not again(other.id, session.room_id, team - {member.staff_id})
                )
                assert not instead, f"{other.id} could go to {session.id} for {member.staff_id}"


def _keeps(request, who, one, session):
    """Whether somebody's duty in the one keeps from the other."""
    on_duty = {member.staff_id for member in one.team} | {one.supervisor_id, one.safety_officer_id}
    way = _way(request, one.site, session.site)
    mine, other = one.times.staff_time, session.times.staff_time
    return who in on_duty and mine.begins_at < other.ends_at + way and other.begins_at < mine.ends_at + way

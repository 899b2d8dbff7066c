"""An announced plan after an illness or a lost room: as little as possible changes, and it is shown first."""

from dataclasses import replace
from datetime import timedelta

import pytest

from libs.contracts.scheduling import CandidateScheduled, SessionPlanned
from services.scheduling.domain.orders.amendment import Loss, Register, amendment_of
from services.scheduling.domain.planning.plan import make_plan
from services.scheduling.domain.sessions.session_state import SessionState
from services.scheduling.tests.builders import (
    BATCH,
    PLANNING_DAY,
    PRACTICAL_DAY,
    a_request,
    a_theory_room,
    a_timetable,
    a_workshop,
    candidates,
    enough_staff,
)
from services.scheduling.tests.conftest import OFFICE, a_room, a_workshop_entry
from services.scheduling.tests.plan_checks import check_staff, nobody_is_in_two_places

SPARE = a_theory_room("T9", number=9)


def announced(request):
    made = make_plan(request)
    return replace(made, sessions=[replace(one, state=SessionState.PUBLISHED) for one in made.sessions])


def mended(request, made, loss):
    register = Register(
        staff={one.id: one for one in request.staff},
        rooms={one.id: one for one in request.rooms},
        candidates={one.id: one for one in request.candidates},
    )
    return amendment_of(BATCH, made.sessions, register, loss, now=PLANNING_DAY)


def after(request, made, amendment):
    rooms = {room.id: room for room in request.rooms}
    sessions = {session.id: session for session in made.sessions}
    for change in amendment.changes:
        session = sessions[change.session_id]
        sessions[session.id] = (
            session.moved_to(session.starts_at, rooms[change.to])
            if change.kind == "room"
            else session.with_replacement(change.lost, change.to)
        )
    return replace(made, sessions=list(sessions.values()))


@pytest.mark.parametrize(
    ("role", "part"), [("examiner", "practical"), ("invigilator", "theory"), ("supervisor", "theory")]
)
def test_whoever_is_ill_is_replaced_and_nobody_else_moves(role, part):
    request = a_request(candidates(20), rooms=[a_theory_room(), a_workshop()], staff=enough_staff(examiners=6))
    made = announced(request)
    of_part = [session for session in made.sessions if session.part == part]
    ill = of_part[0].supervisor_id if role == "supervisor" else of_part[0].team[0].staff_id
    concerned = [session.id for session in made.sessions if session.on_duty.includes(ill)]

    amendment = mended(request, made, Loss(away=frozenset({ill})))

    assert [(change.session_id, change.lost) for change in amendment.changes] == [(one, ill) for one in concerned]
    then = after(request, made, amendment)
    assert not any(session.on_duty.includes(ill) for session in then.sessions)
    nobody_is_in_two_places(request, then)
    for session in then.sessions:
        check_staff(request, session)


def test_a_lost_room_is_changed_for_the_smallest_that_fits():
    larger, smaller = replace(SPARE, id="T8", number=8, seats=28), replace(SPARE, seats=20)
    request = a_request(candidates(20, parts=["theory"]), rooms=[a_theory_room(), larger, smaller])
    made = announced(request)
    [session] = made.sessions
    lost = session.room_id
    expected = min((one for one in request.rooms if one.id != lost), key=lambda one: one.seats).id

    amendment = mended(request, made, Loss(rooms=frozenset({lost})))

    assert [(change.kind, change.lost, change.to) for change in amendment.changes] == [("room", lost, expected)]


def test_what_nobody_can_mend_is_left_open_and_said():
    request = a_request(candidates(20), staff=enough_staff(examiners=4, invigilators=2, supervisors=1))
    made = announced(request)
    watching = made.sessions[0].supervisor_id

    amendment = mended(request, made, Loss(away=frozenset({watching}), rooms=frozenset({"T101"})))

    assert {change.kind for change in amendment.changes if change.to is None} == {"staff", "room"}


def test_six_hundred_candidates_lose_an_examiner_and_few_things_change():
    rooms = [
        *(a_theory_room(f"T{n}", number=n) for n in range(1, 12)),
        *(a_workshop(f"P{n}", number=100 + n) for n in range(1, 8)),
    ]
    days = tuple(PRACTICAL_DAY + timedelta(days=n) for n in range(2))
    request = a_request(
        candidates(600),
        rooms=rooms,
        staff=enough_staff(examiners=40, invigilators=30, supervisors=4),
        timetable=a_timetable(practical_days=days),
    )
    made = announced(request)
    ill = next(session for session in made.sessions if session.part == "practical").team[0].staff_id
    duties = sum(session.on_duty.includes(ill) for session in made.sessions)

    amendment = mended(request, made, Loss(away=frozenset({ill})))

    assert len(amendment.changes) == duties <= 5
    assert all(change.to for change in amendment.changes)
    nobody_is_in_two_places(request, after(request, made, amendment))


class Losing:
    """The office, and what was lost."""

    def __init__(self, batch):
        self.harness = batch.harness

    async def draft(self, as_=OFFICE, **loss):
        return await self.harness.post(f"/batches/{BATCH}/amendments/draft", json=loss, as_=as_)

    async def publish(self, digest, as_=OFFICE, **loss):
        return await self.harness.post(f"/batches/{BATCH}/amendments", json={"digest": digest, **loss}, as_=as_)


async def test_the_difference_is_shown_first_and_just_that_is_published(published):
    office, session = Losing(published), await published.session("practical")
    ill = session["staff"][0]["staff_id"]
    [spare] = {f"E-{n}" for n in range(4)} - {one["staff_id"] for one in session["staff"]}
    told = len(published.harness.published(SessionPlanned))

    shown = (await office.draft(away=[ill])).json()

    change = {"session_id": session["session_id"], "kind": "staff", "lost": ill, "to": spare, "duty": "leader"}
    assert (shown["complete"], shown["changes"]) == (True, [change])
    assert len(published.harness.published(SessionPlanned)) == told
    assert (await office.publish("0" * 16, away=[ill])).json()["title"] == "amendment-outdated"
    assert (await office.publish(shown["digest"], away=[ill])).status_code == 200
    assert (await published.session("practical"))["staff"][0]["staff_id"] == spare
    assert len(published.harness.published(SessionPlanned)) == told + 1


async def test_whoever_sits_in_a_lost_room_is_told_of_the_other(published):
    office, session = Losing(published), await published.session("theory")
    await published.harness.put("/rooms", json=[a_room(room_id="T-2", seats=10)], as_=OFFICE)
    before = {one.application_id: one.ticket_number for one in published.harness.published(CandidateScheduled)}

    shown = (await office.draft(lost_rooms=[session["room"]])).json()
    await office.publish(shown["digest"], lost_rooms=[session["room"]])

    assert (await published.session("theory"))["room"] == "T-2"
    now = published.harness.published(CandidateScheduled)[-4:]
    assert {one.sittings[0].room for one in now} == {"T-2"}
    assert all(one.ticket_number != before[one.application_id] for one in now)


async def test_a_loss_that_stays_open_is_not_published(published):
    office = Losing(published)
    session = await published.session("practical")
    assert (
        await published.harness.put("/rooms", json=[a_workshop_entry(room_id="P-9", seats=1)], as_=OFFICE)
    ).is_success

    shown = (await office.draft(lost_rooms=[session["room"]])).json()

    assert (shown["complete"], shown["changes"][0]["to"]) == (False, None)
    assert (await office.publish(shown["digest"], lost_rooms=[session["room"]])).status_code == 409
    assert (await office.draft(as_=("S-1", "director"))).status_code == 403

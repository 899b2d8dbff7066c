"""What changes after a plan was announced is refused, or named as a gap until a person has closed it."""

from datetime import timedelta

import pytest

from libs.contracts.incident import CancellationApproved, StaffReplacementApproved, TimeExtensionApproved
from libs.contracts.scheduling import ScheduleDispositionAnswered
from services.scheduling.domain.orders.amendment import Register
from services.scheduling.domain.orders.gaps import GapKind, gaps_of
from services.scheduling.domain.sessions.seats import Seat
from services.scheduling.storage import ROOMS, SESSIONS
from services.scheduling.tests.builders import (
    BATCH,
    PLANNING_DAY,
    a_fingerprint,
    a_session,
    a_theory_room,
    another_session,
)
from services.scheduling.tests.conftest import OFFICE, a_licence, a_room, a_staff_entry, a_workshop_entry, moment

HEAD = ("S-0900", "exam-affairs")


async def gaps(published, *, batch_id=BATCH, by=HEAD):
    answer = await published.harness.get(f"/batches/{batch_id}/gaps", as_=by)
    assert answer.status_code == 200, answer.text
    return [(one["session_id"], one["kind"], one["duty"], one["staff_id"], one["other_id"]) for one in answer.json()]


def on(session, duty):
    return next(one["staff_id"] for one in session["staff"] if one["duty"] == duty)


async def enter(published, *entries):
    answer = await published.harness.put("/staff", json=list(entries), as_=OFFICE)
    assert answer.status_code == 200, answer.text
    return answer.json()["gaps"]


async def test_a_plan_as_it_was_announced_has_no_gaps(published):
    assert await gaps(published) == []


async def test_whoever_becomes_unavailable_leaves_a_gap_that_is_told_at_once(published, theory):
    chief = on(theory, "chief-invigilator")

    told = await enter(published, a_staff_entry(chief, "invigilator", available=False))

    gap = (theory["session_id"], "unfit", "chief-invigilator", chief, None)
    assert await gaps(published) == [gap]
    assert [(one["session_id"], one["staff_id"]) for one in told] == [(theory["session_id"], chief)]
    assert chief in told[0]["reason"]


async def test_a_gap_is_closed_by_whoever_takes_the_duty_over(published, theory):
    chief = on(theory, "chief-invigilator")
    await enter(published, a_staff_entry(chief, "invigilator", available=False), a_staff_entry("I-9", "invigilator"))
    order = {"session_id": theory["session_id"], "leaving": chief, "arriving": "I-9"}
    signed = {"disposition": 1, "approved_by": "S-0001", "approved_at": published.harness.now}

    await published.harness.deliver(StaffReplacementApproved(incident_id="I-1", batch_id=BATCH, **order, **signed))

    assert await gaps(published) == []


@pytest.mark.parametrize(("until", "is_gap"), [("2026-09-19", True), ("2026-09-20", False), ("2026-09-21", False)])
async def test_a_card_that_runs_out_before_the_day_leaves_a_gap(published, practical, until, is_gap):
    examiner = on(practical, "examiner")

    await enter(published, a_staff_entry(examiner, "examiner", occupations=[a_licence(card_valid_until=until)]))

    assert bool(await gaps(published)) is is_gap


async def test_a_supervisor_who_loses_the_role_leaves_a_gap(published, theory):
    session = await published.harness.load(SESSIONS, theory["session_id"])

    await enter(published, a_staff_entry(session.supervisor_id, "reception"))

    found = await gaps(published)
    assert (theory["session_id"], "unfit", "supervisor", session.supervisor_id, None) in found


@pytest.mark.rule("PER-12")
async def test_a_relation_that_is_declared_later_leaves_a_gap(published, practical):
    examiner = on(practical, "examiner")
    relative = {"id_number": "990000199901010001", "relation": "亲属"}

    await enter(published, a_staff_entry(examiner, "examiner", occupations=[a_licence()], related_to=[relative]))

    assert await gaps(published) == [(practical["session_id"], "recused", "examiner", examiner, None)]


async def test_a_registry_entry_of_somebody_without_a_duty_tells_of_nothing(published):
    assert await enter(published, a_staff_entry("I-77", "invigilator", available=False)) == []


@pytest.mark.rule("SCH-11")
@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"site": "分考点"}, True),
        ({"seats": 3}, True),
        ({"seats": 4}, False),
        ({"kind": "practical", "occupation_codes": ["4-03-02-01"]}, True),
        ({"gap_cm": 90}, False),
    ],
)
async def test_a_room_that_was_announced_stays_what_it_is(published, theory, change, refused):
    before = await published.harness.load(ROOMS, theory["room"])

    answer = await published.harness.put("/rooms", json=[a_room(**change)], as_=OFFICE)

    assert (answer.status_code == 409) is refused
    if refused:
        assert answer.json()["title"] == "room-in-use"
        assert await published.harness.load(ROOMS, theory["room"]) == before


async def test_a_workshop_keeps_its_occupation_while_it_is_needed(published, practical):
    answer = await published.harness.put("/rooms", json=[a_workshop_entry(occupation_codes=["6-18-01-01"])], as_=OFFICE)

    assert answer.json()["title"] == "room-in-use"


async def test_a_plan_is_not_announced_for_a_room_that_was_changed_meanwhile(batch):
    await batch.register()
    await batch.enrol(4)
    await batch.lead("分考点")
    await batch.plan()
    assert (await batch.harness.put("/rooms", json=[a_room(site="分考点")], as_=OFFICE)).status_code == 200

    answer = await batch.harness.post(f"/batches/{BATCH}/plan/publication", as_=OFFICE)

    assert answer.json()["title"] == "room-changed"
    assert (await batch.plan()).status_code == 201
    assert (await batch.publish())[-1]["remaining"] == 0


async def test_a_room_of_a_half_announced_plan_stays_what_it_is(batch):
    await batch.register()
    await batch.enrol(4)
    await batch.plan()
    first = await batch.harness.post(f"/batches/{BATCH}/plan/publication?limit=1", as_=OFFICE)
    assert first.json()["remaining"] > 0

    answers = [
        await batch.harness.put("/rooms", json=[entry], as_=OFFICE)
        for entry in (a_room(site="分考点"), a_workshop_entry(site="分考点"))
    ]

    assert [answer.json()["title"] for answer in answers] == ["room-in-use", "room-in-use"]
    assert (await batch.publish())[-1]["remaining"] == 0


@pytest.mark.parametrize(("minutes", "clashes"), [(29, False), (30, False), (31, True)])
async def test_made_up_time_that_runs_into_the_next_session_is_named(two_in_a_row, minutes, clashes):
    first, second = two_in_a_row.sessions
    order = {"session_ids": [first.id], "minutes": minutes, "disposition": 1}
    signed = {"approved_by": "S-0001", "approved_at": two_in_a_row.harness.now}

    await two_in_a_row.harness.deliver(TimeExtensionApproved(incident_id="I-1", batch_id=BATCH, **order, **signed))

    assert await gaps(two_in_a_row) == ([(first.id, "clash", None, None, second.id)] if clashes else [])
    [answer] = two_in_a_row.harness.published(ScheduleDispositionAnswered)
    assert (answer.applied, answer.refused) == ([first.id], [])
    assert [(one.session_id, one.other_id) for one in answer.clashes] == ([(first.id, second.id)] if clashes else [])
    assert all(second.id in one.reason and "时间冲突" in one.reason for one in answer.clashes)


@pytest.mark.parametrize(("minutes", "clashes"), [(59, True), (60, False), (61, False)])
def test_two_sites_without_time_for_the_way_between_are_named(minutes, clashes):
    there = a_session(id="there")
    begins = there.ends_at + timedelta(minutes=minutes) + (there.starts_at - there.times.staff_time.begins_at)
    elsewhere = another_session(
        site="分考点", starts_at=begins, ends_at=begins + timedelta(minutes=90), supervisor_id=there.supervisor_id
    )
    rooms = {"T101": a_theory_room(), "T102": a_theory_room("T102", number=2, site="分考点")}

    found = gaps_of([there, elsewhere], Register(staff={}, rooms=rooms, candidates={}), now=PLANNING_DAY)

    assert [one.other_id for one in found if one.kind is GapKind.CLASH] == (["other"] if clashes else [])


async def test_what_begins_before_or_is_called_off_is_not_run_into(two_in_a_row):
    first, second = two_in_a_row.sessions
    signed = {"approved_by": "S-0001", "approved_at": two_in_a_row.harness.now, "batch_id": BATCH}
    later = TimeExtensionApproved(incident_id="I-1", session_ids=[second.id], minutes=60, disposition=1, **signed)
    off = CancellationApproved(incident_id="I-2", session_ids=[second.id], disposition=1, **signed)
    earlier = TimeExtensionApproved(incident_id="I-3", session_ids=[first.id], minutes=60, disposition=1, **signed)

    for order in (later, off, earlier):
        await two_in_a_row.harness.deliver(order)

    answers = two_in_a_row.harness.published(ScheduleDispositionAnswered)
    assert [(answer.incident_id, answer.clashes) for answer in answers] == [("I-1", []), ("I-2", []), ("I-3", [])]


@pytest.fixture
async def two_in_a_row(published):
    """Half an hour between the end of the theory session and when the next one begins to bind its room and people."""
    harness = published.harness
    session = await harness.load(SESSIONS, (await published.session("theory"))["session_id"])
    before = session.times.staff_time.begins_at

    async def copy(work):
        again = await work.of(SESSIONS).get(session.id)
        later = session.ends_at + timedelta(minutes=30) + (session.starts_at - before)
        second = type(again)(
            **{
                **vars(again),
                "id": f"{session.id}-2",
                "starts_at": later,
                "ends_at": later + (session.ends_at - session.starts_at),
                "seats": [Seat(number=1, application_id="another", person=a_fingerprint("another"), form="A")],
            }
        )
        work.of(SESSIONS).save(second)
        return second

    second = await harness.service.transactions.run(copy, now=harness.service.clock.now)
    published.sessions = (session, second)
    return published


async def test_what_is_over_has_no_gaps(published, theory, practical):
    await enter(published, a_staff_entry(on(theory, "chief-invigilator"), "invigilator", available=False))
    await published.harness.step_to(moment(practical["ends_at"]))

    assert await gaps(published) == []


@pytest.mark.parametrize("role", ["invigilator", "examiner", "reception"])
async def test_the_gaps_are_for_those_who_oversee(published, role):
    assert (await published.harness.get(f"/batches/{BATCH}/gaps", as_=("S-1", role))).status_code == 403

"""The site gives one signal for the start, and one for the end, of all its theory rooms; a practical has its own."""

from datetime import timedelta

import pytest

from libs.contracts.incident import StartDelayApproved
from libs.contracts.scheduling import ExamFinished
from services.scheduling.tests.conftest import HEADS, OFFICE, SITE_HEAD, Batch, Incident, a_room, a_staff_entry, moment
from services.scheduling.tests.test_exam_day import Room

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def two_rooms(batch: Batch):
    """Thirty-one candidates in two theory rooms of one site at one time."""
    await batch.register()
    await batch.harness.put("/rooms", json=[a_room(room_id="T-002")], as_=OFFICE)
    await batch.enrol(31)
    days = [f"2026-09-{day}" for day in (20, 21)]
    assert (await batch.plan(practical_days=days)).status_code == 201
    await batch.publish()
    listed = (await batch.harness.get("/sessions?batch_id=2026-autumn", as_=OFFICE)).json()["items"]
    rooms = [Room(batch, one) for one in listed if one["part"] == "theory"]
    assert len({room.session["room"] for room in rooms}) == 2
    assert len({room.starts_at for room in rooms}) == 1
    return rooms


async def states(rooms):
    return [(await room.show()).json()["state"] for room in rooms]


@pytest.mark.rule("EXM-14")
async def test_one_signal_starts_every_room_and_none_begins_before(two_rooms):
    first, second = two_rooms
    await first.harness.step_to(first.starts_at - timedelta(milliseconds=1))
    early = await first.batch.signal("start", first.session, as_=SITE_HEAD)
    await first.harness.step_to(first.starts_at)
    alone = [await room.do("start") for room in two_rooms]
    before = await states(two_rooms)

    given = await first.batch.signal("start", first.session, as_=SITE_HEAD)
    again = await first.batch.signal("start", first.session, as_=SITE_HEAD)

    assert (early.status_code, early.json()["title"]) == (409, "too-early-to-start")
    assert {(one.status_code, one.json()["title"]) for one in alone} == {(403, "signal-of-the-site")}
    assert (before, await states(two_rooms)) == (["published"] * 2, ["running"] * 2)
    assert sorted(given.json()["session_ids"]) == sorted([first.id, second.id])
    assert len({(await room.show()).json()["started_at"] for room in two_rooms}) == 1
    assert (again.status_code, again.json()["title"]) == (409, "no-room-awaits-signal")


@pytest.mark.rule("EXM-21")
async def test_one_signal_ends_every_room_and_none_ends_itself(two_rooms):
    first, second = two_rooms
    await first.harness.step_to(first.starts_at)
    await first.start()
    await first.harness.step_to(first.ends_at - timedelta(milliseconds=1))
    early = await first.batch.signal("end", first.session, as_=SITE_HEAD)
    await first.harness.step_to(first.ends_at)
    alone = [await room.do("finish") for room in two_rooms]
    collecting = await first.do("steps/papers-counted", figures={"answered": 0, "unanswered": 0, "spare": 0})

    given = await first.batch.signal("end", first.session, as_=SITE_HEAD)

    assert (early.status_code, early.json()["title"]) == (409, "too-early-to-finish")
    assert {(one.status_code, one.json()["title"]) for one in alone} == {(403, "signal-of-the-site")}
    assert (collecting.status_code, collecting.json()["title"]) == (409, "end-signal-awaited")
    assert sorted(given.json()["session_ids"]) == sorted([first.id, second.id])
    assert sorted(one.session_id for one in first.harness.published(ExamFinished)) == sorted([first.id, second.id])


@pytest.mark.rule("EXM-14")
async def test_a_room_that_begins_later_hears_a_signal_of_its_own(two_rooms):
    first, second = two_rooms
    await Incident(first.batch).order(StartDelayApproved, session_ids=[second.id], minutes=10)
    await first.harness.step_to(first.starts_at)

    given = await first.start()
    waiting = await states(two_rooms)
    await first.harness.step_to(first.starts_at + 10 * MINUTE)
    later = await second.start()

    assert (given.json()["session_ids"], waiting) == ([first.id], ["running", "published"])
    assert later.json()["session_ids"] == [second.id]


async def test_the_signal_is_for_those_who_lead_this_site(two_rooms):
    [room, _] = two_rooms
    await room.harness.put("/staff", json=[a_staff_entry("H-0009", "site-head")], as_=OFFICE)
    await room.harness.step_to(room.starts_at)

    another = await room.batch.signal("start", room.session, as_=("H-0009", "site-head"))
    invigilator = await room.batch.signal("start", room.session, as_=room.chief)
    deputy = await room.batch.signal("start", room.session, as_=(HEADS[1], "site-head"))

    assert (another.status_code, another.json()["title"]) == (403, "not-the-sites-head")
    assert (invigilator.status_code, invigilator.json()["title"]) == (403, "role-missing")
    assert deputy.status_code == 200


@pytest.mark.rule("SCH-17")
@pytest.mark.parametrize(
    ("chief", "deputies", "slug"),
    [
        ("H-0001", [], "deputies-missing"),
        ("H-0001", ["H-0001"], "several-posts"),
        ("H-0001", ["H-0002", "H-0002"], "several-posts"),
        ("H-0009", ["H-0002"], "staff-not-found"),
        ("H-0001", ["H-0002", "S-0900"], "staff-not-found"),
    ],
)
async def test_a_site_has_one_chief_and_deputies_who_are_known(published, chief, deputies, slug):
    body = {"site": "主考点", "chief": chief, "deputies": deputies}

    refused = await published.harness.put("/sites", json=body, as_=OFFICE)

    assert refused.json()["title"] == slug
    [site] = (await published.harness.get("/sites", as_=OFFICE)).json()["items"]
    assert site == {"site": "主考点", "chief": "H-0001", "deputies": ["H-0002"]}


@pytest.mark.rule("SCH-17")
async def test_two_chiefs_are_refused_and_a_new_one_replaces_the_old(published):
    body = {"site": "主考点", "chief": ["H-0001", "H-0002"], "deputies": ["H-0002"]}
    two = await published.harness.put("/sites", json=body, as_=OFFICE)
    await published.harness.put("/sites", json=body | {"chief": "H-0002", "deputies": ["H-0001"]}, as_=OFFICE)

    assert two.status_code == 422
    [site] = (await published.harness.get("/sites", as_=OFFICE)).json()["items"]
    assert site == {"site": "主考点", "chief": "H-0002", "deputies": ["H-0001"]}


@pytest.mark.rule("SCH-17")
async def test_a_plan_is_not_announced_for_a_site_that_nobody_leads(batch):
    await batch.register()
    await batch.harness.put("/rooms", json=[a_room(site="城南考点")], as_=OFFICE)
    await batch.enrol(4)
    assert (await batch.plan()).status_code == 201

    refused = await batch.harness.post("/batches/2026-autumn/plan/publication", as_=OFFICE)
    assert (refused.status_code, refused.json()["title"]) == (409, "site-without-chief")
    assert "城南考点" in refused.json()["detail"]
    await batch.lead("城南考点")
    await batch.publish()


@pytest.mark.rule("EXM-48")
async def test_a_practical_begins_and_ends_by_its_own_examiners_clock(published):
    room = Room(published, await published.session("practical"))
    await room.harness.step_to(room.starts_at - timedelta(milliseconds=1))
    early = await room.do("start")
    await room.harness.step_to(room.starts_at)
    others = [await room.do("start", as_=who) for who in (SITE_HEAD, ("E-0099", "examiner"))]
    signal = await room.batch.signal("start", room.session, as_=SITE_HEAD)
    before = await states([room])

    given = await room.do("start", as_=room.deputy)
    again = await room.do("start")
    shown = (await room.show()).json()
    await room.harness.step_to(room.ends_at - timedelta(milliseconds=1))
    too_soon = await room.do("finish")
    await room.harness.step_to(room.ends_at)
    stopped_by_others = await room.do("finish", as_=SITE_HEAD)
    ended = await room.do("finish")

    assert (early.status_code, early.json()["title"]) == (409, "too-early-to-start")
    assert {one.status_code for one in (*others, signal, stopped_by_others)} <= {403, 409}
    assert (before, given.status_code, again.json()["title"]) == (["published"], 204, "session-already-started")
    assert moment(shown["started_at"]) == room.starts_at
    assert (too_soon.json()["title"], ended.status_code) == ("too-early-to-finish", 204)
    [finished] = room.harness.published(ExamFinished)
    assert finished.finished_at == room.ends_at

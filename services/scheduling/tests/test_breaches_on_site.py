"""Whoever leads a site puts down what those on duty in its sessions did; no other site's head, and of nobody else."""

import pytest

from services.scheduling.tests.conftest import OFFICE, SITE_HEAD, a_staff_entry
from services.scheduling.tests.test_exam_day import Room


@pytest.fixture
async def room(published):
    """On the morning of its theory session."""
    room = Room(published, await published.session())
    await room.harness.step_to(room.starts_at)
    return room


async def report(room, staff_id, *, as_=SITE_HEAD, act="absent"):
    return await room.do("breaches", as_=as_, staff_id=staff_id, act=act, facts="09:20 离开考场")


async def breaches_of(room, staff_id):
    return (await room.harness.get(f"/staff/{staff_id}", as_=OFFICE)).json()["breaches"]


@pytest.mark.parametrize("as_", [SITE_HEAD, OFFICE])
async def test_it_stands_in_the_file_on_the_day_of_the_session(room, as_):
    who = room.chief[0]

    answer = await report(room, who, as_=as_)

    assert (answer.status_code, answer.json()) == (201, {"number": 1})
    [one] = await breaches_of(room, who)
    assert (one["act"], one["on"], one["reported_by"]) == ("absent", f"{room.starts_at:%Y-%m-%d}", as_[0])
    assert one["upheld"] is None, "somebody else decides"


async def test_who_watches_the_room_is_on_duty_there(room):
    watching = (await room.show()).json()["supervisor_id"]

    assert (await report(room, watching)).status_code == 201


async def test_the_head_of_another_site_is_refused(room):
    heads = [a_staff_entry(one, "site-head") for one in ("H-0008", "H-0009")]
    await room.harness.put("/staff", json=heads, as_=OFFICE)
    await room.harness.put("/sites", json={"site": "二考点", "chief": "H-0008", "deputies": ["H-0009"]}, as_=OFFICE)

    answer = await report(room, room.chief[0], as_=("H-0008", "site-head"))

    assert (answer.status_code, answer.json()["title"]) == (403, "not-the-sites-head")
    assert await breaches_of(room, room.chief[0]) == []


async def test_who_is_not_on_duty_in_the_session_is_not_reported_there(room):
    answer = await report(room, "E-0")

    assert (answer.status_code, answer.json()["title"]) == (409, "not-on-duty-here")


async def test_nothing_is_reported_before_the_day_has_begun(published):
    room = Room(published, await published.session())

    answer = await report(room, room.chief[0])

    assert (answer.status_code, answer.json()["title"]) == (422, "breach-of-another-day")


async def test_an_invigilator_is_refused(room):
    assert (await report(room, room.chief[0], as_=room.deputy)).status_code == 403

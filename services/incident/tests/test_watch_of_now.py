"""Who is called is who is on duty now, however the days and the duty list turn; and the timeline says who that was."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from libs.chassis.testing import Harness
from services.incident.main import build
from services.incident.tests.builders import DISCOVERED, MINUTE
from services.incident.tests.test_http import DIRECTOR, EXAM_AFFAIRS, SITE_HEAD, SUPERVISOR, problem, reported

# Midnight at the sites.
HOLIDAY = datetime(2026, 9, 30, 16, tzinfo=UTC)
WORKDAY_ON_A_SUNDAY = datetime(2026, 9, 19, 16, tzinfo=UTC)
WORKDAY_ON_A_SATURDAY = datetime(2026, 10, 9, 16, tzinfo=UTC)
POSTS = ("site-head", "inspector", "duty-officer", "group-head", "director")
YESTERDAYS, TODAYS = ("S-0101", "site-head"), ("S-0102", "site-head")


@pytest.fixture
async def incident(tmp_path):
    async with Harness(build, tmp_path, now=DISCOVERED + 2 * MINUTE) as harness:
        yield harness


def a_duty(post, person_id, **differing) -> dict[str, Any]:
    return {"post": post, "person_id": person_id, "name": f"值班{person_id[-2:]}", **differing}


async def listed(incident, *duties):
    answer = await incident.put("/rosters/2026-autumn", json={"duties": list(duties)}, as_=EXAM_AFFAIRS)
    assert answer.status_code == 204, answer.text


async def told(incident, path):
    notices = (await incident.get(f"{path}/notices", as_=SUPERVISOR)).json()
    return sorted(one["person_id"] for one in notices if ":call-" in one["id"])


async def calls_noted(incident, path):
    page = (await incident.get(path, as_=SUPERVISOR)).json()
    return [entry["note"] for entry in page["timeline"] if entry["step"] == "ladder-called"]


async def test_everybody_listed_is_called_when_every_duty_is_on_another_day(incident):
    await listed(incident, *(a_duty(post, f"S-01{n:02d}", days=["2026-09-20"]) for n, post in enumerate(POSTS)))

    path = await reported(incident, kind="paper-leak")

    assert await told(incident, path) == [f"S-01{n:02d}" for n in range(5)]
    [note] = await calls_noted(incident, path)
    assert note.startswith("当前无人值班，呼叫名单上所有人员（值班00 S-0100、值班01 S-0101、")


async def test_who_is_called_on_a_day_off_may_take_over(incident):
    await listed(incident, a_duty("director", "S-0006", days=["2026-09-20"]))
    path = await reported(incident)

    answer = await incident.post(f"{path}/acknowledgements", as_=("S-0006", "director"))

    assert answer.status_code == 204, answer.text


async def test_without_a_duty_list_the_timeline_says_that_nobody_was_called(incident):
    path = await reported(incident)

    assert await calls_noted(incident, path) == ["应呼叫考点负责人，但没有值班名单，没有呼叫到任何人：请确认接报"]


async def test_the_timeline_names_who_was_called_and_which_posts_nobody_is_on(incident):
    await listed(incident, a_duty("site-head", "S-0002"), a_duty("director", "S-0006"))
    path = await reported(incident)

    await incident.step_to(DISCOVERED + 20 * MINUTE)

    notes = await calls_noted(incident, path)
    assert notes[0].startswith("呼叫考点负责人（值班02 S-0002）")
    assert notes[2].startswith("呼叫评价机构负责人（值班06 S-0006）、领导小组组长（无人）")


@pytest.mark.parametrize("midnight", [HOLIDAY, WORKDAY_ON_A_SUNDAY, WORKDAY_ON_A_SATURDAY])
async def test_across_midnight_todays_people_are_called_and_take_over(tmp_path, midnight):
    eve, day = [(midnight + timedelta(hours=hours)).date().isoformat() for hours in (0, 24)]
    async with Harness(build, tmp_path, now=midnight - MINUTE) as incident:
        await listed(
            incident,
            a_duty("site-head", "S-0101", days=[eve]),
            a_duty("site-head", "S-0102", days=[day]),
            a_duty("director", "S-0111", days=[eve]),
            a_duty("director", "S-0112", days=[day]),
        )
        found = (midnight - MINUTE).isoformat()
        path = await reported(incident, discovered_at=found)
        assert await told(incident, path) == ["S-0101"]

        await incident.step_to(midnight + 5 * MINUTE)

        assert await told(incident, path) == ["S-0101", "S-0112"]
        answer = await incident.post(f"{path}/acknowledgements", as_=("S-0112", "director"))
        assert answer.status_code == 204, answer.text
        called_before = await incident.post(f"{path}/acknowledgements", as_=YESTERDAYS)
        assert called_before.status_code == 204, called_before.text


async def test_one_minute_before_midnight_tomorrows_people_are_not_called(tmp_path):
    eve = HOLIDAY.date().isoformat()
    day = (HOLIDAY + timedelta(days=1)).date().isoformat()
    async with Harness(build, tmp_path, now=HOLIDAY - 7 * MINUTE) as incident:
        await listed(
            incident,
            a_duty("site-head", "S-0101", days=[eve]),
            a_duty("director", "S-0111", days=[eve]),
            a_duty("director", "S-0112", days=[day]),
        )
        path = await reported(incident, discovered_at=(HOLIDAY - 7 * MINUTE).isoformat())

        await incident.step_to(HOLIDAY - MINUTE)

        assert await told(incident, path) == ["S-0101", "S-0111"]
        refused = await incident.post(f"{path}/acknowledgements", as_=("S-0112", "director"))
        assert problem(refused) == (403, "not-on-ladder")


async def test_striking_off_who_took_over_calls_the_step_again_at_once(incident):
    await listed(incident, a_duty("site-head", "S-0101"), a_duty("director", "S-0006"))
    path = await reported(incident)
    await incident.post(f"{path}/acknowledgements", as_=YESTERDAYS)

    await listed(incident, a_duty("site-head", "S-0102"), a_duty("director", "S-0006"))

    assert await told(incident, path) == ["S-0101", "S-0102"]
    page = (await incident.get(path, as_=SUPERVISOR)).json()
    assert (page["held_by"], page["next_due"]) == ([], "ladder")
    assert (await calls_noted(incident, path))[-1] == "呼叫考点负责人（值班02 S-0102）：值班名单已变更，请确认接报"
    assert (await incident.post(f"{path}/acknowledgements", as_=TODAYS)).status_code == 204


async def test_a_new_list_with_the_same_people_calls_nobody(incident):
    for _ in range(2):
        await listed(incident, a_duty("site-head", "S-0101"), a_duty("director", "S-0006"))
        path = await reported(incident)
        await incident.post(f"{path}/acknowledgements", as_=YESTERDAYS)

    assert await told(incident, path) == ["S-0101"]
    assert (await incident.get(path, as_=SUPERVISOR)).json()["held_by"] == ["S-0101"]


async def test_who_comes_new_onto_a_step_that_was_called_is_called_too(incident):
    await listed(incident, a_duty("site-head", "S-0101"), a_duty("director", "S-0006"))
    path = await reported(incident)

    await listed(incident, a_duty("site-head", "S-0101"), a_duty("site-head", "S-0102"), a_duty("director", "S-0007"))

    assert await told(incident, path) == ["S-0101", "S-0102"]


async def test_the_site_struck_off_last_leaves_the_step_above_to_be_called(incident):
    await listed(incident, a_duty("site-head", "S-0101"), a_duty("director", "S-0006"))
    path = await reported(incident)
    await incident.post(f"{path}/acknowledgements", as_=YESTERDAYS)

    await listed(incident, a_duty("director", "S-0006"))

    assert await told(incident, path) == ["S-0006", "S-0101"]
    assert (await incident.post(f"{path}/acknowledgements", as_=DIRECTOR)).status_code == 204
    assert (await incident.post(f"{path}/acknowledgements", as_=SITE_HEAD)).status_code == 204

"""Two people report one power cut, through the front doors: offered, joined, merged, and nothing said is lost."""

import asyncio
from datetime import datetime

import pytest

from libs.chassis.testing import Harness
from libs.contracts.incident import (
    DiscoveryCorrected,
    FirstReportOverdue,
    IncidentMerged,
    IncidentReported,
    LadderStepCalled,
    ReportJoined,
)
from services.incident.main import build
from services.incident.tests.builders import DISCOVERED, DUE, MINUTE, NOON
from services.incident.tests.test_commands import a_command
from services.incident.tests.test_http import (
    EXAM_AFFAIRS,
    INVIGILATOR,
    LEADING_GROUP,
    REPORT,
    SITE_HEAD,
    SUPERVISOR,
    a_report,
    followed_up,
    problem,
    reported,
    told,
)
from services.incident.tests.test_pictures import a_jpeg, exif, segment

NEXT_DOOR = ("S-0008", "invigilator")
RECEPTION = ("S-0009", "reception")


@pytest.fixture
async def incident(tmp_path):
    async with Harness(build, tmp_path, now=DISCOVERED + 2 * MINUTE) as harness:
        yield harness


def next_door(**differing):
    """What the next room reports of the same power cut."""
    return a_report(**{"room": "第二考场", "description": "第二考场也停电", "session_ids": [NOON], **differing})


async def offered(incident, *, to=NEXT_DOOR, **differing):
    asked = {name: value for name, value in next_door(**differing).items() if name != "description"}
    answer = await incident.get("/incidents/similar", params=asked, as_=to)
    assert answer.status_code == 200, answer.text
    return [one["incident_id"] for one in answer.json()["items"]]


async def joined(incident, path, *, by=NEXT_DOOR, **differing):
    """Where a report arrives that names this incident."""
    body = next_door(joins=path.rpartition("/")[2], **differing)
    answer = await incident.post("/incidents", json=body, as_=by)
    assert answer.status_code == 201, answer.text
    return f"/incidents/{answer.json()['incident_id']}"


async def merged(incident, path, other, *, by=LEADING_GROUP, reason="同一次停电"):
    body = {"incident_id": other.rpartition("/")[2], "reason": reason}
    return await incident.post(f"{path}/mergers", json=body, as_=by)


async def shown(incident, path, *, to=SITE_HEAD):
    return (await incident.get(path, as_=to)).json()


async def closed(incident, path):
    await told(incident, path)
    await incident.post(f"{path}/acknowledgements", as_=SITE_HEAD)
    await followed_up(incident, path)
    assert (await incident.post(f"{path}/closure", json=REPORT, as_=EXAM_AFFAIRS)).status_code == 204


async def test_a_reporter_is_offered_the_nearest_first_with_what_tells_it_apart(incident):
    far = await reported(incident, discovered_at=(DISCOVERED - 20 * MINUTE).isoformat())
    near = await reported(incident, room="第三考场")
    await reported(incident, kind="virus-or-network-fault")

    asked = {name: value for name, value in next_door().items() if name != "description"}
    items = (await incident.get("/incidents/similar", params=asked, as_=NEXT_DOOR)).json()["items"]

    assert [f"/incidents/{one['incident_id']}" for one in items] == [near, far]
    assert items[0] == {
        "incident_id": near.rpartition("/")[2],
        "name": "停电或设备故障",
        "tier": "general",
        "site": "主考点",
        "room": "第三考场",
        "discovered_at": DISCOVERED.isoformat().replace("+00:00", "Z"),
        "reports": 1,
    }


async def test_what_is_closed_or_confidential_is_not_offered(incident):
    await closed(incident, await reported(incident, room="第三考场"))
    secret = await reported(incident)
    await incident.post(f"{secret}/secrecy", json={"level": "confidential", "reason": "涉密"}, as_=LEADING_GROUP)

    assert await offered(incident) == await offered(incident, to=SITE_HEAD) == []
    assert await offered(incident, to=LEADING_GROUP) == [secret.rpartition("/")[2]]


async def test_two_reporters_of_one_power_cut_share_incident_clock_and_ladder(incident):
    first = await reported(incident)
    calls = len(incident.published(LadderStepCalled))

    second = await joined(incident, first, discovered_at=(DISCOVERED - MINUTE).isoformat())

    assert second == first
    page = await shown(incident, first, to=NEXT_DOOR)
    assert datetime.fromisoformat(page["first_report_due_at"]) == DUE - MINUTE
    assert page["timeline"][-2]["note"].endswith("第二考场也停电")
    assert page["further_reports"][0]["by"] == NEXT_DOOR[0]
    assert (len(incident.published(IncidentReported)), len(incident.published(LadderStepCalled))) == (1, calls)
    assert len(incident.published(ReportJoined)) == len(incident.published(DiscoveryCorrected)) == 1
    await incident.step_to(DUE - MINUTE)
    assert len(incident.published(FirstReportOverdue)) == 1


@pytest.mark.parametrize("way", ["http", "bus", "both"])
async def test_the_same_report_joins_once_however_often_and_whichever_way_it_comes(incident, way):
    first = await reported(incident)
    command = a_command(incident, by=NEXT_DOOR, **next_door(joins=first.rpartition("/")[2]))

    for turn in range(2):
        if way == "http" or (way == "both" and turn):
            assert await joined(incident, first) == first
        else:
            await incident.deliver(command, as_=NEXT_DOOR)

    assert (len(incident.published(ReportJoined)), len(incident.published(IncidentReported))) == (1, 1)
    assert incident.parked() == []


async def test_a_joined_report_sent_again_after_the_end_is_the_same(incident):
    first = await reported(incident)
    await joined(incident, first)
    await closed(incident, first)

    assert await joined(incident, first) == first
    assert len(incident.published(IncidentReported)) == 1


async def test_a_joined_report_sent_again_without_a_name_makes_no_second_incident(incident):
    first = await reported(incident)
    await joined(incident, first)

    again = await incident.post("/incidents", json=next_door(), as_=NEXT_DOOR)

    assert f"/incidents/{again.json()['incident_id']}" == first
    assert len(incident.published(IncidentReported)) == 1


async def test_a_report_sent_again_with_an_incident_to_join_stays_alone(incident):
    first = await reported(incident)
    alone = (await incident.post("/incidents", json=next_door(), as_=NEXT_DOOR)).json()["incident_id"]

    assert await joined(incident, first) == f"/incidents/{alone}"


@pytest.mark.parametrize("way", ["http", "bus"])
async def test_a_report_that_cannot_join_is_its_own_incident_word_for_word(incident, way):
    first = await reported(incident)
    await closed(incident, first)

    if way == "http":
        await joined(incident, first)
    else:
        command = a_command(incident, by=NEXT_DOOR, **next_door(joins=first.rpartition("/")[2]))
        await incident.deliver(command, as_=NEXT_DOOR)

    _, own = incident.published(IncidentReported)
    page = await shown(incident, f"/incidents/{own.incident_id}")
    assert (page["description"], page["room"], page["closed_at"]) == ("第二考场也停电", "第二考场", None)
    assert "未能并入" in page["timeline"][0]["note"]
    assert incident.parked() == []


@pytest.mark.parametrize("by", [NEXT_DOOR, RECEPTION, SUPERVISOR])
async def test_a_confidential_incident_is_absent_to_whoever_may_not_read_it(incident, by):
    secret = await reported(incident)
    await incident.post(f"{secret}/secrecy", json={"level": "confidential", "reason": "涉密"}, as_=LEADING_GROUP)
    nothing = "/incidents/2026-autumn-000000000000"

    of_the_secret = await shown(incident, await joined(incident, secret, by=by), to=by)
    of_nothing = await shown(incident, await joined(incident, nothing, by=by, room="第三考场"), to=by)

    notes = [page["timeline"][0]["note"] for page in (of_the_secret, of_nothing)]
    assert notes[0].replace(secret[11:], "") == notes[1].replace(nothing[11:], "")
    assert (await shown(incident, secret, to=LEADING_GROUP))["further_reports"] == []


async def test_who_joined_adds_the_own_photo(incident):
    first = await reported(incident)
    assert (await incident.get(first, as_=NEXT_DOOR)).status_code == 404

    await joined(incident, first)

    answer = await incident.post(f"{first}/photos", content=a_jpeg(segment(0xE1, exif())), as_=NEXT_DOOR)
    assert answer.status_code == 201


async def test_one_act_merges_two_and_the_earlier_goes_on_whichever_is_named(incident):
    first = await reported(incident)
    later = await reported(incident, by=NEXT_DOOR, room="第二考场", discovered_at=(DISCOVERED + MINUTE).isoformat())

    answer = await merged(incident, later, first)

    assert (answer.status_code, answer.json()) == (201, {"incident_id": first.rpartition("/")[2]})
    stays, gone = await shown(incident, first), await shown(incident, later)
    assert (stays["merged"], gone["merged_into"]) == ([gone["incident_id"]], stays["incident_id"])
    assert (stays["closed_at"], gone["next_due"]) == (None, None)
    [event] = incident.published(IncidentMerged)
    assert (event.incident_id, event.merged_into) == (gone["incident_id"], stays["incident_id"])
    await incident.step_to(DUE + 60 * MINUTE)
    assert [one.incident_id for one in incident.published(FirstReportOverdue)] == [stays["incident_id"]]


async def test_register_statistics_and_wall_count_one_and_the_other_stays_readable(incident):
    first = await reported(incident)
    later = await reported(incident, by=NEXT_DOOR, room="第二考场")
    await incident.get("/incidents/statistics", as_=SUPERVISOR)

    stays = (await merged(incident, first, later)).json()["incident_id"]

    asked = {"batch_id": "2026-autumn"}
    lines = (await incident.get("/incidents", params=asked, as_=SUPERVISOR)).json()["items"]
    assert [one["incident_id"] for one in lines] == [stays]
    rows = (await incident.get("/incidents/register.csv", params=asked, as_=SUPERVISOR)).text.splitlines()
    assert len(rows) == 1 + 1
    [batch] = (await incident.get("/incidents/statistics", as_=SUPERVISOR)).json()["batches"]
    assert batch["total"] == 1
    [open_now] = (await incident.get("/incidents/open", as_=SUPERVISOR)).json()["items"]
    assert open_now["incident_id"] == stays
    gone = first if later.endswith(stays) else later
    assert (await incident.get(gone, as_=NEXT_DOOR if gone == later else INVIGILATOR)).status_code == 200
    assert (await incident.get(f"{gone}/notices", as_=SITE_HEAD)).status_code == 200


async def test_a_report_that_names_what_was_merged_joins_what_goes_on(incident):
    first = await reported(incident)
    later = await reported(incident, by=NEXT_DOOR, room="第二考场", discovered_at=(DISCOVERED + MINUTE).isoformat())
    await merged(incident, first, later)

    assert await joined(incident, later, by=RECEPTION) == first


@pytest.mark.parametrize(
    ("by", "status"), [(INVIGILATOR, 403), (EXAM_AFFAIRS, 403), (SUPERVISOR, 403), (LEADING_GROUP, 201)]
)
async def test_not_everybody_merges(incident, by, status):
    first, later = await reported(incident), await reported(incident, by=NEXT_DOOR, room="第二考场")

    assert (await merged(incident, first, later, by=by)).status_code == status


async def test_nothing_is_merged_with_what_is_not_there_or_was_merged_elsewhere(incident):
    first, later, third = [await reported(incident, room=f"第{n}考场") for n in "一二三"]
    await merged(incident, first, later)
    gone = first if (await shown(incident, first))["merged_into"] else later

    assert problem(await merged(incident, gone, third)) == (409, "incident-merged")
    assert problem(await merged(incident, third, "/incidents/nothing")) == (404, "incident-not-found")
    assert problem(await merged(incident, third, third)) == (422, "merged-with-itself")


async def test_two_mergers_that_cross_are_one(incident):
    first, later = await reported(incident), await reported(incident, by=NEXT_DOOR, room="第二考场")

    answers = await asyncio.gather(*(merged(incident, *pair) for pair in [(first, later), (later, first)] * 4))

    assert {(one.status_code, one.json()["incident_id"]) for one in answers} == {
        (201, answers[0].json()["incident_id"])
    }
    assert len(incident.published(IncidentMerged)) == 1


async def test_mergers_that_cross_over_three_leave_no_report_without_an_open_incident(incident):
    times = [(DISCOVERED + n * MINUTE / 2).isoformat() for n in range(3)]
    paths = [
        await reported(incident, room=f"第{n}考场", discovered_at=at) for n, at in zip("一二三", times, strict=True)
    ]

    await asyncio.gather(*(merged(incident, *pair) for pair in (paths[:2], paths[1:], paths[:2], paths[1:])))

    pages = {path: await shown(incident, path) for path in paths}
    for page in pages.values():
        while page["merged_into"]:
            page = pages[f"/incidents/{page['merged_into']}"]  # noqa: PLW2901 -- follows the links
        assert page["closed_at"] is None
    going_on = [page for page in pages.values() if page["closed_at"] is None]
    assert sum(1 + len(page["further_reports"]) for page in going_on) == 3


@pytest.mark.parametrize("ended_by", ["closure", "merger"])
async def test_a_report_that_joins_while_the_incident_ends_is_lost_in_neither(incident, ended_by):
    first = await reported(incident)
    other = await reported(incident, room="第九考场", discovered_at=(DISCOVERED - MINUTE).isoformat())
    await told(incident, first)
    await incident.post(f"{first}/acknowledgements", as_=SITE_HEAD)
    await followed_up(incident, first)

    async def ends():
        if ended_by == "merger":
            return await merged(incident, first, other)
        return await incident.post(f"{first}/closure", json=REPORT, as_=EXAM_AFFAIRS)

    _, *arrived = await asyncio.gather(ends(), *(joined(incident, first, room=f"第{n}考场") for n in "三四五六七"))

    for n, path in zip("三四五六七", arrived, strict=True):
        page = await shown(incident, path)
        rooms = [page["room"], *(one["discovery"]["room"] for one in page["further_reports"])]
        assert f"第{n}考场" in rooms

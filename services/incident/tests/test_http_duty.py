"""The duty list, notices, what a disposition touches, the live feed, drills and registers, through the front door."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest

from libs.chassis.testing import Harness
from libs.contracts.incident import LadderStepCalled, ReadinessChecked, ResultsVoidApproved
from libs.contracts.itembank import PaperSealed
from libs.contracts.scheduling import CandidateScheduled, SessionPlanned, Sitting
from libs.contracts.scoring import ResultDispositionAnswered
from libs.contracts.sealing import Purpose
from services.incident.main import build
from services.incident.routes.live import EARLIEST, Reader, live
from services.incident.storage.collections import ROSTERS
from services.incident.tests.builders import DISCOVERED, MINUTE, MORNING
from services.incident.tests.test_http import (
    DIRECTOR,
    EXAM_AFFAIRS,
    INVIGILATOR,
    LEADING_GROUP,
    SITE_HEAD,
    SUPERVISOR,
    a_report,
    problem,
    reported,
    told,
)

PHONE = "13800000000"
DUTIES: list[dict[str, Any]] = [
    {"post": "site-head", "person_id": "S-0002", "site": "主考点"},
    {"post": "inspector", "person_id": "S-0003", "addresses": {"sms": PHONE}, "order": ["sms", "console"]},
    {"post": "duty-officer", "person_id": "S-0005"},
    {"post": "group-head", "person_id": "S-0005"},
    {"post": "director", "person_id": "S-0006", "days": ["2026-09-20"]},
]


@pytest.fixture
async def incident(tmp_path):
    async with Harness(build, tmp_path, now=DISCOVERED + 2 * MINUTE) as harness:
        yield harness


async def listed(incident, duties=DUTIES):
    answer = await incident.put("/rosters/2026-autumn", json={"duties": duties}, as_=EXAM_AFFAIRS)
    assert answer.status_code == 204, answer.text


@pytest.mark.rule("INC-40")
async def test_the_duty_list_is_kept_and_addresses_are_sealed(incident):
    await listed(incident)

    page = (await incident.get("/rosters/2026-autumn", as_=SUPERVISOR)).json()
    assert [duty["post"] for duty in page["duties"]] == [duty["post"] for duty in DUTIES]
    assert page["duties"][1]["channels"] == ["sms"]
    roster = await incident.load(ROSTERS, "2026-autumn")
    assert PHONE not in ROSTERS.dump(roster).decode() + json.dumps(page)
    sealed = roster.of("S-0003").addresses["sms"]
    owner = f"{roster.id}/S-0003/sms"
    assert incident.cipher.open(sealed, purpose=Purpose.DUTY_ADDRESS, owner=owner) == PHONE


@pytest.mark.rule("INC-40")
async def test_readiness_shows_who_is_missing_on_a_day(incident):
    await listed(incident)

    saturday = (await incident.get("/rosters/2026-autumn/readiness?day=2026-09-19", as_=SUPERVISOR)).json()
    sunday = (await incident.get("/rosters/2026-autumn/readiness?day=2026-09-20", as_=SUPERVISOR)).json()

    assert [post["post"] for post in saturday["posts"] if post["gap"]] == ["director", "report-phone", "contact"]
    assert (sunday["gaps"], len(sunday["evacuation"])) == (3, 1)


@pytest.mark.parametrize("wrong", [INVIGILATOR, SITE_HEAD, LEADING_GROUP])
async def test_the_duty_list_is_entered_by_exam_affairs(incident, wrong):
    assert (await incident.put("/rosters/2026-autumn", json={"duties": []}, as_=wrong)).status_code == 403
    assert problem(await incident.get("/rosters/2026-autumn", as_=SUPERVISOR)) == (404, "roster-not-found")


@pytest.mark.rule("INC-40")
async def test_the_day_before_an_examination_the_list_is_looked_at_by_itself(tmp_path):
    async with Harness(build, tmp_path, now=DISCOVERED - timedelta(days=5)) as incident:
        await incident.deliver(a_session(incident))

        await incident.step_to(DISCOVERED - timedelta(days=1) + timedelta(hours=3))

        [checked] = incident.published(ReadinessChecked)
        assert checked.exam_day.isoformat() == "2026-09-19"
        assert len(checked.gaps) == 8


@pytest.mark.rule("INC-41")
async def test_a_call_goes_to_each_person_by_the_first_channel_that_works(incident):
    await listed(incident)
    path = await reported(incident, kind="terror")
    screens = incident.service.wiring.provided["screens"]
    with screens.watched_by("S-0003") as screen:
        await incident.step_to(incident.now)  # no text messages are set up
        said: list[Any] = []
        async with asyncio.timeout(10):
            while not said:
                await asyncio.sleep(0.01)
                await incident.step_to(incident.now)
                said = screen.take()
        screen.take()
        await incident.service.wiring.provided["sender"].settled()

    assert [one.title for one in said] == ["【重大】恐怖事件"]
    notices = (await incident.get(f"{path}/notices", as_=SUPERVISOR)).json()
    [inspector] = [notice for notice in notices if notice["person_id"] == "S-0003"]
    assert [attempt["channel"] for attempt in inspector["attempts"]] == ["sms", "console"]


async def test_the_ladder_follows_the_list_of_the_site_and_the_day(incident):
    await listed(incident)
    await reported(incident)

    for minute in range(3, 31):
        await incident.step_to(DISCOVERED + minute * MINUTE)
        await incident.service.wiring.provided["sender"].settled()

    called = [(event.step, event.skipped) for event in incident.published(LadderStepCalled)]
    assert called[0] == ("site-head", [])
    assert ("director", ["director"]) in called


def a_session(incident):
    return SessionPlanned(
        session_id=MORNING,
        batch_id="2026-autumn",
        part="theory",
        occupation_code="4-04-05-05",
        level=4,
        room="第一考场",
        starts_at=DISCOVERED - 20 * MINUTE,
        ends_at=DISCOVERED + 70 * MINUTE,
        candidates=2,
        staff=[],
        planned_at=incident.now,
    )


async def the_world(incident):
    await incident.deliver(a_session(incident))
    for row in (1, 2):
        seat = Sitting(
            part="theory",
            session_id=MORNING,
            room="第一考场",
            seat=row,
            form="A",
            starts_at=DISCOVERED,
            ends_at=DISCOVERED + 90 * MINUTE,
        )
        await incident.deliver(
            CandidateScheduled(
                application_id=f"2026-autumn-{row:05d}",
                batch_id="2026-autumn",
                ticket_number=f"{row}",
                occupation_code="4-04-05-05",
                level=4,
                sittings=[seat],
                scheduled_at=incident.now,
            )
        )
    await incident.deliver(
        PaperSealed(
            paper_id="P-1",
            batch_id="2026-autumn",
            occupation_code="4-04-05-05",
            level=4,
            part="theory",
            form="spare",
            items=100,
            digest="d",
            sealed_at=incident.now,
        )
    )


@pytest.mark.rule("INC-16")
async def test_a_disposition_touches_exactly_those_who_were_shown_before_approval(incident):
    await the_world(incident)
    path = await reported(incident, kind="paper-leak")
    proposal = {"type": "void-results", "session_ids": [MORNING], "application_ids": ["2026-autumn-00002"]}
    await incident.post(f"{path}/dispositions", json=proposal, as_=LEADING_GROUP)

    preview = (await incident.get(f"{path}/dispositions/1/preview", as_=DIRECTOR)).json()
    assert (preview["application_ids"], preview["candidates"], preview["rooms"]) == (
        ["2026-autumn-00002"],
        1,
        ["第一考场"],
    )
    assert preview["papers"] == [{"paper_id": "P-1", "form": "spare"}]
    outdated = {"digest": "0" * 64}
    assert problem(await incident.post(f"{path}/dispositions/1/approval", json=outdated, as_=DIRECTOR)) == (
        409,
        "preview-outdated",
    )
    seen = {"digest": preview["digest"]}
    assert (await incident.post(f"{path}/dispositions/1/approval", json=seen, as_=DIRECTOR)).status_code == 204

    [order] = incident.published(ResultsVoidApproved)
    assert order.application_ids == ["2026-autumn-00002"]
    await incident.deliver(
        ResultDispositionAnswered(
            incident_id=order.incident_id,
            batch_id=order.batch_id,
            disposition=order.disposition,
            applied=order.application_ids,
            refused=[],
            answered_at=incident.now,
        ),
        times=2,
    )
    page = (await incident.get(path, as_=DIRECTOR)).json()
    assert page["dispositions"][0]["state"] == "done"
    assert incident.parked() == []


async def read(stream, events):
    """The first few events of a feed, without beats."""
    found = []
    async for text in stream:
        if text.startswith(("id:", "event:")):
            found.append(json.loads(text.split("data: ", 1)[1]))
        if len(found) == events:
            return found
    return found


def a_feed(incident, *, since=EARLIEST, person_id="S-0005"):
    provided = incident.service.wiring.provided
    changes, to_show, screens, sender = (provided[name] for name in ("changes", "to_show", "screens", "sender"))
    reader = Reader(person_id=person_id, since=since, now=incident.now)
    return live(changes, to_show, screens, sender, asyncio.Event(), reader=reader)


async def test_the_feed_begins_with_what_is_open_and_brings_every_change(incident):
    path = await reported(incident)
    stream = a_feed(incident)
    [before] = await read(stream, 1)

    stream = a_feed(incident)
    assert await read(stream, 1) == [before]
    await told(incident, path)
    [after] = await read(a_feed(incident, since=incident.now), 1)

    assert before["incident_id"] == after["incident_id"]
    assert after["revision"] > before["revision"]
    assert after["first_report_at"] is not None


async def test_the_feed_marks_drills_and_the_register_leaves_them_out(incident):
    await reported(incident, drill=True)

    [line] = await read(a_feed(incident), 1)

    assert line["drill"] is True
    register = (await incident.get("/incidents?batch_id=2026-autumn", as_=SUPERVISOR)).json()
    assert register["items"] == []
    drills = (await incident.get("/incidents/open?drill=true", as_=SUPERVISOR)).json()
    assert [one["incident_id"] for one in drills["items"]] == [line["incident_id"]]
    assert incident.outbox() == []


async def test_what_is_open_comes_with_the_next_deadline_first(incident):
    general = await reported(incident)
    major = await reported(incident, kind="terror")

    items = (await incident.get("/incidents/open", as_=SUPERVISOR)).json()["items"]

    assert [f"/incidents/{line['incident_id']}" for line in items] == [major, general]
    assert [line["next_due"] for line in items] == ["ladder", "ladder"]


@pytest.mark.rule("INC-10")
async def test_what_is_confidential_is_kept_from_most(incident):
    path = await reported(incident)
    body = {"level": "confidential", "reason": "涉及试题内容"}
    assert (await incident.post(f"{path}/secrecy", json=body, as_=LEADING_GROUP)).status_code == 204

    assert problem(await incident.get(path, as_=SITE_HEAD)) == (403, "incident-confidential")
    assert (await incident.get(path, as_=DIRECTOR)).status_code == 200


@pytest.mark.rule("INC-39")
@pytest.mark.parametrize("by", [INVIGILATOR, SITE_HEAD, SUPERVISOR, EXAM_AFFAIRS, DIRECTOR])
async def test_only_the_leading_group_speaks_to_the_press(incident, by):
    path = await reported(incident)

    assert (await incident.post(f"{path}/statements", json={"text": "考试正常"}, as_=by)).status_code == 403
    answer = await incident.post(f"{path}/statements", json={"text": "考试正常"}, as_=LEADING_GROUP)
    assert (answer.status_code, answer.json()) == (201, {"number": 1})


@pytest.mark.parametrize(
    ("command", "body", "wrong"),
    [
        ("reclassification", {"kind": "terror", "reason": "无"}, INVIGILATOR),
        ("reporter", {"person_id": "S-0031"}, INVIGILATOR),
        ("stage-reports", {"text": "继续"}, ("S-0040", "auditor")),
        ("dispositions/1/completion", {"note": "完成"}, DIRECTOR),
        ("secrecy", {"level": "confidential", "reason": "无"}, EXAM_AFFAIRS),
        ("follow-ups", {"kind": "lessons", "text": "无"}, SITE_HEAD),
    ],
)
async def test_a_command_is_refused_to_the_wrong_role(incident, command, body, wrong):
    path = await reported(incident)

    assert (await incident.post(f"{path}/{command}", json=body, as_=wrong)).status_code == 403


async def test_the_ladder_and_a_proposal_of_tier_can_be_asked_for(incident):
    ladders = (await incident.get("/incidents/ladders", as_=INVIGILATOR)).json()
    assert [step["within_minutes"] for step in ladders["major"]["steps"]] == [2, 3, 4, 7, 11]

    query = {"kind": "power-or-equipment-failure", "outage_minutes": 31}
    found = (await incident.get("/incidents/classification", params=query, as_=INVIGILATOR)).json()
    assert (found["tier"], found["rule"]) == ("general", "INC-32")
    nothing = (await incident.get("/incidents/classification", as_=INVIGILATOR)).json()
    assert (nothing["tier"], nothing["rule"]) == (None, "INC-04")


async def test_the_register_is_a_table_for_the_file_and_no_formula(incident):
    await reported(incident, room="=1+1")

    content = (await incident.get("/incidents/register.csv?batch_id=2026-autumn", as_=SUPERVISOR)).content

    assert content.startswith(b"\xef\xbb\xbf")
    header, row = content.decode("utf-8-sig").splitlines()
    assert header.split(",")[:3] == ["编号", "考点", "考场"]
    assert row.split(",")[2] == "'=1+1"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "﹢", "−", " =", "\u3000＝"])
async def test_nor_does_any_sign_that_some_spreadsheet_takes_for_another_make_one(incident, sign):
    await reported(incident, room=f"{sign}1+1")

    content = (await incident.get("/incidents/register.csv?batch_id=2026-autumn", as_=SUPERVISOR)).content

    assert content.decode("utf-8-sig").splitlines()[1].split(",")[2].startswith("'")


async def test_the_register_is_in_order_of_discovery_whoever_entered_first(incident):
    for minute in (1, 2, 0):
        await reported(incident, room=f"{minute}", discovered_at=(DISCOVERED + minute * MINUTE).isoformat())

    content = (await incident.get("/incidents/register.csv?batch_id=2026-autumn", as_=SUPERVISOR)).content

    rows = content.decode("utf-8-sig").splitlines()[1:]
    assert [row.split(",")[2] for row in rows] == ["0", "1", "2"]


async def test_a_report_may_leave_the_kind_to_the_answers(incident):
    answers = {"exam_can_go_on": False, "grave_harm": False}
    body = {**a_report(), "kind": None, "answers": answers}

    page = (await incident.post("/incidents", json=body, as_=INVIGILATOR)).json()

    assert (page["category"], page["rule"]) == ("other-major", "INC-04")
    unanswered = {**a_report(room="第二考场"), "kind": None}
    assert problem(await incident.post("/incidents", json=unanswered, as_=INVIGILATOR)) == (
        422,
        "questions-unanswered",
    )


async def test_a_cursor_that_is_none_is_refused(incident):
    answer = await incident.get("/incidents/stream?after=yesterday", as_=SUPERVISOR)

    assert problem(answer) == (422, "cursor-unknown")

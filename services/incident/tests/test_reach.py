"""Nobody could be told: seen on the incident, said by every other way; sent once, shown wherever somebody looks."""

import asyncio
import json
from contextlib import aclosing
from datetime import timedelta

import pytest

from libs.chassis.testing import Harness
from libs.chassis.time.timers import Timers
from libs.chassis.wiring import Wiring
from services.incident.channels.sending import BackgroundSender
from services.incident.domain.notices.notice import Channel, Outcome, Receipt
from services.incident.main import build
from services.incident.routes.live import EARLIEST, Reader, live
from services.incident.subscribers import timers
from services.incident.tests.builders import DISCOVERED, MINUTE
from services.incident.tests.test_http import EXAM_AFFAIRS, INVIGILATOR, SITE_HEAD, SUPERVISOR, followed_up, reported

REPORT = {"cause": "线路老化", "course": "抢修并补时", "result": "考试完成", "social_impact": "无"}
SECOND = timedelta(seconds=1)


class Telephones:
    """Every channel at once; `away` are the channels that fail for now, `refused` those that always do."""

    def __init__(self, now):
        self._now = now
        self.away: set[Channel] = set()
        self.sent: list[tuple[str, Channel]] = []

    async def send(self, notice):
        outcome = Outcome.FAILED if notice.channel in self.away else Outcome.DELIVERED
        if outcome is Outcome.DELIVERED:
            self.sent.append((notice.recipient.person_id, notice.channel))
        return Receipt(outcome=outcome, at=self._now())


@pytest.fixture
async def incident(tmp_path):
    async with Harness(build, tmp_path, now=DISCOVERED + 2 * MINUTE) as harness:
        service = harness.service
        telephones = Telephones(service.clock.now)
        sender = BackgroundSender(telephones, service.transactions, service.clock.now)
        vars(service.wiring)["provided"] = {**service.wiring.provided, "sender": sender}
        vars(harness)["telephones"] = telephones
        yield harness


async def listed(incident, *posts):
    duties = [
        {"post": post, "person_id": person, "name": f"值班{person[-2:]}", "addresses": {"sms": "13800000000"}}
        for post, person in posts
    ]
    answer = await incident.put("/rosters/2026-autumn", json={"duties": duties}, as_=EXAM_AFFAIRS)
    assert answer.status_code == 204, answer.text


async def passed(incident, moment):
    """Up to a moment, with every channel answering as soon as it is asked."""
    while True:
        following = await incident.service.store.next_due()
        if following is None or following > moment:
            break
        await incident.step_to(max(following, incident.now))
        await incident.service.wiring.provided["sender"].settled()
    await incident.step_to(moment)


async def line_of(incident, path):
    return (await incident.get(path, as_=SUPERVISOR)).json()


def notes(page, step):
    return [entry["note"] for entry in page["timeline"] if entry["step"] == step]


async def notices(incident, path):
    return (await incident.get(f"{path}/notices", as_=SUPERVISOR)).json()


@pytest.mark.rule("INC-41")
async def test_that_nobody_could_be_told_is_seen_and_said_to_all_others(incident):
    await listed(incident, ("site-head", "S-0002"), ("director", "S-0006"))
    incident.telephones.away = {Channel.SMS, Channel.CONSOLE}

    path = await reported(incident)
    await passed(incident, incident.now + 10 * SECOND)

    page = await line_of(incident, path)
    assert page["unreached"] == [{"post": "site-head", "name": "考点负责人"}]
    assert page["unreached_since"] is not None
    [called] = page["called"]
    assert (called["name"], called["office"], called["unreached"]) == ("值班02", "考点负责人", True)
    assert notes(page, "call-unreached") == [
        "考点负责人（值班02 S-0002）：各种方式均未送达",
        "考点负责人无人通知到，改用其他一切方式告知",
    ]
    told = {(one["person_id"], tuple(one["channels"])) for one in await notices(incident, path)}
    assert told >= {("S-0006", ("sms",)), *(("all-groups", (name,)) for name in ("wecom", "dingtalk", "webhook"))}
    [shown] = (await incident.get("/incidents/open", as_=SUPERVISOR)).json()["items"]
    assert shown["unreached"] == page["unreached"]


async def test_calling_goes_on_past_everybody_given_up_and_says_so_each_time(incident):
    await listed(incident, ("site-head", "S-0002"), ("director", "S-0006"))
    incident.telephones.away = set(Channel)
    path = await reported(incident)

    await passed(incident, DISCOVERED + 45 * MINUTE)

    page = await line_of(incident, path)
    assert {one["unreached"] for one in page["called"]} == {True}
    assert {line["post"] for line in page["unreached"]} == {"site-head", "director"}
    said = [note for note in notes(page, "call-unreached") if "改用其他一切方式告知" in note]
    assert len(said) >= 5
    assert page["next_due"] == "ladder"


async def test_a_channel_that_comes_back_ends_the_alarm(incident):
    await listed(incident, ("site-head", "S-0002"), ("director", "S-0006"))
    incident.telephones.away = {Channel.SMS}
    path = await reported(incident)
    await passed(incident, incident.now + 10 * SECOND)

    incident.telephones.away = set()
    await passed(incident, incident.now + MINUTE)

    page = await line_of(incident, path)
    assert (page["unreached_since"], page["unreached"]) == (None, [])
    assert notes(page, "call-reached") == ["考点负责人（值班02 S-0002）：已送达"]


async def test_who_takes_over_ends_the_alarm(incident):
    await listed(incident, ("site-head", "S-0002"), ("director", "S-0006"))
    incident.telephones.away = set(Channel)
    path = await reported(incident)
    await passed(incident, incident.now + 10 * SECOND)

    await incident.post(f"{path}/acknowledgements", as_=SITE_HEAD)

    assert (await line_of(incident, path))["unreached_since"] is None


async def test_without_a_duty_list_nobody_is_told_and_that_is_the_alarm(incident):
    path = await reported(incident)

    page = await line_of(incident, path)
    assert page["unreached"] == [{"post": "site-head", "name": "考点负责人"}]
    assert {one["person_id"] for one in await notices(incident, path)} == {"all-groups"}


async def test_a_call_answered_while_its_channel_was_away_is_not_sent_later(incident):
    await listed(incident, ("site-head", "S-0002"), ("site-head", "S-0012"))
    incident.telephones.away = set(Channel)
    path = await reported(incident)
    await passed(incident, incident.now + SECOND)
    await incident.post(f"{path}/acknowledgements", as_=SITE_HEAD)

    incident.telephones.away = set()
    await passed(incident, incident.now + MINUTE)

    assert incident.telephones.sent == []
    assert notes(await line_of(incident, path), "call-withdrawn") == [
        "值班02 S-0002：已有人接报",
        "值班12 S-0012：已有人接报",
    ]


async def test_after_its_end_an_incident_says_nothing_any_more(incident):
    await listed(incident, ("site-head", "S-0002"), ("site-head", "S-0012"))
    incident.telephones.away = set(Channel)
    path = await reported(incident)
    await incident.post(f"{path}/first-report", json={}, as_=SITE_HEAD)
    await followed_up(incident, path)
    closed = await incident.post(f"{path}/closure", json=REPORT, as_=EXAM_AFFAIRS)
    assert closed.status_code == 204, closed.text

    incident.telephones.away = set()
    await passed(incident, incident.now + MINUTE)

    assert incident.telephones.sent == []
    withdrawn = notes(await line_of(incident, path), "call-withdrawn")
    assert sorted(withdrawn) == ["值班02 S-0002：事件已办结", "值班12 S-0012：事件已办结"]


def another_process(incident):
    """The timers and the sender of a second process, on the store of the first."""
    service = incident.service
    dispatch = BackgroundSender(incident.telephones, service.transactions, service.clock.now)
    wiring = Wiring(service.wiring.collections, {**service.wiring.provided, "sender": dispatch})
    second = Timers(
        handlers=timers,
        wiring=wiring,
        store=service.store,
        transactions=service.transactions,
        clock=service.clock,
        meters=service.meters,
    )
    return second, dispatch


async def test_two_processes_send_no_call_twice(incident):
    await listed(incident, *(("site-head", f"S-{number:04d}") for number in range(30)))
    second, dispatch = another_process(incident)
    await reported(incident)

    await asyncio.gather(incident.service.timers.fire_due(), second.fire_due())
    await dispatch.settled()
    await incident.service.wiring.provided["sender"].settled()

    assert sorted(person for person, _ in incident.telephones.sent) == [f"S-{number:04d}" for number in range(30)]


async def test_a_call_whose_claimer_died_is_sent_when_its_claim_runs_out(incident):
    await listed(incident, ("site-head", "S-0002"))
    await reported(incident)
    second, dispatch = another_process(incident)
    wiring = incident.service.wiring
    vars(wiring)["provided"] = {**wiring.provided, "sender": Dead()}
    await incident.service.timers.fire_due()

    incident.service.clock.step_to(incident.now + 44 * SECOND)
    await second.fire_due()
    await dispatch.settled()
    assert incident.telephones.sent == []
    incident.service.clock.step_to(incident.now + SECOND)
    await second.fire_due()
    await dispatch.settled()

    assert incident.telephones.sent == [("S-0002", Channel.SMS)]


class Dead:
    """A process that is killed before it sends."""

    def start(self, notice):
        """Nothing."""


def a_feed(incident, person_id, *, confirms=False):
    provided = incident.service.wiring.provided
    changes, to_show, screens, sender = (provided[name] for name in ("changes", "to_show", "screens", "sender"))
    reader = Reader(person_id=person_id, since=EARLIEST, now=incident.now, confirms=confirms)
    return live(changes, to_show, screens, sender, asyncio.Event(), reader=reader)


async def read_notices(stream, wanted):
    found = []
    async with asyncio.timeout(10), aclosing(stream):
        async for text in stream:
            if text.startswith("event: notice"):
                found.append(json.loads(text.split("data: ", 1)[1]))
            elif len(found) >= wanted and text.startswith(": beat"):
                return found
    return found


async def test_who_comes_to_a_console_later_hears_at_once_what_was_missed(incident):
    await listed(incident, ("site-head", "S-0002"))
    incident.telephones.away = set(Channel)
    path = await reported(incident)
    await passed(incident, incident.now + 80 * SECOND)

    [said] = await read_notices(a_feed(incident, "S-0002"), 1)

    assert (said["title"], said["key"]) == ("【一般】停电或设备故障", f"{path.split('/')[-1]}:call-1:S-0002")
    [call] = [one for one in await notices(incident, path) if one["person_id"] == "S-0002"]
    assert (call["state"], call["attempts"][-1]["channel"]) == ("delivered", "console")
    assert (await line_of(incident, path))["unreached_since"] is None


async def test_a_notice_comes_back_to_its_own_person_only_until_dismissed(incident):
    await listed(incident, ("site-head", "S-0002"))
    path = await reported(incident)
    await passed(incident, incident.now + SECOND)
    [first] = await read_notices(a_feed(incident, "S-0002"), 1)
    assert await read_notices(a_feed(incident, "S-0002"), 1) == [first]
    assert await read_notices(a_feed(incident, "S-0003"), 0) == []

    url = f"/incidents/notices/{first['key']}/dismissal"
    assert (await incident.post(url, as_=SUPERVISOR)).status_code == 404
    assert (await incident.post(url, as_=INVIGILATOR)).status_code == 403
    assert (await incident.post(url, as_=SITE_HEAD)).status_code == 204

    assert await read_notices(a_feed(incident, "S-0002"), 0) == []
    assert len(await notices(incident, path)) == 1


async def test_where_a_console_confirms_what_it_drew_handing_out_is_no_receipt(incident):
    await listed(incident, ("site-head", "S-0002"))
    incident.telephones.away = set(Channel)
    path = await reported(incident)

    [said] = await read_notices(a_feed(incident, "S-0002", confirms=True), 1)
    [call] = [one for one in await notices(incident, path) if one["person_id"] == "S-0002"]
    assert call["state"] == "waiting"
    assert (await incident.post(f"/incidents/notices/{said['key']}/shown", as_=SITE_HEAD)).status_code == 204

    [call] = [one for one in await notices(incident, path) if one["person_id"] == "S-0002"]
    assert call["state"] == "delivered"


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (2 * MINUTE, (None, "acknowledgement")),
        (6 * MINUTE - SECOND, (None, "acknowledgement")),
        (6 * MINUTE, ("acknowledgement", "acknowledgement")),
    ],
)
async def test_a_line_says_what_is_overdue_since_when_and_what_is_next(incident, after, expected):
    await listed(incident, ("site-head", "S-0002"), ("director", "S-0006"))
    path = await reported(incident)

    await passed(incident, DISCOVERED + after)

    page = await line_of(incident, path)
    assert (page["overdue"], page["next_act"]) == expected
    if page["overdue"]:
        assert page["overdue_since"] == (DISCOVERED + 6 * MINUTE).isoformat().replace("+00:00", "Z")


async def test_who_holds_a_step_has_the_first_report_next_and_is_named(incident):
    await listed(incident, ("site-head", "S-0002"), ("director", "S-0006"))
    path = await reported(incident)
    await incident.post(f"{path}/acknowledgements", as_=SITE_HEAD)

    await passed(incident, DISCOVERED + 10 * MINUTE - SECOND)
    assert (await line_of(incident, path))["next_act"] == "first-report"
    assert {"person_id": "S-0002", "name": "值班02", "office": "考点负责人"} in (await line_of(incident, path))[
        "people"
    ]
    await passed(incident, DISCOVERED + 10 * MINUTE)

    page = await line_of(incident, path)
    assert (page["overdue"], page["overdue_since"]) == ("first-report", page["first_report_due_at"])

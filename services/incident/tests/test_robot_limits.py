"""More notices than a robot takes, from two processes, to a platform that counts; and a mail server that says later."""

import asyncio
import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from prometheus_client import CollectorRegistry

from libs.chassis.store.unit_of_work import Transactions
from libs.chassis.testing import Harness
from libs.chassis.time.timers import Timers
from libs.chassis.wiring import Wiring
from services.incident.channels.console import Console
from services.incident.channels.sending import BackgroundSender
from services.incident.channels.set_up import set_up_channels
from services.incident.main import build
from services.incident.storage.paces import RobotPaces
from services.incident.subscribers import timers
from services.incident.tests.builders import DISCOVERED, MINUTE
from services.incident.tests.channels.mail_server import PASSWORD, USER, MailServer, certificate
from services.incident.tests.channels.servers import NAME, SECRET, DingTalk, Feishu, Server, running
from services.incident.tests.channels.worlds import ADDRESS
from services.incident.tests.test_http import EXAM_AFFAIRS, SUPERVISOR, reported

SECOND = timedelta(seconds=1)
QUARTER = 15 * MINUTE


class Counting(Server):
    """A platform that writes down when each message came, by the clock of the service."""

    clock: Callable[[], datetime]

    def __init__(self):
        super().__init__()
        self.times = []

    def checked(self, url, headers, body):
        self.times.append(self.clock())
        return super().checked(url, headers, body)


class CountingDingTalk(Counting, DingTalk):
    name = "dingtalk"


class CountingFeishu(Counting, Feishu):
    name = "feishu"


class Process:
    """The timers and the sender of one process of the service; it shares the store with the others and nothing else."""

    def __init__(self, service):
        transactions = Transactions(service.store, service.name, service._committed)
        now = service.clock.now
        channels = set_up_channels(
            service.settings, Console(), now, paces=RobotPaces(transactions, now), registry=CollectorRegistry()
        )
        self.sent = 0
        self._channels = channels
        self.dispatch = BackgroundSender(self, transactions, now)
        self.timers = Timers(
            handlers=timers,
            wiring=Wiring(service.wiring.collections, {**service.wiring.provided, "sender": self.dispatch}),
            store=service.store,
            transactions=transactions,
            clock=service.clock,
            meters=service.meters,
        )

    async def send(self, notice):
        receipt = await self._channels.send(notice)
        self.sent += receipt.outcome == "delivered"
        return receipt


async def passed(harness, processes, moment):
    """Up to a moment, each deadline seen by all processes; no clock is stepped while something is sent."""
    await settled(processes)
    while (following := await harness.service.store.next_due()) is not None and following <= moment:
        harness.service.clock.step_to(max(following, harness.now))
        await asyncio.gather(*(process.timers.fire_due() for process in processes))
        await settled(processes)
    harness.service.clock.step_to(moment)


async def settled(processes):
    await asyncio.gather(*(process.dispatch.settled() for process in processes))


@pytest.fixture
def robot(request):
    with running(request.param) as server:
        yield server


@pytest.fixture
async def incident(tmp_path, robot, monkeypatch):
    """A service with one robot, and a site head who is told by it alone."""
    name = robot.name
    told = {NAME: {"platform": name, "url": robot.url, "secret": SECRET}}
    monkeypatch.setenv("SKILLSEAL_ROBOTS", json.dumps(told))
    monkeypatch.setenv("SKILLSEAL_STORM_SECONDS", "1")
    async with Harness(build, tmp_path, now=DISCOVERED + MINUTE) as harness:
        robot.clock = harness.service.clock.now
        duty = {"post": "site-head", "person_id": "S-0002", "addresses": {name: NAME}, "order": [name]}
        await harness.put("/rosters/2026-autumn", json={"duties": [duty]}, as_=EXAM_AFFAIRS)
        yield harness


@pytest.mark.parametrize(
    ("robot", "most", "window"),
    [(CountingDingTalk, 20, MINUTE), (CountingFeishu, 5, SECOND)],
    indirect=["robot"],
    ids=["dingtalk", "feishu"],
)
async def test_two_processes_together_keep_a_robots_limit_and_lose_nothing(incident, robot, most, window):
    processes = [Process(incident.service), Process(incident.service)]
    for number in range(30):
        await reported(incident, site=f"第{number}考点")
        await processes[number % 2].timers.fire_due()

    await passed(incident, processes, incident.now + 3 * MINUTE)

    assert len(set(robot.arrived)) == len(robot.arrived) == 30
    assert most_within(robot.times, window) == most
    assert all(process.sent for process in processes)
    assert max(robot.times) - min(robot.times) < 2 * MINUTE


@pytest.mark.parametrize("robot", [CountingDingTalk], indirect=True)
async def test_the_same_waiting_for_a_robot_is_one_message_when_it_opens(incident, robot):
    processes = [Process(incident.service)]
    for number in range(20):
        await reported(incident, site=f"第{number}考点")
    await passed(incident, processes, incident.now + SECOND)
    assert len(robot.arrived) == 20

    for room in range(5):
        await reported(incident, site="最后考点", room=f"第{room}考场", by=(f"S-1{room:03d}", "invigilator"))
    await passed(incident, processes, incident.now + 50 * SECOND)
    assert len(robot.arrived) == 20
    await passed(incident, processes, incident.now + 20 * SECOND)

    assert 21 <= len(robot.arrived) <= 22
    assert "（同类报告共5起）" in robot.arrived[-1]
    assert most_within(robot.times, MINUTE) == 20


def most_within(times, window):
    return max(sum(start <= at < start + window for at in times) for start in times)


class Greylist:
    """The answers of a mail server that takes no letter before a QUARTER of an hour has passed since the first."""

    def __init__(self, clock, after):
        self._clock = clock
        self._after = after
        self.times = []

    def __bool__(self):
        self.times.append(self._clock())
        return self._clock() < self.times[0] + self._after

    def popleft(self):
        return 450


async def test_an_alarm_outlasts_a_greylist_while_others_and_the_post_are_tried(tmp_path, monkeypatch):
    pem = certificate(tmp_path)
    mail = MailServer(pem)
    sender = "console@example.org"
    box = {"host": "localhost", "port": mail.port, "user": USER, "password": PASSWORD, "sender": sender}
    monkeypatch.setenv("SKILLSEAL_MAIL", json.dumps({**box, "ca_file": str(pem)}))
    monkeypatch.setenv("SKILLSEAL_CHANNEL_TRIES", "1")
    async with Harness(build, tmp_path, now=DISCOVERED + MINUTE) as harness:
        vars(mail)["faults"] = Greylist(harness.service.clock.now, QUARTER)
        duty = {"addresses": {"email": ADDRESS}, "order": ["console", "email"]}
        duties = [{"post": "site-head", "person_id": "S-0002", **duty}]
        await harness.put("/rosters/2026-autumn", json={"duties": duties}, as_=EXAM_AFFAIRS)
        processes = [Process(harness.service)]
        path = await reported(harness)

        await passed(harness, processes, harness.now + QUARTER - SECOND)
        assert mail.letters == []
        await passed(harness, processes, harness.now + 5 * MINUTE)

        first = f"{path.rsplit('/', 1)[-1]}:call-1:S-0002"
        [call] = [one for one in (await harness.get(f"{path}/notices", as_=SUPERVISOR)).json() if one["id"] == first]
        assert call["state"] == "delivered"
        assert {one["detail"] for one in call["attempts"]} == {"console-closed", "smtp-450", ""}
        calls = (await harness.get(path, as_=SUPERVISOR)).json()["timeline"]
        assert sum(entry["step"] == "ladder-called" for entry in calls) > 2
    mail.close()

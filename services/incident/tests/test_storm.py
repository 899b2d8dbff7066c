"""Twenty reports of one power cut, from the requests to what a mail server and a webhook receive."""

import json

import pytest

from libs.chassis.domain import Query
from libs.chassis.testing import Harness
from libs.chassis.tests.buses import until
from services.incident.main import build
from services.incident.storage.collections import NOTIFICATIONS
from services.incident.tests.builders import DISCOVERED, DUE, MINUTE
from services.incident.tests.channels.mail_server import PASSWORD, USER, MailServer, certificate
from services.incident.tests.channels.servers import NAME, SECRET, Receiver, running
from services.incident.tests.test_http import EXAM_AFFAIRS, reported

REPORTS = 20
ALL_OF_THEM = f"（同类报告共{REPORTS}起）"
STORM_SECONDS = 4.0  # far longer than twenty requests take on a busy machine
MAIL = {"addresses": {"email": "duty@example.org"}, "order": ["email"]}
HOOK = {"addresses": {"webhook": NAME}, "order": ["webhook"]}
DUTIES = [
    {"post": "site-head", "person_id": "S-0002", **MAIL},
    {"post": "inspector", "person_id": "S-0003", **HOOK},
    {"post": "duty-officer", "person_id": "S-0005", **HOOK},
]


@pytest.fixture
def mail(tmp_path):
    server = MailServer(certificate(tmp_path))
    yield server
    server.close()


@pytest.fixture
def hook():
    with running(Receiver) as server:
        yield server


@pytest.fixture
async def incident(tmp_path, mail, hook, monkeypatch):
    """A service with both channels set up, and somebody on duty."""
    box = {"host": "localhost", "port": mail.port, "user": USER, "password": PASSWORD, "sender": "console@example.org"}
    monkeypatch.setenv("SKILLSEAL_MAIL", json.dumps({**box, "ca_file": str(tmp_path / "mail.pem")}))
    monkeypatch.setenv("SKILLSEAL_WEBHOOKS", json.dumps({NAME: {"url": hook.url, "secret": SECRET}}))
    monkeypatch.setenv("SKILLSEAL_STORM_SECONDS", str(STORM_SECONDS))
    async with Harness(build, tmp_path, now=DISCOVERED + MINUTE) as harness:
        await harness.put("/rosters/2026-autumn", json={"duties": DUTIES}, as_=EXAM_AFFAIRS)
        yield harness


async def reports(incident, *rooms):
    """Each invigilator reports the own room."""
    for room in rooms:
        await reported(incident, room=f"第{room}考场", by=(f"S-1{room:03d}", "invigilator"))


async def until_sent(incident, moment):
    """Let it become that late, and everything be sent that is due by then."""
    await incident.step_to(moment)
    await incident.service.wiring.provided["sender"].settled()


def titles(server):
    return [message.splitlines()[0] for message in server.arrived]


async def notices(incident):
    found = await incident.service.transactions.begin().of(NOTIFICATIONS).find(Query(limit=500))
    return [(notice.person_id, notice.state) for notice in found.items]


async def told_of_all(server, words, *, times=1):
    """All twenty were told in one message, or in one more if the first could not wait for the last of them."""
    await until(lambda: sum(words in one and ALL_OF_THEM in one for one in server.arrived) == times)
    assert sum(words in one for one in server.arrived) <= 2 * times


async def test_reports_of_the_same_moment_are_one_message_with_the_count(incident, mail):
    await reports(incident, *range(REPORTS))

    await until_sent(incident, DISCOVERED + MINUTE)

    await told_of_all(mail, "请确认接报")
    assert [state for who, state in await notices(incident) if who == "S-0002"] == ["delivered"] * REPORTS


async def test_the_first_report_goes_at_once_and_the_rest_as_one_count(incident, mail):
    await reports(incident, 0)
    await until_sent(incident, DISCOVERED + MINUTE)
    assert titles(mail) == ["【一般】停电或设备故障"]

    await reports(incident, *range(1, REPORTS))
    await until_sent(incident, DISCOVERED + MINUTE)

    await until(lambda: len(mail.letters) > 1)
    assert titles(mail)[1:] == [f"【一般】停电或设备故障{ALL_OF_THEM}"]


async def test_each_step_of_a_storm_is_one_message_to_each_concerned(incident, mail, hook):
    await reports(incident, *range(REPORTS))

    for moment, server, words, times in (
        (DISCOVERED + MINUTE, mail, "请确认接报", 1),
        (DISCOVERED + 5 * MINUTE, mail, "请立即报告", 1),
        (DISCOVERED + 6 * MINUTE, hook, "此前无人确认接报", 1),
        (DISCOVERED + 8 * MINUTE, mail, "请立即报告", 2),
        (DUE, hook, "初次报告未在十分钟内送达", 1),
    ):
        await until_sent(incident, moment)
        await told_of_all(server, words, times=times)

    assert {state for _, state in await notices(incident)} == {"delivered"}


async def test_another_site_is_another_storm(incident, mail):
    await reports(incident, *range(REPORTS))
    await reported(incident, site="二考点")

    await until_sent(incident, DISCOVERED + MINUTE)

    await told_of_all(mail, "主考点")
    assert [one for one in mail.arrived if "二考点" in one and "同类报告" in one] == []


async def test_a_leak_in_each_of_nine_rooms_is_nine_messages(incident, mail):
    for room in range(1, 10):
        await reported(incident, room=f"第{room}考场", kind="paper-leak", by=(f"S-1{room:03d}", "invigilator"))

    await until_sent(incident, DISCOVERED + MINUTE)

    for room in range(1, 10):
        assert sum(f"主考点第{room}考场" in one for one in mail.arrived) == 1
    assert [one for one in mail.arrived if "同类报告" in one] == []


async def test_a_storm_of_general_incidents_names_every_room(incident, mail):
    await reports(incident, 9, 1, 5)

    await until_sent(incident, DISCOVERED + MINUTE)

    rooms = [f"主考点第{room}考场" for room in (9, 1, 5)]
    await until(lambda: any(all(room in one.partition("地点：")[2] for room in rooms) for one in mail.arrived))

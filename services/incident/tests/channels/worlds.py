"""Every channel with the server behind it, and the hand-written fake: one face for one suite."""

import asyncio
import socket
from collections import deque
from contextlib import contextmanager

from pydantic import SecretStr

from services.incident.channels.mail import Mailbox
from services.incident.channels.posting import Poster
from services.incident.channels.robots import PLATFORMS, Robots
from services.incident.channels.sms import HttpProvider, TextMessages
from services.incident.channels.way import Message, RefusedError, UnreachableError
from services.incident.channels.webhook import Webhooks
from services.incident.domain.notices.notice import Channel, Contact, Notice, Urgency
from services.incident.domain.notices.pace import Pace
from services.incident.settings import Mail, Robot, Sms, Webhook
from services.incident.tests.builders import DISCOVERED
from services.incident.tests.channels.mail_server import PASSWORD, USER, MailServer, certificate
from services.incident.tests.channels.servers import (
    NAME,
    SECRET,
    SLOW,
    DingTalk,
    Feishu,
    Gateway,
    Receiver,
    WeCom,
)

PHONE = "13800000000"
ADDRESS = "duty@example.org"
INCIDENT = "2026-autumn-0a1b2c3d4e5f"
TITLE = "重大突发事件：试卷泄密"
TEXT = "考点：主考点 第一考场\n发现：9月19日 09:20"


def a_message(**differing):
    return Message(**{"key": "n-1", "incident_id": INCIDENT, "title": TITLE, "text": TEXT, **differing})


def a_notice(**differing):
    channel = differing.pop("channel", Channel.WECOM)
    address = differing.pop("address", NAME)
    person = differing.pop("person", "S-0005")
    recipient = Contact(person_id=person, name="应小急", addresses={channel: address})
    return Notice(
        **{
            "id": "n-1",
            "recipient": recipient,
            "channel": channel,
            "title": TITLE,
            "text": TEXT,
            "incident_id": INCIDENT,
            "urgency": Urgency.ALARM,
            **differing,
        }
    )


class FakeWay:
    """A channel in memory. `faults` are raised first, one each; SLOW never answers."""

    port = 0

    def __init__(self):
        self.arrived = []
        self.addresses = []
        self.messages = []
        self.faults: deque = deque()
        self.asked = 0

    async def send(self, message, address):
        self.asked += 1
        if self.faults:
            fault = self.faults.popleft()
            if fault == SLOW:
                await never()
            raise fault
        if address != NAME:
            raise RefusedError("address-unknown")
        self.messages.append(message)
        self.arrived.append(message.whole)
        self.addresses.append(address)
        return f"fake-{len(self.arrived)}"

    def close(self):
        """Nothing is open."""


async def never():
    await asyncio.Event().wait()


def closed_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class InMemoryPaces:
    """What each robot was sent, of one process. Its clock is turned by hand."""

    def __init__(self, now=DISCOVERED):
        self.now = now
        self._paces = {}

    async def take(self, robot, turn, *, limits):
        return self._of(robot).take(turn, limits=limits, now=self.now)

    async def rest(self, robot, pause):
        self._of(robot).rest(until=self.now + pause)
        return self.now + pause

    def _of(self, robot):
        return self._paces.setdefault(robot, Pace(id=robot))


def robots(url, platform, secret=SECRET, **differing):
    robot = Robot(platform=platform, url=SecretStr(url), secret=SecretStr(secret))
    differing = {"paces": InMemoryPaces(), "note_ahead": lambda _: None, **differing}
    return Robots(PLATFORMS[Channel(platform)], {NAME: robot}, Poster(), **differing)


def webhooks(url, **differing):
    return Webhooks({NAME: Webhook(url=SecretStr(url), secret=SecretStr(SECRET))}, Poster(), **differing)


def sms_settings(url, **differing):
    return Sms(
        **{
            "url": SecretStr(url),
            "headers": {"Authorization": SecretStr(f"Bearer {Gateway.token}")},
            "body": {"to": "{phone}", "params": {"content": "{text}"}, "uid": "{id}"},
            "accepted": {"result.code": "0"},
            "reference": "data.id",
            "signature": "【技能认定】",
            **differing,
        }
    )


def text_messages(url, **differing):
    sms = sms_settings(url, **differing)
    return TextMessages(HttpProvider(sms, Poster()), signature=sms.signature, most_parts=sms.most_parts)


def mailbox(port, pem, seconds=3.0, **differing):
    return Mailbox(
        Mail(
            **{
                "host": "localhost",
                "port": port,
                "user": USER,
                "password": SecretStr(PASSWORD),
                "sender": "console@example.org",
                "ca_file": pem,
                **differing,
            }
        ),
        seconds=seconds,
    )


class World:
    """A way, an address it knows, the server that is asked, and what that answers in trouble or refusing."""

    def __init__(self, make, server, *, address=NAME, unknown="nobody", trouble=503, refusal=404):
        self.way = make(server.port)
        self._make = make
        self.server = server
        self.address = address
        self.unknown = unknown
        self.trouble = trouble
        self.refusal = refusal

    def nobody_listens(self):
        self.way = self._make(closed_port())


def a_fake_world():
    fake = FakeWay()

    def make(port):
        if port:
            fake.faults.append(UnreachableError("network-ConnectError"))
        return fake

    return World(make, fake, trouble=UnreachableError("http-503"), refusal=RefusedError("http-404"))


def a_mail_world(folder):
    pem = certificate(folder)
    return World(
        lambda port: mailbox(port, pem),
        MailServer(pem),
        address=ADDRESS,
        unknown="not an address",
        trouble=451,
        refusal=550,
    )


def a_platform_world(name):
    kinds = {"wecom": WeCom, "dingtalk": DingTalk, "feishu": Feishu, "webhook": Receiver, "sms": Gateway}
    server = kinds[name]()

    def make(port):
        url = f"http://127.0.0.1:{port}{server.path}"
        match name:
            case "webhook":
                return webhooks(url)
            case "sms":
                return text_messages(url)
            case _:
                return robots(url, name, "" if name == "wecom" else SECRET)

    return World(make, server, address=PHONE if name == "sms" else NAME, refusal=server.refusal)


@contextmanager
def a_world(name, folder):
    match name:
        case "fake":
            world = a_fake_world()
        case "email":
            world = a_mail_world(folder)
        case _:
            world = a_platform_world(name)
    try:
        yield world
    finally:
        world.server.close()


WORLDS = ["fake", "wecom", "dingtalk", "feishu", "webhook", "sms", "email"]

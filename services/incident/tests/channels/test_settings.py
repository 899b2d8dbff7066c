"""From the environment to the platforms; and nowhere a secret."""

import json
import logging
from datetime import UTC, datetime

import pytest
from prometheus_client import CollectorRegistry
from pydantic import ValidationError

from services.incident.channels.console import Console
from services.incident.channels.set_up import set_up_channels
from services.incident.domain.notices.notice import Channel, Contact, Outcome
from services.incident.settings import Settings
from services.incident.tests.channels.mail_server import PASSWORD, USER, MailServer, certificate
from services.incident.tests.channels.servers import (
    KEY,
    NAME,
    SECRET,
    DingTalk,
    Feishu,
    Gateway,
    Receiver,
    WeCom,
)
from services.incident.tests.channels.worlds import ADDRESS, PHONE, InMemoryPaces, a_notice

SERVERS = {
    Channel.WECOM: WeCom,
    Channel.DINGTALK: DingTalk,
    Channel.FEISHU: Feishu,
    Channel.WEBHOOK: Receiver,
    Channel.SMS: Gateway,
}
SECRETS = (KEY, SECRET, PASSWORD, Gateway.token)


def now():
    return datetime(2026, 9, 19, 1, 20, tzinfo=UTC)


@pytest.fixture
def servers(tmp_path):
    pem = certificate(tmp_path)
    servers = {channel: kind() for channel, kind in SERVERS.items()} | {Channel.EMAIL: MailServer(pem)}
    servers[Channel.EMAIL].pem = pem
    yield servers
    for server in servers.values():
        server.close()


@pytest.fixture
def environment(servers, monkeypatch):
    """What an operator sets."""
    monkeypatch.setenv("SKILLSEAL_FIELD_KEYS", "k1:")
    monkeypatch.setenv("SKILLSEAL_TOKEN_KEYS", '{"keys": []}')
    monkeypatch.setenv("SKILLSEAL_EVENT_KEY", "")
    monkeypatch.setenv("SKILLSEAL_EVENT_KEYS", "")
    told = {
        "SKILLSEAL_ROBOTS": {
            f"{NAME}-wecom": {"platform": "wecom", "url": servers[Channel.WECOM].url},
            f"{NAME}-dingtalk": {"platform": "dingtalk", "url": servers[Channel.DINGTALK].url, "secret": SECRET},
            f"{NAME}-feishu": {"platform": "feishu", "url": servers[Channel.FEISHU].url, "secret": SECRET},
        },
        "SKILLSEAL_WEBHOOKS": {NAME: {"url": servers[Channel.WEBHOOK].url, "secret": SECRET}},
        "SKILLSEAL_SMS": {
            "url": servers[Channel.SMS].url,
            "headers": {"Authorization": f"Bearer {Gateway.token}"},
            "body": {"to": "{phone}", "params": {"content": "{text}"}, "uid": "{id}"},
            "accepted": {"result.code": "0"},
            "signature": "【技能认定】",
        },
        "SKILLSEAL_MAIL": {
            "host": "localhost",
            "port": servers[Channel.EMAIL].port,
            "user": USER,
            "password": PASSWORD,
            "sender": "console@example.org",
            "ca_file": str(servers[Channel.EMAIL].pem),
        },
    }
    for name, value in told.items():
        monkeypatch.setenv(name, json.dumps(value))
    return monkeypatch


def a_dispatcher(settings):
    return set_up_channels(settings, Console(), now, paces=InMemoryPaces(), registry=CollectorRegistry())


PERSON = Contact(
    person_id="S-0005",
    addresses={
        Channel.WECOM: f"{NAME}-wecom",
        Channel.DINGTALK: f"{NAME}-dingtalk",
        Channel.FEISHU: f"{NAME}-feishu",
        Channel.WEBHOOK: NAME,
        Channel.SMS: PHONE,
        Channel.EMAIL: ADDRESS,
    },
)


async def test_every_channel_that_is_set_up_delivers(servers, environment):
    channels = a_dispatcher(Settings())

    for channel in PERSON.addresses:
        receipt = await channels.send(a_notice(recipient=PERSON, channel=channel))

        assert (channel, receipt.outcome) == (channel, Outcome.DELIVERED)
        assert len(servers[channel].arrived) == 1


async def test_a_robot_is_known_under_its_own_platform_only(servers, environment):
    channels = a_dispatcher(Settings())

    receipt = await channels.send(a_notice(channel=Channel.FEISHU, address=f"{NAME}-dingtalk"))

    assert (receipt.outcome, receipt.detail) == (Outcome.REFUSED, "robot-unknown")


async def test_without_settings_every_channel_refuses_and_a_closed_console_may_open_later(monkeypatch):
    monkeypatch.setenv("SKILLSEAL_FIELD_KEYS", "k1:")
    monkeypatch.setenv("SKILLSEAL_TOKEN_KEYS", '{"keys": []}')
    monkeypatch.setenv("SKILLSEAL_EVENT_KEY", "")
    monkeypatch.setenv("SKILLSEAL_EVENT_KEYS", "")
    channels = a_dispatcher(Settings())

    outcomes = {channel: (await channels.send(a_notice(channel=channel))).outcome for channel in Channel}

    assert outcomes.pop(Channel.CONSOLE) is Outcome.FAILED
    assert set(outcomes.values()) == {Outcome.REFUSED}


def test_settings_show_no_secret(environment):
    settings = Settings()

    shown = f"{settings!r} {settings.model_dump_json()} {a_dispatcher(settings)!r}"

    assert not any(secret in shown for secret in SECRETS)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("SKILLSEAL_ROBOTS", {NAME: {"platform": "wecom", "url": {"is": KEY}}}),
        ("SKILLSEAL_WEBHOOKS", {NAME: {"url": "http://127.0.0.1/", "secret": "too-short"}}),
        ("SKILLSEAL_MAIL", {"password": PASSWORD}),
        ("SKILLSEAL_SMS", {"headers": {"Authorization": [Gateway.token]}}),
    ],
)
def test_a_wrong_setting_is_told_without_its_value(environment, name, wrong):
    environment.setenv(name, json.dumps(wrong))

    with pytest.raises(ValidationError) as refused:
        Settings()

    told = str(refused.value)
    assert not any(secret in told for secret in (*SECRETS, "too-short"))


async def test_no_log_line_tells_a_secret_or_an_address(servers, environment, caplog, capsys):
    """As a service logs: its own lines, and from libraries what they warn of (`libs/chassis/watch/telemetry.py`)."""
    channels = a_dispatcher(Settings(channel_tries=1))
    for channel in PERSON.addresses:
        servers[channel].faults.append(451 if channel is Channel.EMAIL else 503)
        await channels.send(a_notice(recipient=PERSON, channel=channel))

    printed = capsys.readouterr().out + "".join(
        record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING
    )

    assert printed.count("notice.undelivered") == len(PERSON.addresses)
    assert not any(told in printed for told in (*SECRETS, PHONE, ADDRESS, "应小急"))


async def test_a_platform_that_is_down_leaves_the_others_alone(servers, environment):
    servers[Channel.WECOM].close()
    channels = a_dispatcher(Settings())

    first = await channels.send(a_notice(recipient=PERSON, channel=Channel.WECOM))
    second = await channels.send(a_notice(recipient=PERSON, channel=Channel.DINGTALK))

    assert (first.outcome, second.outcome) == (Outcome.FAILED, Outcome.DELIVERED)

"""Parked messages at the command line: told as far as they can be, replayed by selection and in order."""

import json
import random
import time
from datetime import timedelta

import httpx
import pika
import pytest
from typer.testing import CliRunner

from apps.cli.commands import app
from apps.cli.parked import in_order, replay_all
from apps.cli.system import System
from libs.chassis.bus.provenance import user_of
from libs.chassis.testing import NOON

DEAD = "archive.events.dlq"
MANY = 120


@pytest.fixture
def started(amqp_vhost_url, monkeypatch, state_dir):
    """Start some services on a broker of their own."""
    monkeypatch.setenv("AMQP_URL", amqp_vhost_url)
    systems = []

    def start(*services):
        systems.append(System.start(state_dir, services=services, bound=True))
        return systems[-1]

    yield start
    for system in systems:
        system.stop()


@pytest.fixture
def skillseal(state_dir):
    def run(*words):
        return CliRunner().invoke(app, [*words, "--state", str(state_dir)])

    return run


def a_message(number, *, source="somewhere", subject="thing/1", seconds=None):
    at = NOON + timedelta(seconds=number if seconds is None else seconds)
    return {
        "id": f"{source}:{subject}:{number}",
        "source": source,
        "subject": subject,
        "sequence": number,
        "occurred_at": at.isoformat(timespec="milliseconds"),
    }


def give_up(url, messages):
    """Put them where the broker puts what ended its process at each delivery."""
    connection = pika.BlockingConnection(pika.URLParameters(url))
    channel = connection.channel()
    for message in messages:
        headers = {
            "cloudEvents:type": f"{message['source']}.thing.v1",
            "cloudEvents:source": message["source"],
            "cloudEvents:subject": message["subject"],
            "cloudEvents:sequence": message["sequence"],
            "cloudEvents:time": message["occurred_at"],
        }
        properties = pika.BasicProperties(message_id=message["id"], user_id=user_of(url), headers=headers)
        channel.basic_publish("", DEAD, message.get("body", b"{}"), properties)
    connection.close()


def parked(skillseal, *, most=20.0):
    """The output of the list once nothing new comes."""
    until = time.monotonic() + most
    while (output := skillseal("parked", "list", "archive").output).count("delivery-limit") <= MANY:
        assert time.monotonic() < until, output
    return output


@pytest.mark.rabbit
@pytest.mark.journey
def test_one_command_replays_in_order_all_that_a_store_outage_left(started, skillseal, tmp_path):
    system = started("archive")
    messages = [a_message(number, subject=f"thing/{number % 7}") for number in range(1, MANY + 1)]
    shuffled = [*messages, {**messages[MANY // 2], "body": b"[]"}]  # another one under its id: one of them is refused
    random.Random(1).shuffle(shuffled)
    give_up(system.amqp_url, shuffled)
    parked(skillseal)

    answer = skillseal("parked", "replay", "archive", "--slug", "delivery-limit")

    assert answer.exit_code == 1
    assert f"{MANY} of {MANY + 1} replayed" in answer.output
    assert f"not replayed: archive.events|{messages[MANY // 2]['id']}" in answer.output
    assert "409 another-under-its-id" in answer.output
    assert skillseal("parked", "replay", "archive", "--slug", "delivery-limit").output == "0 of 0 replayed\n"
    assert archived(skillseal, tmp_path / "events.jsonl") == [message["id"] for message in messages]


def archived(skillseal, file):
    until = time.monotonic() + 20
    while f"{MANY} events" not in (output := skillseal("export-events", str(file)).output):
        assert time.monotonic() < until, output
    return [json.loads(line)["id"] for line in file.read_text().splitlines()]


@pytest.mark.rabbit
@pytest.mark.journey
def test_a_service_that_does_not_answer_hides_no_other(started, skillseal):
    system = started("registration", "archive")
    give_up(system.amqp_url, [a_message(1)])
    until = time.monotonic() + 20
    while "delivery-limit" not in skillseal("parked", "list").output:
        assert time.monotonic() < until
    system.processes["registration"].signal(9)
    while system.processes["registration"].alive():
        assert time.monotonic() < until

    answer = skillseal("parked", "list")

    assert answer.exit_code == 1
    assert "delivery-limit" in answer.output
    assert f"\n  archive.events|{a_message(1)['id']}" in answer.output, "the whole id, on a narrow terminal too"
    assert "registration is not in the list: no answer" in answer.output


def test_of_one_aggregate_the_sequence_decides_of_several_the_time():
    earlier = a_message(2, seconds=0)  # the clock had been put back
    messages = [earlier, a_message(3, seconds=9), a_message(1, seconds=5), a_message(7, subject="thing/2", seconds=4)]

    assert [message["id"] for message in in_order(messages)] == [
        f"somewhere:thing/{one}" for one in ("2:7", "1:1", "1:2", "1:3")
    ]


@pytest.mark.parametrize("words", [[], ["m-1", "--slug", "delivery-limit"]])
def test_either_one_message_or_a_reason_is_named(skillseal, words):
    assert skillseal("parked", "replay", "archive", *words).exit_code == 2


def test_a_refused_message_holds_up_none_and_a_deadly_one_is_named(capsys):
    def answer(request):
        match request.url.params["id"].rpartition(":")[2]:
            case "1":
                return httpx.Response(409, json={"title": "not-now", "detail": "不行。"})
            case "3":
                raise httpx.ReadError("gone", request=request)
            case _:
                return httpx.Response(204)

    with (
        httpx.Client(base_url="http://archive", transport=httpx.MockTransport(answer)) as client,
        pytest.raises(httpx.ReadError),
    ):
        replay_all(client, [a_message(number) for number in range(1, 5)])

    assert capsys.readouterr().err.splitlines() == [
        "not replayed: somewhere:thing/1:1: 409 not-now: 不行。",
        "1 of 4 replayed; it ended at somewhere:thing/1:3",
    ]

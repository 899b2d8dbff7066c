"""Webhooks: signature, replay, and what is in them."""

import json
import time

import pytest

from services.incident.channels.way import RefusedError
from services.incident.channels.webhook import REPLAY_WINDOW, signature
from services.incident.tests.channels.servers import NAME, SECRET, Receiver, running
from services.incident.tests.channels.worlds import INCIDENT, TEXT, TITLE, a_message, webhooks


async def test_a_webhook_says_what_it_is_about_and_no_more():
    with running(Receiver) as server:
        await webhooks(server.url).send(a_message(count=2, drill=True), NAME)

    [body], [headers] = server.bodies, server.headers
    assert json.loads(body) == {
        "notice": "n-1",
        "incident_id": INCIDENT,
        "title": TITLE,
        "text": TEXT,
        "drill": True,
        "count": 2,
    }
    assert headers["X-SkillSeal-Notice"] == "n-1"


@pytest.mark.parametrize(("age", "taken"), [(REPLAY_WINDOW - 5, True), (REPLAY_WINDOW + 5, False)])
async def test_a_receiver_takes_nothing_older_than_the_replay_window(age, taken):
    with running(Receiver) as server:
        sending = webhooks(server.url, wall=lambda: time.time() - age).send(a_message(), NAME)
        if taken:
            await sending
        else:
            with pytest.raises(RefusedError, match="http-408"):
                await sending

    assert len(server.arrived) == taken


async def test_a_copy_is_answered_and_taken_once():
    with running(Receiver) as server:
        for _ in range(2):
            await webhooks(server.url).send(a_message(), NAME)

    assert len(server.arrived) == 1


@pytest.mark.parametrize(
    ("secret", "timestamp", "body"), [("another-secret-16", "1", b"{}"), (SECRET, "2", b"{}"), (SECRET, "1", b"{ }")]
)
def test_secret_time_and_every_byte_are_under_the_signature(secret, timestamp, body):
    assert signature(secret, timestamp, body) != signature(SECRET, "1", b"{}")

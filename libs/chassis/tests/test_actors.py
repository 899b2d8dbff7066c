"""Whose act an event comes of: from a command through other services, and who may say so."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from libs.chassis.bus.messages import Received
from libs.chassis.bus.provenance import Provenance
from libs.chassis.domain import Deadline
from libs.chassis.service import Service
from libs.chassis.settings import ServiceSettings
from libs.chassis.store.port import OutboxEvent, WriteBatch
from libs.chassis.store.sqlite import SqliteStore
from libs.chassis.testing import EVENT_KEY, NOON, Harness
from libs.chassis.tests.depots import TOURS, Tour, Tours, a_post_office, a_reporting_depot
from libs.chassis.tests.parcels import ParcelFetched, ParcelSent, a_depot
from libs.chassis.tests.stores import an_event
from libs.chassis.time.timers import TimerHandlers
from libs.contracts.event import SYSTEM

CLERK, OPERATOR = ("S-0001", "clerk"), ("S-0009", "operator")
SENT = ParcelSent(parcel_id="p-1", town="怀化", sent_at=NOON)
FETCHED = ParcelFetched(parcel_id="p-1", fetched_at=NOON)
QUEUE = f"depot.{FETCHED.routing_key}"
SIGNER = Provenance("guest", EVENT_KEY, {})


def actors(harness):
    return [event.actor for event in harness.outbox()]


async def test_what_a_command_records_is_the_act_of_whoever_gave_it(tmp_path):
    async with Harness(a_post_office, tmp_path) as post:
        await post.post("/tours/p-1/stops?stops=2", as_=CLERK)

        shown = (await post.get("/internal/feed", as_=OPERATOR)).json()["events"]

        assert actors(post) == [event["actor"] for event in shown] == ["S-0001", "S-0001"]


@pytest.mark.parametrize("by", ["S-0001", SYSTEM, ""])
async def test_what_follows_of_an_event_is_the_act_of_the_same_person(tmp_path, by):
    async with Harness(a_reporting_depot, tmp_path) as depot:
        await depot.deliver(SENT, by=by)

        assert actors(depot) == [by]


async def test_what_happens_because_its_time_has_come_is_nobodys_act(tmp_path):
    timers = TimerHandlers()

    @timers.on("move")
    async def move_when_due(tours: Tours) -> None:
        tour = Tour(id="p-1")
        tour.move(1)
        tours.save(tour)

    def build():
        return Service("post", ServiceSettings(), collections=[TOURS], timers=timers)

    async with Harness(build, tmp_path) as post:
        soon = Deadline(key="move", due_at=NOON + timedelta(hours=1), kind="move")
        await post.service.store.commit(WriteBatch(deadlines={"move": soon}))

        await post.step_to(NOON + timedelta(hours=1))

        assert actors(post) == [SYSTEM]


def as_it_comes(actor="S-0001", **differing):
    body = FETCHED.model_dump_json().encode()
    event = OutboxEvent("post:parcels/p-1:2", "parcels/p-1", 2, FETCHED.routing_key, body, NOON, actor=actor)
    message = Received(
        id=event.id,
        type=event.routing_key,
        source="post",
        subject=event.aggregate,
        seq=event.seq,
        time=NOON,
        body=body,
        user="post",
        signature=SIGNER.signature(event),
        acted_by=actor,
        actor_signature=SIGNER.actor_signature(event),
    )
    return replace(message, **differing)


@pytest.mark.parametrize(
    ("message", "slugs"),
    [
        pytest.param(as_it_comes(), [], id="as its publisher says"),
        pytest.param(as_it_comes(acted_by="S-0002"), ["forged"], id="somebody else's"),
        pytest.param(as_it_comes(acted_by=SYSTEM), ["forged"], id="nobody's"),
        pytest.param(as_it_comes(actor_signature=""), ["unsigned"], id="not signed"),
        pytest.param(as_it_comes(actor=""), [], id="a publisher of before, who says nobody"),
        pytest.param(as_it_comes(actor="", acted_by="S-0002"), ["unsigned"], id="put in"),
    ],
)
async def test_of_what_creates_rights_nobody_is_made_the_actor(tmp_path, message, slugs):
    async with Harness(a_depot, tmp_path) as depot:
        await depot.deliver(SENT)

        await depot.service.consumer.take(QUEUE, message)

        assert [parked["slug"] for parked in depot.parked()] == slugs


async def test_who_acted_is_not_lost_while_a_message_is_parked(tmp_path):
    async with Harness(a_depot, tmp_path) as depot:
        await depot.service.consumer.give_up(QUEUE, as_it_comes())
        await depot.deliver(SENT)
        [parked] = depot.parked()

        answer = await depot.post("/internal/parked/replay", as_=OPERATOR, params={"id": parked["id"]})

        assert answer.status_code == 204


def test_a_reader_of_before_finds_the_signature_that_it_knows():
    with_actor, without = as_it_comes(), as_it_comes(actor="")

    assert with_actor.signature == without.signature
    assert (without.acted_by, without.actor_signature) == ("", "")


async def test_an_event_log_of_before_is_read_on_and_says_nobody(tmp_path):
    path = tmp_path / "store.sqlite"
    store = SqliteStore(path)
    await store.open([])
    await store.commit(WriteBatch(events=[an_event("e-1")]))
    await store.close()
    with closing(sqlite3.connect(path)) as file:
        file.execute("ALTER TABLE outbox DROP COLUMN actor")

    await store.open([])
    await store.commit(WriteBatch(events=[an_event("e-2", seq=2)]))

    assert [event.actor for event in await store.unpublished(limit=10)] == ["", "S-0001"]
    await store.close()

"""Services on a real broker: nothing lost, nothing doubled, whatever happens to the wire or to a process."""

import asyncio
import struct
import time
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from typing import Any

import aio_pika
import httpx
import pytest
from aio_pika.exceptions import ChannelPreconditionFailed
from structlog.testing import capture_logs

from libs.chassis.bus.connections import DELIVERY_LIMIT, _queue
from libs.chassis.bus.relay import WINDOW
from libs.chassis.testing import LONG_BEFORE, NOON
from libs.chassis.tests.buses import Observer, RawProperties, connected, life, running, until
from libs.chassis.tests.depots import (
    ENTRIES,
    ParcelMoved,
    ParcelShelved,
    a_counting_depot,
    a_gated_depot,
    a_listening_depot,
    a_post_office,
    a_reporting_depot,
    a_stumbling_depot,
    room_of,
)
from libs.chassis.tests.parcels import PARCELS, ParcelSent
from libs.chassis.tests.proxy import Proxy

pytestmark = pytest.mark.rabbit

SENT = ParcelSent.routing_key
MOVED = ParcelMoved.routing_key
QUEUE = f"depot.{SENT}"
TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


@pytest.fixture
async def observer(amqp_vhost_url):
    async with Observer(amqp_vhost_url) as one:
        yield one


@pytest.fixture
async def proxy(amqp_vhost_url):
    one = Proxy(amqp_vhost_url)
    yield one
    await one.shut()
    one.close()


def a_parcel_sent(parcel="p-1", *, town="huaihua"):
    return ParcelSent(parcel_id=parcel, town=town, sent_at=NOON)


async def entry(depot, parcel):
    return await depot.service.transactions.begin().of(ENTRIES).find_one(parcel)


async def arrivals(depot, *parcels):
    """How often each parcel was noted."""
    found = [await entry(depot, parcel) for parcel in parcels]
    return [one.arrivals if one else 0 for one in found]


async def _noticed(one):
    return not await one.service.bus.connected()


# ---- the way of an event


async def test_a_committed_event_is_handled_once_with_its_cloudevents_attributes(amqp_vhost_url, observer, tmp_path):
    tap = await observer.tap(SENT)
    async with (
        running(a_counting_depot, tmp_path / "depot", amqp_vhost_url) as depot,
        running(a_post_office, tmp_path / "post", amqp_vhost_url) as post,
    ):
        await connected(depot, post)

        await post.post("/parcels/p-1?town=huaihua", trace=TRACE)
        await until(lambda: depot.service.totals()["handled"])
        await until(lambda: not post.service.relay.unsent)

        assert await arrivals(depot, "p-1") == [1]
        assert post.service.totals()["published"] == 1
    [message] = await observer.drained(tap)
    assert message.message_id == "post:parcels/p-1:1"
    assert message.delivery_mode is aio_pika.DeliveryMode.PERSISTENT
    assert (message.routing_key, message.content_type) == (SENT, "application/json")
    assert message.headers == {
        "cloudEvents:specversion": "1.0",
        "cloudEvents:id": "post:parcels/p-1:1",
        "cloudEvents:source": "post",
        "cloudEvents:type": SENT,
        "cloudEvents:subject": "parcels/p-1",
        "cloudEvents:sequence": 1,
        "cloudEvents:time": LONG_BEFORE.isoformat(),
        "cloudEvents:actor": "S-1",
        "traceparent": TRACE,
    }
    assert ParcelSent.model_validate_json(message.body).parcel_id == "p-1"


async def test_an_event_that_follows_from_an_event_carries_its_trace_on(amqp_vhost_url, observer, tmp_path):
    tap = await observer.tap(ParcelShelved.routing_key)
    async with (
        running(a_reporting_depot, tmp_path / "depot", amqp_vhost_url) as depot,
        running(a_post_office, tmp_path / "post", amqp_vhost_url) as post,
    ):
        await connected(depot, post)

        await post.post("/parcels/p-1?town=huaihua", trace=TRACE)

        await until(lambda: observer.size(tap))
    [message] = await observer.drained(tap)
    assert (message.message_id, message.headers["traceparent"]) == ("depot:entries/p-1:1", TRACE)


async def test_events_of_one_aggregate_arrive_in_order(amqp_vhost_url, observer, tmp_path):
    tap = await observer.tap(MOVED)
    parcels = [f"p-{n}" for n in range(5)]
    async with running(a_post_office, tmp_path / "post", amqp_vhost_url) as post:
        await connected(post)

        for _ in range(4):
            await asyncio.gather(*(post.move(parcel, stops=5) for parcel in parcels))

        await until(lambda: not post.service.relay.unsent)
    moves = [ParcelMoved.model_validate_json(message.body) for message in await observer.drained(tap)]
    for parcel in parcels:
        assert [move.stop for move in moves if move.parcel_id == parcel] == list(range(1, 21))


async def test_a_queue_that_lost_its_consumer_is_noticed_and_heard_again(amqp_vhost_url, tmp_path):
    async with (
        running(a_counting_depot, tmp_path / "depot", amqp_vhost_url) as depot,
        running(a_post_office, tmp_path / "post", amqp_vhost_url) as post,
    ):
        await connected(depot, post)
        bus = depot.service.bus
        subscriber: Any = next(one for one in bus.consuming.subscribers if _queue(one) == QUEUE)

        await subscriber._queue_obj.channel._channel.channel.basic_cancel(subscriber._consumer_tag)
        noticed = not await bus.connected()
        await post.send("p-1")

        assert noticed
        await until(lambda: depot.service.totals()["handled"])
        assert await arrivals(depot, "p-1") == [1]
        await connected(depot)


async def test_a_queue_that_somebody_deleted_is_made_again_and_heard(amqp_vhost_url, observer, tmp_path):
    async with (
        running(a_counting_depot, tmp_path / "depot", amqp_vhost_url) as depot,
        running(a_post_office, tmp_path / "post", amqp_vhost_url) as post,
    ):
        await connected(depot, post)

        await observer.delete(QUEUE)
        await until(lambda: _noticed(depot))
        await post.send("p-1")

        await until(lambda: depot.service.totals()["handled"], patience=20.0)
        assert await arrivals(depot, "p-1") == [1]
        await connected(depot)


async def test_a_binding_that_somebody_removed_is_made_again(amqp_vhost_url, observer, tmp_path):
    async with (
        running(a_counting_depot, tmp_path / "depot", amqp_vhost_url) as depot,
        running(a_post_office, tmp_path / "post", amqp_vhost_url) as post,
    ):
        await connected(depot, post)

        await observer.unbind(QUEUE, SENT)
        await post.send("p-1")

        await until(lambda: depot.service.totals()["handled"], patience=20.0)
        assert await arrivals(depot, "p-1") == [1]


async def test_at_most_fifty_events_are_in_flight(proxy, observer, tmp_path):
    tap = await observer.tap(SENT)
    parcels = [f"p-{n}" for n in range(WINDOW + 30)]
    await proxy.open()
    async with running(a_post_office, tmp_path / "post", proxy.url) as post:
        await connected(post)

        proxy.hold_answers()
        await post.send(*parcels)
        await until(post.service.relay._window.locked)
        await until(lambda: observer.size(tap))
        in_flight = [await observer.size(tap) for _ in range(20)]
        proxy.heal()

        assert in_flight[-1] == max(in_flight) == WINDOW == 50
        await until(lambda: not post.service.relay.unsent)
    assert len(await observer.drained(tap)) == len(parcels)


async def test_the_simulation_clock_steps_all_services(amqp_vhost_url, observer, tmp_path):
    async with (
        running(a_counting_depot, tmp_path / "depot", amqp_vhost_url) as depot,
        running(a_post_office, tmp_path / "post", amqp_vhost_url) as post,
    ):
        await connected(depot, post)
        await post.send("p-1")
        channel = await observer.connection.channel()
        clock = await channel.declare_exchange("simulation-clock", aio_pika.ExchangeType.FANOUT, durable=True)
        later = LONG_BEFORE + timedelta(minutes=10)

        await clock.publish(aio_pika.Message(later.isoformat().encode()), "")

        await until(lambda: depot.service.clock.now() == post.service.clock.now() == later)
        await until(lambda: post.service.totals()["fired"])
        parcel = await post.service.transactions.begin().of(PARCELS).get("p-1")
        assert parcel.reminders == 1


async def test_queues_are_quorum_queues_with_dead_letters_and_a_delivery_limit(amqp_vhost_url, observer, tmp_path):
    arguments = {
        "x-queue-type": "quorum",
        "x-delivery-limit": 20,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": f"{QUEUE}.dlq",
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",
    }
    other = {
        "x-queue-type": "classic",
        "x-delivery-limit": 21,
        "x-dead-letter-exchange": "events",
        "x-dead-letter-routing-key": "elsewhere",
        "x-dead-letter-strategy": "at-most-once",
        "x-overflow": "drop-head",
    }

    async def declare(name, arguments):
        channel = await observer.connection.channel()
        await channel.declare_queue(name, durable=True, arguments=arguments, robust=False)
        await channel.close()

    async with running(a_counting_depot, tmp_path / "depot", amqp_vhost_url) as depot:
        await connected(depot)

        await declare(QUEUE, arguments)
        await declare(f"{QUEUE}.dlq", {"x-queue-type": "quorum"})
        for name, value in other.items():
            with pytest.raises(ChannelPreconditionFailed):
                await declare(QUEUE, arguments | {name: value})


# ---- the broker is away


async def test_a_service_without_a_broker_takes_commands_and_delivers_later_in_order(proxy, observer, tmp_path):
    tap = await observer.tap(MOVED)
    async with running(a_post_office, tmp_path / "post", proxy.url) as post:
        for _ in range(3):
            await post.move("p-1", stops=3)
        health = await post.get("/health")

        assert (health["status"], health["broker"], health["unsent_events"]) == ("degraded", "disconnected", 9)
        assert (await post.get("/health/ready"))["ready"]

        await proxy.open()

        await until(lambda: not post.service.relay.unsent)
        assert (await post.get("/health"))["status"] == "ok"
    moves = [ParcelMoved.model_validate_json(message.body) for message in await observer.drained(tap)]
    assert [move.stop for move in moves] == list(range(1, 10))


async def test_connections_cut_in_mid_flow_lose_nothing_and_double_nothing(proxy, observer, tmp_path):
    tap = await observer.tap()
    parcels = [f"p-{n}" for n in range(240)]
    moved = parcels[::8]
    await proxy.open()
    async with (
        running(a_counting_depot, tmp_path / "depot", proxy.url) as depot,
        running(a_post_office, tmp_path / "post", proxy.url) as post,
    ):
        await connected(depot, post)

        for cut in range(3):
            batch = parcels[cut * 80 : (cut + 1) * 80]
            seen = depot.service.totals()["handled"]
            sending = asyncio.gather(
                post.send(*batch), *(post.move(parcel, stops=2) for parcel in batch if parcel in moved)
            )
            await counted(depot, "handled", seen + 20)
            proxy.cut()
            await sending
            await connected(depot, post)

        await until(lambda: not post.service.relay.unsent)
        await until(lambda: all_noted(depot, parcels))
        assert await arrivals(depot, *parcels) == [1] * len(parcels)
        assert [sorted((await entry(depot, parcel)).stops) for parcel in moved] == [[1, 2]] * len(moved)
        assert await depot.parked() == []
    copies = Counter(message.message_id for message in await observer.drained(tap))
    assert len(copies) == len(parcels) + 60
    assert await observer.size(QUEUE) == 0


async def test_the_first_copies_of_an_aggregate_stay_in_order_despite_cut_connections(proxy, observer, tmp_path):
    tap = await observer.tap(MOVED)
    await proxy.open()
    async with running(a_post_office, tmp_path / "post", proxy.url) as post:
        await connected(post)

        for _ in range(2):
            published = post.service.totals()["published"]
            await post.move("p-1", stops=100)
            await counted(post, "published", published + 20)
            proxy.cut()

        await until(lambda: not post.service.relay.unsent)
    stops = [ParcelMoved.model_validate_json(message.body).stop for message in await observer.drained(tap)]
    assert list(dict.fromkeys(stops)) == list(range(1, 201))


async def test_a_black_hole_is_noticed_and_outlived(proxy, observer, tmp_path):
    await proxy.open()
    impatient = f"{proxy.url}?heartbeat=1"
    async with (
        running(a_counting_depot, tmp_path / "depot", impatient) as depot,
        running(a_post_office, tmp_path / "post", impatient) as post,
    ):
        await connected(depot, post)

        proxy.black_hole()
        await post.send("p-1", "p-2")
        await until(lambda: post.service.meters.publish_failures.total() > 0)
        proxy.cut()
        proxy.heal()

        await until(lambda: depot.service.totals()["handled"] == 2)
        await until(lambda: not post.service.relay.unsent)
        assert await arrivals(depot, "p-1", "p-2") == [1, 1]
        assert post.service.alive()


async def test_an_event_no_queue_takes_stays_in_the_outbox_until_one_does(proxy, observer, tmp_path):
    await proxy.open()
    async with running(a_post_office, tmp_path / "post", proxy.url) as post:
        await connected(post)
        failures = post.service.meters.publish_failures

        await post.send("p-1")
        await until(lambda: failures.of(SENT) >= 2)
        proxy.cut()
        after_reconnecting = failures.of(SENT)
        await connected(post)
        await until(lambda: failures.of(SENT) >= after_reconnecting + 2)

        assert post.service.relay.unsent == 1
        assert post.service.totals()["published"] == 0
        assert len(await post.service.store.unpublished(limit=10)) == 1

        tap = await observer.tap(SENT)
        await until(lambda: not post.service.relay.oldest_age())
        assert await post.service.store.unpublished(limit=10) == []
    assert [message.message_id for message in await observer.drained(tap)] == ["post:parcels/p-1:1"]


async def test_a_service_stops_within_seconds_while_the_broker_does_not_answer(proxy, tmp_path):
    await proxy.open()
    async with running(a_counting_depot, tmp_path / "depot", proxy.url) as depot:
        await connected(depot)
        proxy.black_hole()
        started = time.monotonic()
    assert time.monotonic() - started < 8.0


async def test_a_service_that_never_met_its_broker_stops_at_once(proxy, tmp_path):
    async with running(a_counting_depot, tmp_path / "depot", proxy.url) as depot:
        assert (await depot.get("/health"))["status"] == "degraded"
        started = time.monotonic()
    assert time.monotonic() - started < 2.0


async def test_a_queue_with_foreign_settings_is_waited_out_and_then_consumed_once(amqp_vhost_url, observer, tmp_path):
    channel = await observer.connection.channel()
    foreign = await channel.declare_queue(f"depot.{MOVED}", durable=True, robust=False)
    with capture_logs() as logs:
        async with running(a_counting_depot, tmp_path / "depot", amqp_vhost_url) as depot:
            await until(lambda: [line["event"] for line in logs].count("bus.not-connected") >= 2)
            assert (await depot.get("/health"))["status"] == "degraded"

            await foreign.delete()

            await connected(depot)
            queues = [f"depot.{key}{tail}" for key in (SENT, MOVED) for tail in ("", ".dlq")]
            assert [await observer.look(queue) for queue in queues] == [(0, 1)] * 4


# ---- processes die


async def test_a_post_office_killed_between_commit_and_publish_delivers_after_its_restart(proxy, observer, tmp_path):
    tap = await observer.tap(SENT)
    async with life("a_post_office", tmp_path / "post", proxy.url) as first:
        await until(first.answers)
        await first.send("p-1", "p-2")
        await first.kill()
    assert await observer.size(tap) == 0

    await proxy.open()
    async with (
        running(a_counting_depot, tmp_path / "depot", observer_url(observer)) as depot,
        life("a_post_office", tmp_path / "post", proxy.url) as second,
    ):
        await until(lambda: depot.service.totals()["handled"] == 2)
        await until(second.answers)

        assert await arrivals(depot, "p-1", "p-2") == [1, 1]
        assert (await second.totals())["published"] == 2
    assert len(await observer.drained(tap)) == 2


async def test_a_post_office_killed_between_publish_and_confirm_takes_effect_once(proxy, observer, tmp_path):
    tap = await observer.tap(SENT)
    await proxy.open()
    async with running(a_counting_depot, tmp_path / "depot", observer_url(observer)) as depot:
        await connected(depot)
        async with life("a_post_office", tmp_path / "post", proxy.url) as first:
            await until(lambda: first.answers("ok"))
            proxy.hold_answers()
            await first.send("p-1")
            await until(lambda: depot.service.totals()["handled"])
            await first.kill()

        proxy.heal()
        async with life("a_post_office", tmp_path / "post", proxy.url):
            await until(lambda: depot.service.totals()["deduplicated"])

        assert await arrivals(depot, "p-1") == [1]
        assert depot.service.totals()["handled"] == 1
    assert [message.message_id for message in await observer.drained(tap)] == ["post:parcels/p-1:1"] * 2


async def test_a_depot_killed_while_handling_gets_the_message_again_with_one_effect(amqp_vhost_url, observer, tmp_path):
    room = tmp_path / "room"
    async with life("a_gated_depot", tmp_path, amqp_vhost_url) as first:
        await until(lambda: first.answers("ok"))
        await observer.publish(a_parcel_sent(), SENT, id="m-1")
        await until((room / "waits-p-1").exists)
        await first.kill()

    (room / "gate").touch()
    async with life("a_gated_depot", tmp_path, amqp_vhost_url) as second:
        await until(second.answers)
        await until(lambda: second.arrivals("p-1"))

        totals = await until(second.totals)
        assert await second.arrivals("p-1") == 1
        assert (totals["redelivered"], totals["deduplicated"]) == (1, 0)


async def test_a_message_that_always_kills_its_process_is_parked_at_the_limit(amqp_vhost_url, observer, tmp_path):
    async with life("a_deadly_depot", tmp_path, amqp_vhost_url, again=True) as depot:
        await until(lambda: depot.answers("ok"))

        await observer.publish(a_parcel_sent("p-1", town="nowhere"), SENT, id="m-1")

        async def one_is_parked():
            with suppress(httpx.TransportError):  # it may die while it is asked
                return await depot.answers("ok") and await depot.parked()
            return None

        [parked] = await until(one_is_parked, patience=40.0)
        assert (parked["id"], parked["slug"], parked["state"]) == (f"{QUEUE}|post:m-1:1", "delivery-limit", "parked")
        assert len((tmp_path / "room" / "deaths").read_text()) == DELIVERY_LIMIT + 1 == 21

        await observer.publish(a_parcel_sent("p-2"), SENT, id="m-2")
        await until(lambda: depot.arrivals("p-2"))
        assert await observer.size(f"{QUEUE}.dlq") == 0


async def test_sigterm_lets_the_running_handler_finish_and_takes_nothing_new(amqp_vhost_url, observer, tmp_path):
    room = tmp_path / "room"
    async with life("a_gated_depot", tmp_path, amqp_vhost_url) as depot:
        await until(lambda: depot.answers("ok"))
        await observer.publish(a_parcel_sent("p-1"), SENT, id="m-1")
        await until((room / "waits-p-1").exists)

        depot.process.terminate()
        await until(lambda: consumers_are_gone(observer))
        await observer.publish(a_parcel_sent("p-2"), SENT, id="m-2")
        (room / "gate").touch()

        assert await asyncio.wait_for(depot.process.wait(), 10.0) == 0
    channel = await observer.connection.channel()
    queue = await channel.declare_queue(QUEUE, passive=True, robust=False)
    [left] = await observer.drained(queue)
    assert (left.message_id, left.redelivered, left.headers.get("x-delivery-count", 0)) == ("post:m-2:1", False, 0)
    assert not (room / "waits-p-2").exists()
    async with running(a_counting_depot, tmp_path, observer_url(observer)) as again:
        assert await arrivals(again, "p-1", "p-2") == [1, 0]
        await connected(again)
        await observer.publish(a_parcel_sent("p-1"), SENT, id="m-1")
        await until(lambda: again.service.totals()["deduplicated"])
        assert await arrivals(again, "p-1") == [1]


# ---- bad messages


async def test_copies_of_a_message_are_dropped(amqp_vhost_url, observer, tmp_path):
    async with running(a_counting_depot, tmp_path / "depot", amqp_vhost_url) as depot:
        await connected(depot)

        for _ in range(5):
            await observer.publish(a_parcel_sent(), SENT, id="m-1")

        await until(lambda: depot.service.totals()["deduplicated"] == 4)
        assert depot.service.totals()["handled"] == 1
        assert await arrivals(depot, "p-1") == [1]
    assert await observer.size(QUEUE) == 0


@pytest.mark.parametrize(
    ("body", "id", "headers", "slug"),
    [
        pytest.param(b"\xff{", "m-1", {}, "undecodable", id="bad JSON"),
        pytest.param(b"", "m-1", {}, "undecodable", id="empty"),
        pytest.param(b"[" * 1_500_000, "m-1", {}, "undecodable", id="deep and large"),
        pytest.param(a_parcel_sent(), None, {}, "without-id", id="no message id"),
        pytest.param(a_parcel_sent(), "m-1", {"cloudEvents:type": "post.parcel-sent.v9"}, "forged", id="another type"),
        pytest.param(
            b"?",
            "m-1",
            {"cloudEvents:time": "never", "cloudEvents:sequence": "first", "traceparent": 7},
            "undecodable",
            id="bad attributes",
        ),
        *(
            pytest.param(a_parcel_sent(), "m-1", {"cloudEvents:time": time}, "undecodable", id=f"time {time}")
            for time in ("2026-09-01T08:00:00", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00")
        ),
        pytest.param(a_parcel_sent(), "m-1", {"cloudEvents:sequence": "1"}, "undecodable", id="sequence in words"),
        pytest.param(a_parcel_sent(), "m-1", {"cloudEvents:actor": 7}, "undecodable", id="an actor of figures"),
    ],
)
async def test_a_bad_message_is_parked_with_a_reason_and_holds_up_nobody(
    *, amqp_vhost_url, observer, tmp_path, body, id, headers, slug
):
    async with running(a_counting_depot, tmp_path / "depot", amqp_vhost_url) as depot:
        await connected(depot)
        await observer.publish(body, SENT, id=id, **headers)

        await observer.publish(a_parcel_sent("p-2"), SENT, id="m-2")

        await until(lambda: depot.service.totals()["handled"], patience=2.0)
        [parked] = await until(depot.parked, patience=2.0)
        assert (parked["slug"], parked["queue"], parked["attempts"]) == (slug, QUEUE, 1)
        assert parked["reason"]
        assert await arrivals(depot, "p-1", "p-2") == [0, 1]
    assert [await observer.size(name) for name in (QUEUE, f"{QUEUE}.dlq")] == [0, 0]


HEADERS, MESSAGE_ID, TIMESTAMP, EXPIRATION = 1 << 13, 1 << 7, 1 << 6, 1 << 8
BEYOND = struct.pack(">Q", 2**62)


def table(*fields):
    content = b"".join(fields)
    return struct.pack(">I", len(content)) + content


def nested(depth):
    """A table in a table, and so on."""
    inner = table()
    for _ in range(depth):
        inner = table(b"\x01aF" + inner)
    return inner


UNREADABLE = {
    "a timestamp beyond the calendar": RawProperties(TIMESTAMP, BEYOND),
    "such a timestamp in a header": RawProperties(HEADERS, table(b"\x01aT" + BEYOND)),
    "a message id that is no UTF-8": RawProperties(MESSAGE_ID, b"\x02\xff\xfe"),
    "a header's name that is no UTF-8": RawProperties(HEADERS, table(b"\x01\xffV")),
    "an attribute that is no UTF-8": RawProperties(HEADERS, table(b"\x10cloudEvents:typeS\x00\x00\x00\x01\xff")),
    "an attribute that is no text": RawProperties(HEADERS, table(b"\x10cloudEvents:timet\x01")),
    "tables in tables": RawProperties(HEADERS, nested(2_000)),
}


@pytest.mark.parametrize("properties", UNREADABLE.values(), ids=UNREADABLE)
@pytest.mark.parametrize(
    ("exchange", "queue"), [("events", QUEUE), ("", f"{QUEUE}.dlq")], ids=["queue", "dead letters"]
)
async def test_what_nobody_can_read_is_parked_and_holds_up_nobody(
    *, amqp_vhost_url, observer, tmp_path, properties, exchange, queue
):
    async with running(a_counting_depot, tmp_path / "depot", amqp_vhost_url) as depot:
        await connected(depot)
        await observer.publish_raw(b"?", SENT if exchange else queue, properties, exchange)

        await observer.publish(a_parcel_sent("p-2"), SENT, id="m-2")

        [parked] = await until(depot.parked, patience=5.0)
        assert (parked["slug"], parked["queue"], parked["attempts"]) == ("undecodable", QUEUE, 1)
        assert parked["reason"]
        await counted(depot, "handled", 1)
        assert await depot.service.bus.connected()
    assert [await observer.size(name) for name in (QUEUE, f"{QUEUE}.dlq")] == [0, 0]


async def test_a_routing_key_not_utf_8_is_parked_by_who_hears_everything(amqp_vhost_url, observer, tmp_path):
    async with running(a_listening_depot, tmp_path / "depot", amqp_vhost_url) as depot:
        await connected(depot)

        await observer.publish_raw(b"?", b"post.\xff.v1", RawProperties(MESSAGE_ID, b"\x01m"), "events")

        [parked] = await until(depot.parked, patience=5.0)
        assert (parked["slug"], parked["reason"]) == ("undecodable", "routing key")
    assert await observer.size("depot.events") == 0


async def test_a_queue_whose_message_is_held_degrades_health_and_is_named(amqp_vhost_url, observer, tmp_path):
    async with running(a_gated_depot, tmp_path, amqp_vhost_url) as depot:
        depot.service.consumer.stalled_after = 0.0
        await connected(depot)
        assert (await depot.get("/health"))["stalled_queues"] == []

        await observer.publish(a_parcel_sent(), SENT, id="m-1")
        room = room_of(depot.service.settings)
        await until((room / "waits-p-1").exists)
        health = await depot.get("/health")
        (room / "gate").touch()

        assert (health["status"], health["stalled_queues"]) == ("degraded", [QUEUE])
        await counted(depot, "handled", 1)
        assert (await depot.get("/health"))["status"] == "ok"


async def test_a_simulated_clocks_step_that_is_no_time_is_passed_over(amqp_vhost_url, observer, tmp_path):
    async with running(a_counting_depot, tmp_path / "depot", amqp_vhost_url) as depot:
        await connected(depot)
        channel = await observer.connection.channel()
        clock = await channel.declare_exchange("simulation-clock", aio_pika.ExchangeType.FANOUT, durable=True)
        later = LONG_BEFORE + timedelta(minutes=10)

        for text in ("soon", "2026-01-01T00:05:00", later.isoformat()):
            await clock.publish(aio_pika.Message(text.encode()), "")

        await until(lambda: depot.service.clock.now() == later)


async def test_a_redelivery_is_counted_once_however_often_a_fault_makes_it_wait(amqp_vhost_url, observer, tmp_path):
    async with running(a_stumbling_depot, tmp_path / "depot", amqp_vhost_url) as depot:
        await connected(depot)
    await observer.publish(a_parcel_sent(), SENT, id="m-1")
    await observer.give_back(QUEUE)

    async with running(a_stumbling_depot, tmp_path / "depot", amqp_vhost_url) as depot:
        await counted(depot, "handled", 1)

        assert depot.service.meters.held.total() == 3
        assert depot.service.totals()["redelivered"] == 1


async def test_a_fault_is_waited_out_and_others_are_served_meanwhile(amqp_vhost_url, observer, tmp_path):
    async with running(a_stumbling_depot, tmp_path / "depot", amqp_vhost_url) as depot:
        await connected(depot)

        await observer.publish(a_parcel_sent("p-1"), SENT, id="m-1")
        await observer.publish(a_parcel_sent("p-2"), SENT, id="m-2")

        await until(lambda: depot.service.totals()["handled"] == 1)
        assert await arrivals(depot, "p-1", "p-2") == [0, 1]
        await until(lambda: depot.service.totals()["handled"] == 2)
        assert await arrivals(depot, "p-1") == [1]
        assert depot.service.meters.held.total() == 3


async def all_noted(depot, parcels):
    """Whether every parcel has a line and no move is missing; the counters may miss what a cut came upon."""
    entries = [await entry(depot, parcel) for parcel in parcels]
    return all(one and one.arrivals for one in entries) and sum(len(one.stops) for one in entries) >= len(parcels) // 4


async def counted(one, what, least):
    await until(lambda: one.service.totals()[what] >= least)


async def consumers_are_gone(observer):
    """A cancelled consumer still counts in the queue whose message it holds, but no longer in the one beside it."""
    return await observer.look(f"{QUEUE}.dlq") == (0, 0)


def observer_url(observer):
    return observer._url

"""The bus: an exchange of events and one of commands, a quorum queue for each subscription, CloudEvents, confirms."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from functools import partial
from itertools import count
from typing import Any

import structlog
from aio_pika import IncomingMessage, RobustExchange
from aio_pika.abc import AbstractConnection, DeliveryMode
from aio_pika.exceptions import AMQPError, ChannelNotFoundEntity
from aiormq import spec
from faststream import AckPolicy
from faststream.rabbit import (
    Channel,
    ExchangeType,
    QueueType,
    RabbitBroker,
    RabbitExchange,
    RabbitQueue,
)

from libs.chassis.bus.consuming import Consumer
from libs.chassis.bus.deliveries import Acknowledgements, take_directly, then_acknowledge
from libs.chassis.bus.frames import mark_what_cannot_be_read
from libs.chassis.bus.messages import Received
from libs.chassis.bus.provenance import Provenance
from libs.chassis.bus.relay import PublishFailedError
from libs.chassis.bus.subscriptions import Subscription
from libs.chassis.failpoints import failpoint
from libs.chassis.store.port import OutboxEvent
from libs.chassis.time.clock import SimulatedClock

EVENTS = RabbitExchange("events", type=ExchangeType.TOPIC, declare=False)  # looked for, see `_found_or_made`
COMMANDS = RabbitExchange("commands", type=ExchangeType.TOPIC, declare=False)  # rights by key exist for topics only
SIMULATION = RabbitExchange("simulation-clock", type=ExchangeType.FANOUT)
# Deliveries in hand for each queue: more than the store commits at once, so that full groups can gather.
PREFETCH = 100
# Dead letters are what nobody could take: they come singly, and each is one small write.
PREFETCH_OF_DEAD_LETTERS = 10
# Deliveries before a message counts as deadly: the default of RabbitMQ 4, said aloud because older ones have none.
DELIVERY_LIMIT = 20
# A confirm takes milliseconds. In a memory alarm of the broker it does not come at all, and nobody else says so.
PUBLISH_DEADLINE_SECONDS = 10.0
# Leaving without a goodbye loses nothing: what is not acknowledged is delivered again.
CLOSE_DEADLINE_SECONDS = 2.0
# For handlers in hand at a stop; with ten for requests and five for the relay, the thirty that orchestrators give.
DRAIN_SECONDS = 15.0
# How often it is looked whether each queue still has its consumer: a deaf service is noticed within two looks.
LISTEN_EVERY_SECONDS = 2.0
BIND_EVERY_LOOKS = 5
# A queue whose leader cannot be found never answers; the others begin without it.
START_DEADLINE_SECONDS = 15.0
# Starting afresh interrupts every queue, so for those that are known to be stuck it is done seldom.
RETRY_STUCK_AFTER_SECONDS = 30.0
# Between two attempts to be connected; the first one that meets the broker again succeeds.
RECONNECT_EVERY_SECONDS = 1.0
PING_SECONDS = 1.0
# A dead peer is noticed after three of them.
HEARTBEAT_SECONDS = 10

log = structlog.get_logger()


class Bus:
    """A service's two connections to RabbitMQ: one consumes, one publishes; an alarm blocks only the second."""

    def __init__(self, service: str, url: str, provenance: Provenance) -> None:
        mark_what_cannot_be_read()
        self._provenance = provenance
        self._service = service
        glue = "&" if "?" in url else "?"
        address = f"{url}{glue}heartbeat={HEARTBEAT_SECONDS}&name={service}"
        options: dict[str, Any] = {
            "fail_fast": False,
            "reconnect_interval": RECONNECT_EVERY_SECONDS,
            "logger": None,
            "apply_types": False,
            "graceful_timeout": DRAIN_SECONDS,
            "ack_policy": AckPolicy.MANUAL,
        }
        self._for_consuming = partial(RabbitBroker, f"{address}-consumer", **options)
        self._registrations: list[Callable[[RabbitBroker], None]] = []
        self._exchanges = [EVENTS]
        self.consuming = self._for_consuming()
        self.publishing = RabbitBroker(
            f"{address}-publisher",
            default_channel=Channel(on_return_raises=True),
            on_reconnected=[self._return],
            **options,
        )
        self._ready = asyncio.Event()
        self._stuck: set[str] = set()
        self._events: RobustExchange | None = None
        self._returned: Callable[[], None] = lambda: None

    def on_return(self, returned: Callable[[], None]) -> None:
        """Call this whenever publishing becomes possible again."""
        self._returned = returned

    async def _return(self, _: Any) -> None:
        self._returned()

    def subscribe(self, consumer: Consumer) -> None:
        """Give each subscription its quorum queue and its channel, and each queue its dead-letter drain."""
        for subscription in consumer.subscriptions.values():
            self._register(partial(_subscribed, subscription, consumer))
            if subscription.takes_commands:
                self._exchanges = [EVENTS, COMMANDS]

    def _register(self, registration: Callable[[RabbitBroker], None]) -> None:
        self._registrations.append(registration)
        registration(self.consuming)

    def follow_simulation(self, clock: SimulatedClock, stepped: Callable[[], None]) -> None:
        """Step the simulated clock whenever the bus says so."""

        async def step(message: IncomingMessage) -> None:
            with suppress(ValueError, TypeError):  # no time, or one without an offset: the next one is awaited
                clock.step_to(datetime.fromisoformat(message.body.decode()))
                stepped()
            await message.ack()

        def follow(broker: RabbitBroker) -> None:
            queue = RabbitQueue(f"{self._service}.simulation-clock", exclusive=True, auto_delete=True, durable=False)
            take_directly(broker.subscriber(queue, SIMULATION, channel=Channel(prefetch_count=1)), step)

        self._register(follow)

    async def connect(self) -> None:
        """Connect, see that the exchanges are there, start consuming; waits for the broker if need be.

        Each attempt to consume starts afresh: what a failed one left behind would consume its queues beside it.
        """
        left, self.consuming = self.consuming, self._for_consuming()
        for register in self._registrations:
            register(self.consuming)
        await _closed(left)
        publishing = await self.publishing.connect()
        await self.consuming.connect()
        for exchange in self._exchanges:
            await _found_or_made(exchange, publishing)
            await self.consuming.declare_exchange(exchange)
        self._events = await self.publishing.declare_exchange(EVENTS)
        await self._start_consuming()
        self._ready.set()
        self._returned()

    async def _start_consuming(self) -> None:
        """Side by side and under a deadline: a queue whose leader the broker cannot find holds up no other."""
        starts = {asyncio.create_task(one.start()): _queue(one) for one in self.consuming.subscribers}
        done, stuck = await asyncio.wait(starts, timeout=START_DEADLINE_SECONDS) if starts else (set(), set())
        for start in stuck:
            start.cancel()
        for start in done:
            start.result()
        self._stuck = {starts[start] for start in stuck}
        if self._stuck:
            log.error("bus.queues-without-answer", queues=sorted(self._stuck))

    async def connected(self) -> bool:
        """Whether both connections are up right now and every subscription has its consumer."""
        if not self._ready.is_set():
            return False
        both = await self.publishing.ping(timeout=PING_SECONDS) and await self.consuming.ping(timeout=PING_SECONDS)
        return both and not self._without_consumer()

    def _without_consumer(self) -> set[str]:
        """The queues that should have a consumer here and have none."""
        return {_queue(one) for one in self.consuming.subscribers if not _consumes(one)}

    async def until_a_consumer_is_lost(self) -> None:
        """Return when a queue has lost its consumer while the connection is up, and all should start afresh.

        aio-pika restores channels one after the other and without a deadline: one queue whose leader a broker that
        has just come back cannot find keeps the rest deaf for good. Queues known to be stuck are tried again later.
        """
        before: set[str] = set()
        for look in count(1):
            await asyncio.sleep(LISTEN_EVERY_SECONDS)
            silent = self._without_consumer() if await self.consuming.ping(timeout=PING_SECONDS) else set()
            lost = silent & before
            if lost - self._stuck or (lost and look * LISTEN_EVERY_SECONDS > RETRY_STUCK_AFTER_SECONDS):
                log.warning("bus.deaf", queues=sorted(lost))
                return
            before = silent
            if look % BIND_EVERY_LOOKS == 0 and not silent:
                await self._bind_again()

    async def _bind_again(self) -> None:
        """A binding that somebody removed would keep its queue empty without a sign; making it again costs nothing."""
        await asyncio.gather(*(_bound(one) for one in self.consuming.subscribers))

    async def publish(self, event: OutboxEvent) -> None:
        """Publish one event and wait for the confirm. Raises `PublishFailedError` if it is unknown or bad."""
        if self._events is None:
            reason = "not connected yet"
            raise PublishFailedError(reason)
        headers = self._provenance.attributes(event)
        if event.trace:
            headers["traceparent"] = event.trace
        failpoint("before-publish")
        properties = spec.Basic.Properties(
            headers=headers,
            message_id=event.id,
            content_type="application/json",
            delivery_mode=DeliveryMode.PERSISTENT,
            user_id=self._provenance.user,
        )
        await confirmed(partial(_sent, self._events, event, properties))

    async def stop_consuming(self) -> None:
        """Cancel the consumers first, so that the next window is not delivered in vain, then drain the handlers."""
        await asyncio.gather(*(_cancelled(subscriber) for subscriber in self.consuming.subscribers))
        await asyncio.gather(*(subscriber.stop() for subscriber in self.consuming.subscribers))
        await _closed(self.consuming)

    async def close(self) -> None:
        """Close the publishing connection too."""
        await _closed(self.publishing)


async def _sent(exchange: RobustExchange, event: OutboxEvent, properties: spec.Basic.Properties) -> None:
    """Straight to the channel and without waiting for the socket: the confirm is waited for anyway."""
    channel: Any = await exchange.channel.get_underlay_channel()  # aiormq's abstract one does not know `wait`
    await channel.basic_publish(
        event.body,
        exchange=exchange.name,
        routing_key=event.routing_key,
        properties=properties,
        mandatory=True,
        wait=False,
    )


async def _found_or_made(exchange: RabbitExchange, connection: AbstractConnection) -> None:
    """Deployed, an exchange is there and no service may change it; elsewhere the first one makes it."""
    try:
        async with connection.channel() as channel:
            await channel.get_exchange(exchange.name)
    except ChannelNotFoundEntity:
        async with connection.channel() as channel:
            await channel.declare_exchange(exchange.name, exchange.type.value, durable=exchange.durable)


async def _cancelled(subscriber: Any) -> None:
    queue, tag = getattr(subscriber, "_queue_obj", None), getattr(subscriber, "_consumer_tag", None)
    if queue is not None and tag:
        setattr(subscriber, "_consumer_tag", None)  # noqa: B010 -- FastStream 0.7.8 offers no public way
        await _answers_within(queue.cancel(tag))


def _subscribed(subscription: Subscription, consumer: Consumer, broker: RabbitBroker) -> None:
    name, acknowledgements = subscription.queue, Acknowledgements()
    dead, exchange = f"{name}.dlq", COMMANDS if subscription.takes_commands else EVENTS
    queue = RabbitQueue(
        name,
        queue_type=QueueType.QUORUM,
        routing_key=subscription.routing_key,
        arguments={
            "x-delivery-limit": DELIVERY_LIMIT,
            "x-dead-letter-exchange": "",
            "x-dead-letter-routing-key": dead,
            "x-dead-letter-strategy": "at-least-once",
            "x-overflow": "reject-publish",
        },
    )
    dead_queue = RabbitQueue(dead, queue_type=QueueType.QUORUM)

    async def take(received: Received) -> None:
        await consumer.take(name, received)

    async def park(received: Received) -> None:
        await consumer.give_up(name, received)

    deliveries = broker.subscriber(queue, exchange, channel=Channel(prefetch_count=PREFETCH))
    take_directly(deliveries, then_acknowledge(take, acknowledgements))
    dead_letters = broker.subscriber(dead_queue, channel=Channel(prefetch_count=PREFETCH_OF_DEAD_LETTERS))
    take_directly(dead_letters, then_acknowledge(park, acknowledgements))


def _queue(subscriber: Any) -> str:
    name: str = subscriber.queue.name
    return name


async def _bound(subscriber: Any) -> None:
    queue = getattr(subscriber, "_queue_obj", None)
    if queue is not None and subscriber.exchange.name:  # dead letters come through the exchange that binds by itself
        await _answers_within(queue.bind(subscriber.exchange.name, subscriber.queue.routing()))


def _consumes(subscriber: Any) -> bool:
    queue, tag = getattr(subscriber, "_queue_obj", None), getattr(subscriber, "_consumer_tag", None)
    if queue is None or not tag or queue.channel.is_closed:
        return False
    wire = getattr(getattr(queue.channel, "_channel", None), "channel", None)  # aiormq's channel, made anew each time
    return tag in getattr(wire, "consumers", ())


async def _closed(broker: RabbitBroker) -> None:
    """Close a connection; a broker that does not answer is left without a goodbye."""
    connection = getattr(broker, "_connection", None)
    try:
        if await _answers_within(broker.stop()):
            return
        patience = 0.2  # nobody listens: this only ends the reconnecting
    except ExceptionGroup:  # a channel was gone before its subscriber was stopped: then FastStream closes nothing more
        patience = CLOSE_DEADLINE_SECONDS
    if connection is not None:
        await _answers_within(connection.close(), patience)


async def _answers_within(call: Awaitable[Any], seconds: float = CLOSE_DEADLINE_SECONDS) -> bool:
    """Await an answer of the broker for a moment only; whether it came."""
    try:
        await _answered(call, seconds)
    except UnansweredError:
        return False
    return True


async def confirmed(send: Callable[[], Awaitable[Any]]) -> None:
    """Await a publish under a deadline; every way in which it can fail becomes `PublishFailedError`."""
    try:
        await _answered(send(), PUBLISH_DEADLINE_SECONDS)
    except UnansweredError as unknown:
        raise PublishFailedError(str(unknown)) from unknown


class UnansweredError(Exception):
    """The broker refused, went away, or did not answer in time."""


async def _answered(call: Awaitable[Any], seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await call
    except asyncio.CancelledError as leaked:
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            raise
        reason = "connection lost"
        raise UnansweredError(reason) from leaked  # aiormq cancels the waiting task when a connection is stuck
    except (AMQPError, RuntimeError, OSError, TimeoutError) as fault:
        raise UnansweredError(repr(fault)) from fault

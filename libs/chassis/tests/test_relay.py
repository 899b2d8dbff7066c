"""The relay on a store whose answers take a moment, and on a broker that comes and goes."""

import asyncio
from dataclasses import replace

import pytest

from libs.chassis.bus.relay import PublishFailedError, Relay
from libs.chassis.tests.stores import an_event
from libs.chassis.watch.metrics import Meters


class SlowLog:
    """The part of a store that a relay needs; reading takes as long as `reading` is held."""

    def __init__(self):
        self.events = []
        self.marked = []
        self.reading = asyncio.Event()
        self.reading.set()

    def commit(self, number, aggregate="parcels/p-1"):
        event = replace(an_event(f"e-{number}", aggregate=aggregate, seq=number), position=number)
        self.events.append(event)
        return event

    async def unpublished(self, *, limit):
        found = [event for event in self.events if event.position not in self.marked][:limit]
        await self.reading.wait()
        return found

    async def mark_published(self, positions):
        self.marked += positions


class Wire:
    """Takes what is published, in order, unless it is cut."""

    def __init__(self):
        self.sent = []
        self.cut = False

    async def publish(self, event):
        if self.cut:
            reason = "cut"
            raise PublishFailedError(reason)
        self.sent.append(event.position)


@pytest.fixture
def log():
    return SlowLog()


@pytest.fixture
def wire():
    return Wire()


@pytest.fixture
async def relay(log, wire):
    relay = Relay(log, wire.publish, Meters())
    marking = asyncio.create_task(relay.mark_confirmed())
    yield relay
    marking.cancel()


async def until(condition):
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 -- the relay offers no event to wait for
            await asyncio.sleep(0.001)


async def test_what_was_committed_before_the_start_goes_first(relay, log, wire):
    log.commit(1)
    log.commit(2)

    await relay.sweep_once()
    relay.accept([log.commit(3)])

    await until(lambda: relay.unsent == 0)
    assert wire.sent == [1, 2, 3]


async def test_an_event_committed_while_the_log_is_read_is_not_overtaken(relay, log, wire):
    log.reading.clear()
    sweeping = asyncio.create_task(relay.sweep_once())
    await asyncio.sleep(0)
    relay.accept([log.commit(1)])
    log.reading.set()
    await sweeping

    relay.accept([log.commit(2)])
    await relay.sweep_once()

    await until(lambda: len(wire.sent) == 2)
    assert wire.sent == [1, 2]


async def test_whatever_rests_tries_again_at_once_when_the_broker_is_back(relay, log, wire):
    await relay.sweep_once()
    wire.cut = True
    for number in range(1, 6):
        relay.accept([log.commit(number, aggregate=f"parcels/p-{number}")])
    await until(lambda: relay._resting == 5)

    wire.cut = False
    relay.retry_now()

    await until(lambda: sorted(log.marked) == [1, 2, 3, 4, 5])
    assert relay.unsent == 0


async def test_a_stop_does_not_wait_for_a_broker_that_is_away(relay, log, wire):
    await relay.sweep_once()
    wire.cut = True
    relay.accept([log.commit(1)])
    await until(lambda: relay._resting == 1)

    async with asyncio.timeout(1):
        await relay.drain(60)

    assert relay.unsent == 1

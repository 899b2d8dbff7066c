"""The faults of queues and of what lies in them: deleted, unbound, full; everything twice and shuffled."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from random import Random

import aio_pika
from aio_pika.abc import AbstractChannel

from apps.faults.injections import WithoutEffectError, felt, held_back
from apps.faults.ledger import Delivery
from apps.faults.postman import Postman
from apps.faults.scene import LOOK, Scene

SCHEDULED = "scoring.scheduling.candidate-scheduled.v1"
EVERYTHING = "archive.events"
LENGTH = 10
REFUSED = "relay.publish-failed"


async def break_queues(scene: Scene) -> None:
    """Everything that can be done to queues, each in a stage with a burst of events."""
    for fault in (delete, fill, unbind_all, unbind):
        await fault(scene)


async def delete(scene: Scene) -> None:
    """A queue is deleted under a service that is held up, and events pass by before it can make the queue again.

    The memory alarm keeps the events until then.
    """
    await scene.waits_at("plan")
    while scene.ledger.outstanding():  # noqa: ASYNC110 -- in other processes
        await asyncio.sleep(LOOK)
    await scene.broker.alarm(on=True)
    scene.gate.set()
    try:
        await felt("the alarm", held_back(scene, SCHEDULED))
        scene.system.send("scoring", signal.SIGSTOP)
        async with _channel(scene) as channel:
            await channel.queue_delete(SCHEDULED)
        passed_by = _passed_by(scene, SCHEDULED)
    finally:
        await scene.broker.alarm(on=False)
    await felt("that a queue was deleted", passed_by)
    since = time.monotonic()
    scene.system.send("scoring", signal.SIGCONT)
    await _repaired(scene, "queue deleted, its events repaired", since)


async def fill(scene: Scene) -> None:
    """The archive is away and its queue takes only a few messages more: whoever publishes anything is refused."""
    await scene.waits_at("prepare_papers")
    await scene.broker.limit(scene.vhost, EVERYTHING, LENGTH)
    async with scene.system.without("archive") as kill:
        await asyncio.to_thread(kill)
        scene.gate.set()
        await felt("the full queue", _refused(scene))
        await asyncio.sleep(scene.pause / 2)
        since = time.monotonic()
    await scene.recovered("queue full, publishing refused", since)
    await scene.broker.limit(scene.vhost, EVERYTHING, None)


async def unbind_all(scene: Scene) -> None:
    """Nobody but the archive takes an opened paper, and its queue is not bound: the event must stay where it is."""
    await scene.waits_at("hold_examinations")
    since = await _unbind_until("events without a queue", _refused(scene), scene)
    await scene.recovered("binding missing, events kept", since)


async def unbind(scene: Scene) -> None:
    """The archive's queue is not bound: certification gets what it does not."""
    await scene.waits_at("publish")
    since = await _unbind_until("that a binding is missing", _passed_by(scene, EVERYTHING), scene)
    await _repaired(scene, "binding missing, its events repaired", since)


async def _unbind_until(what: str, seen: Callable[[], bool], scene: Scene) -> float:
    """Remove the archive's binding as often as it is made again; answers when nobody did so any more."""
    async with _channel(scene) as channel:
        archive, events = await channel.get_queue(EVERYTHING), await channel.get_exchange("events")
        await archive.unbind(events, "#")
        scene.gate.set()
        unbinding = asyncio.create_task(_again_and_again(partial(archive.unbind, events, "#")))
        try:
            await felt(what, seen)
        finally:
            unbinding.cancel()
            await asyncio.gather(unbinding, return_exceptions=True)
        return time.monotonic()


async def _again_and_again(act: Callable[[], Awaitable[object]]) -> None:
    while True:
        await act()
        await asyncio.sleep(LOOK)


@asynccontextmanager
async def _channel(scene: Scene) -> AsyncIterator[AbstractChannel]:
    async with await aio_pika.connect(scene.url) as connection:
        yield await connection.channel()


async def _repaired(scene: Scene, fault: str, since: float) -> None:
    if not await scene.repaired(fault, since):
        message = f"{fault}: nothing had to be repaired"
        raise WithoutEffectError(message)


def _passed_by(scene: Scene, queue: str) -> Callable[[], bool]:
    """Whether from now on an event is published that this queue must have and does not get."""

    def published() -> set[Delivery]:
        now = scene.ledger.outstanding()
        return {one for one in now if one.queue == queue and Delivery(one.event, "") not in now}

    before = published()
    return lambda: bool(published() - before)


def _refused(scene: Scene) -> Callable[[], bool]:
    """Whether from now on the broker refused an event."""

    def count() -> int:
        return sum(scene.system.log(name).read_text(encoding="utf-8").count(REFUSED) for name in scene.usual)

    before = count()
    return lambda: count() > before


async def deliver_twice_and_shuffled(scene: Scene) -> None:
    """Every message comes twice, in no order; at the end all of them come once more."""
    async with Postman(scene.url, scene.ledger.by_service, Random(scene.seed)) as postman:
        batch_over = asyncio.Event()
        scene.afterwards.append(lambda: _again(scene, postman, batch_over))
        scene.background()
        await batch_over.wait()
    scene.note(f"every message twice, shuffled, and again at the end ({postman.delivered} copies)", 0.0)


async def _again(scene: Scene, postman: Postman, batch_over: asyncio.Event) -> None:
    await postman.once_more()
    while any((await scene.broker.queues(scene.vhost)).values()):  # noqa: ASYNC110 -- the broker's queues
        await asyncio.sleep(0.1)
    batch_over.set()

"""The faults, each injected in the middle of a batch."""

import asyncio
import signal
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from apps.faults.scene import Scene
from libs.chassis.bus.connections import PUBLISH_DEADLINE_SECONDS

MIDDLES = {
    "registration": 0.4,
    "sync": 0.4,
    "scheduling": 0.3,
    "itembank": 0.3,
    "incident": 0.4,
    "archive": 0.6,
    "scoring": 0.5,
    "certification": 0.7,
}
GOODBYE = 20.0
NOTICED = 45.0
HEARTBEATS = 45.0  # a dead connection is noticed after three of ten seconds
FULL = "database or disk is full"


class TooLateError(Exception):
    """A service took too long to stop, or did not stop of its own will."""


class WithoutEffectError(Exception):
    """A fault was injected and nobody felt it; it proves nothing."""


async def felt(what: str, seen: Callable[[], bool]) -> None:
    """Return when a fault shows. Raises `WithoutEffectError`."""
    until = time.monotonic() + NOTICED
    while not seen():
        if time.monotonic() > until:
            message = f"nobody noticed {what}"
            raise WithoutEffectError(message)
        await asyncio.sleep(0.1)


# ---- processes


async def kill(scene: Scene, service: str) -> None:
    """SIGKILL for one service."""
    since = time.monotonic()
    pid = scene.system.processes[service].pid
    scene.system.send(service, signal.SIGKILL)
    await scene.system.ended(service, pid)
    await scene.recovered(f"kill -9 {service}", since)


async def terminate(scene: Scene, service: str) -> None:
    """SIGTERM for one service, which must drain and end by itself."""
    since = time.monotonic()
    pid = scene.system.processes[service].pid
    scene.system.send(service, signal.SIGTERM)
    await scene.system.ended(service, pid)
    code = scene.system.deaths[-1].code
    if code not in {0, -signal.SIGTERM} or time.monotonic() - since > GOODBYE:
        message = f"{service} ended {time.monotonic() - since:.0f} s after SIGTERM with {code}"
        raise TooLateError(message)
    await scene.recovered(f"SIGTERM {service}", since)


async def stop(scene: Scene, service: str, seconds: float | None = None) -> None:
    """SIGSTOP for a while, then SIGCONT."""
    scene.system.send(service, signal.SIGSTOP)
    await asyncio.sleep(seconds or scene.pause)
    since = time.monotonic()
    scene.system.send(service, signal.SIGCONT)
    await scene.recovered(f"SIGSTOP {service}", since)


def each(fault: Callable[[Scene, str], Awaitable[None]]) -> Callable[[Scene], Awaitable[None]]:
    """The fault for one service after the other, each in the middle of its work."""

    async def one_after_the_other(scene: Scene) -> None:
        for service, share in MIDDLES.items():
            await scene.when(service, share)
            await fault(scene, service)

    return one_after_the_other


async def crash_at_failpoints(scene: Scene) -> None:
    """The lives of the setting end at their fail points; wait for each death and for what comes after it."""
    for seen in range(sum(map(len, scene.system.setting.failpoints.values()))):
        while len(scene.system.deaths) <= seen:  # noqa: ASYNC110 -- they die in their own time
            await asyncio.sleep(0.02)
        death = scene.system.deaths[seen]
        await scene.recovered(f"crash {death.failpoint.partition(':')[0]}, {death.service}", death.at)


# ---- the broker


async def kill_broker(scene: Scene) -> None:
    """SIGKILL for RabbitMQ, frozen for a moment before so that it takes much unread with it; then a clean restart."""
    scene.broker.freeze()
    await asyncio.sleep(1.0)
    since = time.monotonic()
    scene.broker.kill()
    await scene.broker.start_again()
    for _ in range(await scene.broker.elect()):
        scene.note("RabbitMQ left a queue without a leader after kill -9", time.monotonic() - since)
    await scene.recovered("kill -9 RabbitMQ", since)


async def close_connections(scene: Scene) -> None:
    """`rabbitmqctl close_all_connections`."""
    since = time.monotonic()
    await scene.broker.close_connections()
    await scene.recovered("all connections closed by the broker", since)


async def break_broker(scene: Scene) -> None:
    """Everything that is done to the broker itself, at different stages."""
    await scene.when("registration", 2.5 / scene.usual["registration"])  # the roster is in, approvals are coming
    await kill_broker(scene)
    for service, share in (("itembank", 0.3), ("incident", 0.4), ("scoring", 0.6)):
        await scene.when(service, share)
        await close_connections(scene)
    await scene.when("certification", 0.3)
    await restart_broker(scene)
    await scene.when("certification", 0.6)
    await kill_broker(scene)


async def restart_broker(scene: Scene) -> None:
    """RabbitMQ is stopped as an operator does it, and started."""
    since = time.monotonic()
    await scene.broker.stop()
    await scene.broker.start_again()
    await scene.broker.elect()
    await scene.recovered("RabbitMQ stopped and started", since)


async def raise_alarms(scene: Scene) -> None:
    """The broker is short of memory, then of disk: publishers are blocked, commands are accepted all the same."""
    for service, share, alarm, fault in (
        ("registration", 2.5 / scene.usual["registration"], scene.broker.alarm, "memory alarm of the broker"),
        ("itembank", 0.3, scene.broker.disk_alarm, "disk alarm of the broker"),
        ("scoring", 0.3, scene.broker.alarm, "memory alarm of the broker"),
        ("scoring", 0.6, scene.broker.disk_alarm, "disk alarm of the broker"),
    ):
        await scene.when(service, share)
        await alarm(on=True)
        try:
            await held_or_blocked(scene, fault)
            await asyncio.sleep(PUBLISH_DEADLINE_SECONDS)
        finally:
            since = time.monotonic()
            await alarm(on=False)
        await scene.recovered(fault, since)


async def held_or_blocked(scene: Scene, fault: str) -> None:
    """Return when a service holds events back; or when none has any to send, because the driver's clock is blocked."""
    try:
        await felt(fault, held_back(scene))
    except WithoutEffectError:
        if not await scene.broker.blocks():
            raise


def held_back(scene: Scene, queue: str = "") -> Callable[[], bool]:
    """Whether some event (for a queue) has not come to the broker for a second, though it is there."""
    known: dict[str, float] = {}

    def held() -> bool:
        now, outstanding = time.monotonic(), scene.ledger.outstanding()
        unpublished = {one.event for one in outstanding if not one.queue}
        wanted = {one.event for one in outstanding if one.queue == queue} & unpublished
        for event in known.keys() - wanted:
            del known[event]
        known.update(dict.fromkeys(wanted - known.keys(), now))
        return any(now - since > 1.0 for since in known.values())

    return held


async def time_out_consumers(scene: Scene) -> None:
    """A consumer that holds its messages too long: the broker closes its channels (the case sets 3 s)."""
    for service, share in (("scheduling", 0.1), ("certification", 0.3)):
        await scene.when(service, share)
        scene.system.send(service, signal.SIGSTOP)
        await asyncio.sleep(8.0)
        since = time.monotonic()
        scene.system.send(service, signal.SIGCONT)
        await scene.recovered("channels closed by the broker (consumer timeout)", since)


# ---- the wire


async def cut(scene: Scene) -> None:
    """Reset every connection, five times."""
    for _ in range(5):
        scene.wire.cut()
        await asyncio.sleep(0.4)
    since = time.monotonic()
    await scene.recovered("connections cut", since)


async def delay(scene: Scene) -> None:
    """Each packet comes a third of a second later, in both directions."""
    scene.wire.delay = 0.3
    await asyncio.sleep(scene.pause / 2)
    scene.wire.delay = 0.0
    await scene.recovered("packets delayed by 0.3 s", time.monotonic())


async def hold_answers(scene: Scene) -> None:
    """The broker hears everything and nobody hears the broker; then the connections are cut."""
    scene.wire.hold_answers()
    await asyncio.sleep(4.0)
    scene.wire.cut()
    scene.wire.heal()
    await scene.recovered("answers swallowed, then cut", time.monotonic())


async def swallow(scene: Scene) -> None:
    """Connections stay open and nothing comes through."""
    scene.wire.black_hole()
    await asyncio.sleep(scene.pause)
    scene.wire.heal()
    await scene.recovered(f"traffic swallowed for {scene.pause:.0f} s", time.monotonic())


async def vanish(scene: Scene) -> None:
    """Nothing comes through for longer than heartbeats are waited for."""
    scene.wire.black_hole()
    await asyncio.sleep(HEARTBEATS)
    scene.wire.heal()
    await scene.recovered(f"traffic swallowed for {HEARTBEATS:.0f} s", time.monotonic())


async def break_wire(scene: Scene) -> None:
    """Everything that a network can do, at different stages."""
    for service, share, fault in (
        ("registration", 2.5 / scene.usual["registration"], hold_answers),
        ("scheduling", 0.6, cut),
        ("itembank", 0.4, delay),
        ("incident", 0.4, cut),
        ("scoring", 0.5, swallow),
        ("certification", 0.2, vanish),
        ("certification", 0.4, hold_answers),
        ("certification", 0.8, cut),
    ):
        await scene.when(service, share)
        await fault(scene)


# ---- the disk


async def fill_disks(scene: Scene) -> None:
    """The disk under a store is full for a while."""
    for service, share in (("scheduling", 0.2), ("scoring", 0.3), ("certification", 0.5)):
        await scene.when(service, share)
        filler = scene.disks[service].fill()
        try:
            await felt(f"the full disk of {service}", partial(_logged, scene.system.log(service), FULL))
            await asyncio.sleep(scene.pause / 4)
        finally:
            since = time.monotonic()
            filler.unlink()
        await scene.recovered(f"full disk, {service}", since)


def _logged(log: Path, text: str) -> bool:
    return text in log.read_text(encoding="utf-8")


async def cut_power(scene: Scene) -> None:
    """The machine under a store loses its power: what was not written through to the disk is gone."""
    for service, shares in (("scheduling", (0.4, 0.9)), ("scoring", (0.3, 0.6)), ("certification", (0.5, 0.8))):
        for share in shares:
            await scene.when(service, share)
            since = time.monotonic()
            async with scene.system.without(service) as frozen:
                await asyncio.to_thread(scene.disks[service].lose_power, frozen)
            await scene.recovered(f"power cut, {service}", since)

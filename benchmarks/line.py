"""Six stages of one side, each a process of its own, between a feeder and a sink that both sides share."""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import aio_pika
import orjson
from aio_pika.abc import AbstractChannel, AbstractConnection, AbstractExchange, AbstractIncomingMessage

from apps.cli.ports import Port
from apps.cli.processes import Process, stop, tail
from apps.cli.rabbitmq import PrivateNode
from apps.demo.footprint import cpu_seconds
from benchmarks.parcels import a_message, queue_name, routing_key
from libs.chassis.bus.provenance import user_of
from libs.chassis.testing import environment

OURS, PLAIN, GROUPED = ("benchmarks.ours", ()), ("benchmarks.plain", ()), ("benchmarks.plain", ("64",))
Side = tuple[str, tuple[str, ...]]
STAGES = 6
READY = 60.0
STUCK = 60.0

_NUMBERS = count(1)


class LostError(Exception):
    """A parcel did not come out, came out twice, or a stage did not start: then no figure is worth anything."""


@dataclass(frozen=True)
class Pass:
    """So many parcels through all stages."""

    parcels: int
    seconds: float
    cpu_seconds: float

    @property
    def rate(self) -> float:
        """Parcels a second, end to end."""
        return self.parcels / self.seconds

    @property
    def cpu_us(self) -> float:
        """Processor time of the stage processes for one parcel in one stage, in microseconds."""
        return self.cpu_seconds / self.parcels / STAGES * 1e6


class Line:
    """A line of stages. `drive` sends parcels through it."""

    def __init__(
        self, processes: list[Process], channel: AbstractChannel, exchange: AbstractExchange, user: str
    ) -> None:
        self._processes = processes
        self._user = user
        self._channel = channel
        self._exchange = exchange
        self._arrived: dict[str, int] = {}
        self.sent = 0
        self._room = asyncio.Semaphore(1)
        self._moved = asyncio.Event()

    @classmethod
    @asynccontextmanager
    async def of(
        cls, side: Side, node: PrivateNode, directory: Path, *, stages: int = STAGES, stamps: bool = False
    ) -> "AsyncIterator[Line]":
        """Start fresh processes on fresh stores and a fresh virtual host, warm them up; stop them at the end."""
        directory = directory / f"line-{next(_NUMBERS)}"
        vhost = f"line-{directory.name}"
        url = node.vhost(vhost)
        module, arguments = side
        ports = [Port.free() for _ in range(stages)]
        processes = [
            Process.launch(
                f"{module} {stage}",
                [sys.executable, "-m", module, str(stage), *arguments],
                environment=_environment(directory / str(stage), url, port.number, stamps=stamps),
                log=directory / f"{stage}.log",
                bound=True,
            )
            for stage, port in enumerate(ports, start=1)
        ]
        try:
            connection = await aio_pika.connect(url)
            async with connection:
                await _consumed(connection, stages, processes, directory)
                channel = await connection.channel(publisher_confirms=False)
                exchange = await channel.get_exchange("events")
                line = cls(processes, channel, exchange, user_of(url))
                await line._listen(stages)
                await line.drive(200, in_flight=100)
                yield line
        finally:
            stop(processes)
            for port in ports:
                port.release()
            node.drop_vhost(vhost)

    async def _listen(self, stages: int) -> None:
        sink = await self._channel.declare_queue(exclusive=True)
        await sink.bind(self._exchange, routing_key(stages + 1))
        await sink.consume(self._take, no_ack=True)

    async def _take(self, message: AbstractIncomingMessage) -> None:
        parcel = orjson.loads(message.body)["parcel_id"]
        self._arrived[parcel] = self._arrived.get(parcel, 0) + 1
        self._room.release()
        self._moved.set()

    async def drive(self, parcels: int, *, in_flight: int) -> Pass:
        """Send parcels, at most so many on their way at a time; return when all of them came out."""
        self._arrived.clear()
        self._room = asyncio.Semaphore(in_flight)
        began, spent = time.perf_counter(), self._cpu_seconds()
        for _ in range(parcels):
            async with asyncio.timeout(STUCK):
                await self._room.acquire()
            await self._send()
        await self._all_out(parcels)
        return Pass(parcels, time.perf_counter() - began, self._cpu_seconds() - spent)

    async def drip(self, parcels: int, *, per_second: float) -> None:
        """Send parcels at an even pace; return when all of them came out."""
        self._arrived.clear()
        began = time.perf_counter()
        for number in range(parcels):
            await asyncio.sleep(max(0.0, began + number / per_second - time.perf_counter()))
            await self._send()
        await self._all_out(parcels)

    async def _send(self) -> None:
        self.sent += 1
        source, subject = routing_key(1).partition(".")[0], f"parcels/{self.sent}"
        message = aio_pika.Message(
            a_message(self.sent, datetime.now(UTC)),
            message_id=f"{source}:{subject}:1",
            user_id=self._user,
            headers={"cloudEvents:source": source, "cloudEvents:subject": subject},
            content_type="application/json",
            delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
        )
        await self._exchange.publish(message, routing_key=routing_key(1))

    async def _all_out(self, parcels: int) -> None:
        while len(self._arrived) < parcels:
            self._moved.clear()
            try:
                async with asyncio.timeout(STUCK):
                    await self._moved.wait()
            except TimeoutError as lost:
                message = f"{parcels - len(self._arrived)} of {parcels} parcels never came out"
                raise LostError(message) from lost
        twice = sum(1 for times in self._arrived.values() if times > 1)
        if twice:
            message = f"{twice} parcels came out more than once"
            raise LostError(message)

    def _cpu_seconds(self) -> float:
        return sum(cpu_seconds(process.pid) for process in self._processes)


def _environment(directory: Path, url: str, port: int, *, stamps: bool) -> Mapping[str, str]:
    directory.mkdir(parents=True)
    return {
        **os.environ,
        **environment(directory),
        "SKILLSEAL_SIMULATION": "0",
        "SKILLSEAL_AMQP_URL": url,
        "SKILLSEAL_HTTP_PORT": str(port),
        **({"BENCH_STAMPS": str(directory / "stamps.json")} if stamps else {}),
    }


async def _consumed(connection: AbstractConnection, stages: int, processes: list[Process], logs: Path) -> None:
    """Return when every stage listens to its queue."""
    until = time.monotonic() + READY
    waiting = list(range(1, stages + 1))
    while waiting:
        channel = await connection.channel()
        try:
            queue = await channel.declare_queue(queue_name(waiting[0]), passive=True)
        except aio_pika.exceptions.ChannelClosed:
            listening = False
        else:
            listening = bool(queue.declaration_result.consumer_count)
            await channel.close()
        if listening:
            waiting.pop(0)
        elif time.monotonic() > until or not processes[waiting[0] - 1].alive():
            message = f"stage {waiting[0]} did not start:\n{tail(logs / f'{waiting[0]}.log')}"
            raise LostError(message)
        else:
            await asyncio.sleep(0.1)

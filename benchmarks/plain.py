"""One stage as a careful engineer writes it with aio-pika alone: `python -m benchmarks.plain 3 [group]`.

One durable insert and one confirmed publish for each message, handlers side by side, the disk off the event loop; no
inbox and no outbox. With a group above 1 the writer commits whatever waits together, as ours does.
"""

import asyncio
import queue
import signal
import sqlite3
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import aio_pika
import uvloop
from aio_pika.abc import AbstractExchange, AbstractIncomingMessage

from benchmarks.parcels import PARCEL, PREFETCH, QUEUE_ARGUMENTS, Parcel, contract, queue_name, routing_key
from benchmarks.stamps import Stamps
from libs.chassis.settings import ServiceSettings

Waiting = tuple[str, bytes, "asyncio.Future[None]"]


class Parcels:
    """An SQLite table that one thread writes."""

    def __init__(self, file: Path, group: int) -> None:
        self._group = group
        self._loop = asyncio.get_running_loop()
        self._waiting: queue.SimpleQueue[Waiting] = queue.SimpleQueue()
        self._connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=FULL")
        self._connection.execute("CREATE TABLE IF NOT EXISTS parcels (id TEXT PRIMARY KEY, body BLOB) WITHOUT ROWID")
        threading.Thread(target=self._write, daemon=True).start()

    async def insert(self, identifier: str, body: bytes) -> None:
        """Return when it is on the disk."""
        done: asyncio.Future[None] = self._loop.create_future()
        self._waiting.put((identifier, body, done))
        await done

    def _write(self) -> None:
        execute = self._connection.execute
        while True:
            group = [self._waiting.get()]
            while len(group) < self._group and not self._waiting.empty():
                group.append(self._waiting.get())
            if len(group) > 1:
                execute("BEGIN IMMEDIATE")
            for identifier, body, _ in group:
                execute("INSERT OR IGNORE INTO parcels VALUES (?, ?)", (identifier, body))
            if len(group) > 1:
                execute("COMMIT")
            self._loop.call_soon_threadsafe(_resolve, group)


def _resolve(group: list[Waiting]) -> None:
    for _, _, done in group:
        if not done.done():
            done.set_result(None)


class Stage:
    """Takes, writes, sends on, acknowledges."""

    def __init__(self, stage: int, parcels: Parcels, exchange: AbstractExchange, stamps: Stamps) -> None:
        self._contract = contract(stage)
        self._following = routing_key(stage + 1)
        self._parcels = parcels
        self._exchange = exchange
        self._stamps = stamps

    async def handle(self, message: AbstractIncomingMessage) -> None:
        """One message; aio-pika runs as many of these side by side as the prefetch allows."""
        async with message.process(requeue=True):
            event = self._contract.model_validate_json(message.body)
            parcel = Parcel.of(event, now=datetime.now(UTC))
            await self._parcels.insert(parcel.id, PARCEL.dump_json(parcel))
            self._stamps.note([parcel.id])
            sent = aio_pika.Message(
                event.model_dump_json().encode(),
                message_id=parcel.id,
                content_type="application/json",
                delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
            )
            await self._exchange.publish(sent, routing_key=self._following)


async def main(stage: int, group: int) -> None:
    """Serve until SIGTERM."""
    settings, stamps, stopped = ServiceSettings(), Stamps.from_environment(), asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    parcels = Parcels(Path(settings.store.removeprefix("sqlite:///")), group)
    url = settings.amqp_url.get_secret_value()
    consuming, publishing = await aio_pika.connect_robust(url), await aio_pika.connect_robust(url)
    async with consuming, publishing:
        channel = await consuming.channel()
        await channel.set_qos(prefetch_count=PREFETCH)
        out = await (await publishing.channel(publisher_confirms=True)).declare_exchange(
            "events", "topic", durable=True
        )
        into = await channel.declare_queue(queue_name(stage), durable=True, arguments=QUEUE_ARGUMENTS)
        await into.bind("events", routing_key(stage))
        await into.consume(Stage(stage, parcels, out, stamps).handle)
        await stopped.wait()
    stamps.write()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1))  # noqa: PLR2004

"""The history of a whole batch in no order at all: fresh services get every event they once got, twice, shuffled."""

import asyncio
import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import aio_pika

from apps.cli.keys import Keys
from apps.faults.broker import Broker
from apps.faults.publishing import as_published
from apps.faults.scene import LOOK, Record
from apps.faults.system import Setting, Supervised
from libs.chassis.store.port import OutboxEvent

# What follows from events alone, and not from what staff did in between, must come out the same.
HEARD = {
    "certification": (
        "registration.batch-opened.v1",
        "registration.candidate-approved.v1",
        "scoring.score-published.v1",
    ),
    "scoring": ("scheduling.session-planned.v1", "scheduling.candidate-scheduled.v1", "scheduling.exam-finished.v1"),
}
FOLLOWS = {
    "certification": ("batches", "candidates", "notices"),
    "scoring": ("sessions", "candidates", "codes", "scripts"),
}
PATIENCE = 30.0


class Letter(NamedTuple):
    """An event for a queue."""

    queue: str
    event: OutboxEvent


async def replay(broker: Broker, _: Sequence[Any], out: Path, setting: Setting) -> tuple[list[Record], list[str]]:
    """Deliver what the undisturbed batch left in its outboxes; what needs another event first must wait for it."""
    sound = out.parent / "undisturbed" / "state" / "stores"
    letters = [
        letter for service, types in HEARD.items() for kind in types for letter in _letters(sound, service, kind)
    ]
    vhost = "replay"
    url = await asyncio.to_thread(broker.node.vhost, vhost)
    system = Supervised(out / "state", amqp_url=url, setting=setting, services=tuple(HEARD))
    try:
        await system.begin()
        since = time.monotonic()
        await _deliver(url, system.keys, Random(len(letters)).sample(letters * 2, 2 * len(letters)))
        until = since + PATIENCE
        while (broken := _broken(system.stores, sound, letters)) and time.monotonic() < until:  # noqa: ASYNC110 -- stores of others
            await asyncio.sleep(LOOK)
        seconds = time.monotonic() - since
        waited = sum(len(_read(store, "SELECT id FROM parked")) for store in system.stores.values())
    finally:
        system.destroy()
        await asyncio.to_thread(broker.node.drop_vhost, vhost)
    if not waited:
        broken.append("nothing had to wait for another event")
    fault = f"messages reordered: the whole history, twice ({len(letters)} events, {waited} had to wait)"
    return [Record(fault, 1, [seconds])], broken + system.unexpected()


def _letters(sound: Path, service: str, kind: str) -> list[Letter]:
    store = sound / f"{kind.partition('.')[0]}.sqlite"
    rows = _read(store, "SELECT id, aggregate, seq, body, occurred_at FROM outbox WHERE routing_key = ?", kind)
    return [
        Letter(f"{service}.{kind}", OutboxEvent(event_id, aggregate, seq, kind, body, datetime.fromisoformat(at)))
        for event_id, aggregate, seq, body, at in rows
    ]


async def _deliver(url: str, keys: Keys, letters: Sequence[Letter]) -> None:
    async with await aio_pika.connect(url) as connection:
        channel = await connection.channel()
        for letter in letters:
            await channel.default_exchange.publish(as_published(letter.event, keys, url), letter.queue)


def _broken(stores: dict[str, Path], sound: Path, letters: Sequence[Letter]) -> list[str]:
    """What is not as it was after the same events in their order."""
    had = {tuple(row) for store in stores.values() for row in _read(store, "SELECT consumer, event_id FROM inbox")}
    missing = {(letter.queue, letter.event.id) for letter in letters} - had
    broken = [f"lost: {len(missing)} deliveries without effect"] if missing else []
    for service, collections in FOLLOWS.items():
        if parked := _read(stores[service], "SELECT id FROM parked WHERE x_state != 'replayed'"):
            broken.append(f"parked: {len(parked)} in {service}")
        for collection in collections:
            found, usual = (
                len(_read(store, f'SELECT id FROM "{collection}"'))  # noqa: S608 -- names from above
                for store in (stores[service], sound / f"{service}.sqlite")
            )
            if found != usual:
                broken.append(f"{service}: {found} {collection}, not {usual}")
    return broken


def _read(store: Path, query: str, *values: str) -> list[Any]:
    with closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True, timeout=10)) as opened:
        return opened.execute(query, values).fetchall()

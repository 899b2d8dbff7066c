"""Poison: messages that no consumer can handle, one of each kind in each consumer's queue."""

import asyncio
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime

import aio_pika
import pika
from aio_pika.abc import AbstractChannel

from apps.faults.publishing import as_published
from apps.faults.scene import Scene
from libs.chassis.bus.provenance import SIGNATURE
from libs.chassis.store.port import OutboxEvent
from libs.contracts.catalogue import contracts

HUGE = 5_000_000
REFUSED_QUEUE = "scheduling.registration.candidate-approved.v1"
REFUSED_AS = "already-enrolled"


async def poison(scene: Scene) -> None:
    """Put every kind into a queue of every consumer, past the exchange so that nobody else gets it."""
    await scene.when("scheduling", 0.5)
    connection = await aio_pika.connect(scene.url)
    try:
        channel = await connection.channel()
        for service, queues in scene.ledger.by_service.items():
            if service != "archive":  # it takes whatever comes
                for queue in queues:
                    await _poison_queue(scene, channel, queue)
        await _repeat_under_another_id(scene, channel)
    finally:
        await connection.close()
    since = time.monotonic()
    while len(scene.ledger.parked()) < len(scene.poisoned):  # noqa: ASYNC110 -- they park it in their own time
        await asyncio.sleep(0.02)
    await scene.recovered(f"poison ({len(scene.poisoned)} messages)", since)


async def _poison_queue(scene: Scene, channel: AbstractChannel, queue: str) -> None:
    key = queue.partition(".")[2]

    async def put(kind: str, body: bytes, event_type: str, *, slug: str, signer: str = "") -> None:
        message = as_published(_as_committed(kind, body, event_type), scene.system.keys, scene.url, signer=signer)
        if slug == "unsigned":
            message.headers.pop(SIGNATURE)
        await channel.default_exchange.publish(message, queue)
        scene.poisoned.append((queue, slug))

    await put("broken", b'{"broken', key, slug="undecodable")
    await put("empty", b"{}", key, slug="undecodable")
    await put("huge", b" " * HUGE, key, slug="undecodable")
    await put("version", b"{}", f"{key.rpartition('.')[0]}.v99", slug="unknown-version")
    if key in contracts():  # a command is its sender's who has a token
        await put("unsigned", b'{"unsigned": 1}', key, slug="unsigned")
        other = "registration" if key.startswith("archive.") else "archive"
        await put("forged", b'{"forged": 1}', key, slug="forged", signer=other)
    await asyncio.to_thread(_put_without_id, scene.url, queue, key)
    scene.poisoned.append((queue, "without-id"))


def _as_committed(kind: str, body: bytes, event_type: str) -> OutboxEvent:
    source, subject = event_type.partition(".")[0], f"poison/{kind}"
    return OutboxEvent(f"{source}:{subject}:1", subject, 1, event_type, body, datetime.now(UTC))


def _put_without_id(url: str, queue: str, key: str) -> None:
    """By another client, because aio-pika gives every message an id."""
    connection = pika.BlockingConnection(pika.URLParameters(url))
    properties = pika.BasicProperties(headers={"cloudEvents:type": key}, delivery_mode=2)
    connection.channel().basic_publish("", queue, b"{}", properties)
    connection.close()


async def _repeat_under_another_id(scene: Scene, channel: AbstractChannel) -> None:
    """An event that was handled comes as another one: the domain refuses it."""
    key = REFUSED_QUEUE.partition(".")[2]
    store = scene.system.store("registration")
    with closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as registration:
        (body,) = registration.execute("SELECT body FROM outbox WHERE routing_key = ? LIMIT 1", (key,)).fetchone()
    message = as_published(_as_committed("again", body, key), scene.system.keys, scene.url)
    await channel.default_exchange.publish(message, REFUSED_QUEUE)
    scene.poisoned.append((REFUSED_QUEUE, REFUSED_AS))

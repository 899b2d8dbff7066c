"""A postman between the exchange and the queues who brings everything twice, and in the wrong order."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from random import Random
from typing import Self

import aio_pika
from aio_pika.abc import AbstractIncomingMessage

EVERYTHING = "events"
ROUND = "postman"
BAG = 40
PATIENCE = 0.08


class Postman:
    """Takes over every binding of the consumers' queues: `events` → his bag → `postman` → the queues."""

    def __init__(self, url: str, queues: Mapping[str, Sequence[str]], chance: Random) -> None:
        self._url = url
        self._queues = [queue for of_service in queues.values() for queue in of_service]
        self._chance = chance
        self._bag: asyncio.Queue[AbstractIncomingMessage] = asyncio.Queue()
        self._kept: list[tuple[str, aio_pika.Message]] = []
        self.delivered = 0

    async def __aenter__(self) -> Self:
        self._connection = await aio_pika.connect(self._url)
        channel = await self._connection.channel()
        await channel.set_qos(prefetch_count=BAG)
        events = await channel.get_exchange("events")
        self._round = await channel.declare_exchange(ROUND, aio_pika.ExchangeType.TOPIC)
        letterbox = await channel.declare_queue(f"{ROUND}.in", durable=True)
        for name in self._queues:
            queue = await channel.get_queue(name)
            key = name.partition(".")[2]
            await queue.bind(self._round, "#" if key == EVERYTHING else key)
        await letterbox.bind(events, "#")
        for name in self._queues:
            queue = await channel.get_queue(name)
            key = name.partition(".")[2]
            await queue.unbind(events, "#" if key == EVERYTHING else key)
        await letterbox.consume(self._bag.put)
        self._walking = asyncio.create_task(self._walk())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._walking.cancel()
        await asyncio.gather(self._walking, return_exceptions=True)
        await self._connection.close()

    async def _walk(self) -> None:
        while True:
            collected = [await self._bag.get()]
            with suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE):
                    while len(collected) < BAG:
                        collected.append(await self._bag.get())
            letters = [(message.routing_key or "", _copy(message)) for message in collected]
            self._kept += letters
            await self._deliver(letters * 2)
            for message in collected:
                await message.ack()

    async def _deliver(self, letters: list[tuple[str, aio_pika.Message]]) -> None:
        self._chance.shuffle(letters)
        for key, message in letters:
            await self._round.publish(message, key)
            self.delivered += 1

    async def once_more(self) -> None:
        """Bring everything that was ever brought again."""
        await self._deliver(list(self._kept))


def _copy(message: AbstractIncomingMessage) -> aio_pika.Message:
    return aio_pika.Message(
        message.body,
        message_id=message.message_id,
        user_id=message.user_id,
        correlation_id=message.correlation_id,
        content_type=message.content_type,
        headers=message.headers,
        delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
    )

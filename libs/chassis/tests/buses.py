"""Services on a real bus, in this process or as processes of their own, and what a test sees of the broker."""

import asyncio
import inspect
import os
import signal
import struct
import sys
import time
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Self

import aio_pika
import httpx
import pika
import pytest
from aio_pika.abc import AbstractChannel, AbstractIncomingMessage, AbstractQueue, AbstractRobustConnection
from aio_pika.exceptions import ChannelNotFoundEntity

from libs.chassis.bus.provenance import user_of
from libs.chassis.service import Service
from libs.chassis.testing import a_token, environment
from libs.chassis.tests.proxy import a_port
from libs.contracts.event import Event

ROOT = Path(__file__).parents[3]


async def until(condition: Callable[[], Any], patience: float = 12.0) -> Any:
    """What the condition answers as soon as that is truthy."""
    deadline = time.monotonic() + patience
    while True:
        answer = condition()
        if inspect.isawaitable(answer):
            answer = await answer
        if answer:
            return answer
        assert time.monotonic() < deadline, f"still not so: {inspect.getsource(condition).strip()}"
        await asyncio.sleep(0.01)


class Door:
    """Asks a service over HTTP as a clerk and operator."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def post(self, path: str, *, trace: str = "") -> httpx.Response:
        headers = {"Authorization": f"Bearer {a_token('S-1', 'clerk')}", "Idempotency-Key": uuid.uuid4().hex}
        if trace:
            headers["traceparent"] = trace
        answer = await self._client.post(path, headers=headers)
        answer.raise_for_status()
        return answer

    async def send(self, *parcels: str, town: str = "huaihua") -> None:
        """Send parcels."""
        await asyncio.gather(*(self.post(f"/parcels/{parcel}?town={town}") for parcel in parcels))

    async def move(self, parcel: str, stops: int = 1) -> None:
        """Move a parcel on."""
        await self.post(f"/tours/{parcel}/stops?stops={stops}")

    async def get(self, path: str) -> Any:
        answer = await self._client.get(path, headers={"Authorization": f"Bearer {a_token('S-9', 'operator')}"})
        return answer.json()

    async def arrivals(self, parcel: str) -> int:
        """How often the depot noted a parcel."""
        return int((await self.get(f"/entries/{parcel}")).get("arrivals", 0))

    async def parked(self) -> list[dict[str, Any]]:
        parked: list[dict[str, Any]] = (await self.get("/internal/parked"))["items"]
        return parked

    async def totals(self) -> dict[str, int]:
        totals: dict[str, int] = (await self.get("/internal/clock"))["totals"]
        return totals


class Running(Door):
    """A service that runs in the process of the test."""

    def __init__(self, service: Service) -> None:
        transport = httpx.ASGITransport(service.application(), raise_app_exceptions=False)
        super().__init__(httpx.AsyncClient(transport=transport, base_url="http://localhost"))
        self.service = service


@asynccontextmanager
async def running(build: Callable[[], Service], directory: Path, url: str) -> AsyncIterator[Running]:
    """A started service; it is stopped, drained, at the end."""
    with pytest.MonkeyPatch.context() as environ:
        for name, value in {**environment(directory), "SKILLSEAL_AMQP_URL": url}.items():
            environ.setenv(name, value)
        service = build()
    await service.start()
    try:
        yield Running(service)
    finally:
        await service.stop()


async def connected(*services: Running) -> None:
    """Return once all of them have the bus."""
    for one in services:
        await until(lambda one=one: one.service.bus.connected())  # type: ignore[misc]


class Life(Door):
    """A service as a process of its own."""

    def __init__(self, process: asyncio.subprocess.Process, port: int, log: Path) -> None:
        super().__init__(httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}"))
        self.process = process
        self._log = log

    async def answers(self, status: str | None = None) -> bool:
        """Whether it serves, and if asked for, is in this state of health."""
        assert self.process.returncode is None, self._log.read_text()[-3000:]
        with suppress(httpx.TransportError):
            health = await self.get("/health")
            return status is None or health["status"] == status
        return False

    async def kill(self) -> None:
        """kill -9."""
        self.process.kill()
        await self.process.wait()


@asynccontextmanager
async def life(builder: str, directory: Path, url: str, *, again: bool = False) -> AsyncIterator[Life]:
    """A service process; whatever is left of it is killed at the end."""
    held = a_port()
    port = held.getsockname()[1]
    directory.mkdir(parents=True, exist_ok=True)  # noqa: ASYNC240 -- a test has the loop for itself
    log = directory / "log"
    with log.open("ab") as output:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "libs.chassis.tests.lives",
            builder,
            *(["--again"] if again else []),
            cwd=ROOT,
            env={
                **os.environ,
                **environment(directory),
                "SKILLSEAL_AMQP_URL": url,
                "SKILLSEAL_HTTP_PORT": str(port),
            },
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        yield Life(process, port, log)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
        held.close()


class RawProperties(pika.BasicProperties):  # type: ignore[misc]
    """Properties as bytes: the flags of those that are there, and what they are encoded as."""

    def __init__(self, flags: int, encoded: bytes) -> None:
        super().__init__()
        self._raw = struct.pack(">H", flags) + encoded

    def encode(self) -> list[bytes]:
        """See pika."""
        return [self._raw]


class Observer:
    """A connection of the test's own, past every proxy."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._taps = 0

    async def __aenter__(self) -> Self:
        self.connection: AbstractRobustConnection = await aio_pika.connect_robust(self._url)
        self._channel: AbstractChannel = await self.connection.channel()
        self.events = await self._channel.declare_exchange("events", aio_pika.ExchangeType.TOPIC, durable=True)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.connection.close()

    async def tap(self, key: str = "#") -> AbstractQueue:
        """A queue that gets a copy of each event from now on."""
        self._taps += 1
        queue = await self._channel.declare_queue(f"tap-{self._taps}", durable=True)
        await queue.bind(self.events, key)
        return queue

    async def drained(self, queue: AbstractQueue) -> list[AbstractIncomingMessage]:
        """What is in a queue, taken out of it."""
        messages = []
        while (message := await queue.get(no_ack=True, fail=False)) is not None:
            messages.append(message)
        return messages

    async def give_back(self, name: str) -> None:
        """Take a message from a queue and return it, so that its next delivery is a repeated one."""
        queue = await self._channel.get_queue(name)
        message = await queue.get()
        assert message is not None
        await message.nack(requeue=True)

    async def look(self, name: str) -> tuple[int, int] | None:
        """Ready messages and consumers of a queue; None if there is no such queue."""
        channel = await self.connection.channel()
        try:
            queue = await channel.declare_queue(name, passive=True, robust=False)
        except ChannelNotFoundEntity:
            return None
        result = queue.declaration_result
        await channel.close()
        return result.message_count or 0, result.consumer_count or 0

    async def delete(self, name: str) -> None:
        """Remove a queue with all that is in it."""
        await (await self._channel.get_queue(name, ensure=False)).delete(if_unused=False, if_empty=False)

    async def unbind(self, name: str, key: str) -> None:
        """Remove a binding."""
        await (await self._channel.get_queue(name, ensure=False)).unbind(self.events, key)

    async def size(self, queue: AbstractQueue | str) -> int:
        """Ready messages of a queue."""
        found = await self.look(queue if isinstance(queue, str) else queue.name)
        return found[0] if found else -1

    async def publish(self, event: Event | bytes, key: str, *, id: str | None, **headers: Any) -> None:
        """Put a message about `id` straight on the exchange, as the relay of another service would."""
        body = event if isinstance(event, bytes) else event.model_dump_json().encode()
        source, subject = key.split(".", 1)[0], id or ""
        attributes = {
            "cloudEvents:type": key,
            "cloudEvents:source": source,
            "cloudEvents:subject": subject,
            "cloudEvents:sequence": 1,
            **headers,
        }
        if id is None:
            return await asyncio.to_thread(self._publish_without_id, body, key, attributes)
        message = aio_pika.Message(
            body,
            message_id=f"{source}:{subject}:1",
            user_id=user_of(self._url),
            headers=attributes,
            delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
        )
        await self.events.publish(message, key)
        return None

    async def publish_raw(self, body: bytes, key: str | bytes, properties: "RawProperties", exchange: str = "") -> None:
        """Put on the wire what no client would send."""

        def publish() -> None:
            connection = pika.BlockingConnection(pika.URLParameters(self._url))
            connection.channel().basic_publish(exchange, key, body, properties)
            connection.close()

        await asyncio.to_thread(publish)

    def _publish_without_id(self, body: bytes, key: str, headers: dict[str, Any]) -> None:
        """By another client, because aio-pika gives every message an id."""
        connection = pika.BlockingConnection(pika.URLParameters(self._url))
        properties = pika.BasicProperties(headers=headers, delivery_mode=2, user_id=user_of(self._url))
        connection.channel().basic_publish("events", key, body, properties)
        connection.close()

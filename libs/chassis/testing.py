"""Driving a service in a test through its front doors: requests, deliveries, deadlines. No broker is needed."""

import base64
import hashlib
import json
import os
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self, TypeVar

import httpx
from joserfc.jwk import OKPKey

from libs.chassis.bus.messages import Received
from libs.chassis.bus.provenance import public_key
from libs.chassis.domain import Harm
from libs.chassis.identity import signed_token
from libs.chassis.service import Service
from libs.chassis.store.port import Collection, OutboxEvent, WriteBatch
from libs.chassis.time.clock import SimulatedClock
from libs.contracts.catalogue import PUBLISHERS
from libs.contracts.command import Command
from libs.contracts.event import Event

E = TypeVar("E", bound=Event)
A = TypeVar("A")

NOON = datetime(2026, 9, 1, 4, tzinfo=UTC)
# Where the clock of a service under test begins: before anything that a test steps it to.
LONG_BEFORE = datetime(2026, 1, 1, tzinfo=UTC)
KEY = OKPKey.generate_key("Ed25519", parameters={"kid": "test"})
EVENT_KEY = base64.b64encode(hashlib.sha256(b"a key for the events of tests").digest()).decode()
SIGNERS = (*PUBLISHERS, "post", "depot")  # under test they share a key
FIELD_KEY = base64.b64encode(hashlib.sha256(b"a key for tests only").digest()).decode()


def a_token(staff_id: str, *roles: str, expires: datetime | None = None, key: OKPKey = KEY) -> str:
    """A staff token, signed with the key that services under test trust."""
    expires = expires or datetime.now(UTC) + timedelta(hours=1)
    return signed_token(key, staff_id, roles, expires=expires)


def environment(directory: Path) -> dict[str, str]:
    """The settings of a service under test."""
    return {
        "SKILLSEAL_STORE": f"sqlite:///{directory / 'store.sqlite'}",
        "SKILLSEAL_FIELD_KEYS": f"k1:{FIELD_KEY}",
        "SKILLSEAL_TOKEN_KEYS": json.dumps({"keys": [KEY.as_dict(private=False)]}),
        "SKILLSEAL_EVENT_KEY": EVENT_KEY,
        "SKILLSEAL_EVENT_KEYS": ",".join(f"{one}:{public_key(EVENT_KEY)}" for one in SIGNERS),
        "SKILLSEAL_SIMULATION": "1",
        "SKILLSEAL_SIMULATION_START": LONG_BEFORE.isoformat(),
    }


class Harness:
    """A service on a real store and a simulated clock, without its bus.

    `async with Harness(build, tmp_path) as harness:` opens it; what it would publish is in `published()`.
    """

    def __init__(self, build: Callable[[], Service], directory: Path, *, now: datetime = NOON) -> None:
        before = dict(os.environ)
        os.environ.update(environment(directory))
        try:
            self.service = build()
        finally:
            os.environ.clear()
            os.environ.update(before)
        assert isinstance(self.service.clock, SimulatedClock)
        self._clock = self.service.clock
        self._clock.step_to(now)
        self.cipher = self.service.cipher
        self._delivered = 0
        self._tokens: dict[tuple[str, ...], str] = {}

    async def __aenter__(self) -> Self:
        await self.service.open()
        transport = httpx.ASGITransport(self.service.application(), raise_app_exceptions=False)
        self.client = httpx.AsyncClient(transport=transport, base_url="http://localhost")
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.client.aclose()
        await self.service.store.close()

    @property
    def now(self) -> datetime:
        return self._clock.now()

    async def request(
        self,
        method: str,
        path: str,
        *,
        as_: tuple[str, ...] | None = None,
        key: str | None = None,
        headers: dict[str, str] | None = None,
        **options: Any,
    ) -> httpx.Response:
        """Ask as a member of staff: `as_=(staff id, role, …)`; without it, as the public."""
        sent = {"Idempotency-Key": key or uuid.uuid4().hex, **(headers or {})}
        if as_:
            sent["Authorization"] = f"Bearer {self._token(as_)}"
        return await self.client.request(method, path, headers=sent, **options)

    def _token(self, as_: tuple[str, ...]) -> str:
        """Signed once for each person, as people have it: signing and checking takes as long as most answers."""
        if as_ not in self._tokens:
            self._tokens[as_] = a_token(*as_)
        return self._tokens[as_]

    async def get(self, path: str, **options: Any) -> httpx.Response:
        return await self.request("GET", path, **options)

    async def post(self, path: str, **options: Any) -> httpx.Response:
        """POST with a fresh Idempotency-Key, unless `key` is given."""
        return await self.request("POST", path, **options)

    async def put(self, path: str, **options: Any) -> httpx.Response:
        """PUT with a fresh Idempotency-Key, unless `key` is given."""
        return await self.request("PUT", path, **options)

    async def deliver(  # noqa: PLR0913 -- an event, and how it comes
        self,
        event: Event | Command,
        *,
        id: str | None = None,
        times: int = 1,
        seq: int | None = None,
        as_: tuple[str, ...] | None = None,
        by: str = "",
    ) -> None:
        """Deliver an event as the bus would, or a command for somebody, `times` copies of it; `by` is whose act it is.

        Each call is the next fact of its aggregate, unless `seq` says which one it is. An `id` of a test's own becomes
        one that its publisher could give.
        """
        self._delivered += 1
        seq = self._delivered if seq is None else seq
        body = event.model_dump_json().encode()
        queues = [
            queue
            for queue, subscription in self.service.consumer.subscriptions.items()
            if subscription.routing_key in {event.routing_key, "#"}
        ]
        assert queues, f"{self.service.name} does not subscribe to {event.routing_key}"
        source = event.routing_key.split(".", 1)[0]
        identifier = id or f"test/{hashlib.sha256(body).hexdigest()[:16]}"
        if isinstance(event, Event) and not identifier.startswith(f"{source}:"):
            identifier = f"{source}:{identifier}:1"
        subject = identifier.rpartition(":")[0].removeprefix(f"{source}:")
        signed = OutboxEvent(identifier, subject, seq, event.routing_key, body, self.now, actor=by)
        authorization = f"Bearer {a_token(*as_)}" if as_ else ""
        for _ in range(times):
            for queue in queues:
                message = Received(
                    identifier,
                    event.routing_key,
                    source,
                    subject,
                    seq,
                    self.now,
                    body,
                    authorization=authorization,
                    user=source,
                    signature=self.service.provenance.signature(signed),
                    acted_by=by,
                    actor_signature=self.service.provenance.actor_signature(signed),
                )
                await self.service.consumer.take(queue, message)

    def published(self, kind: type[E] = Event) -> list[E]:  # type: ignore[assignment]
        """The committed events of a kind, in order; without a kind, all of them."""
        known = {contract.routing_key: contract for contract in Event.__subclasses__()}
        events = [known[event.routing_key].model_validate_json(event.body) for event in self.outbox()]
        return [event for event in events if isinstance(event, kind)]

    def outbox(self) -> list[OutboxEvent]:
        """Everything that was committed to be published."""
        events: list[OutboxEvent] = _now_done(self.service.store.feed(after=0, limit=100_000))
        return events

    async def step_to(self, moment: datetime) -> None:
        """Move the clock from deadline to deadline up to a moment, firing what is due."""
        while True:
            following = await self.service.store.next_due()
            if following is None or following > moment:
                break
            self._clock.step_to(following)
            if not await self.service.timers.fire_due() and await self.service.store.next_due() == following:
                break  # it is kept; what somebody else has taken away meanwhile, such as a receipt, holds nothing up
        self._clock.step_to(moment)

    async def lose_deadlines(self) -> int:
        """As if the rows of all that wait were gone; answers how many they were."""
        far = self.now + timedelta(days=3650)
        rows = [row for harm in Harm for row in await self.service.store.due(harm, far, limit=1000)]
        await self.service.store.commit(WriteBatch(deadlines=dict.fromkeys(row.key for row in rows)))
        return len(rows)

    def parked(self) -> list[dict[str, Any]]:
        """Parked messages: id, routing key, slug, reason, state."""
        page = _now_done(self.service.parking.listing(limit=1000))
        return [
            {"id": p.id, "routing_key": p.routing_key, "slug": p.slug, "reason": p.reason, "state": p.state.value}
            for p in page.items
        ]

    async def load(self, collection: Collection[Any], identifier: str) -> Any:
        """One aggregate from the store."""
        return await self.service.transactions.begin().of(collection).get(identifier)


def _now_done(coroutine: Any) -> Any:
    """The result of a coroutine that never waits (reads of the embedded store do not)."""
    try:
        coroutine.send(None)
    except StopIteration as done:
        return done.value
    message = "this read had to wait"
    raise AssertionError(message)

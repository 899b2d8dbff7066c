"""Reconciliation: what others published, by their own logs, against what was handled here; gaps are repaired.

The broker is the fast path, not the record. Each run looks only at what a source had already published when the run
before ended, so that nothing still on its way is taken for lost.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog

from libs.chassis.bus.consuming import Consumer
from libs.chassis.bus.messages import Received
from libs.chassis.bus.parking import PARKED
from libs.chassis.domain import Aggregate
from libs.chassis.store.port import Collection, Handled, Store
from libs.chassis.store.unit_of_work import Transactions, UnitOfWork
from libs.chassis.watch.metrics import Meters
from libs.contracts.milliseconds import cut

log = structlog.get_logger()


@dataclass(kw_only=True)
class FeedPosition(Aggregate):
    """How far a source's log was compared, and how far it went at the last look."""

    id: str
    compared: int = 0
    seen: int = 0


FEED_POSITIONS = Collection("feed_positions", FeedPosition)

Fetch = Callable[[str, int], Awaitable[list[dict[str, Any]]]]


@dataclass(frozen=True)
class Comparison:
    """How many events one run compared, and how many of them it repaired."""

    compared: int = 0
    repaired: int = 0


class Reconciliation:
    """Compares the logs of the sources with the inbox and the parking place, and handles what is in neither."""

    def __init__(
        self,
        *,
        store: Store,
        transactions: Transactions,
        consumer: Consumer,
        meters: Meters,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._transactions = transactions
        self._consumer = consumer
        self._meters = meters
        self._now = now

    async def compare(self, source: str, fetch: Fetch) -> Comparison:
        """Compare one source up to where its log went at the last run."""
        position = await self._position(source)
        compared = repaired = 0
        at, head = position.compared, position.seen
        while page := await fetch(source, at):
            for event in page:
                if event["position"] <= position.seen:
                    compared += 1
                    repaired += await self._repair(source, event)
                    at = event["position"]
            head = max(head, page[-1]["position"])
            if at < page[-1]["position"]:
                break
        head = await self._head(source, fetch, head)
        await self._remember(source, compared=at, seen=head)
        if repaired:
            log.warning("reconciliation.repaired", source=source, repaired=repaired, compared=compared)
        return Comparison(compared, repaired)

    @staticmethod
    async def _head(source: str, fetch: Fetch, head: int) -> int:
        while page := await fetch(source, head):
            head = page[-1]["position"]
        return head

    async def _position(self, source: str) -> FeedPosition:
        kept = await self._transactions.begin().of(FEED_POSITIONS).find_one(source)
        return kept or FeedPosition(id=source)

    async def _remember(self, source: str, *, compared: int, seen: int) -> None:
        async def use(work: UnitOfWork) -> None:
            documents = work.of(FEED_POSITIONS)
            position = await documents.find_one(source) or FeedPosition(id=source)
            position.compared, position.seen = compared, seen
            documents.save(position)

        await self._transactions.run(use, now=self._now)

    async def _repair(self, source: str, event: Mapping[str, Any]) -> int:
        repaired = 0
        for queue, subscription in self._consumer.subscriptions.items():
            if subscription.routing_key not in {event["type"], "#"} or await self._has(queue, event["id"]):
                continue
            message = Received(
                id=event["id"],
                type=event["type"],
                source=source,
                subject=event["subject"],
                seq=event["sequence"],
                time=cut(datetime.fromisoformat(event["time"])),
                body=event["data"].encode(),
                user=source,  # who answers at the address of its log
                signature=event.get("signature", ""),
                acted_by=event.get("actor", ""),
                actor_signature=event.get("actorsignature", ""),
            )
            await self._consumer.take(queue, message)
            self._meters.repaired.add(queue)
            repaired += 1
        return repaired

    async def _has(self, queue: str, event_id: str) -> bool:
        if await self._store.was_handled(Handled(queue, event_id)):
            return True
        return await self._store.get(PARKED.name, f"{queue}|{event_id}") is not None

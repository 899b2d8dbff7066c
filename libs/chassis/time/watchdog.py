"""The watchdog of deadlines: what should wait for something and does not is found, armed anew, and an alarm."""

import asyncio
import time
from collections.abc import Sequence
from typing import Any, Final

import structlog

from libs.chassis.domain import Query
from libs.chassis.store.port import Collection, Store
from libs.chassis.store.unit_of_work import Transactions, UnitOfWork
from libs.chassis.time.clock import Clock
from libs.chassis.watch.metrics import Meters

log = structlog.get_logger()

EVERY_SECONDS: Final = 3600.0
# Aggregates a page: it is read and asked in a few milliseconds, during which nobody else is served.
PAGE: Final = 50
# After a page, times as long as it took: with 20,000 aggregates that wait others hardly notice.
REST_TIMES: Final = 9


class Watchdog:
    """Looks at the start and every hour. A commit arms deadlines with what they are about, so it should find none."""

    def __init__(
        self,
        *,
        collections: Sequence[Collection[Any]],
        store: Store,
        transactions: Transactions,
        clock: Clock,
        meters: Meters,
    ) -> None:
        self._collections = [collection for collection in collections if collection.waiting]
        self._store = store
        self._transactions = transactions
        self._clock = clock
        self._meters = meters

    async def run(self) -> None:
        """Look for ever; runs until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(EVERY_SECONDS)

    async def look(self) -> int:
        """Look through all that waits; answers how many deadlines were missing."""
        return sum([await self._look_through(collection) for collection in self._collections])

    async def _look_through(self, collection: Collection[Any]) -> int:
        assert collection.waiting  # noqa: S101 -- chosen by it
        missing, after = 0, None
        while True:
            began = time.perf_counter()
            documents = self._transactions.begin().of(collection)
            page = await documents.find(Query(collection.waiting.where, after=after, limit=PAGE))
            wanted = {one.id: self._wanted(collection, one) for one in page.items}
            armed = await self._store.armed(sorted(set().union(*wanted.values())))
            for identifier, keys in wanted.items():
                if keys - armed:
                    missing += await self._armed_anew(collection, identifier)
            after = page.next
            if after is None:
                return missing
            await asyncio.sleep(REST_TIMES * (time.perf_counter() - began))

    def _wanted(self, collection: Collection[Any], aggregate: Any) -> set[str]:
        """The keys of what it waits for; none if it cannot tell, so that those behind it are looked at."""
        assert collection.waiting  # noqa: S101 -- chosen by it
        try:
            return {due.key for due in collection.waiting.deadlines(aggregate)}
        except Exception:
            log.exception("watchdog.passed-over", collection=collection.name, id=aggregate.id)
            return set()

    async def _armed_anew(self, collection: Collection[Any], identifier: str) -> int:
        try:
            return await self._arm_anew(collection, identifier)
        except Exception:
            log.exception("watchdog.passed-over", collection=collection.name, id=identifier)
            return 0

    async def _arm_anew(self, collection: Collection[Any], identifier: str) -> int:
        """Asked again in the commit: what fired or was settled since the look is not missing."""
        found: list[tuple[str, str]] = []

        async def use(work: UnitOfWork) -> None:
            assert collection.waiting  # noqa: S101 -- chosen by it
            found.clear()
            documents = work.of(collection)
            aggregate = await documents.get(identifier)
            deadlines = collection.waiting.deadlines(aggregate)
            armed = await self._store.armed([due.key for due in deadlines])
            for due in deadlines:
                if due.key not in armed:
                    aggregate.set_deadline(due)
                    found.append((due.kind, due.key))
            if found:
                documents.save(aggregate)

        await self._transactions.run(use, now=self._clock.now)
        for kind, key in found:
            log.error("deadline.missing", kind=kind, key=key, collection=collection.name)
            self._meters.missing.add(kind)
        return len(found)

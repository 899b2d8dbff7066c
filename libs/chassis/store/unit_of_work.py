"""One command or message, one transaction: read documents, change aggregates, commit once at the edge."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, Generic, TypeVar
from weakref import WeakValueDictionary

from libs.chassis.domain import Aggregate, Deadline, DomainError, Page, Query, StrangeMessageError
from libs.chassis.failpoints import failpoint
from libs.chassis.store.port import (
    AlreadyHandledError,
    Collection,
    DocumentWrite,
    DuplicateValueError,
    Handled,
    OutboxEvent,
    Store,
    VersionClashError,
    WriteBatch,
    comparable,
)
from libs.contracts.event import SYSTEM

A = TypeVar("A", bound=Aggregate)
R = TypeVar("R")

# In a line each attempt meets whoever is not in it, such as another process: one or two are the rule.
ATTEMPTS = 20


@dataclass
class _Tracked:
    collection: Collection[Any]
    aggregate: Any
    version: int
    seq: int
    saved: bool = False


class UnitOfWork:
    """Buffers what a use case changes; the edge turns it into one `WriteBatch`."""

    def __init__(self, store: Store, source: str, *, trace: str = "", actor: str = "") -> None:
        self._store = store
        self._source = source
        self._trace = trace
        self._actor = actor
        self._tracked: dict[tuple[str, str], _Tracked] = {}
        self.afterwards: list[Callable[[], object]] = []

    def after_commit(self, act: Callable[[], object]) -> None:
        """Do this when the commit has succeeded, and not at all if it does not. A crash in between loses it."""
        self.afterwards.append(act)

    def of(self, collection: Collection[A]) -> "Documents[A]":
        """The documents of one collection, as this unit of work sees them."""
        return Documents(self, collection)

    async def load(self, collection: Collection[A], identifier: str) -> A | None:
        """One aggregate; the same id gives the same object all through the unit of work."""
        tracked = self._tracked.get((collection.name, identifier))
        if tracked is None:
            document = await self._store.get(collection.name, identifier)
            if document is None:
                return None
            tracked = self._track(collection, document.id, document.version, document.seq, document.body)
        aggregate: A = tracked.aggregate
        return aggregate

    def _track(self, collection: Collection[A], identifier: str, version: int, seq: int, body: bytes) -> _Tracked:
        known = self._tracked.get((collection.name, identifier))
        if known is not None:
            return known
        tracked = _Tracked(collection, collection.load(body), version, seq)
        self._tracked[collection.name, identifier] = tracked
        return tracked

    async def find(self, collection: Collection[A], query: Query) -> Page[A]:
        """A page of committed documents; those already loaded here appear as they are here."""
        asked = replace(
            query,
            where=_comparable(query.where),
            at_least=_comparable(query.at_least),
            below=_comparable(query.below),
        )
        found = await self._store.find(collection.name, asked)
        tracked = [self._track(collection, d.id, d.version, d.seq, d.body) for d in found.documents]
        return Page([one.aggregate for one in tracked], found.next)

    async def count(self, collection: Collection[Any], where: Mapping[str, object]) -> int:
        """How many committed documents match."""
        return await self._store.count(collection.name, _comparable(where))

    def save(self, collection: Collection[A], aggregate: A) -> None:
        """Write this aggregate with the commit; one that was not loaded here is a new one."""
        tracked = self._tracked.setdefault((collection.name, aggregate.id), _Tracked(collection, aggregate, 0, 0))
        tracked.aggregate = aggregate
        tracked.saved = True

    def version_of(self, collection: Collection[Any], identifier: str) -> int:
        """The version an aggregate was read at; 0 for a new one."""
        return self._tracked[collection.name, identifier].version

    def saves(self, collection: Collection[Any], identifier: str) -> bool:
        """Whether an aggregate will be written with the commit."""
        tracked = self._tracked.get((collection.name, identifier))
        return tracked is not None and tracked.saved

    def batch(self, *, now: datetime, handled: Handled | None = None, fired: Deadline | None = None) -> WriteBatch:
        """Everything that was saved, as one batch."""
        documents: list[DocumentWrite] = []
        events: list[OutboxEvent] = []
        deadlines: dict[str, Deadline | None] = {}
        for (name, identifier), tracked in self._tracked.items():
            if not tracked.saved:
                continue
            for event in tracked.aggregate.collect_events():
                tracked.seq += 1
                subject = f"{name}/{identifier}"
                events.append(
                    OutboxEvent(
                        id=f"{self._source}:{subject}:{tracked.seq}",
                        aggregate=subject,
                        seq=tracked.seq,
                        routing_key=event.routing_key,
                        body=event.model_dump_json().encode(),
                        occurred_at=now,
                        trace=self._trace,
                        actor=self._actor,
                    )
                )
            deadlines.update(tracked.aggregate.collect_deadlines())
            documents.append(
                DocumentWrite(
                    collection=name,
                    id=identifier,
                    expected_version=tracked.version,
                    seq=tracked.seq,
                    body=tracked.collection.dump(tracked.aggregate),
                    index=tracked.collection.index_values(tracked.aggregate),
                )
            )
        return WriteBatch(documents, events, handled, deadlines, fired)

    def refusal_of(self, duplicate: DuplicateValueError) -> Exception:
        """The named refusal that a collection declares for its unique index; the bare fault if it declares none."""
        for tracked in self._tracked.values():
            if tracked.saved and tracked.collection.name == duplicate.collection:
                index = tracked.collection.index(duplicate.index)
                if index.taken:
                    return index.taken(index.value(tracked.aggregate))
        return duplicate


class Documents(Generic[A]):
    """The `Repository` of one collection inside one unit of work."""

    def __init__(self, work: UnitOfWork, collection: Collection[A]) -> None:
        self._work = work
        self._collection = collection

    async def get(self, identifier: str, /) -> A:
        """One aggregate; raises the collection's `missing` refusal."""
        aggregate = await self._work.load(self._collection, identifier)
        if aggregate is None:
            raise self._collection.missing(identifier)
        return aggregate

    async def find_one(self, identifier: str, /) -> A | None:
        return await self._work.load(self._collection, identifier)

    async def find(self, query: Query, /) -> Page[A]:
        return await self._work.find(self._collection, query)

    async def count(self, where: Mapping[str, object] | None = None, /) -> int:
        return await self._work.count(self._collection, where or {})

    def save(self, aggregate: A, /) -> None:
        self._work.save(self._collection, aggregate)

    async def put(self, aggregate: A, /) -> None:
        """See `Repository.put`; the old one is read for its version, so that a change made meanwhile is a clash."""
        await self._work.load(self._collection, aggregate.id)
        self._work.save(self._collection, aggregate)

    def version(self, aggregate: A, /) -> int:
        """The version it was read at (the ETag over HTTP)."""
        return self._work.version_of(self._collection, aggregate.id)


Use = Callable[[UnitOfWork], Awaitable[R]]


class Transactions:
    """Runs a use case in a unit of work and commits it; a version clash runs it again on fresh data.

    Those that clashed on one document queue up for it, so that a crowd on one document costs a line, not a storm.
    """

    def __init__(self, store: Store, source: str, committed: Callable[[list[OutboxEvent], bool], None]) -> None:
        self._store = store
        self._source = source
        self._committed = committed
        self._lines: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def begin(self) -> UnitOfWork:
        """A unit of work for reading."""
        return UnitOfWork(self._store, self._source)

    async def run(  # noqa: PLR0913 -- what a commit is of
        self,
        use: Use[R],
        *,
        now: Callable[[], datetime],
        handled: Handled | None = None,
        fired: Deadline | None = None,
        trace: str = "",
        actor: str = SYSTEM,
    ) -> R:
        """Commit what `use` changed, as the act of `actor`; raises what it raises, or the store's refusals and faults.

        A refusal of a message that took effect earlier is no refusal but a second copy: `AlreadyHandledError`.
        Only that it is not this message at all (`StrangeMessageError`) stays what it is.
        Raises `VersionClashError` when twenty attempts in a line did not settle it.
        """
        begin = partial(UnitOfWork, self._store, self._source, trace=trace, actor=actor)
        try:
            try:
                return await self._attempt(use, now, handled, fired, begin)
            except VersionClashError as clash:
                return await self._in_line(str(clash), partial(self._attempt, use, now, handled, fired, begin))
        except StrangeMessageError:
            raise
        except DomainError as refusal:
            if handled is not None and await self._store.was_handled(handled):
                raise AlreadyHandledError(handled.event_id) from refusal
            raise

    async def _in_line(self, line: str, attempt: Callable[[], Awaitable[R]]) -> R:
        """Again, in the line for the document that clashed."""
        for tried in range(1, ATTEMPTS + 1):
            async with self._lines.setdefault(line, asyncio.Lock()):
                try:
                    return await attempt()
                except VersionClashError as clash:
                    if tried == ATTEMPTS:
                        raise
                    line = str(clash)
        raise AssertionError

    async def _attempt(
        self,
        use: Use[R],
        now: Callable[[], datetime],
        handled: Handled | None,
        fired: Deadline | None,
        begin: Callable[[], UnitOfWork],
    ) -> R:
        work = begin()
        result = await use(work)
        batch = work.batch(now=now(), handled=handled, fired=fired)
        if not (batch.documents or batch.handled or batch.fired):
            return result
        try:
            events = await self._store.commit(batch)
        except DuplicateValueError as duplicate:
            raise work.refusal_of(duplicate) from duplicate
        failpoint("after-commit")
        if events or batch.deadlines:
            self._committed(events, bool(batch.deadlines))
        for act in work.afterwards:
            act()
        return result


def _comparable(values: Mapping[str, object]) -> dict[str, Any]:
    return {name: comparable(value) for name, value in values.items()}

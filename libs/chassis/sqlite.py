"""The embedded store: one SQLite file, WAL, `synchronous=FULL`, one writer thread that groups waiting commits."""

import asyncio
import json
import queue
import sqlite3
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from libs.chassis.domain import Deadline, Harm
from libs.chassis.store import (
    AlreadyHandledError,
    Collection,
    Document,
    DocumentWrite,
    DuplicateValueError,
    Found,
    Handled,
    Indexed,
    OutboxEvent,
    VersionClashError,
    WriteBatch,
    comparable,
)

GROUP = 64
MARKS_WAIT = 0.1
SCHEMA = """
CREATE TABLE IF NOT EXISTS outbox (position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    aggregate TEXT NOT NULL, seq INTEGER NOT NULL, routing_key TEXT NOT NULL, body BLOB NOT NULL,
    occurred_at TEXT NOT NULL, trace TEXT NOT NULL, published INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX IF NOT EXISTS outbox_unpublished ON outbox (position) WHERE published = 0;
CREATE TABLE IF NOT EXISTS inbox (consumer TEXT NOT NULL, event_id TEXT NOT NULL,
    PRIMARY KEY (consumer, event_id)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS deadlines (key TEXT PRIMARY KEY, due_at TEXT NOT NULL, kind TEXT NOT NULL,
    payload TEXT NOT NULL, harm TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS deadlines_due ON deadlines (harm, due_at);
"""
OUTBOX = "id, aggregate, seq, routing_key, body, occurred_at, trace, position"

Result = list[OutboxEvent] | Exception


class SqliteStore:
    """Reads happen on the event loop (a few microseconds each); writes wait in one queue for the writer thread.

    A group is one transaction of at most 64 batches, each under its own savepoint, so that a clash in one hurts
    nobody else. Marks of published events ride on the next group; without one they wait a tenth of a second.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._waiting: queue.SimpleQueue[_Waiting | _Nudge | None] = queue.SimpleQueue()
        self._marks: deque[_Waiting] = deque()
        self._collections: dict[str, tuple[str, ...]] = {}

    async def open(self, collections: Sequence[Collection[Any]]) -> None:
        """See `Store.open`."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._writing = self._connect()
        self._writing.executescript(SCHEMA)
        for collection in collections:
            self._declare(collection)
        self._reading = self._connect()
        self._reading.execute("PRAGMA query_only=ON")
        self._thread = threading.Thread(target=self._write_until_closed, name=f"writer {self._path.name}", daemon=True)
        self._thread.start()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False, timeout=10)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA cache_size=-16000")
        return connection

    def _declare(self, collection: Collection[Any]) -> None:
        names = tuple(index.name for index in collection.indexes)
        self._collections[collection.name] = names
        self._writing.execute(
            f'CREATE TABLE IF NOT EXISTS "{collection.name}" (id TEXT PRIMARY KEY, version INTEGER NOT NULL, '
            "seq INTEGER NOT NULL, body BLOB NOT NULL) WITHOUT ROWID"
        )
        present = {row[1] for row in self._writing.execute(f'PRAGMA table_info("{collection.name}")')}
        for index in collection.indexes:
            if f"x_{index.name}" not in present:
                self._writing.execute(f'ALTER TABLE "{collection.name}" ADD COLUMN "x_{index.name}"')
            unique, columns = ("UNIQUE ", "") if index.unique else ("", ", id")
            self._writing.execute(
                f'CREATE {unique}INDEX IF NOT EXISTS "{collection.name}_{index.name}" '
                f'ON "{collection.name}" ("x_{index.name}"{columns})'
            )

    async def close(self) -> None:
        """See `Store.close`."""
        self._waiting.put(None)
        await asyncio.to_thread(self._thread.join)
        self._reading.close()
        self._writing.close()

    # ---- reading

    async def get(self, collection: str, identifier: str) -> Document | None:
        """See `Store.get`."""
        row = self._reading.execute(
            f'SELECT id, version, seq, body FROM "{collection}" WHERE id = ?',  # noqa: S608 -- declared name
            (identifier,),
        ).fetchone()
        return Document(*row) if row else None

    async def find(  # noqa: PLR0913 -- see Store.find
        self,
        collection: str,
        where: Mapping[str, Indexed],
        *,
        at_least: Mapping[str, Indexed],
        below: Mapping[str, Indexed],
        order_by: str,
        after: str | None,
        limit: int,
    ) -> Found:
        """See `Store.find`."""
        conditions, values = _conditions(where, at_least, below)
        column = _column(order_by)
        if after is not None:
            last, identifier = json.loads(after)
            if last is None:  # nothing sorts before everything, and compares with nothing
                conditions.append(f"({column} IS NOT NULL OR id > ?)")
                values.append(identifier)
            else:
                conditions.append(f"({column}, id) > (?, ?)")
                values += [last, identifier]
        rows = self._reading.execute(
            f'SELECT id, version, seq, body, {column} FROM "{collection}" '  # noqa: S608 -- declared names
            f"WHERE {' AND '.join(conditions) or '1'} ORDER BY {column}, id LIMIT ?",
            (*values, limit + 1),
        ).fetchall()
        more = len(rows) > limit
        rows = rows[:limit]
        return Found([Document(*row[:4]) for row in rows], json.dumps([rows[-1][4], rows[-1][0]]) if more else None)

    async def count(self, collection: str, where: Mapping[str, Indexed]) -> int:
        """See `Store.count`."""
        conditions, values = _conditions(where, {}, {})
        found: int = self._reading.execute(
            f'SELECT count(*) FROM "{collection}" WHERE {" AND ".join(conditions) or "1"}',  # noqa: S608 -- declared names
            values,
        ).fetchone()[0]
        return found

    async def was_handled(self, handled: Handled) -> bool:
        """See `Store.was_handled`."""
        entry = (handled.consumer, handled.event_id)
        found = self._reading.execute("SELECT 1 FROM inbox WHERE consumer = ? AND event_id = ?", entry)
        return found.fetchone() is not None

    async def unpublished(self, *, limit: int) -> list[OutboxEvent]:
        """See `Store.unpublished`."""
        return self._events("WHERE published = 0 ORDER BY position LIMIT ?", (limit,))

    async def feed(self, *, after: int, limit: int) -> list[OutboxEvent]:
        """See `Store.feed`."""
        return self._events("WHERE position > ? ORDER BY position LIMIT ?", (after, limit))

    def _events(self, tail: str, values: tuple[int, ...]) -> list[OutboxEvent]:
        rows = self._reading.execute(f"SELECT {OUTBOX} FROM outbox {tail}", values)  # noqa: S608 -- constants
        return [
            OutboxEvent(event_id, aggregate, seq, key, body, datetime.fromisoformat(at), trace, position)
            for event_id, aggregate, seq, key, body, at, trace, position in rows
        ]

    async def due(self, harm: Harm, until: datetime, *, limit: int) -> list[Deadline]:
        """See `Store.due`."""
        rows = self._reading.execute(
            "SELECT key, due_at, kind, payload, harm FROM deadlines WHERE harm = ? AND due_at <= ? "
            "ORDER BY due_at LIMIT ?",
            (harm.value, comparable(until), limit),
        )
        return [
            Deadline(
                key=key, due_at=datetime.fromisoformat(due), kind=kind, payload=json.loads(payload), harm=Harm(harm)
            )
            for key, due, kind, payload, harm in rows
        ]

    async def next_due(self) -> datetime | None:
        """See `Store.next_due`."""
        statement = "SELECT min(due_at) FROM deadlines WHERE harm = ?"  # one look into the index for each kind
        earliest = [self._reading.execute(statement, (harm.value,)).fetchone()[0] for harm in Harm]
        return min((datetime.fromisoformat(due) for due in earliest if due), default=None)

    # ---- writing

    async def commit(self, batch: WriteBatch) -> list[OutboxEvent]:
        """See `Store.commit`."""
        done: asyncio.Future[list[OutboxEvent]] = asyncio.get_running_loop().create_future()
        self._waiting.put(_Waiting(batch, done))
        return await done

    async def mark_published(self, positions: Sequence[int]) -> None:
        """See `Store.mark_published`."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[list[OutboxEvent]] = loop.create_future()
        self._marks.append(_Waiting(tuple(positions), done))
        loop.call_later(MARKS_WAIT, self._waiting.put, _Nudge())
        await done

    def _write_until_closed(self) -> None:
        closing = False
        while not closing:
            group, closing = self._gather(self._waiting.get())
            if group:
                self._settle(group, self._write_group(group))

    def _gather(self, first: "_Waiting | _Nudge | None") -> "tuple[list[_Waiting], bool]":
        """Whatever waits by now joins the group, marks too; nobody is made to wait for more, the disk does that."""
        group: list[_Waiting] = []
        following: _Waiting | _Nudge | None = first
        while following is not None:
            if isinstance(following, _Waiting):
                group.append(following)
            if len(group) >= GROUP:
                break
            try:
                following = self._waiting.get_nowait()
            except queue.Empty:
                break
        while self._marks:
            group.append(self._marks.popleft())
        return group, following is None

    def _write_group(self, group: "list[_Waiting]") -> list[Result]:
        try:
            self._writing.execute("BEGIN IMMEDIATE")
            results = [self._write_under_savepoint(waiting.work) for waiting in group]
            self._writing.execute("COMMIT")
        except sqlite3.Error as fault:
            with suppress(sqlite3.Error):
                self._writing.execute("ROLLBACK")
            return [fault for _ in group]
        return results

    def _write_under_savepoint(self, work: WriteBatch | tuple[int, ...]) -> Result:
        if isinstance(work, tuple):
            marks = [(position,) for position in work]
            self._writing.executemany("UPDATE outbox SET published = 1 WHERE position = ?", marks)
            return []
        self._writing.execute("SAVEPOINT batch")
        try:
            result: Result = self._write(work)
        except sqlite3.Error:
            raise
        except Exception as refused:  # noqa: BLE001 -- it is this batch's result; the others of the group go on
            self._writing.execute("ROLLBACK TO batch")
            result = refused
        self._writing.execute("RELEASE batch")
        return result

    def _write(self, batch: WriteBatch) -> list[OutboxEvent]:
        if batch.handled:
            self._write_handled(batch.handled.consumer, batch.handled.event_id)
        if batch.fired:
            self._take_fired(batch.fired)
        for document in batch.documents:
            self._write_document(document)
        for key, deadline in batch.deadlines.items():
            self._write_deadline(key, deadline)
        return [self._write_event(event) for event in batch.events]

    def _write_handled(self, consumer: str, event_id: str) -> None:
        try:
            self._writing.execute("INSERT INTO inbox VALUES (?, ?)", (consumer, event_id))
        except sqlite3.IntegrityError as twice:
            raise AlreadyHandledError(event_id) from twice

    def _take_fired(self, fired: Deadline) -> None:
        taken = self._writing.execute(
            "DELETE FROM deadlines WHERE key = ? AND due_at = ?", (fired.key, comparable(fired.due_at))
        )
        if taken.rowcount != 1:
            raise AlreadyHandledError(fired.key)

    def _write_document(self, write: DocumentWrite) -> None:
        columns = [f'"x_{name}"' for name in write.index]
        values = list(write.index.values())
        if write.expected_version == 0:
            marks = ", ".join("?" * (4 + len(values)))
            statement = (
                f'INSERT INTO "{write.collection}" (id, version, seq, body'  # noqa: S608 -- declared names
                f"{''.join(', ' + column for column in columns)}) VALUES ({marks})"
            )
            arguments: list[Any] = [write.id, 1, write.seq, write.body, *values]
        else:
            sets = "".join(f", {column} = ?" for column in columns)
            statement = (
                f'UPDATE "{write.collection}" SET version = version + 1, seq = ?, body = ?{sets} '  # noqa: S608
                "WHERE id = ? AND version = ?"
            )
            arguments = [write.seq, write.body, *values, write.id, write.expected_version]
        try:
            changed = self._writing.execute(statement, arguments)
        except sqlite3.IntegrityError as violation:
            raise _violated(write, violation) from violation
        if changed.rowcount != 1:
            raise VersionClashError(write.id)

    def _write_deadline(self, key: str, deadline: Deadline | None) -> None:
        if deadline is None:
            self._writing.execute("DELETE FROM deadlines WHERE key = ?", (key,))
            return
        self._writing.execute(
            "INSERT OR REPLACE INTO deadlines VALUES (?, ?, ?, ?, ?)",
            (key, comparable(deadline.due_at), deadline.kind, json.dumps(deadline.payload), deadline.harm.value),
        )

    def _write_event(self, event: OutboxEvent) -> OutboxEvent:
        inserted = self._writing.execute(
            "INSERT INTO outbox (id, aggregate, seq, routing_key, body, occurred_at, trace) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                event.id,
                event.aggregate,
                event.seq,
                event.routing_key,
                event.body,
                event.occurred_at.astimezone(UTC).isoformat(),
                event.trace,
            ),
        )
        return replace(event, position=inserted.lastrowid or 0)

    @staticmethod
    def _settle(group: "list[_Waiting]", results: list[Result]) -> None:
        def resolve() -> None:
            for waiting, result in zip(group, results, strict=True):
                if waiting.done.done():
                    continue
                if isinstance(result, Exception):
                    waiting.done.set_exception(result)
                else:
                    waiting.done.set_result(result)

        with suppress(RuntimeError):  # the loop is gone: nobody waits any more
            group[0].done.get_loop().call_soon_threadsafe(resolve)


class _Nudge:
    """Marks have waited long enough for a group to ride on."""


class _Waiting:
    __slots__ = ("done", "work")

    def __init__(self, work: WriteBatch | tuple[int, ...], done: "asyncio.Future[list[OutboxEvent]]") -> None:
        self.work = work
        self.done = done


def _column(name: str) -> str:
    return "id" if name == "id" else f'"x_{name}"'


def _conditions(
    where: Mapping[str, Indexed], at_least: Mapping[str, Indexed], below: Mapping[str, Indexed]
) -> tuple[list[str], list[Any]]:
    conditions = [f"{_column(name)} IS ?" for name in where]
    conditions += [f"{_column(name)} >= ?" for name in at_least]
    conditions += [f"{_column(name)} < ?" for name in below]
    return conditions, [*where.values(), *at_least.values(), *below.values()]


def _violated(write: DocumentWrite, violation: sqlite3.IntegrityError) -> Exception:
    for name in write.index:
        if f"{write.collection}.x_{name}" in str(violation):
            return DuplicateValueError(write.collection, name)
    return VersionClashError(write.id)

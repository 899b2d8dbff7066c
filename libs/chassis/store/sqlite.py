"""The embedded store: one SQLite file, WAL, `synchronous=FULL`, read on the event loop, written in groups."""

import asyncio
import fcntl
import json
import os
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import datetime
from itertools import takewhile
from pathlib import Path
from typing import Any

from libs.chassis.domain import Deadline, Harm, Query
from libs.chassis.store.port import (
    Collection,
    Document,
    Found,
    Handled,
    Index,
    Indexed,
    OutboxEvent,
    WriteBatch,
    comparable,
    cursor,
    read_cursor,
)
from libs.chassis.store.sqlite_writer import Writer

SCHEMA = """
CREATE TABLE IF NOT EXISTS outbox (position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    aggregate TEXT NOT NULL, seq INTEGER NOT NULL, routing_key TEXT NOT NULL, body BLOB NOT NULL,
    occurred_at TEXT NOT NULL, trace TEXT NOT NULL, published INTEGER NOT NULL DEFAULT 0,
    actor TEXT NOT NULL DEFAULT '') STRICT;
CREATE INDEX IF NOT EXISTS outbox_unpublished ON outbox (position) WHERE published = 0;
CREATE TABLE IF NOT EXISTS inbox (consumer TEXT NOT NULL, event_id TEXT NOT NULL, occurred_at TEXT,
    PRIMARY KEY (consumer, event_id)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS deadlines (key TEXT PRIMARY KEY, due_at TEXT NOT NULL, kind TEXT NOT NULL,
    payload TEXT NOT NULL, harm TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS deadlines_due ON deadlines (harm, due_at);
"""
# For the owner alone.
PRIVATE = 0o600
# The two connections of one process hardly ever meet; a backup that copies the file may hold them up.
LOCKED_SECONDS = 10.0
OUTBOX = "id, aggregate, seq, routing_key, body, occurred_at, trace, position, actor"


class StoreInUseError(RuntimeError):
    """Another process has the file; it would not know what this one has read and armed."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is in use by another process: one process owns an SQLite store (ADR 0002)")


class SqliteStore:
    """The embedded `Store`. Reads happen on the event loop (a few microseconds each), on a connection of their own."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def open(self, collections: Sequence[Collection[Any]]) -> None:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._owned = self._own()
        self._path.touch(mode=PRIVATE)
        self._path.chmod(PRIVATE)  # also one from before; what lies beside it takes its mode from it
        writing = self._connect()
        try:
            _declare_all(writing, collections)
        except BaseException:
            writing.close()  # which takes back what was begun
            os.close(self._owned)
            raise
        self._writer = Writer(writing)
        self._reading = self._connect()
        self._reading.execute("PRAGMA query_only=ON")

    def _own(self) -> int:
        """A lock beside the file, whatever leads there; it is gone with the process however that ends."""
        lock = os.open(f"{self._path.resolve()}.lock", os.O_RDWR | os.O_CREAT, PRIVATE)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            raise StoreInUseError(self._path) from None
        return lock

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False, timeout=LOCKED_SECONDS)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA cache_size=-16000")
        return connection

    async def close(self) -> None:
        await self._writer.close()
        self._reading.close()
        os.close(self._owned)

    # ---- reading

    async def get(self, collection: str, identifier: str) -> Document | None:
        row = self._reading.execute(
            f'SELECT id, version, seq, body FROM "{collection}" WHERE id = ?',  # noqa: S608 -- declared name
            (identifier,),
        ).fetchone()
        return Document(*row) if row else None

    async def find(self, collection: str, query: Query) -> Found:
        at_least = query.at_least
        if query.after is not None:  # which is further on; SQLite would start at the bound and look through all before
            at_least = {name: value for name, value in at_least.items() if name != query.order_by}
        conditions, values = _conditions(query.where, at_least, query.below)
        column = _column(query.order_by)
        if query.after is not None:
            last, identifier = read_cursor(query.after)
            if last is None:  # nothing sorts before everything, and compares with nothing
                conditions.append(f"({column} IS NOT NULL OR id > ?)")
                values.append(identifier)
            else:
                conditions.append(f"({column}, id) > (?, ?)")
                values += [last, identifier]
        rows = self._reading.execute(
            f'SELECT id, version, seq, body, {column} FROM "{collection}" '  # noqa: S608 -- declared names
            f"WHERE {' AND '.join(conditions) or '1'} ORDER BY {column}, id LIMIT ?",
            (*values, query.limit + 1),
        ).fetchall()
        more = len(rows) > query.limit
        rows = rows[: query.limit]
        return Found([Document(*row[:4]) for row in rows], cursor(rows[-1][4], rows[-1][0]) if more else None)

    async def count(self, collection: str, where: Mapping[str, Indexed]) -> int:
        conditions, values = _conditions(where, {}, {})
        found: int = self._reading.execute(
            f'SELECT count(*) FROM "{collection}" WHERE {" AND ".join(conditions) or "1"}',  # noqa: S608 -- declared names
            values,
        ).fetchone()[0]
        return found

    async def was_handled(self, handled: Handled) -> bool:
        entry = (handled.consumer, handled.event_id)
        found = self._reading.execute("SELECT 1 FROM inbox WHERE consumer = ? AND event_id = ?", entry)
        return found.fetchone() is not None

    async def unpublished(self, *, limit: int) -> list[OutboxEvent]:
        return self._events("WHERE published = 0 ORDER BY position LIMIT ?", (limit,))

    async def feed(self, *, after: int, limit: int) -> list[OutboxEvent]:
        return self._events("WHERE position > ? ORDER BY position LIMIT ?", (after, limit))

    async def last_position(self) -> int:
        row = self._reading.execute("SELECT seq FROM sqlite_sequence WHERE name = 'outbox'").fetchone()
        return row[0] if row else 0

    def _events(self, tail: str, values: tuple[int, ...]) -> list[OutboxEvent]:
        rows = self._reading.execute(f"SELECT {OUTBOX} FROM outbox {tail}", values)  # noqa: S608 -- constants
        return [
            OutboxEvent(event_id, aggregate, seq, key, body, datetime.fromisoformat(at), trace, position, actor)
            for event_id, aggregate, seq, key, body, at, trace, position, actor in rows
        ]

    async def due(self, harm: Harm, until: datetime, *, limit: int) -> list[Deadline]:
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

    async def armed(self, keys: Sequence[str]) -> set[str]:
        statement = "SELECT key FROM deadlines WHERE key IN (SELECT value FROM json_each(?))"
        return {key for (key,) in self._reading.execute(statement, (json.dumps(keys),))}

    async def next_due(self) -> datetime | None:
        statement = "SELECT min(due_at) FROM deadlines WHERE harm = ?"  # one look into the index for each kind
        earliest = [self._reading.execute(statement, (harm.value,)).fetchone()[0] for harm in Harm]
        return min((datetime.fromisoformat(due) for due in earliest if due), default=None)

    # ---- writing

    async def commit(self, batch: WriteBatch) -> list[OutboxEvent]:
        return await self._writer.write(batch)

    async def mark_published(self, positions: Sequence[int]) -> None:
        rows = [(at,) for at in positions]
        await self._writer.write_later("UPDATE outbox SET published = 1 WHERE position = ?", rows)

    # ---- forgetting

    async def forget_published(self, before: datetime, *, limit: int) -> int:
        statement = "SELECT position, occurred_at, published FROM outbox ORDER BY position LIMIT ?"
        rows = self._reading.execute(statement, (limit,)).fetchall()
        old = takewhile(lambda row: row[2] and datetime.fromisoformat(row[1]) < before, rows)
        return await self._writer.write_later("DELETE FROM outbox WHERE position = ?", [(row[0],) for row in old])

    async def forget_handled(self, before: datetime, *, limit: int) -> int:
        """See `Store.forget_handled`. A thread searches all of it: for an index by time every message would pay."""
        old = await asyncio.to_thread(self._handled_before, before, limit)
        return await self._writer.write_later("DELETE FROM inbox WHERE consumer = ? AND event_id = ?", old)

    def _handled_before(self, before: datetime, limit: int) -> list[tuple[str, str]]:
        statement = "SELECT consumer, event_id FROM inbox WHERE occurred_at < ? LIMIT ?"
        with closing(self._connect()) as connection:
            return connection.execute(statement, (comparable(before), limit)).fetchall()

    async def forget_documents(self, collection: str, *, below: Mapping[str, Indexed], limit: int) -> int:
        conditions, values = _conditions({}, {}, below)
        statement = f'SELECT id FROM "{collection}" WHERE {" AND ".join(conditions)} LIMIT ?'  # noqa: S608 -- declared
        old = self._reading.execute(statement, (*values, limit)).fetchall()
        return await self._writer.write_later(f'DELETE FROM "{collection}" WHERE id = ?', old)  # noqa: S608 -- declared name


def _columns(connection: sqlite3.Connection, table: str) -> set[str]:
    return {row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')}


def _declare_all(connection: sqlite3.Connection, collections: Sequence[Collection[Any]]) -> None:
    """In one transaction: a kill leaves nothing half declared, and each statement by itself would wait for the disk.

    It takes the write lock with the first change, so a store that has everything opens while somebody else writes.
    """
    connection.executescript(f"BEGIN;{SCHEMA}")
    if "occurred_at" not in _columns(connection, "inbox"):  # a store from before; what is in it is never forgotten
        connection.execute("ALTER TABLE inbox ADD COLUMN occurred_at TEXT")
    if "actor" not in _columns(connection, "outbox"):  # whose acts those were is not known
        connection.execute("ALTER TABLE outbox ADD COLUMN actor TEXT NOT NULL DEFAULT ''")
    for collection in collections:
        _declare(connection, collection)
    connection.execute("COMMIT")


def _declare(connection: sqlite3.Connection, collection: Collection[Any]) -> None:
    connection.execute(
        f'CREATE TABLE IF NOT EXISTS "{collection.name}" (id TEXT PRIMARY KEY, version INTEGER NOT NULL, '
        "seq INTEGER NOT NULL, body BLOB NOT NULL) WITHOUT ROWID"
    )
    present = _columns(connection, collection.name)
    added = [index for index in collection.indexes if f"x_{index.name}" not in present]
    for index in added:
        connection.execute(f'ALTER TABLE "{collection.name}" ADD COLUMN "x_{index.name}"')
    if added:
        _fill(connection, collection, added)
    for index in collection.indexes:
        unique, last = ("UNIQUE ", "") if index.unique else ("", ", id")
        columns = ", ".join(map(_column, index.fields))
        connection.execute(
            f'CREATE {unique}INDEX IF NOT EXISTS "{collection.name}_{"_".join(index.fields)}" '
            f'ON "{collection.name}" ({columns}{last})'
        )


def _fill(connection: sqlite3.Connection, collection: Collection[Any], added: Sequence[Index[Any]]) -> None:
    """What was stored before these were declared is found by them, too."""
    table, columns = collection.name, ", ".join(f"{_column(index.name)} = ?" for index in added)
    for (identifier,) in connection.execute(f'SELECT id FROM "{table}"').fetchall():  # noqa: S608 -- declared name
        (body,) = connection.execute(f'SELECT body FROM "{table}" WHERE id = ?', (identifier,)).fetchone()  # noqa: S608
        aggregate = collection.load(body)
        values = (*(index.value(aggregate) for index in added), identifier)
        connection.execute(f'UPDATE "{table}" SET {columns} WHERE id = ?', values)  # noqa: S608 -- declared names


def _column(name: str) -> str:
    return "id" if name == "id" else f'"x_{name}"'


def _conditions(
    where: Mapping[str, object], at_least: Mapping[str, object], below: Mapping[str, object]
) -> tuple[list[str], list[Any]]:
    conditions = [f"{_column(name)} IS ?" for name in where]
    conditions += [f"{_column(name)} >= ?" for name in at_least]
    conditions += [f"{_column(name)} < ?" for name in below]
    return conditions, [*where.values(), *at_least.values(), *below.values()]

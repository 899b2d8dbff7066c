"""What the embedded store writes: the batches that wait become one transaction, flushed off the event loop."""

import asyncio
import json
import sqlite3
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC
from typing import Any

from libs.chassis.domain import Deadline
from libs.chassis.store.port import (
    AlreadyHandledError,
    DocumentWrite,
    DuplicateValueError,
    Handled,
    OutboxEvent,
    VersionClashError,
    WriteBatch,
    comparable,
)

# Batches a transaction: a flush costs the same for one and for 64, and a larger group makes the first one wait.
GROUP = 64
# A mark of a published event may come late: losing it costs a second copy.
WRITE_LATER_WITHIN_SECONDS = 0.1
# Messages that come within this share a flush, which takes about as long.
GATHER_SECONDS = 0.005

Result = list[OutboxEvent] | Exception
Waiting = tuple[WriteBatch, "asyncio.Future[list[OutboxEvent]]"]
Later = tuple[str, Sequence[tuple[Any, ...]], "asyncio.Future[int]"]


class Writer:
    """One transaction after the other, each of at most 64 batches.

    The statements run on the event loop, where they cost microseconds and fight nobody for the interpreter; only the
    commit, which waits for the disk, is left to a thread, and the next group gathers meanwhile. What may come late
    and twice, such as marks of published events, goes with the next group; without one it waits a tenth of a second.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._disk = ThreadPoolExecutor(1, "disk")
        self._waiting: deque[Waiting] = deque()
        self._later: deque[Later] = deque()
        self._work, self._urgent = asyncio.Event(), asyncio.Event()
        self._closing = False
        self._task = asyncio.create_task(self._write_until_closed())

    async def write(self, batch: WriteBatch) -> list[OutboxEvent]:
        done: asyncio.Future[list[OutboxEvent]] = asyncio.get_running_loop().create_future()
        self._waiting.append((batch, done))
        self._work.set()
        if batch.handled is None:
            self._urgent.set()
        return await done

    async def write_later(self, statement: str, rows: Sequence[tuple[Any, ...]]) -> int:
        """Run a statement for each row, with whatever is written next; answers how many rows changed."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[int] = loop.create_future()
        self._later.append((statement, rows, done))
        loop.call_later(WRITE_LATER_WITHIN_SECONDS, self._work.set)
        return await done

    async def close(self) -> None:
        """Write what waits, and let go."""
        self._closing = True
        self._work.set()
        await self._task
        self._disk.shutdown()
        self._connection.close()

    async def _write_until_closed(self) -> None:
        while not self._closing or self._waiting or self._later:
            if not self._waiting:
                await self._work.wait()
            self._work.clear()
            self._urgent.clear()
            group = [self._waiting.popleft() for _ in range(min(GROUP, len(self._waiting)))]
            later, self._later = self._later, deque()
            if group or later:
                await self._write(group, later)
            if 1 < len(group) < GROUP:
                await self._gather()

    async def _gather(self) -> None:
        """Let more messages come; several are on their way, and few large groups cost less. None but messages waits."""
        with suppress(TimeoutError):
            async with asyncio.timeout(GATHER_SECONDS):
                await self._urgent.wait()

    async def _write(self, group: list[Waiting], later: deque[Later]) -> None:
        try:
            results = self._begin([batch for batch, _ in group])
            changed: list[int | Exception] = [
                self._connection.executemany(statement, rows).rowcount for statement, rows, _ in later
            ]
            await asyncio.get_running_loop().run_in_executor(self._disk, self._connection.execute, "COMMIT")
        except Exception as fault:  # noqa: BLE001 -- whatever it is, those who wait hear of it and the next group is written
            with suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")
            results = [fault] * len(group)
            changed = [fault] * len(later)
        for (_, done), result in zip(group, results, strict=True):
            _resolve(done, result)
        for (_, _, written), rows in zip(later, changed, strict=True):
            _resolve(written, rows)

    def _begin(self, batches: list[WriteBatch]) -> list[Result]:
        """Write all; should one be refused, start over with each under its own savepoint, so that it hurts no other."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            return [self._land(batch) for batch in batches]
        except sqlite3.Error:
            raise
        except Exception:  # noqa: BLE001 -- a batch's own fault; found again, and told apart, below
            self._connection.execute("ROLLBACK")
        self._connection.execute("BEGIN IMMEDIATE")
        return [self._land_alone(batch) for batch in batches]

    def _land_alone(self, batch: WriteBatch) -> Result:
        self._connection.execute("SAVEPOINT batch")
        try:
            result: Result = self._land(batch)
        except sqlite3.Error:
            raise
        except Exception as refused:  # noqa: BLE001 -- it is this batch's result; the others of the group go on
            self._connection.execute("ROLLBACK TO batch")
            result = refused
        self._connection.execute("RELEASE batch")
        return result

    def _land(self, batch: WriteBatch) -> list[OutboxEvent]:
        if batch.handled:
            self._note_handled(batch.handled)
        if batch.fired:
            self._take_fired(batch.fired)
        for document in batch.documents:
            self._write_document(document)
        for key, deadline in batch.deadlines.items():
            self._write_deadline(key, deadline)
        return [self._write_event(event) for event in batch.events]

    def _note_handled(self, handled: Handled) -> None:
        try:
            entry = (handled.consumer, handled.event_id, comparable(handled.occurred_at))
            self._connection.execute("INSERT INTO inbox VALUES (?, ?, ?)", entry)
        except sqlite3.IntegrityError as twice:
            raise AlreadyHandledError(handled.event_id) from twice

    def _take_fired(self, fired: Deadline) -> None:
        taken = self._connection.execute(
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
            changed = self._connection.execute(statement, arguments)
        except sqlite3.IntegrityError as violation:
            raise _violated(write, violation) from violation
        if changed.rowcount != 1:
            raise VersionClashError(write.id)

    def _write_deadline(self, key: str, deadline: Deadline | None) -> None:
        if deadline is None:
            self._connection.execute("DELETE FROM deadlines WHERE key = ?", (key,))
            return
        self._connection.execute(
            "INSERT OR REPLACE INTO deadlines VALUES (?, ?, ?, ?, ?)",
            (key, comparable(deadline.due_at), deadline.kind, json.dumps(deadline.payload), deadline.harm.value),
        )

    def _write_event(self, event: OutboxEvent) -> OutboxEvent:
        inserted = self._connection.execute(
            "INSERT INTO outbox (id, aggregate, seq, routing_key, body, occurred_at, trace, actor) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                event.id,
                event.aggregate,
                event.seq,
                event.routing_key,
                event.body,
                event.occurred_at.astimezone(UTC).isoformat(),
                event.trace,
                event.actor,
            ),
        )
        event.position = inserted.lastrowid or 0
        return event


def _resolve(done: "asyncio.Future[Any]", result: Any) -> None:
    if done.done():
        return
    if isinstance(result, Exception):
        done.set_exception(result)
    else:
        done.set_result(result)


def _violated(write: DocumentWrite, violation: sqlite3.IntegrityError) -> Exception:
    for name in write.index:
        if f"{write.collection}.x_{name}" in str(violation):
            return DuplicateValueError(write.collection, name)
    return VersionClashError(write.id)

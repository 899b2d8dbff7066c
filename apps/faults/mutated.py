"""A service with one guarantee taken out, to show that its loss is noticed: `… mutated inbox-off scheduling`."""

import importlib
import sqlite3
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from libs.chassis import bus
from libs.chassis.relay import Relay
from libs.chassis.sqlite import SqliteStore
from libs.chassis.sqlite_writer import Writer
from libs.chassis.store import AlreadyHandledError, Handled, OutboxEvent


def confirms_off() -> None:
    """Publishing is over as soon as the bytes have left."""
    channel = getattr(bus, "Channel")  # noqa: B009 -- as that module has it

    def without_confirms(**options: Any) -> object:
        return channel(**{**options, "publisher_confirms": False, "on_return_raises": False})

    setattr(bus, "Channel", without_confirms)  # noqa: B010


def inbox_off() -> None:
    """A second copy is handled like the first."""
    note = Writer._note_handled  # noqa: SLF001

    def noted_and_forgotten(writer: Writer, handled: Handled) -> None:
        with suppress(AlreadyHandledError):
            note(writer, handled)

    async def never(_store: SqliteStore, _handled: object) -> bool:
        return False

    setattr(Writer, "_note_handled", noted_and_forgotten)  # noqa: B010
    setattr(SqliteStore, "was_handled", never)  # noqa: B010


def mark_first() -> None:
    """An event is marked as published before it is."""
    init = Relay.__init__

    def marking_first(relay: Relay, *arguments: Any, **options: Any) -> None:
        init(relay, *arguments, **options)
        publish = relay._publish  # noqa: SLF001

        async def marked_and_published(event: OutboxEvent) -> None:
            await relay._store.mark_published([event.position])  # noqa: SLF001
            await publish(event)

        setattr(relay, "_publish", marked_and_published)  # noqa: B010

    setattr(Relay, "__init__", marking_first)  # noqa: B010


def synchronous_normal() -> None:
    """A commit does not wait for the disk."""
    connect = SqliteStore._connect  # noqa: SLF001

    def connected(store: SqliteStore) -> sqlite3.Connection:
        connection = connect(store)
        connection.execute("PRAGMA synchronous=NORMAL")
        return connection

    setattr(SqliteStore, "_connect", connected)  # noqa: B010


MUTATIONS: dict[str, Callable[[], None]] = {
    "confirms-off": confirms_off,
    "inbox-off": inbox_off,
    "mark-first": mark_first,
    "synchronous-normal": synchronous_normal,
}


def main(mutation: str, service: str) -> None:
    """Take the guarantee out and run the service."""
    MUTATIONS[mutation]()
    importlib.import_module(f"services.{service}.main").build().run()


if __name__ == "__main__":
    main(*sys.argv[1:])

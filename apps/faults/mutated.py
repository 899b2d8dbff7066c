"""A service with one guarantee taken out, to show that its loss is noticed: `… mutated inbox-off scheduling`."""

import importlib
import sqlite3
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from apps.faults.wallclock import TRUST
from libs.chassis.bus import connections
from libs.chassis.bus.parking import Parking
from libs.chassis.bus.reconciliation import Comparison
from libs.chassis.bus.relay import PublishFailedError, Relay
from libs.chassis.domain import Deadline
from libs.chassis.failpoints import failpoint
from libs.chassis.service import Service
from libs.chassis.store.port import AlreadyHandledError, Handled, OutboxEvent
from libs.chassis.store.sqlite import SqliteStore
from libs.chassis.store.sqlite_writer import Writer
from libs.chassis.store.unit_of_work import Transactions, UnitOfWork, Use
from libs.chassis.time import clock
from libs.chassis.time.watchdog import Watchdog


def confirms_off() -> None:
    """Publishing is over as soon as the bytes have left."""
    channel = getattr(connections, "Channel")  # noqa: B009 -- as that module has it

    def without_confirms(**options: Any) -> object:
        return channel(**{**options, "publisher_confirms": False, "on_return_raises": False})

    setattr(connections, "Channel", without_confirms)  # noqa: B010


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


def refusals_ignored() -> None:
    """Whatever the broker answers to a publish is a confirm."""
    confirmed = connections.confirmed

    async def whatever(send: Callable[[], Awaitable[Any]]) -> None:
        with suppress(PublishFailedError):
            await confirmed(send)

    setattr(connections, "confirmed", whatever)  # noqa: B010


def reconciliation_off() -> None:
    """Nobody compares what was published with what was handled."""

    async def nothing(_service: Service) -> dict[str, Comparison]:
        return {}

    setattr(Service, "reconcile", nothing)  # noqa: B010


def watchdog_off() -> None:
    """Nobody looks at the start for deadlines that should be there."""

    async def nothing(_watchdog: Watchdog) -> int:
        return 0

    setattr(Watchdog, "look", nothing)  # noqa: B010


def clear_first() -> None:
    """A deadline is gone in one commit, and what it stands for happens in the next."""
    run = Transactions.run

    async def nothing(_work: UnitOfWork) -> None: ...

    async def in_two_commits(
        transactions: Transactions, use: Use[Any], *, fired: Deadline | None = None, **options: Any
    ) -> Any:
        if fired is not None:
            await run(transactions, nothing, fired=fired, **options)
            failpoint(f"cleared-{fired.kind}")
        return await run(transactions, use, **options)

    setattr(Transactions, "run", in_two_commits)  # noqa: B010


def trust_soon() -> None:
    """Not a loss: the ten minutes after a jump of the wall clock pass in seconds."""
    setattr(clock, "TRUST_AFTER_JUMP", timedelta(seconds=TRUST))  # noqa: B010


def one_clock() -> None:
    """Deadlines go by the wall clock alone."""
    setattr(clock.SystemClock, "reading", lambda one, _harm: one.now())  # noqa: B010


def not_yet_is_never() -> None:
    """What comes before its time is parked for good."""
    park = Parking.park

    async def parked_for_good(parking: Parking, *arguments: Any, again: bool = False, **options: Any) -> None:  # noqa: ARG001
        await park(parking, *arguments, again=False, **options)

    setattr(Parking, "park", parked_for_good)  # noqa: B010


MUTATIONS: dict[str, Callable[[], None]] = {
    "confirms-off": confirms_off,
    "inbox-off": inbox_off,
    "mark-first": mark_first,
    "synchronous-normal": synchronous_normal,
    "not-yet-is-never": not_yet_is_never,
    "refusals-ignored": refusals_ignored,
    "reconciliation-off": reconciliation_off,
    "watchdog-off": watchdog_off,
    "clear-first": clear_first,
    "trust-soon": trust_soon,
    "one-clock": one_clock,
}


def main(mutations: str, service: str) -> None:
    """Take the guarantees out and run the service."""
    for mutation in mutations.split(","):
        MUTATIONS[mutation]()
    importlib.import_module(f"services.{service}.main").build().run()


if __name__ == "__main__":
    main(*sys.argv[1:])

"""The ledger: what every store says was published and handled, read past the services."""

import sqlite3
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from libs.chassis.domain import Harm

EVERYTHING = "events"
DEAD = ".dlq"
# Bytes: https://sqlite.org/walformat.html, the header of the WAL index, twice.
HEAD_OF_INDEX = 96
SETTLED = ("parked", "replayed", "dropped")


class Delivery(NamedTuple):
    """An event on its way to a queue; to none as long as it is not marked as published."""

    event: str
    queue: str

    def __str__(self) -> str:
        return f"{self.event} → {self.queue or 'the broker'}"


class Armed(NamedTuple):
    """A deadline that a service holds."""

    key: str
    due_at: datetime
    harm: Harm


class Account(NamedTuple):
    """What must have its effect by one store, and what has had it there; as of this commit."""

    state: bytes | None
    wanted: set[Delivery]
    had: set[Delivery]


class Ledger:
    """Knows for each event to which consumers it must come."""

    def __init__(self, stores: Mapping[str, Path], queues: Iterable[str]) -> None:
        self._stores = stores
        self._accounts: dict[str, Account] = {}
        self._queues: dict[str, list[str]] = {}
        for queue in queues:
            if not queue.endswith(DEAD):
                self._queues.setdefault(queue.partition(".")[2], []).append(queue)

    def consumers(self, event_type: str) -> list[str]:
        """The queues that an event of this type goes to."""
        return [*self._queues.get(event_type, ()), *self._queues.get(EVERYTHING, ())]

    @property
    def by_service(self) -> dict[str, list[str]]:
        """The queues of each consumer."""
        found: dict[str, list[str]] = {}
        for queue in sorted(queue for queues in self._queues.values() for queue in queues):
            found.setdefault(queue.partition(".")[0], []).append(queue)
        return found

    def work(self, service: str) -> int:
        """How much a service has done: events made and messages handled."""
        counts = self._rows(service, "SELECT (SELECT count(*) FROM outbox) + (SELECT count(*) FROM inbox)")
        return int(counts[0][0]) if counts else 0

    def outstanding(self) -> set[Delivery]:
        """What was committed and is not marked as published, or has not had its effect somewhere."""
        accounts = [self._account(service) for service in self._stores]
        return set[Delivery]().union(*(one.wanted for one in accounts)).difference(*(one.had for one in accounts))

    def _account(self, service: str) -> Account:
        """What one store says; read again only once something was committed there."""
        state = _last_commit(self._stores[service])
        known = self._accounts.get(service)
        if known is None or state is None or known.state != state:
            known = self._accounts[service] = self._read_account(service, state)
        return known

    def _read_account(self, service: str, state: bytes | None) -> Account:
        wanted: set[Delivery] = set()
        for event, kind, published in self._rows(service, "SELECT id, routing_key, published FROM outbox"):
            wanted.update(Delivery(event, queue) for queue in self.consumers(kind))
            if not published:
                wanted.add(Delivery(event, ""))
        had = {Delivery(e, queue) for queue, e in self._rows(service, "SELECT consumer, event_id FROM inbox")}
        for identifier, parked in self._rows(service, "SELECT id, x_state FROM parked"):
            queue, _, event = identifier.partition("|")
            if parked in SETTLED:
                had.add(Delivery(event, queue))
        return Account(state, wanted, had)

    def events(self) -> dict[str, str]:
        """Id and type of every event that was ever committed."""
        return {e: kind for name in self._stores for e, kind in self._rows(name, "SELECT id, routing_key FROM outbox")}

    def deadlines(self) -> dict[str, list[str]]:
        """The keys of the deadlines that each service still holds."""
        return {name: [key for (key,) in self._rows(name, "SELECT key FROM deadlines")] for name in self._stores}

    def armed(self, kinds: Container[str]) -> set[Armed]:
        """Every deadline of these kinds that some service holds."""
        query = "SELECT key, due_at, harm, kind FROM deadlines"
        rows = (row for name in self._stores for row in self._rows(name, query))
        return {Armed(key, datetime.fromisoformat(due), Harm(harm)) for key, due, harm, kind in rows if kind in kinds}

    def parked(self) -> list[bytes]:
        """Every parked message as it is kept."""
        return [body for name in self._stores for (body,) in self._rows(name, "SELECT body FROM parked")]

    def _rows(self, service: str, query: str) -> list[Any]:
        if not self._stores[service].exists():
            return []
        with self._open(service) as store:
            try:
                return store.execute(query).fetchall()
            except sqlite3.OperationalError as missing:
                if "no such" in str(missing):
                    return []
                raise

    @contextmanager
    def _open(self, service: str) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(f"file:{self._stores[service]}?mode=ro", uri=True, timeout=10)) as store:
            yield store


def _last_commit(store: Path) -> bytes | None:
    """What SQLite keeps of the last commit beside a store: its number and its checksum; None if nobody has it open."""
    try:
        with store.with_name(f"{store.name}-shm").open("rb") as index:
            return index.read(HEAD_OF_INDEX) or None
    except FileNotFoundError:
        return None

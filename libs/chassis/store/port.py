"""The store port: what a service's embedded or deployed database must do, and nothing more.

Both adapters (`sqlite`, `mongo`) pass one suite, `libs/chassis/tests/test_stores.py`.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import Enum
from functools import cached_property
from typing import Annotated, Any, Generic, Protocol, TypeVar

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from libs.chassis.domain import Aggregate, Deadline, DomainError, Harm, InvalidError, NotFoundError, Query

A = TypeVar("A", bound=Aggregate)
Indexed = str | int | None
# What both databases can hold.
LARGEST_INTEGER = 2**63 - 1
_Integer = Annotated[int, Field(ge=-LARGEST_INTEGER, le=LARGEST_INTEGER)]
_CURSOR = TypeAdapter(tuple[str | _Integer | None, str], config=ConfigDict(strict=True))


class AbsentError(NotFoundError):
    """Nothing is stored under this id. Each collection says so in its own words."""

    says = "{words}"
    words: str
    slug: str


@dataclass(frozen=True)
class Absent:
    """How a collection says that it has no such document; `{id}` is the hole of its sentence."""

    slug: str
    says: str

    def __call__(self, identifier: str) -> AbsentError:
        return AbsentError(self.says.format(id=identifier), slug=self.slug)


class CursorUnknownError(InvalidError):
    """A page is asked for from a cursor that no page ended with."""

    says = "翻页位置无效，请从第一页重新开始。"


class VersionClashError(Exception):
    """Somebody else changed a document between its reading and this commit; try again on fresh data."""


class DuplicateValueError(Exception):
    """A unique index would hold the same value twice."""

    def __init__(self, collection: str, index: str) -> None:
        super().__init__(f"{collection}.{index}")
        self.collection = collection
        self.index = index


class AlreadyHandledError(Exception):
    """The message was handled, or the deadline fired, in an earlier commit: this one must not take effect."""


@dataclass(frozen=True)
class Index(Generic[A]):
    """A field that documents are found by. `taken(value)` is the refusal when a unique value is already there.

    What is always asked for in the order of this field among those equal in others names these in `within`: then a page
    costs the same however many documents there are.
    """

    name: str
    read: Callable[[A], Any] | None = None
    unique: bool = False
    taken: Callable[[Any], DomainError] | None = None
    within: Sequence[str] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """What the store sorts by."""
        return (*self.within, self.name)

    def value(self, aggregate: A) -> Indexed:
        """The comparable form of this field, as stored."""
        return comparable(self.read(aggregate) if self.read else getattr(aggregate, self.name))


def comparable(value: Any) -> Indexed:
    """Turn a value into what both stores compare alike: integers, texts, nothing. Times are UTC to the millisecond.

    Raises `TypeError` for anything else.
    """
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="milliseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return int(value)
    if value is None or isinstance(value, str | int):
        return value
    message = f"an index holds texts, integers, times or nothing, not {type(value).__name__}"
    raise TypeError(message)


def newest_first(moment: datetime) -> int:
    """What stands in an index so that the latest moment comes first: the stores list in ascending order alone."""
    return -round(moment.timestamp() * 1000)


def cursor(last: Indexed, identifier: str) -> str:
    """Where a page ends: the next one begins behind this value and id."""
    return json.dumps([last, identifier])


def read_cursor(text: str) -> tuple[Indexed, str]:
    """The last value and id of the page before. Raises `CursorUnknownError`."""
    try:
        last, identifier = _CURSOR.validate_json(text)
    except ValidationError:
        raise CursorUnknownError from None
    return last, identifier


@dataclass(frozen=True)
class Waiting(Generic[A]):
    """Which documents wait for a moment: those that `where` finds by its indexes, each for its `deadlines`.

    What a document waits for is what its last commit armed; the watchdog arms anew what is not there.
    """

    where: Mapping[str, object]
    deadlines: Callable[[A], Sequence[Deadline]]


@dataclass(frozen=True)
class Collection(Generic[A]):
    """Aggregates of one kind, stored whole. `missing(id)` is the refusal when there is none under an id.

    Those that pass by themselves name the index with the moment after which nobody misses them in `forget_by`.
    """

    name: str
    kind: type[A]
    indexes: Sequence[Index[A]] = ()
    missing: Callable[[str], NotFoundError] = Absent("not-found", "没有找到编号为 {id} 的记录。")
    waiting: Waiting[A] | None = None
    forget_by: str = ""

    @cached_property
    def _adapter(self) -> TypeAdapter[A]:
        """Made when the first document is read or written: a start need not wait for all of them."""
        return TypeAdapter(self.kind)

    def dump(self, aggregate: A) -> bytes:
        """The document that is stored of it, as JSON."""
        return self._adapter.dump_json(aggregate)

    def load(self, body: bytes | str) -> A:
        """The aggregate in a stored document."""
        return self._adapter.validate_json(body)

    def index_values(self, aggregate: A) -> dict[str, Indexed]:
        """What the store finds this document by."""
        return {index.name: index.value(aggregate) for index in self.indexes}

    def index(self, name: str) -> Index[A]:
        """The declaration of one indexed field."""
        return next(index for index in self.indexes if index.name == name)


@dataclass(frozen=True)
class Document:
    """A stored aggregate: `version` counts its commits, `seq` the events it ever recorded."""

    id: str
    version: int
    seq: int
    body: bytes


@dataclass(frozen=True)
class DocumentWrite:
    """Replace a document under the version it was read at; version 0 inserts a new one."""

    collection: str
    id: str
    expected_version: int
    seq: int
    body: bytes
    index: Mapping[str, Indexed]


@dataclass(slots=True)
class OutboxEvent:
    """A committed event. `position` is set by the store and orders the service's event log.

    `actor` is whose act it comes of, by staff number: directly, or through events of other services; `SYSTEM` if only
    the time had come; empty where it is not known, as of what was recorded before this was.
    """

    id: str
    aggregate: str
    seq: int
    routing_key: str
    body: bytes
    occurred_at: datetime
    trace: str = ""
    position: int = 0
    actor: str = ""


@dataclass(frozen=True)
class Handled:
    """The message whose effect a batch is; the store keeps `(consumer, event_id)` unique.

    It may be forgotten when the event is old enough, and never if it is not known when that occurred.
    """

    consumer: str
    event_id: str
    occurred_at: datetime | None = None


@dataclass(frozen=True)
class WriteBatch:
    """Everything one command or message changes. All of it lands, or none of it."""

    documents: Sequence[DocumentWrite] = ()
    events: Sequence[OutboxEvent] = ()
    handled: Handled | None = None
    deadlines: Mapping[str, Deadline | None] = field(default_factory=dict)
    fired: Deadline | None = None


@dataclass(frozen=True)
class Found:
    """What `find` answers: documents in order, and the cursor of the next page if there is one."""

    documents: list[Document]
    next: str | None


class Store(Protocol):
    """The database of one service, with all that a service may ask of it."""

    async def open(self, collections: Sequence[Collection[Any]]) -> None:
        """Make it ready: tables, indexes, recovery."""
        ...

    async def close(self) -> None:
        """Finish what is waiting and let go."""
        ...

    async def get(self, collection: str, identifier: str) -> Document | None:
        """The document with this id; None if there is none."""
        ...

    async def find(self, collection: str, query: Query) -> Found:
        """A page of documents; the values asked for are `comparable`."""
        ...

    async def count(self, collection: str, where: Mapping[str, Indexed]) -> int:
        """How many documents have these values in indexed fields."""
        ...

    async def commit(self, batch: WriteBatch) -> list[OutboxEvent]:
        """Write a batch durably; answers its events with their positions.

        Raises `VersionClashError`, `DuplicateValueError` or `AlreadyHandledError`, and then nothing was written.
        """
        ...

    async def was_handled(self, handled: Handled) -> bool:
        """Whether a message took effect in an earlier commit."""
        ...

    async def unpublished(self, *, limit: int) -> list[OutboxEvent]:
        """The oldest events that are not marked as published, in order of position."""
        ...

    async def mark_published(self, positions: Sequence[int]) -> None:
        """Note that the broker has confirmed these. Losing a mark costs a second copy, never an event."""
        ...

    async def feed(self, *, after: int, limit: int) -> list[OutboxEvent]:
        """The event log from a position on, published or not."""
        ...

    async def last_position(self) -> int:
        """The position of the newest event that was ever committed, kept or not; 0 before the first."""
        ...

    async def forget_published(self, before: datetime, *, limit: int) -> int:
        """Drop from the beginning of the log what occurred before, up to the first event that is to stay.

        One that is not marked as published stays. Answers how many were dropped, as do the other two.
        """
        ...

    async def forget_handled(self, before: datetime, *, limit: int) -> int:
        """Drop inbox entries of events that occurred before."""
        ...

    async def forget_documents(self, collection: str, *, below: Mapping[str, Indexed], limit: int) -> int:
        """Drop documents of a collection without unique indexes, whatever their version."""
        ...

    async def due(self, harm: Harm, until: datetime, *, limit: int) -> list[Deadline]:
        """Armed deadlines of one kind that are due, earliest first."""
        ...

    async def armed(self, keys: Sequence[str]) -> set[str]:
        """Which of these deadlines are armed."""
        ...

    async def next_due(self) -> datetime | None:
        """When the earliest armed deadline is due."""
        ...

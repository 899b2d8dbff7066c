"""A record: one event of the bus as it came, accepted first and given its place in the chain a little later."""

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NoReturn, Self

from libs.chassis.domain import Aggregate, Cipher
from libs.contracts.archive import CHAIN_HASH, POSITION, canonical
from libs.contracts.merkle import leaf_hash
from libs.contracts.sealing import Purpose
from services.archive.domain.errors.record import (
    AnotherUnderItsIdError,
    EventAlreadyAppendedError,
    EventAlreadyArchivedError,
)

BATCHES = "batches/"
# In the place of a personal value that comes after the key of its batch was destroyed.
GONE = "sealed:destroyed:0"


class _NotAsItCameError(ValueError):
    """Reading this body as JSON would lose something."""


@dataclass(frozen=True, kw_only=True)
class EventAttributes:
    """What stands on the envelope of an event: the attributes of CloudEvents that the bus carries."""

    id: str
    source: str
    type: str
    subject: str
    sequence: int
    time: datetime
    actor: str = ""


@dataclass(kw_only=True)
class Record(Aggregate):
    """An event of the bus. `event` is the canonical JSON of the structured CloudEvent: what the chain hashes.

    It is accepted as it came, in the commit that handles the message, and waits for its place. It takes its place in
    the chain a little later, once and for good. It is never changed and never replaced: what comes under its id again
    is either a copy of it or a strange message. It is read whole by those who check, and without anybody's personal
    data by those who read the history of one thing.
    """

    id: str
    event: str
    sequence: int
    accepted_at: datetime
    came: str = ""
    position: int | None = None
    chain_hash: str | None = None

    @classmethod
    def accept(cls, attributes: EventAttributes, *, body: bytes, now: datetime) -> Self:
        """Keep an event as it came, identifiers still sealed by whoever published it."""
        event = _structured(attributes, body)
        return cls(id=attributes.id, event=event, sequence=attributes.sequence, accepted_at=now, came=_digest(event))

    @property
    def is_personal(self) -> bool:
        """Whether anything in it leads to a person."""
        data = json.loads(self.event).get("data")
        return isinstance(data, dict) and any(_is_personal(name, value) for name, value in data.items())

    def shield(self, cipher: Cipher | None) -> None:
        """Make what leads to a person readable under this key alone, before it is chained; without a key, to nobody.

        A copy that comes later is told by the digest of what came (ADR 0035).
        """
        event = json.loads(self.event)
        for name, value in event["data"].items():
            if _is_personal(name, value):
                event["data"][name] = (
                    cipher.seal(str(value), purpose=Purpose.ARCHIVED_VALUE, owner=self.id) if cipher else GONE
                )
        self.event = canonical(event)

    @property
    def subject(self) -> str:
        """What it is about, as its id begins: `source:collection/id`."""
        event = json.loads(self.event)
        return f"{event['source']}:{event['subject']}"

    @property
    def batch(self) -> str | None:
        """The batch that it states, or that it is about; None where it belongs to none."""
        event = json.loads(self.event)
        if event["subject"].startswith(BATCHES):
            return str(event["subject"].removeprefix(BATCHES))
        data = event.get("data")
        stated = data.get("batch_id") if isinstance(data, dict) else None
        return stated if isinstance(stated, str) else None

    @property
    def waiting(self) -> str | None:
        """Its place in the line, by time of acceptance, then by sequence; None once it is in the chain."""
        if self.position is not None:
            return None
        return f"{self.accepted_at.astimezone(UTC).isoformat(timespec='milliseconds')} {self.sequence:012d}"

    def must_not_be_replaced_by(self, other: "Record") -> NoReturn:
        """Something came under the same id. Raises `EventAlreadyArchivedError`, or `AnotherUnderItsIdError`."""
        if other.came != (self.came or _digest(self.event)):
            raise AnotherUnderItsIdError(self.id)
        raise EventAlreadyArchivedError(self.id)

    def append_at(self, position: int, chain_hash: str) -> None:
        """Take this place in the chain, for good."""
        if self.position is not None:
            raise EventAlreadyAppendedError(self.id)

        self.position = position
        self.chain_hash = chain_hash

    @property
    def leaf(self) -> str:
        """Its digest among the leaves of the tree."""
        return leaf_hash(self.event.encode())

    def as_chained(self) -> dict[str, Any]:
        """The structured CloudEvent as it was hashed."""
        event: dict[str, Any] = json.loads(self.event)
        return event

    def exported(self) -> dict[str, Any]:
        """The structured CloudEvent with its place in the chain as extension attributes."""
        event: dict[str, Any] = json.loads(self.event)
        return {**event, POSITION: self.position, CHAIN_HASH: self.chain_hash}

    def without_personal_data(self) -> dict[str, Any]:
        """The same without what is sealed in it, and without what finds a person again."""
        event = self.exported()
        data = event.get("data")
        if isinstance(data, dict):
            event["data"] = {name: value for name, value in data.items() if not _is_personal(name, value)}
        return event


def _digest(event: str) -> str:
    return hashlib.sha256(event.encode()).hexdigest()


def _is_personal(name: str, value: Any) -> bool:
    return name.endswith("fingerprint") or (isinstance(value, str) and value.startswith("sealed:"))


def _structured(attributes: EventAttributes, body: bytes) -> str:
    """A body that JSON would not give back whole is kept byte by byte instead."""
    event: dict[str, Any] = {
        "specversion": "1.0",
        "id": attributes.id,
        "source": attributes.source,
        "type": attributes.type,
        "subject": attributes.subject,
        "sequence": attributes.sequence,
        "time": attributes.time.astimezone(UTC).isoformat(),
        **({"actor": attributes.actor} if attributes.actor else {}),
    }
    try:
        data = json.loads(body, object_pairs_hook=_without_repeated_names)
        return canonical(event | {"datacontenttype": "application/json", "data": data})
    except (ValueError, RecursionError):
        return canonical(event | {"data_base64": base64.b64encode(body).decode()})


def _without_repeated_names(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise _NotAsItCameError
    return members

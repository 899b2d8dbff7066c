"""A record: one event of the bus as it came, accepted first and given its place in the chain a little later."""

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NoReturn, Self

from libs.chassis.domain import Aggregate
from libs.contracts.archive import CHAIN_HASH, POSITION, canonical
from services.archive.domain.errors import (
    AnotherUnderItsIdError,
    EventAlreadyAppendedError,
    EventAlreadyArchivedError,
)


class _NotAsItCameError(ValueError):
    """Reading this body as JSON would lose something."""


@dataclass(kw_only=True)
class Record(Aggregate):
    """An event of the bus. `event` is the canonical JSON of the structured CloudEvent: what the chain hashes."""

    id: str
    event: str
    sequence: int
    accepted_at: datetime
    position: int | None = None
    chain_hash: str | None = None

    @classmethod
    def accept(  # noqa: PLR0913 -- the CloudEvents attributes
        cls,
        *,
        id: str,
        source: str,
        type: str,
        subject: str,
        sequence: int,
        time: datetime,
        body: bytes,
        now: datetime,
    ) -> Self:
        """Keep an event as it came, identifiers still sealed by whoever published it."""
        attributes = {
            "specversion": "1.0",
            "id": id,
            "source": source,
            "type": type,
            "subject": subject,
            "sequence": sequence,
            "time": time.astimezone(UTC).isoformat(),
        }
        return cls(id=id, event=_structured(attributes, body), sequence=sequence, accepted_at=now)

    @property
    def subject(self) -> str:
        """What it is about, as its id begins: `source:collection/id`."""
        event = json.loads(self.event)
        return f"{event['source']}:{event['subject']}"

    @property
    def waiting(self) -> str | None:
        """Its place in the line, by time of acceptance, then by sequence; None once it is in the chain."""
        if self.position is not None:
            return None
        return f"{self.accepted_at.astimezone(UTC).isoformat(timespec='milliseconds')} {self.sequence:012d}"

    def meet_again(self, other: "Record") -> NoReturn:
        """Something came under the same id. Raises what it is: a second copy, or another event."""
        if other.event != self.event:
            raise AnotherUnderItsIdError(self.id)
        raise EventAlreadyArchivedError(self.id)

    def append_at(self, position: int, chain_hash: str) -> None:
        """Take this place in the chain, for good."""
        if self.position is not None:
            raise EventAlreadyAppendedError(self.id)

        self.position = position
        self.chain_hash = chain_hash

    def exported(self) -> dict[str, Any]:
        """The structured CloudEvent with its place in the chain as extension attributes."""
        event: dict[str, Any] = json.loads(self.event)
        return {**event, POSITION: self.position, CHAIN_HASH: self.chain_hash}

    def shown(self) -> dict[str, Any]:
        """The same for those who read a history: nothing of it that is sealed, or that finds a person again."""
        event = self.exported()
        data = event.get("data")
        if isinstance(data, dict):
            event["data"] = {name: value for name, value in data.items() if not _is_personal(name, value)}
        return event


def _is_personal(name: str, value: Any) -> bool:
    return name.endswith("fingerprint") or (isinstance(value, str) and value.startswith("sealed:"))


def _structured(attributes: dict[str, Any], body: bytes) -> str:
    """A body that JSON would not give back whole is kept byte by byte instead."""
    try:
        data = json.loads(body, object_pairs_hook=_without_repeated_names)
        return canonical({**attributes, "datacontenttype": "application/json", "data": data})
    except (ValueError, RecursionError):
        return canonical({**attributes, "data_base64": base64.b64encode(body).decode()})


def _without_repeated_names(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _NotAsItCameError
    return found

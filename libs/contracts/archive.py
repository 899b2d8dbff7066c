"""The archive's published format: structured CloudEvents in one line each, chained by SHA-256, checked by anybody.

It lies among the contracts because two sides that must not know each other rely on it: the archive that chains, and
whoever holds an exported file and wants to know whether it is still what was chained.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from pydantic import Field

from libs.contracts.event import Event, Moment
from libs.contracts.forms import OverdueForm, RecordedForm

GENESIS = "0" * 64
POSITION = "archiveposition"
CHAIN_HASH = "chainhash"


def canonical(value: Any) -> str:
    """The one JSON text of a value: sorted names, no spaces, no escapes but the necessary ones.

    Raises `ValueError` for what JSON or UTF-8 cannot say (NaN, lone surrogates).
    """
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    text.encode()
    return text


def chained(previous: str, event: str) -> str:
    """The chain hash of an event: SHA-256 over the 32 bytes of the hash before it and its canonical JSON in UTF-8."""
    return hashlib.sha256(bytes.fromhex(previous) + event.encode()).hexdigest()


def exported_line(event: Mapping[str, Any]) -> bytes:
    """A line of an export: the event with its position and chain hash, canonical, ended by a line feed."""
    return canonical(event).encode() + b"\n"


@dataclass(frozen=True)
class Break:
    """The first place where a file is not what was chained."""

    position: int
    reason: str


@dataclass(frozen=True)
class Verdict:
    """How many events of a file are proved, the hash they end with, and where the proof stops, if it does."""

    count: int
    head: str
    broken: Break | None = None

    @property
    def intact(self) -> bool:
        """Whether every line was proved."""
        return self.broken is None


def verify_chain(lines: Iterable[bytes]) -> Verdict:
    """Prove an export line by line from the first event on; lines keep their line feeds.

    A file cut off at the end of a line is a shorter proof, not a broken one: compare `count` and `head` with the
    archive's own.
    """
    count, head = 0, GENESIS
    for line in lines:
        try:
            head = _proved(line, count + 1, head)
        except ValueError as wrong:
            return Verdict(count, head, Break(count + 1, str(wrong)))
        count += 1
    return Verdict(count, head)


def _proved(line: bytes, position: int, previous: str) -> str:
    if not line.endswith(b"\n"):
        message = "the line does not end with a line feed"
        raise ValueError(message)
    try:
        event = json.loads(line)
        canonical_line = exported_line(event)
    except (ValueError, RecursionError) as unreadable:
        message = "the line is no JSON"
        raise ValueError(message) from unreadable
    if not isinstance(event, dict) or canonical_line != line:
        message = "the line is no JSON object in canonical form"
        raise ValueError(message)
    stated_position = event.pop(POSITION, None)
    if type(stated_position) is not int or stated_position != position:
        message = f"{POSITION} is not {position}"
        raise ValueError(message)
    stated = event.pop(CHAIN_HASH, None)
    if stated != chained(previous, canonical(event)):
        message = f"{CHAIN_HASH} does not follow from the event and the hash before it"
        raise ValueError(message)
    return str(stated)


class ArchiveFormRecorded(Event, RecordedForm):
    """A form of the archive was written, corrected or signed. The archive files it."""

    routing_key: ClassVar[str] = "archive.form-recorded.v1"
    creates_rights: ClassVar[bool] = True


class ArchiveFormOverdue(Event, OverdueForm):
    """A form of the archive is not there at its time, or lacks a signature."""

    routing_key: ClassVar[str] = "archive.form-overdue.v1"


class ArchiveActed(Event):
    """Something was done in the archive: filed, closed, shown, lent, reviewed, destroyed, signed. The chain keeps it.

    `people` are whoever was named for it or was there, by staff number. `digest` is that of a scan, or the root of the
    tree; `figure` the pages of a paper, the papers that are missing or filed, or the events in the tree.
    """

    routing_key: ClassVar[str] = "archive.archive-acted.v1"

    deed: str
    batch_id: str | None = None
    by: str | None = None
    at: Moment
    items: list[str] = Field(default=[])
    people: list[str] = Field(default=[])
    figure: int | None = None
    digest: str | None = None


class BatchPeopleForgotten(Event):
    """What is personal of a batch was destroyed after its years (ARC-13). Whoever keeps pictures lets go of them."""

    routing_key: ClassVar[str] = "archive.batch-people-forgotten.v1"
    creates_rights: ClassVar[bool] = True

    batch_id: str
    forgotten_at: Moment

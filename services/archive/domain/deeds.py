"""What the archive itself does stands in its own chain, in the commit that does it: it says nothing on the bus."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.archive.domain.evidence.record import EventAttributes, Record

ARCHIVE = "archive"


@dataclass(kw_only=True)
class Deeds:
    """How many things were done to one thing of the archive's own: each is a record of the chain."""

    done: int = 0

    def note(self, deed: str, at: datetime, *, about: str, **told: object) -> None:
        """State a fact, `about` the collection and the id of the thing; it names no person but staff, by number."""
        self.done += 1
        attributes = EventAttributes(
            id=f"{ARCHIVE}:{about}:{self.done}",
            source=ARCHIVE,
            type=f"{ARCHIVE}.{deed}.v1",
            subject=about,
            sequence=self.done,
            time=at,
        )
        body = json.dumps(told, default=_text, ensure_ascii=False).encode()
        self.__dict__.setdefault("_told", []).append(Record.accept(attributes, body=body, now=at))

    def collect(self) -> list[Record]:
        """Hand over what was noted since the last call, in order."""
        told: list[Record] = self.__dict__.pop("_told", [])
        return told


def _text(value: Any) -> str:
    return str(value.isoformat())

"""What is kept of a photo: its digest, which is its name, and what kind of picture it is."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Self

from services.incident.domain.people import Person

MOST_PHOTOS: Final = 20


@dataclass(frozen=True, kw_only=True)
class Photo:
    """A picture of what happened; the file lies under its digest."""

    sha256: str
    media_type: str
    size: int
    by: str
    at: datetime

    @classmethod
    def of(cls, picture: bytes, media_type: str, *, by: Person, now: datetime) -> Self:
        """What is kept of this picture."""
        sha256 = hashlib.sha256(picture).hexdigest()
        return cls(sha256=sha256, media_type=media_type, size=len(picture), by=by.id, at=now)

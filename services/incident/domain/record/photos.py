"""What is kept of a photo: its digest, which is its name, and what kind of picture it is."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Self

from services.incident.domain.people import Person
from services.incident.domain.record.errors import PhotoMissingError, TooManyPhotosError
from services.incident.domain.record.journal import Journal
from services.incident.domain.record.timeline import EntryKind

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


@dataclass(frozen=True)
class Album:
    """The pictures of one incident."""

    photos: list[Photo]

    def add(self, photo: Photo, journal: Journal) -> None:
        """Keep a picture; the same picture is there once."""
        if any(one.sha256 == photo.sha256 for one in self.photos):
            return
        if len(self.photos) >= MOST_PHOTOS:
            raise TooManyPhotosError(MOST_PHOTOS)

        self.photos.append(photo)
        journal.enter(EntryKind.PHOTO_ADDED, photo.by, note=photo.sha256[:12])

    def photo(self, sha256: str) -> Photo:
        """A picture of this file."""
        for photo in self.photos:
            if photo.sha256 == sha256:
                return photo
        raise PhotoMissingError

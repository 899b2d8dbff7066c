"""What is kept of a photo: its digest, which is its name, and what kind of picture it is."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Photo:
    """A picture of what happened; the file lies under its digest."""

    sha256: str
    media_type: str
    bytes: int
    by: str
    at: datetime

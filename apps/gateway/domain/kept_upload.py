"""A file that was checked and waits for the person to confirm it, in sealed pieces."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from libs.chassis.domain import Aggregate

LASTS = timedelta(minutes=15)
LARGEST = 10 * 1024 * 1024  # bytes, as registration has it


@dataclass(kw_only=True)
class KeptPiece(Aggregate):
    """A part of the one file that is kept for a person: the next one takes its place, so that nobody fills the store.

    `id` is `<account>/<number from 0>`, `of` how many there are, `about` the batch it was uploaded for.
    """

    __pydantic_config__: ClassVar = {"ser_json_bytes": "base64", "val_json_bytes": "base64"}

    id: str
    about: str
    sha256: str
    of: int
    sealed: bytes
    ends_at: datetime

"""A key in a device of somebody's own: it is shown to this site alone, and nobody can be talked into telling it."""

from dataclasses import dataclass
from datetime import datetime

MOST_PASSKEYS = 10


@dataclass(frozen=True, kw_only=True)
class Passkey:
    """`public_key` is what its answers are checked with, `count` how often it was used, as far as it counts."""

    id: str
    public_key: str
    name: str
    count: int
    added_at: datetime


@dataclass(frozen=True, kw_only=True)
class ShownPasskey:
    """A passkey that has just answered rightly."""

    id: str
    count: int

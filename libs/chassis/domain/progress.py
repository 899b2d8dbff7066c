"""How far a long command has come."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Progress:
    """What one chunk of a long command did, and how much is left; it is given again until nothing remains."""

    done: int
    remaining: int

"""Content under lock: the only form in which items and papers are stored."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """Content under a data key of its own, and that key under the service's key; both base64."""

    content: str
    wrapped_key: str


class Vault(Protocol):
    """Locks and unlocks envelopes; the context (the id of what is inside) is bound into both locks."""

    def close(self, content: bytes, *, context: str) -> Envelope:
        """Lock content under a fresh data key."""
        ...

    def open(self, envelope: Envelope, *, context: str) -> bytes:
        """Unlock; fails loudly if a bit or the context differs."""
        ...

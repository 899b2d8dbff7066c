"""What the domain asks of the keys: the domain itself may not know how sealing is done."""

from typing import Protocol

from libs.contracts.sealing import Purpose


class Cipher(Protocol):  # one implementation, `FieldCipher`: the domain must not import cryptography
    """Makes texts unreadable at rest, and still comparable."""

    def seal(self, text: str, *, purpose: Purpose, owner: str) -> str:
        """Seal a text for a purpose and an owner."""
        ...

    def open(self, sealed: str, *, purpose: Purpose, owner: str) -> str:
        """The text that was sealed for this purpose and owner; raises `SealBrokenError` for anything else."""
        ...

    def opens(self, sealed: str, *, purpose: Purpose, owner: str) -> bool:
        """Whether `open` would open it."""
        ...

    def fingerprint(self, text: str) -> str:
        """Keyed HMAC-SHA-256 of a text, hexadecimal: equal texts have equal fingerprints."""
        ...

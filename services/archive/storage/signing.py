"""The archive's own signature, with the key that it signs events with."""

import base64

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


class HeadSigner:
    """Signs heads of the tree; `key` is base64 of 32 bytes."""

    def __init__(self, key: str) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(key))

    @property
    def public_key(self) -> str:
        """The public half of the key, base64."""
        return base64.b64encode(self._key.public_key().public_bytes_raw()).decode()

    def sign(self, text: bytes) -> str:
        """An Ed25519 signature over a text, base64."""
        return base64.b64encode(self._key.sign(text)).decode()

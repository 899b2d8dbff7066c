"""Envelopes under AES-256-GCM."""

import base64
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from libs.chassis.sealing import FieldCipher
from libs.contracts.sealing import Purpose
from services.itembank.domain.envelope import Envelope

# What AES-GCM asks for.
NONCE_BYTES = 12


class WrappingVault:
    """Every envelope has a data key of its own, wrapped by the service's field keys; both are bound to the context."""

    def __init__(self, cipher: FieldCipher) -> None:
        self._cipher = cipher

    def close(self, content: bytes, *, context: str) -> Envelope:
        """Encrypt under a fresh 256-bit key."""
        key, nonce, bound = AESGCM.generate_key(256), os.urandom(NONCE_BYTES), context.encode()
        return Envelope(
            content=_text(nonce + AESGCM(key).encrypt(nonce, content, bound)),
            wrapped_key=_text(self._cipher.seal_bytes(key, purpose=Purpose.CONTENT_KEY, owner=context)),
        )

    def open(self, envelope: Envelope, *, context: str) -> bytes:
        """Decrypt; raises `cryptography.exceptions.InvalidTag` if anything was altered."""
        wrapped, content = base64.b64decode(envelope.wrapped_key), base64.b64decode(envelope.content)
        key = self._cipher.open_bytes(wrapped, purpose=Purpose.CONTENT_KEY, owner=context)
        return AESGCM(key).decrypt(content[:NONCE_BYTES], content[NONCE_BYTES:], context.encode())


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()

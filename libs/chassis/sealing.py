"""Field-level encryption of identifiers and secrets: AES-256-GCM under a named key, and keyed fingerprints."""

import base64
import contextlib
import hashlib
import hmac
import os
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from libs.contracts.sealing import Purpose

# What GCM is made for (NIST SP 800-38D).
NONCE_BYTES = 12


class SealBrokenError(InvalidTag):
    """It was altered, sealed for something else, or under a key that is not in the ring."""


class FieldCipher:
    """Seals short texts so that they can be stored and travel; the first key of the ring seals, all open.

    Purpose and owner are authenticated with what is sealed: copied into another field, or to somebody else, it does
    not open.

    Fingerprints come from the last, oldest key, so that a rotation (a new key put first) leaves them as they are.
    """

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        self._ciphers = {kid: AESGCM(key) for kid, key in keys.items()}
        self._current = next(iter(keys))
        self._fingerprint_key = hashlib.sha256(b"fingerprint" + list(keys.values())[-1]).digest()

    def seal(self, text: str, *, purpose: Purpose, owner: str) -> str:
        """Encrypt a text for a purpose and an owner; equal texts seal differently each time."""
        return f"sealed:{self._current}:{_encode(self.seal_bytes(text.encode(), purpose=purpose, owner=owner))}"

    def open(self, sealed: str, *, purpose: Purpose, owner: str) -> str:
        """Decrypt what `seal` made for this purpose and owner; anything else raises `SealBrokenError`."""
        try:
            _, kid, body = sealed.split(":", 2)
            return _decrypt(self._ciphers[kid], _decode(body), _bound(purpose, owner)).decode()
        except (InvalidTag, KeyError, ValueError):
            raise SealBrokenError from None

    def opens(self, sealed: str, *, purpose: Purpose, owner: str) -> bool:
        """Whether `open` would open it."""
        with contextlib.suppress(SealBrokenError):
            self.open(sealed, purpose=purpose, owner=owner)
            return True
        return False

    def seal_bytes(self, data: bytes, *, purpose: Purpose, owner: str) -> bytes:
        """Encrypt bytes for a purpose and an owner."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._ciphers[self._current].encrypt(nonce, data, _bound(purpose, owner))

    def open_bytes(self, sealed: bytes, *, purpose: Purpose, owner: str) -> bytes:
        """Decrypt what `seal_bytes` made for the same purpose and owner, under whichever key of the ring fits.

        Raises `SealBrokenError` if no key fits or a bit was changed.
        """
        for cipher in self._ciphers.values():
            with contextlib.suppress(InvalidTag):
                return _decrypt(cipher, sealed, _bound(purpose, owner))
        raise SealBrokenError

    def fingerprint(self, text: str) -> str:
        """Keyed HMAC-SHA-256, hexadecimal: finds an equal identifier without storing it."""
        return hmac.digest(self._fingerprint_key, text.encode(), "sha256").hex()


def _bound(purpose: Purpose, owner: str) -> bytes:
    """Both with their lengths, so that no two pairs look the same."""
    first, second = purpose.encode(), owner.encode()
    return len(first).to_bytes(4) + first + len(second).to_bytes(4) + second


def _decrypt(cipher: AESGCM, data: bytes, context: bytes) -> bytes:
    return cipher.decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], context)


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))

"""Photos under a key of their batch: whoever lets go of the key lets go of all of them, in every copy of the store."""

import base64
import os

from libs.chassis.sealing import FieldCipher
from libs.contracts.sealing import Purpose

KEY_BYTES = 32


class PhotoSeals:
    """Makes keys, sealed under the field key, and seals pictures under them."""

    def __init__(self, cipher: FieldCipher) -> None:
        self._cipher = cipher

    def new_key(self, batch_id: str) -> str:
        """A key for the photos of a batch, sealed."""
        text = base64.b64encode(os.urandom(KEY_BYTES)).decode()
        return self._cipher.seal(text, purpose=Purpose.PHOTO_KEY, owner=batch_id)

    def seal(self, picture: bytes, *, key: str, batch_id: str, owner: str) -> str:
        """A picture of an application, sealed for it alone, in Base64."""
        sealed = self._under(key, batch_id).seal_bytes(picture, purpose=Purpose.CANDIDATE_PHOTO, owner=owner)
        return base64.b64encode(sealed).decode()

    def open(self, sealed: str, *, key: str, batch_id: str, owner: str) -> bytes:
        """The picture again, as it was sealed."""
        return self._under(key, batch_id).open_bytes(
            base64.b64decode(sealed), purpose=Purpose.CANDIDATE_PHOTO, owner=owner
        )

    def _under(self, key: str, batch_id: str) -> FieldCipher:
        secret = base64.b64decode(self._cipher.open(key, purpose=Purpose.PHOTO_KEY, owner=batch_id))
        return FieldCipher({"photos": secret})

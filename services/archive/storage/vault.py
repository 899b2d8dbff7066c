"""What is personal in a batch, under a key of its own: with the key it is gone, wherever a copy lies (ADR 0035)."""

import base64
import hashlib
import os

from libs.chassis.domain import Repository
from libs.chassis.sealing import FieldCipher
from libs.chassis.store.files import FileMissingError, Piece, StoredFiles
from libs.contracts.sealing import Purpose
from services.archive.domain.batch_key import BatchKey

KEY_BYTES = 32


class BatchVault:
    """The ciphers and the scans of batches, inside one unit of work."""

    def __init__(self, batch_keys: Repository[BatchKey], scans: Repository[Piece], cipher: FieldCipher) -> None:
        self._keys = batch_keys
        self._files = StoredFiles(scans, cipher, Purpose.ARCHIVED_SCAN)
        self._cipher = cipher

    async def cipher_of(self, batch_id: str) -> FieldCipher | None:
        """Seals and opens what belongs to a batch; made with its first use, none once its key was destroyed."""
        kept = await self._keys.find_one(batch_id)
        if kept is None:
            secret = os.urandom(KEY_BYTES)
            text = base64.b64encode(secret).decode()
            sealed = self._cipher.seal(text, purpose=Purpose.BATCH_KEY, owner=batch_id)
            self._keys.save(BatchKey(id=batch_id, sealed=sealed))
        elif kept.sealed:
            secret = base64.b64decode(self._cipher.open(kept.sealed, purpose=Purpose.BATCH_KEY, owner=batch_id))
        else:
            return None
        return FieldCipher({f"b{hashlib.sha256(batch_id.encode()).hexdigest()[:12]}": secret})

    async def put(self, batch_id: str, content: bytes, /) -> str:
        """Keep a scan under the key of its batch; answers under which name. Raises `FileMissingError`."""
        cipher = await self.cipher_of(batch_id)
        if cipher is None:
            raise FileMissingError
        return await self._files.put(cipher.seal_bytes(content, purpose=Purpose.ARCHIVED_SCAN, owner=batch_id))

    async def read(self, batch_id: str, name: str, /) -> bytes:
        """The scan kept under a name. Raises `FileMissingError`, also when its key was destroyed."""
        cipher = await self.cipher_of(batch_id)
        if cipher is None:
            raise FileMissingError
        return cipher.open_bytes(await self._files.read(name), purpose=Purpose.ARCHIVED_SCAN, owner=batch_id)

    async def sealed(self, name: str, /) -> bytes:
        """The same as it is kept, under the key of its batch. Raises `FileMissingError`."""
        return await self._files.read(name)

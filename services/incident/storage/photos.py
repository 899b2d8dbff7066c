"""The pictures of incidents, sealed, each under the SHA-256 of what it shows."""

import asyncio
import os
from pathlib import Path
from typing import Protocol

from libs.contracts.sealing import Purpose
from services.incident.domain.errors import PhotoMissingError

PRIVATE = 0o600
PRIVATE_DIRECTORY = 0o700


class Sealer(Protocol):
    """Makes bytes unreadable and readable again."""

    def seal_bytes(self, data: bytes, *, purpose: Purpose, owner: str) -> bytes:
        """Seal for a purpose and an owner."""
        ...

    def open_bytes(self, sealed: bytes, *, purpose: Purpose, owner: str) -> bytes:
        """Open what was sealed for the same."""
        ...


class PhotoFiles:
    """A folder only the service may read. A file appears whole and durable, or not at all."""

    def __init__(self, directory: Path, sealer: Sealer) -> None:
        self._directory = directory
        self._sealer = sealer

    async def put(self, sha256: str, content: bytes) -> None:
        """Store a picture; the same picture is stored once."""
        await asyncio.to_thread(self._put, sha256, content)

    async def read(self, sha256: str) -> bytes:
        """The picture. Raises `PhotoMissingError`."""
        try:
            sealed = await asyncio.to_thread((self._directory / sha256).read_bytes)
        except FileNotFoundError:
            raise PhotoMissingError from None
        return self._sealer.open_bytes(sealed, purpose=Purpose.INCIDENT_PHOTO, owner=sha256)

    def _put(self, digest: str, content: bytes) -> None:
        self._directory.mkdir(mode=PRIVATE_DIRECTORY, parents=True, exist_ok=True)
        path = self._directory / digest
        if path.exists():
            return
        unfinished = path.with_suffix(".tmp")
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE), "wb") as file:
            file.write(self._sealer.seal_bytes(content, purpose=Purpose.INCIDENT_PHOTO, owner=digest))
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)

"""The files of issued certificates, each under the SHA-256 of its bytes."""

import asyncio
import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

from services.certification.domain.errors import CertificateFileDamagedError, CertificateFileMissingError

PRIVATE = 0o600
PRIVATE_DIRECTORY = 0o700


class CertificateFiles:
    """A folder only the service may read. A file appears under its name whole and durable, or not at all."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def put_all(self, contents: Sequence[bytes]) -> list[str]:
        """Store files so that they survive a power failure from here on; answers their digests."""
        self._directory.mkdir(mode=PRIVATE_DIRECTORY, parents=True, exist_ok=True)
        digests = [hashlib.sha256(content).hexdigest() for content in contents]
        for digest, content in zip(digests, contents, strict=True):
            self._put(digest, content)
        _sync(self._directory)
        return digests

    async def read(self, sha256: str) -> bytes:
        """The bytes as issued. Raises `CertificateFileMissingError`, `CertificateFileDamagedError`."""
        try:
            content = await asyncio.to_thread(self._path(sha256).read_bytes)
        except FileNotFoundError:
            raise CertificateFileMissingError from None
        if hashlib.sha256(content).hexdigest() != sha256:
            raise CertificateFileDamagedError
        return content

    def _put(self, digest: str, content: bytes) -> None:
        unfinished = self._path(digest).with_suffix(".tmp")
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(self._path(digest))

    def _path(self, digest: str) -> Path:
        return self._directory / f"{digest}.pdf"


def _sync(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

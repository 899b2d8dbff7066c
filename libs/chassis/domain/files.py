"""What use cases see of files: bytes under their SHA-256, inside one unit of work."""

from typing import Protocol


class Files(Protocol):  # one implementation, `StoredFiles`: use cases must not know the store
    """The files of one kind, inside one unit of work."""

    async def put(self, content: bytes, /) -> str:
        """Write with the commit; answers the SHA-256, in hexadecimal. The same bytes are stored once."""
        ...

    async def read(self, sha256: str, /) -> bytes:
        """The bytes as they were put. Raises a refusal if they are missing or damaged."""
        ...

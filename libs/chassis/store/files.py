"""Files in the store: sealed pieces, written in the commit of whatever names the file (ADR 0022)."""

import hashlib
from dataclasses import dataclass
from typing import Final

from pydantic import ConfigDict

from libs.chassis.domain import Aggregate, ConflictError, NotFoundError, Repository
from libs.chassis.sealing import FieldCipher, SealBrokenError
from libs.contracts.sealing import Purpose

LONGEST_PIECE: Final = 1024 * 1024  # bytes; as base64 a twelfth of what a document of MongoDB may hold


class FileMissingError(NotFoundError):
    """No file is stored under this digest."""

    says = "没有找到这份文件，请联系运维人员从备份恢复。"


class FileDamagedError(ConflictError):
    """What is stored is not what was put: it is never handed out."""

    says = "文件与存入时不符，已停止提供，请联系运维人员从备份恢复。"


@dataclass(kw_only=True)
class Piece(Aggregate):
    """A sealed part of a file; its id is `<SHA-256 of the file>/<number from 0>`, and `of` is how many there are."""

    __pydantic_config__ = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    id: str
    of: int
    sealed: bytes


class StoredFiles:
    """The files of one purpose, in a collection of their own."""

    def __init__(self, pieces: Repository[Piece], cipher: FieldCipher, purpose: Purpose) -> None:
        self._pieces = pieces
        self._cipher = cipher
        self._purpose = purpose

    async def put(self, content: bytes, /) -> str:
        sha256 = hashlib.sha256(content).hexdigest()
        if await self._pieces.find_one(_piece(sha256, 0)) is None:
            parts = [content[at : at + LONGEST_PIECE] for at in range(0, len(content) or 1, LONGEST_PIECE)]
            for number, part in enumerate(parts):
                name = _piece(sha256, number)
                sealed = self._cipher.seal_bytes(part, purpose=self._purpose, owner=name)
                self._pieces.save(Piece(id=name, of=len(parts), sealed=sealed))
        return sha256

    async def read(self, sha256: str, /) -> bytes:
        """See `Files.read`. Raises `FileMissingError`, `FileDamagedError`."""
        first = await self._pieces.find_one(_piece(sha256, 0))
        if first is None:
            raise FileMissingError
        others = [await self._pieces.find_one(_piece(sha256, number)) for number in range(1, first.of)]
        try:
            content = b"".join(map(self._opened, [first, *others]))
        except SealBrokenError:
            raise FileDamagedError from None
        if hashlib.sha256(content).hexdigest() != sha256:
            raise FileDamagedError
        return content

    def _opened(self, piece: Piece | None) -> bytes:
        if piece is None:
            raise FileDamagedError
        return self._cipher.open_bytes(piece.sealed, purpose=self._purpose, owner=piece.id)


def _piece(sha256: str, number: int) -> str:
    return f"{sha256}/{number}"

"""A file between its check and its confirmation, so that nobody uploads it twice."""

from collections.abc import Sequence
from datetime import datetime

from apps.gateway.domain.errors import UploadGoneError
from apps.gateway.domain.kept_upload import KeptPiece
from apps.gateway.ports import Records


async def keep_pieces(records: Records, *, pieces: Sequence[KeptPiece]) -> None:
    """Keep them in place of the last ones of this person."""
    for piece in pieces:
        await records.kept_pieces.put(piece)


async def kept_pieces(
    records: Records, *, account_id: str, about: str, now: datetime, sha256: str = ""
) -> list[KeptPiece]:
    """The pieces in order. Raises `UploadGoneError`, also if they are not of the file with `sha256`."""
    first = await records.kept_pieces.find_one(f"{account_id}/0")
    if first is None or first.about != about or now >= first.ends_at or sha256 not in {"", first.sha256}:
        raise UploadGoneError
    others = [await records.kept_pieces.find_one(f"{account_id}/{number}") for number in range(1, first.of)]
    pieces = [first, *(piece for piece in others if piece and piece.sha256 == first.sha256)]
    if len(pieces) != first.of:
        raise UploadGoneError
    return pieces

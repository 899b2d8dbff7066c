"""What a person uploaded and has not confirmed yet, sealed in the store."""

import hashlib

from apps.gateway.answering.visit import Visit
from apps.gateway.domain.kept_upload import LASTS, KeptPiece
from apps.gateway.use_cases import uploads
from libs.chassis.store.files import LONGEST_PIECE
from libs.contracts.sealing import Purpose


async def keep(visit: Visit, about: str, content: bytes) -> None:
    """Keep a file in place of the last one of this person."""
    sha256 = hashlib.sha256(content).hexdigest()
    parts = [content[at : at + LONGEST_PIECE] for at in range(0, len(content) or 1, LONGEST_PIECE)]
    names = [f"{visit.account.id}/{number}" for number in range(len(parts))]
    pieces = [
        KeptPiece(
            id=name,
            about=about,
            sha256=sha256,
            of=len(parts),
            sealed=visit.gateway.cipher.seal_bytes(part, purpose=Purpose.KEPT_UPLOAD, owner=f"{sha256}/{name}"),
            ends_at=visit.now + LASTS,
        )
        for name, part in zip(names, parts, strict=True)
    ]
    await visit.change(uploads.keep_pieces, pieces=pieces)


async def kept(visit: Visit, about: str, sha256: str = "") -> tuple[bytes, str]:
    """The file and its SHA-256. Raises `UploadGoneError`, also if it is not the one with `sha256`."""
    pieces = await visit.read(
        uploads.kept_pieces, account_id=visit.account.id, about=about, now=visit.now, sha256=sha256
    )
    opened = (
        visit.gateway.cipher.open_bytes(piece.sealed, purpose=Purpose.KEPT_UPLOAD, owner=f"{piece.sha256}/{piece.id}")
        for piece in pieces
    )
    return b"".join(opened), pieces[0].sha256

"""What is left of a picture before it is kept: what it shows, and nothing of where, when and with what it was taken."""

import struct
from collections.abc import Iterator
from typing import Final, Literal

from services.incident.domain.record.errors import NotAPictureError

MediaType = Literal["image/jpeg", "image/png"]

_PNG: Final = b"\x89PNG\r\n\x1a\n"
# What draws the picture; text, times and EXIF are not among it.
_PNG_KEPT: Final = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"pHYs", b"bKGD"}
)
_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_APP1, _APP2, _APP14 = 0xE1, 0xE2, 0xEE
_APPLICATION: Final = range(0xE0, 0xF0)
_COMMENT: Final = 0xFE
_RESTARTS: Final = range(0xD0, 0xD8)
_EXIF: Final = b"Exif\0\0"
_ORIENTATION: Final = 0x0112
_SHORT: Final = 3


def cleaned(content: bytes) -> tuple[bytes, MediaType]:
    """A JPEG or PNG without its metadata, but for which way up it is held. Raises `NotAPictureError`."""
    try:
        if content.startswith(_PNG):
            return _PNG + b"".join(_png_chunks(content)), "image/png"
        if content.startswith(b"\xff\xd8\xff"):
            return b"".join(_jpeg_segments(content)), "image/jpeg"
    except (struct.error, IndexError):
        raise NotAPictureError from None
    raise NotAPictureError


def _png_chunks(content: bytes) -> Iterator[bytes]:
    at = len(_PNG)
    while True:
        length, kind = struct.unpack_from(">I4s", content, at)
        chunk = content[at : at + 12 + length]
        if len(chunk) < 12 + length:
            raise NotAPictureError
        if kind in _PNG_KEPT:
            yield chunk
        if kind == b"IEND":
            return
        at += 12 + length


def _jpeg_segments(content: bytes) -> Iterator[bytes]:
    yield b"\xff\xd8"
    at = 2
    while True:
        if content[at] != 0xFF:  # noqa: PLR2004 -- every marker begins so
            raise NotAPictureError
        marker = content[at + 1]
        if marker == _EOI:
            yield b"\xff\xd9"
            return
        (length,) = struct.unpack_from(">H", content, at + 2)
        end = at + 2 + length
        segment = content[at:end]
        if len(segment) < 2 + length:
            raise NotAPictureError
        if marker == _SOS:
            end = _end_of_scan(content, end)
            yield content[at:end]
        else:
            yield _kept(marker, segment)
        at = end


def _kept(marker: int, segment: bytes) -> bytes:
    if marker == _APP1 and segment[4:10] == _EXIF:
        return _exif_of(_orientation(segment[10:]))
    is_colour = (marker == _APP2 and segment[4:].startswith(b"ICC_PROFILE\0")) or marker == _APP14
    if (marker in _APPLICATION and marker != _APPLICATION.start and not is_colour) or marker == _COMMENT:
        return b""
    return segment


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the next marker stands: within a scan 0xFF is followed by zero or a restart."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0:
            raise NotAPictureError
        follows = content[at + 1]
        if follows and follows not in _RESTARTS:
            return at
        at += 2


def _orientation(tiff: bytes) -> int:
    """Which way up the camera was held, 1 to 8; 1 if it does not say."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    (directory,) = struct.unpack_from(f"{order}I", tiff, 4)
    (entries,) = struct.unpack_from(f"{order}H", tiff, directory)
    for entry in range(entries):
        tag, kind, _, value = struct.unpack_from(f"{order}HHIH", tiff, directory + 2 + 12 * entry)
        if (tag, kind) == (_ORIENTATION, _SHORT):
            return int(value) if value in range(1, 9) else 1
    return 1


def _exif_of(orientation: int) -> bytes:
    tiff = b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, _SHORT, 1, orientation, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", 2 + len(_EXIF) + len(tiff)) + _EXIF + tiff

"""The press: turns the words of certificates into PDF files with typst, outside the event loop."""

import asyncio
import re
import threading
from base64 import b64encode
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import UTC, datetime, time
from functools import cached_property
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import Final

import segno
import typst
from PIL import Image, UnidentifiedImageError

from libs.chassis.typesetting import filled_in, fonts_in
from services.certification.domain.errors.candidate import NotAPhotoError
from services.certification.domain.sheet import Sheet
from services.certification.domain.stock.layout import LANDSCAPE, SEAL
from services.certification.storage.signing import InstitutionSigner

TEMPLATES = Path(__file__).parent
STANDARD: Final = "a-2b"
NO_GLYPH = "could not be displayed"
# Any of the eight masks decodes. Weighing all of them, as segno does by itself, takes four fifths of the time.
MASK = 2
THREADS = 2
# Bytes: it is in every file.
LARGEST_SEAL: Final = 200 * 1024
LARGEST_PHOTO_KIB: Final = 200
# 25x35 mm need less than a million points at 600 dpi.
MOST_POINTS: Final = 4_000_000
EPOCH: Final = datetime.fromtimestamp(0, UTC)
NOBODYS: Final = Sheet(
    name="姓名",
    id_type="居民身份证",
    id_number="",
    occupation="职业名称",
    work_type="--",
    level="五级/初级工",
    number="",
    institution="评价机构",
    seal="",
    issued_on=EPOCH.date(),
    print_serial="",
    verification_url="https://localhost/",
)


class FontsMissingError(RuntimeError):
    """The fonts that certificates are set in are not on this machine: nothing is printed without them."""

    def __init__(self, family: str, directory: Path) -> None:
        super().__init__(
            f"the font {family!r} is not in {directory}: install the Debian package fonts-noto-cjk, "
            "or set SKILLSEAL_FONT_DIR and SKILLSEAL_FONT_FAMILIES"
        )


class SealImageError(ValueError):
    """The image of a seal cannot be printed: a broken one would stop every issue, or be left out without a word."""

    def __init__(self) -> None:
        super().__init__("SKILLSEAL_SEAL_IMAGES: each is a whole PNG file of at most 200 KiB and four million points")


class SheetNotSetError(RuntimeError):
    """Typst could not set a sheet. What it says would quote the personal data on it, so only the template is named."""

    def __init__(self, template: str) -> None:
        super().__init__(f"typst could not set {template}.typ")


class GlyphMissingError(SheetNotSetError):
    """The fonts have no glyph for a character: PDF/A allows no empty boxes."""


class TypstPress:
    """Prints PDF/A-2b sheets with subset fonts; equal sheets give equal bytes.

    Only fonts from `font_dir` are used, so that two machines with the same fonts print the same bytes.
    `seal_images` are PNG files by the words of the seal: a sheet under another seal has none.
    """

    def __init__(
        self,
        *,
        font_dir: Path,
        font_families: Sequence[str],
        signer: InstitutionSigner | None = None,
        seal_images: Mapping[str, Path] | None = None,
    ) -> None:
        self._signer = signer
        self._seals = {words: seal_drawing(file.read_bytes()) for words, file in (seal_images or {}).items()}
        self._font_dir = font_dir
        self._families = list(font_families)
        # Few threads, always the same: each keeps a compiler, which remembers the last sheets, and memory of its own.
        self._threads = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="press")
        self._own = threading.local()

    def must_print(self) -> None:
        """Set a sheet that is nobody's in each way, with room for a signature, so that what fails at issue fails here.

        Raises `FontsMissingError`, `SheetNotSetError`, `UnexpectedFileError`.
        """
        self.render_overprint([NOBODYS])
        pdf = self.render(NOBODYS)
        if self._signer:
            self._signer.room_on(pdf, at=EPOCH)

    async def print(self, sheets: Sequence[Sheet], *, at: datetime) -> list[bytes]:
        """Print each sheet, signed at this time; answers the files. Raises `FontsMissingError`."""
        share = ceil(len(sheets) / THREADS) or 1
        parts = [sheets[first : first + share] for first in range(0, len(sheets), share)]
        loop = asyncio.get_running_loop()
        printed = (loop.run_in_executor(self._threads, self._print, part, at) for part in parts)
        return [file for files in await asyncio.gather(*printed) for file in files]

    async def overprint(self, sheets: Sequence[Sheet]) -> bytes:
        """The words of these sheets at their places on pre-printed blanks, one a page."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self.render_overprint, sheets)

    async def must_be_photo(self, content: bytes) -> None:
        """Refuse what is no JPEG, or is too large to be in every file. Raises `NotAPhotoError`."""
        await asyncio.get_running_loop().run_in_executor(self._threads, _must_be_photo, content)

    async def unprintable(self, words: Sequence[str]) -> set[int]:
        """The places of those texts that hold a character for which the fonts have no glyph."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._unprintable, words)

    def _print(self, sheets: Sequence[Sheet], at: datetime) -> list[bytes]:
        rendered = (self.render(sheet) for sheet in sheets)
        return [self._signer.sign(pdf, at=at) if self._signer else pdf for pdf in rendered]

    def _unprintable(self, words: Sequence[str]) -> set[int]:
        if self._has_glyphs(words):
            return set()
        return {place for place, text in enumerate(words) if not self._has_glyphs([text])}

    def render(self, sheet: Sheet) -> bytes:
        """One sheet as PDF. The creation date is the day of issue, so that the bytes can be made again."""
        content = {
            "name": sheet.name,
            "id_type": sheet.id_type,
            "id_number": sheet.id_number,
            "occupation": sheet.occupation,
            "work_type": sheet.work_type,
            "level": sheet.level,
            "number": sheet.number,
            "institution": sheet.institution,
            "seal": sheet.seal,
            "issued_on": f"{sheet.issued_on.year}年{sheet.issued_on.month}月{sheet.issued_on.day}日",
            "print_serial": sheet.print_serial,
            "qr": qr_code(sheet.verification_url),
            "photo": photo_drawing(sheet.photo, width=30, height=40),
            "seal_image": self._seals.get(sheet.seal, ""),
            "seal_box": asdict(SEAL),
        }
        return self._compile("certificate", content, created=datetime.combine(sheet.issued_on, time.min, tzinfo=UTC))

    def render_overprint(self, sheets: Sequence[Sheet]) -> bytes:
        """The same, outside an event loop."""
        content = {"layout": asdict(LANDSCAPE), "sheets": [_overprinted(sheet) for sheet in sheets]}
        last = max(sheet.issued_on for sheet in sheets)
        return self._compile("preprinted", content, created=datetime.combine(last, time.min, tzinfo=UTC))

    def _has_glyphs(self, words: Sequence[str]) -> bool:
        try:
            self._compile("proof", list(words), created=EPOCH)
        except GlyphMissingError:
            return False
        return True

    def _compile(self, template: str, content: object, *, created: datetime) -> bytes:
        try:
            pdf = self._compiler().compile(
                filled_in(template, content, self._families),
                root=str(TEMPLATES),
                format="pdf",
                timestamp=created,
                pdf_tags=False,
                pdf_standards=STANDARD,
            )
        except typst.TypstError as error:
            raise (GlyphMissingError if NO_GLYPH in str(error) else SheetNotSetError)(template) from None
        if not isinstance(pdf, bytes):
            raise SheetNotSetError(template)
        return pdf

    def _compiler(self) -> typst.Compiler:
        if not hasattr(self._own, "compiler"):
            self._own.compiler = typst.Compiler(root=str(TEMPLATES), font_paths=self._fonts)
        compiler: typst.Compiler = self._own.compiler
        return compiler

    @cached_property
    def _fonts(self) -> typst.Fonts:
        fonts: typst.Fonts = fonts_in(self._font_dir)
        installed = set(fonts.families())
        for family in self._families:
            if family not in installed:
                raise FontsMissingError(family, self._font_dir)
        return fonts


def _overprinted(sheet: Sheet) -> dict[str, str]:
    day = sheet.issued_on
    words = ("name", "id_type", "id_number", "occupation", "work_type", "level", "number")
    place = LANDSCAPE.photo
    return {word: str(getattr(sheet, word)) for word in words} | {
        "year": str(day.year), "month": str(day.month), "day": str(day.day),
        "photo": photo_drawing(sheet.photo, width=place.width, height=place.height),
    }  # fmt: skip


def photo_drawing(jpeg: bytes, *, width: float, height: float) -> str:
    """A photo, whole, in a place of these sides, as typst takes it from words: an SVG around it. None: no words."""
    if not jpeg:
        return ""
    inside = f'<image width="{width}" height="{height}" href="data:image/jpeg;base64,{b64encode(jpeg).decode()}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">{inside}</svg>'


def _must_be_photo(content: bytes) -> None:
    if len(content) > LARGEST_PHOTO_KIB * 1024 or not _is_whole(content, "JPEG"):
        raise NotAPhotoError(LARGEST_PHOTO_KIB)


def seal_drawing(png: bytes) -> str:
    """A picture as typst takes it from words: an SVG around it. Raises `SealImageError`."""
    if len(png) > LARGEST_SEAL or not _is_whole(png, "PNG"):
        raise SealImageError
    inside = f'<image width="100" height="100" href="data:image/png;base64,{b64encode(png).decode()}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">{inside}</svg>'


def _is_whole(content: bytes, kind: str) -> bool:
    """Whether it is a picture of this kind, of not too many points, that can be read to its end."""
    try:
        with Image.open(BytesIO(content), formats=[kind]) as opened:
            if opened.width * opened.height > MOST_POINTS:
                return False
            opened.load()
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        return False
    return True


def qr_code(text: str) -> str:
    """A QR code of error correction level M as SVG, without its quiet zone (the sheet is white around it)."""
    rows = segno.make_qr(text, error="m", mask=MASK, boost_error=False).matrix
    bars = (
        f"M{bar.start()} {line}.5H{bar.end()}" for line, row in enumerate(rows) for bar in re.finditer(rb"\x01+", row)
    )
    side = len(rows)
    drawing = f'<path stroke="#000" d="{"".join(bars)}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">{drawing}</svg>'

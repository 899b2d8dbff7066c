"""The press: turns the words of certificates into PDF files with typst, outside the event loop."""

import asyncio
import json
from collections.abc import Sequence
from datetime import UTC, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import segno
import typst

from services.certification.domain.certificate import Sheet
from services.certification.storage.files import CertificateFiles

TEMPLATE = Path(__file__).with_name("certificate.typ")
PROOF = TEMPLATE.with_name("proof.typ")
STANDARD: Final = "a-2b"
# Any of the eight masks decodes. Weighing all of them, as segno does by itself, takes four fifths of the time.
MASK = 2


class FontsMissingError(RuntimeError):
    """The fonts that certificates are set in are not on this machine: nothing is printed without them."""

    def __init__(self, family: str, directory: Path) -> None:
        super().__init__(
            f"the font {family!r} is not in {directory}: install the Debian package fonts-noto-cjk, "
            "or set SKILLSEAL_FONT_DIR and SKILLSEAL_FONT_FAMILIES"
        )


class TypstPress:
    """Prints PDF/A-2b sheets with subset fonts; equal sheets give equal bytes.

    Only fonts from `font_dir` are used, so that two machines with the same fonts print the same bytes.
    """

    def __init__(self, files: CertificateFiles, *, font_dir: Path, font_families: Sequence[str]) -> None:
        self._files = files
        self._font_dir = font_dir
        self._families = list(font_families)
        self._compilers: tuple[typst.Compiler, typst.Compiler] | None = None
        # One compiler, one user: typst is thread-safe, but its memory of the last sheets is worth keeping warm.
        self._turn = asyncio.Lock()

    def require_fonts(self) -> None:
        """Load fonts and template. Raises `FontsMissingError`."""
        self._ready()

    async def print(self, sheets: Sequence[Sheet]) -> list[str]:
        """Print and store each sheet; answers the SHA-256 of each file. Raises `FontsMissingError`."""
        async with self._turn:
            return await asyncio.to_thread(self._print_and_store, sheets)

    async def unprintable(self, words: Sequence[str]) -> set[int]:
        """The places of those texts that hold a character for which the fonts have no glyph."""
        async with self._turn:
            return await asyncio.to_thread(self._unprintable, words)

    def _print_and_store(self, sheets: Sequence[Sheet]) -> list[str]:
        return self._files.put_all([self.render(sheet) for sheet in sheets])

    def _unprintable(self, words: Sequence[str]) -> set[int]:
        if self._has_glyphs(words):
            return set()
        return {place for place, text in enumerate(words) if not self._has_glyphs([text])}

    def render(self, sheet: Sheet) -> bytes:
        """One sheet as PDF. The creation date is the day of issue, so that the bytes can be made again."""
        printing, _ = self._ready()
        content = {
            "name": sheet.name,
            "id_type": sheet.id_type,
            "id_number": sheet.id_number,
            "occupation": sheet.occupation,
            "work_type": sheet.work_type,
            "level": sheet.level,
            "number": sheet.number,
            "institution": sheet.institution,
            "issued_on": f"{sheet.issued_on.year}年{sheet.issued_on.month}月{sheet.issued_on.day}日",
            "print_serial": sheet.print_serial,
            "qr": qr_code(sheet.verification_url),
        }
        day = datetime.combine(sheet.issued_on, time.min, tzinfo=UTC)
        return self._compile(printing, {"sheet": json.dumps(content)}, created=day)

    def _has_glyphs(self, words: Sequence[str]) -> bool:
        _, proofing = self._ready()
        try:
            self._compile(proofing, {"words": json.dumps(list(words))}, created=datetime.fromtimestamp(0, UTC))
        except typst.TypstError as error:
            if "could not be displayed" in str(error):
                return False
            raise
        return True

    def _compile(self, compiler: typst.Compiler, inputs: dict[str, str], *, created: datetime) -> bytes:
        pdf = compiler.compile(
            format="pdf",
            sys_inputs={**inputs, "fonts": json.dumps(self._families)},
            timestamp=created,
            pdf_tags=False,
            pdf_standards=STANDARD,
        )
        if not isinstance(pdf, bytes):
            message = "typst answered no PDF"
            raise TypeError(message)
        return pdf

    def _ready(self) -> tuple[typst.Compiler, typst.Compiler]:
        if self._compilers is None:
            fonts = typst.Fonts(
                include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(self._font_dir)]
            )
            known = set(fonts.families())
            for family in self._families:
                if family not in known:
                    raise FontsMissingError(family, self._font_dir)
            common: dict[str, Any] = {"root": str(TEMPLATE.parent), "font_paths": fonts}
            self._compilers = (typst.Compiler(TEMPLATE, **common), typst.Compiler(PROOF, **common))
        return self._compilers


def qr_code(text: str) -> str:
    """A QR code of error correction level M as SVG, without its quiet zone (the sheet is white around it)."""
    drawing = BytesIO()
    segno.make_qr(text, error="m", mask=MASK, boost_error=False).save(drawing, kind="svg", xmldecl=False, border=0)
    return drawing.getvalue().decode()

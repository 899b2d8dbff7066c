"""Prints as PDF with typst, outside the event loop."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from services.incident.domain.errors import PrintingFailedError
from services.incident.ports import Paper

TEMPLATES: Final = Path(__file__).parent


class TypstPrinter:
    """One print at a time; typst is loaded with the first, because most days have none."""

    def __init__(self, *, font_dir: Path, font_families: Sequence[str]) -> None:
        self._font_dir = font_dir
        self._families = list(font_families)
        self._compiler: Any = None
        self._turn = asyncio.Lock()

    async def print(self, paper: Paper, content: Mapping[str, object], *, at: datetime) -> bytes:
        """Fill in `<paper>.typ`. Raises `PrintingFailedError`."""
        async with self._turn:
            return await asyncio.to_thread(self._print, paper, content, at)

    def _print(self, paper: Paper, content: Mapping[str, object], at: datetime) -> bytes:
        import typst  # noqa: PLC0415 -- see above

        source = (
            f'#import "{paper}.typ": {paper}\n'
            f"#{paper}(json(bytes({_literal(content)})), json(bytes({_literal(self._families)})))"
        )
        try:
            if self._compiler is None:
                fonts = typst.Fonts(
                    include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(self._font_dir)]
                )
                self._compiler = typst.Compiler(root=str(TEMPLATES), font_paths=fonts)
            pdf = self._compiler.compile(
                source.encode(), root=str(TEMPLATES), format="pdf", timestamp=at.replace(microsecond=0)
            )
        except typst.TypstError:
            # What typst says would quote the file.
            raise PrintingFailedError from None
        return bytes(pdf)


def _literal(content: object) -> str:
    """A typst string that holds JSON. JSON is ASCII here, so only its own quotes and backslashes need escaping."""
    return '"' + json.dumps(content).replace("\\", "\\\\").replace('"', '\\"') + '"'

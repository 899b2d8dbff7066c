"""Sets templates as PDF with typst, outside the event loop."""

import asyncio
import json
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any


class NotSetError(Exception):
    """Typst refused. What it says is not told, because it would quote the content."""


class Typesetter:
    """One print at a time; typst is loaded with the first, because most processes never print."""

    def __init__(self, templates: Path, *, font_dir: Path, font_families: Sequence[str]) -> None:
        self._templates = templates
        self._font_dir = font_dir
        self._families = list(font_families)
        self._compiler: Any = None
        self._turn = asyncio.Lock()

    async def set(self, template: str, content: object, *, at: datetime) -> bytes:
        """The function that a file `<template>.typ` is named after, given content and fonts. Raises `NotSetError`."""
        async with self._turn:
            return await asyncio.to_thread(self._set, template, content, at)

    def _set(self, template: str, content: object, at: datetime) -> bytes:
        import typst  # noqa: PLC0415 -- see above

        try:
            if self._compiler is None:
                self._compiler = typst.Compiler(root=str(self._templates), font_paths=fonts_in(self._font_dir))
            pdf = self._compiler.compile(
                filled_in(template, content, self._families),
                root=str(self._templates),
                format="pdf",
                timestamp=at.replace(microsecond=0),
            )
        except typst.TypstError:
            raise NotSetError from None
        return bytes(pdf)


@cache
def fonts_in(directory: Path) -> Any:
    """The fonts of a folder and no others, once for all that a process prints: they take 50 MiB."""
    import typst  # noqa: PLC0415 -- most processes never print

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(directory)])


def filled_in(template: str, content: object, families: Sequence[str]) -> bytes:
    """The source that calls a template. Content is part of it: `sys.inputs` would make typst forget the template."""
    called = f"{template}(json(bytes({_literal(content)})), json(bytes({_literal(list(families))})))"
    return f'#import "{template}.typ": {template}\n#{called}'.encode()


def _literal(content: object) -> str:
    """A typst string that holds JSON. JSON is ASCII here, so only its own quotes and backslashes need escaping."""
    return '"' + json.dumps(content).replace("\\", "\\\\").replace('"', '\\"') + '"'

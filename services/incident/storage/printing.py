"""Prints the papers of the incident service as PDF."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from libs.chassis.typesetting import NotSetError, Typesetter
from services.incident.domain.errors import PrintingFailedError
from services.incident.ports import Paper


class TypstPrinter:
    """Fills in the templates beside this file."""

    def __init__(self, *, font_dir: Path, font_families: Sequence[str]) -> None:
        self._typesetter = Typesetter(Path(__file__).parent, font_dir=font_dir, font_families=font_families)

    async def print(self, paper: Paper, content: Mapping[str, object], *, at: datetime) -> bytes:
        """Fill in `<paper>.typ`. Raises `PrintingFailedError`."""
        try:
            return await self._typesetter.set(paper, content, at=at)
        except NotSetError:
            raise PrintingFailedError from None

"""Drawing pages from templates, and handing out the few files that they load."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fastapi import Request
from fastapi.responses import Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException

from apps.web.words import clock, day, day_of_year, moment, provisional

MEDIA = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@dataclass(frozen=True)
class StaticFile:
    """Loaded once; its address changes with what is in it, so that browsers may keep it."""

    content: bytes
    media_type: str

    @property
    def digest(self) -> str:
        """The part of the address that changes."""
        return hashlib.sha256(self.content).hexdigest()[:16]


def files_in(directory: Path) -> dict[str, StaticFile]:
    """Name → file."""
    return {
        file.name: StaticFile(file.read_bytes(), MEDIA[file.suffix])
        for file in sorted(directory.iterdir())
        if file.suffix in MEDIA
    }


def environment(templates: Path, files: Mapping[str, StaticFile]) -> Environment:
    """Draws with everything escaped; a name that a template does not get is a fault, not an empty place."""
    made = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "moment": moment,
        "clock": clock,
        "day": day,
        "day_of_year": day_of_year,
        "provisional": provisional,
    }
    made.globals |= {"static": {name: f"/static/{name}?v={file.digest}" for name, file in files.items()}}
    return made


def handed_out(files: Mapping[str, StaticFile], request: Request, name: str) -> Response:
    """A file as a browser may keep it. Raises `HTTPException`."""
    file = files.get(name)
    if file is None:
        raise HTTPException(404)
    is_this = request.query_params.get("v") == file.digest
    kept = "public, max-age=31536000, immutable" if is_this else "no-store"
    return Response(file.content, media_type=file.media_type, headers={"Cache-Control": kept})

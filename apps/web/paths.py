"""Addresses that are made of what came from outside."""

from collections.abc import Mapping
from urllib.parse import quote


def filled(path: str, parts: Mapping[str, str]) -> str:
    """A path with its named places filled: each stays one part of it, whatever it holds."""
    return path.format_map({name: _quoted(value) for name, value in parts.items()})


def _quoted(part: str) -> str:
    """`..` would be taken for the way up before the service saw it."""
    return quote(part, safe="") if part.strip(".") else part.replace(".", "%2E")

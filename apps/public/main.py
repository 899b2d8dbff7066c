"""The public page as a process: `python -m apps.public`."""

from typing import Any

from apps.public.public import Public
from apps.public.routes import ALL
from apps.public.settings import Settings


def build(settings: Settings | None = None, **other: Any) -> Public:
    """Put it together; `other` is what a test puts in a place of its own."""
    return Public(settings or Settings(), pages=ALL, **other)

"""The staff gateway as a process: `python -m apps.gateway`."""

from typing import Any

from apps.gateway.gateway import Gateway
from apps.gateway.routes import ALL, operator
from apps.gateway.settings import Settings


def build(settings: Settings | None = None, **other: Any) -> Gateway:
    """Put the gateway together; `other` is what a test puts in a place of its own."""
    return Gateway(
        settings or Settings(),
        operator=operator.router,
        pages=[pages.router for pages in ALL],
        shown={page: show for pages in ALL for page, show in pages.shown.items()},
        **other,
    )

"""What every page may load, and which requests come from another site's page."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SAFE = frozenset({"GET", "HEAD"})

STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; "
    "worker-src 'self'; manifest-src 'self'"
)
HALF_A_YEAR = "max-age=15768000"


class Headed:
    """Every answer carries these headers, and is kept by nobody unless it says otherwise."""

    def __init__(self, app: ASGIApp, *, headers: Mapping[str, str], production: bool) -> None:
        self._app = app
        self._headers = {**headers, **({"Strict-Transport-Security": HALF_A_YEAR} if production else {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and head what comes back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, sending)


def is_own(asked: HTTPConnection) -> bool:
    """Whether a page of ours sends it.

    A browser says so in `Sec-Fetch-Site` (over TLS and on this machine), else by an `Origin` that is where it was sent;
    what says neither is not believed.
    """
    if (site := asked.headers.get("sec-fetch-site")) is not None:
        return site == "same-origin"
    return urlsplit(asked.headers.get("origin", "")).netloc == asked.headers.get("host")

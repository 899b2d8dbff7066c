"""Before every page: what another site's page sends is refused; and what every answer says of itself."""

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from apps.web.walls import SAFE, STRICT, is_own

FOREIGN = PlainTextResponse("这个请求来自别的网页，已拒绝。", 403)
HEADERS = {
    "Content-Security-Policy": STRICT,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
}


class Walls:
    """Lets in what a page of ours sends."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on."""
        is_foreign = scope["type"] == "http" and scope["method"] not in SAFE and not is_own(HTTPConnection(scope))
        await (FOREIGN if is_foreign else self._app)(scope, receive, send)

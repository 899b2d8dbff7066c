"""Before every page: what another site's page sends is refused, and every answer says what it may load."""

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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
HALF_A_YEAR = "max-age=15768000"


class Walls:
    """The outermost layer."""

    def __init__(self, app: ASGIApp, *, production: bool) -> None:
        self._app = app
        self._headers = HEADERS | ({"Strict-Transport-Security": HALF_A_YEAR} if production else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on."""
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

        is_foreign = scope["method"] not in SAFE and not is_own(HTTPConnection(scope))
        await (FOREIGN if is_foreign else self._app)(scope, receive, sending)

"""Before every page: what another site's page sends is refused; and what every answer says of itself."""

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from apps.web.walls import SAFE, STRICT, is_own

# Where the identity provider says who signed out: by itself, with a signature, and no cookie counts there.
SIGN_OUT = "/sign-in/provider/sign-out"
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
        is_form = scope["type"] == "http" and scope["method"] not in SAFE and scope["path"] != SIGN_OUT
        is_foreign = is_form and not is_own(HTTPConnection(scope))
        await (FOREIGN if is_foreign else self._app)(scope, receive, send)

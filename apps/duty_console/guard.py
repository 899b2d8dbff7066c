"""What stands before every page: who asks, from which page, how much is sent; and the headers of every answer."""

from contextlib import suppress
from urllib.parse import quote, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from apps.duty_console.pages.session import COOKIE, Sessions
from apps.duty_console.service import SESSION_OVER, RefusedError, UnreachableError
from apps.web.handover import BEGIN, CODE
from apps.web.walls import SAFE, STRICT

SOCKET = "/_nicegui_ws"
PUBLIC = ("/sign-in", BEGIN, CODE, "/health", "/offline", "/worker.js", "/palette.css", "/favicon.ico")
FILES = ("/static/", "/_nicegui/", "/worker.js", "/palette.css")
PHOTO, ANYTHING_ELSE = 10 * 1024 * 1024, 256 * 1024
FOREIGN = "这个请求来自别的网页，已拒绝。"
TOO_LARGE = "内容过大。"
UNTOLD = "没有说明内容的长度。"

# NiceGUI's page has scripts and styles inside, Vue compiles templates and its client evaluates what the server sends.
DRAWN_BY_NICEGUI = STRICT.replace(
    "script-src 'self'; style-src 'self'; img-src 'self' blob:",
    "script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:",
)


class Guard:
    """Lets through what is asked by somebody who has signed in, from a page of the console itself."""

    def __init__(self, app: ASGIApp, sessions: Sessions) -> None:
        self._app = app
        self._sessions = sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        asked = HTTPConnection(scope)
        session = self._sessions.find(asked.cookies.get(COOKIE, ""))
        if session and not asked.url.path.startswith(FILES):
            # Whoever has signed out of the gateway is out within a minute; while it is away nobody is put out.
            with suppress(RefusedError, UnreachableError):
                await session.bearer()
            session = None if session.is_over else session
        scope.setdefault("state", {})["session"] = session
        refusal = _refused(asked, is_known=session is not None)
        if refusal is None:
            await self._app(scope, receive, _with_headers(asked, send))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": ""})
        else:
            await refusal(scope, receive, _with_headers(asked, send))


def _refused(asked: HTTPConnection, *, is_known: bool) -> Response | None:
    path = asked.url.path
    if _is_foreign(asked):
        return JSONResponse({"detail": FOREIGN}, status_code=403)
    if not is_known and path not in PUBLIC and not path.startswith(FILES):
        return _to_sign_in(asked)
    if asked.scope["type"] == "http" and asked.scope["method"] not in SAFE:
        length = asked.headers.get("content-length", "")
        if not length.isdecimal():
            return JSONResponse({"detail": UNTOLD}, status_code=411)
        if int(length) > (PHOTO if path.startswith("/photos/") else ANYTHING_ELSE):
            return JSONResponse({"detail": TOO_LARGE}, status_code=413)
    return None


def _is_foreign(asked: HTTPConnection) -> bool:
    """Whether another site's page sends it. Browsers say so; a socket without a word of its origin is no browser's."""
    is_socket = asked.scope["type"] == "websocket"
    if not is_socket and asked.scope["method"] in SAFE and not asked.url.path.startswith(SOCKET):
        return False
    origin = asked.headers.get("origin")
    if origin is None:
        return is_socket or asked.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}
    return urlsplit(origin).netloc != asked.headers.get("host")


def _to_sign_in(asked: HTTPConnection) -> Response:
    is_page = (
        asked.scope["type"] == "http" and asked.scope["method"] in SAFE and "html" in asked.headers.get("accept", "")
    )
    if not is_page:
        return JSONResponse({"detail": SESSION_OVER}, status_code=401)
    query = f"?{asked.url.query}" if asked.url.query else ""
    return RedirectResponse(f"/sign-in?next={quote(asked.url.path + query, safe='')}", status_code=303)


def _with_headers(asked: HTTPConnection, send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            is_niceguis = headers.get("x-nicegui-content") == "page"
            headers["Content-Security-Policy"] = DRAWN_BY_NICEGUI if is_niceguis else STRICT
            headers["X-Content-Type-Options"] = "nosniff"
            # Without a referrer a browser sends a form with `Origin: null`, as a foreign page would.
            headers["Referrer-Policy"] = "same-origin" if asked.url.path == "/sign-in" else "no-referrer"
            if not asked.url.path.startswith(FILES):
                headers["Cache-Control"] = "no-store"
        await send(message)

    return sent

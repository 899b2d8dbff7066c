"""Signing in at the staff gateway: the browser goes there, and comes back with a code for the number it left with."""

import hashlib
import hmac
import secrets
from html import escape
from urllib.parse import quote, unquote

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from nicegui import app

from apps.duty_console.gateway import Gateway
from apps.duty_console.pages import plain
from apps.duty_console.pages.session import COOKIE, Session, Sessions
from apps.duty_console.pages.sign_in import let_in, own_page, put_out
from apps.duty_console.service import SESSION_OVER, RefusedError, UnreachableError
from apps.web.handover import BEGIN, CODE

# Which browser is on its way, and to which page: the number that the gateway is asked with follows from it here alone.
ARRIVAL = "duty_arrival"
LASTS_SECONDS = 600
DRAWN = 32  # random bytes
LENGTH = len(secrets.token_urlsafe(DRAWN))
AWAY = "工作平台没有回应，请稍后再试；紧急情况请直接打电话报告。"
STILL_THERE = "已退出值班台，但工作平台没有回应：那里的登录可能还在，请到工作平台退出。"
FOREIGN = "这次登录不是从本浏览器开始的，或已超过十分钟，请重新登录。"
FORM = """<main class="card"><h1>突发事件值班台</h1>
{refusal}
<p><a class="button primary" href="{begin}">用工作平台的账户登录</a></p>
</main>"""
LET_IN = (
    """<main class="card"><h1>突发事件值班台</h1><p><a class="button primary" href="{next}">进入值班台</a></p></main>"""
)


def serve(gateway: Gateway, sessions: Sessions) -> None:
    """Add the routes."""
    entry = Entry(gateway, sessions)
    app.get("/sign-in")(entry.show)
    app.get(BEGIN)(entry.begin)
    app.get(CODE)(entry.come_back)
    app.post("/sign-out")(entry.sign_out)


class Entry:
    """The door to the gateway. A console that starts again does not know who was on the way."""

    def __init__(self, gateway: Gateway, sessions: Sessions) -> None:
        self._gateway = gateway
        self._sessions = sessions
        self._key = secrets.token_bytes(DRAWN)

    async def show(self, request: Request, next: str = "/", *, still: bool = False) -> Response:
        """Going back leads here: who has signed in is not asked again."""
        if Session.of(request):
            return RedirectResponse(own_page(next), status_code=303)
        return _page(STILL_THERE if still else SESSION_OVER if COOKIE in request.cookies else "", next)

    async def begin(self, request: Request, next: str = "/") -> Response:
        """Off to the gateway."""
        arrival = secrets.token_urlsafe(DRAWN)
        answer = RedirectResponse(self._gateway.entry(self._number_of(arrival)), status_code=303)
        answer.set_cookie(
            ARRIVAL,
            arrival + quote(own_page(next), safe=""),
            max_age=LASTS_SECONDS,
            path="/sign-in",
            httponly=True,
            samesite="lax",  # it comes back from another host
            secure=request.url.scheme == "https",
        )
        return answer

    async def come_back(self, request: Request, code: str = "") -> Response:
        """With a code. A redirect would still be the gateway's, and the cookie goes along with our own pages alone."""
        kept = request.cookies.get(ARRIVAL, "")
        arrival, then = kept[:LENGTH], own_page(unquote(kept[LENGTH:]))
        if len(arrival) < LENGTH:
            return _page(FOREIGN, "/", status=403)
        number = self._number_of(arrival)
        try:
            session = Session.lent(await self._gateway.open(code, number), self._gateway, number)
        except RefusedError as refusal:
            return _page(refusal.detail, then, status=refusal.status)
        except UnreachableError:
            return _page(AWAY, then, status=503)
        head = f'{plain.STYLES}<meta http-equiv="refresh" content="0;url={escape(then)}">'
        answer = plain.page("登录", LET_IN.format(next=escape(then)), head=head)
        answer.delete_cookie(ARRIVAL, path="/sign-in")
        return let_in(answer, request, self._sessions, session)

    async def sign_out(self, request: Request) -> Response:
        """Here at once, and at the gateway, or the next person would come in as this one."""
        number = Session.signed_in(request).number
        answer = put_out(request, self._sessions)
        try:
            await self._gateway.end(number)
        except (RefusedError, UnreachableError):
            answer.status_code = 503
        return answer

    def _number_of(self, arrival: str) -> str:
        return hmac.new(self._key, arrival.encode(), hashlib.sha256).hexdigest()


def _page(refusal: str, next: str, status: int = 200) -> HTMLResponse:
    said = f'<p class="refusal" role="alert">{escape(refusal)}</p>' if refusal else ""
    begin = f"{BEGIN}?next={quote(own_page(next), safe='')}"
    return plain.page("登录", FORM.format(begin=escape(begin), refusal=said), head=plain.STYLES, status=status)

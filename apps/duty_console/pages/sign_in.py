"""Signing in with a staff token, where no gateway is set up, and out again: it works before anything else does."""

import re
import time
from html import escape
from typing import Annotated

import httpx
from fastapi import Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from nicegui import app

from apps.duty_console.pages import plain
from apps.duty_console.pages.session import COOKIE, Session, Sessions
from apps.duty_console.service import SESSION_OVER, IncidentService, RefusedError, UnreachableError

OWN_PAGE = re.compile(r"/(report|readiness|statistics|register)?(\?[\w=&%.:+-]*)?")
NOBODY = "请先登录：没有有效的身份令牌。"
# The number outlives the session, so that whoever comes back is told what has happened.
A_DAY = 24 * 3600
FORM = """<main class="card"><h1>突发事件值班台</h1>
<form method="post" action="/sign-in" class="form">
<label for="token">工作人员令牌</label>
<textarea id="token" name="token" rows="5" required autofocus autocomplete="off" spellcheck="false"></textarea>
<input type="hidden" name="next" value="{next}">
<p class="hint">由管理员用 <code>skillseal token 工号 岗位</code> 签发，十二小时有效。</p>
{refusal}
<button class="button primary">登录</button>
</form></main>"""


def serve(http: httpx.AsyncClient, sessions: Sessions) -> None:
    """Add the routes."""

    @app.get("/sign-in")
    async def show(request: Request, next: str = "/") -> Response:
        # Going back leads here: who has signed in is not asked again.
        if Session.of(request):
            return RedirectResponse(own_page(next), status_code=303)
        return _page(SESSION_OVER if COOKIE in request.cookies else "", next)

    @app.post("/sign-in")
    async def sign_in(
        request: Request, token: Annotated[str, Form()] = "", next: Annotated[str, Form()] = "/"
    ) -> Response:
        session = Session.told("".join(token.split()))
        if session is None:
            return _page(NOBODY, next, status=401)
        try:
            # Any staff may see the kinds: what is asked here is only whether the token is good.
            await IncidentService(http, session).get("/incidents/kinds")
        except RefusedError as refusal:
            return _page(refusal.detail, next, status=refusal.status)
        except UnreachableError:
            return _page("突发事件服务没有回应，请稍后再试；紧急情况请直接打电话报告。", next, status=503)
        return let_in(RedirectResponse(own_page(next), status_code=303), request, sessions, session)

    @app.post("/sign-out")
    async def sign_out(request: Request) -> Response:
        return put_out(request, sessions)


def let_in(answer: Response, request: Request, sessions: Sessions, session: Session) -> Response:
    """The browser's number for it; whoever had signed in here before is out."""
    sessions.end(request.cookies.get(COOKIE, ""))
    answer.set_cookie(
        COOKIE,
        sessions.open(session),
        max_age=int(session.expires_at - time.time()) + A_DAY,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return answer


def put_out(request: Request, sessions: Sessions) -> Response:
    """Whoever sits here has left."""
    sessions.end(request.cookies.get(COOKIE, ""))
    answer = Response(status_code=204)
    answer.delete_cookie(COOKIE)
    return answer


def own_page(path: str) -> str:
    """Only a page of the console is gone to after signing in."""
    return path if OWN_PAGE.fullmatch(path) else "/"


def _page(refusal: str, next: str, status: int = 200) -> HTMLResponse:
    said = f'<p class="refusal" role="alert">{escape(refusal)}</p>' if refusal else ""
    return plain.page("登录", FORM.format(next=escape(next), refusal=said), head=plain.STYLES, status=status)

"""Signing in with a staff token: plain HTML, so that it works before anything else does."""

from html import escape
from typing import Annotated

import httpx
from fastapi import Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from nicegui import app

from apps.duty_console.pages.session import COOKIE, Session
from apps.duty_console.palette import css_variables
from apps.duty_console.service import IncidentService, RefusedError, UnreachableError

LASTS = 12 * 3600
PAGE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>登录 · 值班台</title><style>{palette}</style><link rel="stylesheet" href="/static/console.css"></head>
<body class="plain"><main class="card"><h1>突发事件值班台</h1>
<form method="post" action="/sign-in" class="form">
<label for="token">工作人员令牌</label>
<textarea id="token" name="token" rows="5" required autofocus autocomplete="off" spellcheck="false"></textarea>
<p class="hint">由管理员用 <code>skillseal token 工号 岗位</code> 签发，十二小时有效。</p>
{refusal}
<button class="button primary">登录</button>
</form></main></body></html>"""


def serve(http: httpx.AsyncClient) -> None:
    """Add the routes."""

    @app.get("/sign-in")
    async def show() -> HTMLResponse:
        return _page()

    @app.post("/sign-in")
    async def sign_in(request: Request, token: Annotated[str, Form()] = "") -> Response:
        token = "".join(token.split())
        try:
            # Any staff may see the kinds: what is asked here is only whether the token is good.
            await IncidentService(http, token).get("/incidents/kinds")
        except RefusedError as refusal:
            return _page(refusal.detail, status=refusal.status)
        except UnreachableError:
            return _page("突发事件服务没有回应，请稍后再试；紧急情况请直接打电话报告。", status=503)
        if Session.told(token) is None:
            return _page("这不是工作人员令牌。", status=401)
        answer = RedirectResponse("/", status_code=303)
        answer.set_cookie(
            COOKIE, token, max_age=LASTS, httponly=True, samesite="strict", secure=request.url.scheme == "https"
        )
        return answer

    @app.get("/sign-out")
    async def sign_out() -> Response:
        answer = RedirectResponse("/sign-in", status_code=303)
        answer.delete_cookie(COOKIE)
        return answer


def _page(refusal: str = "", status: int = 200) -> HTMLResponse:
    said = f'<p class="refusal" role="alert">{escape(refusal)}</p>' if refusal else ""
    return HTMLResponse(PAGE.format(palette=css_variables(), refusal=said), status_code=status)

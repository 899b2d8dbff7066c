"""Pages of plain HTML: they are there without NiceGUI, keep nothing here, and run no script but our own files."""

from collections.abc import Awaitable
from html import escape

import httpx
from fastapi.responses import HTMLResponse, PlainTextResponse, Response
from nicegui import app

from apps.duty_console.board import REGISTER_READERS, WATCHERS
from apps.duty_console.pages.session import Session
from apps.duty_console.service import RefusedError, UnreachableError
from apps.web.palette import DARK, css_variables
from apps.web.words import roles_in_words

STYLES = '<link rel="stylesheet" href="/palette.css"><link rel="stylesheet" href="/static/console.css">'
SCRIPTS = "".join(
    f'<script src="/static/{name}.js"></script>' for name in ("console", "notices", "queue", "form", "photos")
)
HEAD = STYLES + SCRIPTS
# Outside of what NiceGUI draws: these must be there when it is not.
STRIPS = (
    '<div id="bar" role="alert" hidden></div>'
    '<section id="unreached" role="alert" hidden></section>'
    '<section id="queue" role="status" aria-label="待送出的报告" data-person="{person}" hidden></section>'
    '<section id="notices" class="notices" aria-label="给我的通知" aria-live="assertive"></section>'
    '<input id="photo" type="file" accept="image/*" multiple hidden>'
)
SIGN_OUT = '<button class="sign-out" type="button" data-sign-out="sign-out" title="退出登录，换班">退出</button>'
NO_ANSWER = "突发事件服务没有回应。"


def serve() -> None:
    """Add the palette as a file: a page with styles inside would need a weaker policy."""

    @app.get("/palette.css")
    async def palette() -> Response:
        return Response(css_variables(DARK), media_type="text/css")


def page(title: str, body: str, *, head: str = HEAD, attributes: str = "", status: int = 200) -> HTMLResponse:
    """A whole page."""
    return HTMLResponse(
        f"""<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)} · 值班台</title>{head}</head>
<body class="plain"{attributes}>{body}</body></html>""",
        status_code=status,
    )


def live_page(title: str, body: str, session: Session) -> HTMLResponse:
    """A page for somebody who has signed in; it hears the feed by itself."""
    links = _links(session, title)
    return page(title, f"{strips(session)}{_header(session, links)}{body}", attributes=" data-live")


def strips(session: Session | None) -> str:
    """What is the same on every page."""
    return STRIPS.format(person=escape(session.id if session else ""))


def link(key: str, name: str, words: str, href: str, classes: str = "") -> str:
    """A link that a single key follows too; it needs nobody to answer."""
    return f'<a class="button {classes}" data-key="{key}" href="{href}"><span>{words}</span><kbd>{name}</kbd></a>'


def refused(fault: RefusedError | UnreachableError) -> str:
    """What is said instead."""
    words = fault.detail if isinstance(fault, RefusedError) else NO_ANSWER
    return f'<p class="refusal" role="alert">{escape(words)}</p>'


def _header(session: Session, links: str) -> str:
    return f"""<header class="head"><h1>突发事件值班台</h1><span class="clock" data-clock="1"></span>
<a id="waiting" class="waiting-count" href="/" hidden></a>
<span class="who"><span class="name">{escape(session.name or session.id)}</span>
<span class="roles">{escape(roles_in_words(session.roles))}</span>{SIGN_OUT}</span>
<nav class="buttons" aria-label="操作">{links}</nav></header>
<p class="unheard" id="unheard" hidden>浏览器还不让发声：请按任意键或点一下屏幕。</p>"""


def _links(session: Session, here: str) -> str:
    roles = set(session.roles)
    watcher = link("escape", "Esc", "返回列表", "/") + link("r", "R", "就绪", "/readiness") if roles & WATCHERS else ""
    reader = (
        link("s", "S", "统计", "/statistics") + link("w", "W", "登记", "/register") if roles & REGISTER_READERS else ""
    )
    return watcher + reader + ("" if here == "上报" else link("n", "N", "上报", "/report"))


async def handed_on(asked: Awaitable[httpx.Response]) -> Response:
    """A file of the service, or in words why there is none."""
    try:
        answer = await asked
    except RefusedError as refusal:
        return PlainTextResponse(refusal.detail, refusal.status)
    except UnreachableError:
        return PlainTextResponse(NO_ANSWER, httpx.codes.SERVICE_UNAVAILABLE)
    kept = {name: answer.headers[name] for name in ("Content-Disposition",) if name in answer.headers}
    return Response(answer.content, media_type=answer.headers["Content-Type"], headers=kept)

"""The duty console, put together: pages, the two plain routes a form needs, and the connection to the service."""

from http import HTTPStatus
from pathlib import Path

import httpx
from fastapi import Request
from fastapi.responses import PlainTextResponse, Response
from nicegui import app, ui

from apps.duty_console.gateway import Gateway
from apps.duty_console.guard import Guard
from apps.duty_console.pages import (
    entry,
    live,
    notices,
    photos,
    plain,
    readiness,
    register,
    report,
    sign_in,
    statistics,
    watch,
)
from apps.duty_console.pages.session import Sessions
from apps.duty_console.settings import Settings

STATIC = Path(__file__).parent / "static"


def run(settings: Settings | None = None) -> None:
    """Serve until SIGTERM or SIGINT."""
    settings = settings or Settings()
    http = httpx.AsyncClient(base_url=settings.incident_url, trust_env=False, limits=httpx.Limits(max_connections=None))
    app.on_shutdown(http.aclose)
    app.add_api_route("/health", _health)
    app.add_static_files("/static", STATIC, max_cache_age=0)
    app.add_static_file(local_file=STATIC / "worker.js", url_path="/worker.js", max_cache_age=0)
    gateway = None
    if settings.gateway_url:
        inside = httpx.AsyncClient(base_url=settings.gateway_inside_url or settings.gateway_url, trust_env=False)
        app.on_shutdown(inside.aclose)
        gateway = Gateway(settings.gateway_url, inside)
    sessions = Sessions(settings.sessions, gateway)
    app.add_middleware(Guard, sessions=sessions)
    app.add_exception_handler(HTTPStatus.NOT_FOUND, _not_found)
    plain.serve()
    live.serve(http)
    if gateway:
        entry.serve(gateway, sessions)
    else:
        sign_in.serve(http, sessions)
    report.serve(http, settings)
    photos.serve(http)
    readiness.serve(http, settings)
    notices.serve(http)
    register.serve(http, settings)
    statistics.serve(http)
    watch.serve(http)
    ui.run(
        host=settings.host,
        port=settings.port,
        forwarded_allow_ips=settings.proxies or None,
        title="值班台",
        language="zh-CN",
        dark=True,
        favicon="🚨",
        show=False,
        reload=False,
        tailwind=False,
        reconnect_timeout=3.0,
        show_welcome_message=False,
    )


async def _not_found(_request: Request, _fault: Exception) -> Response:
    # NiceGUI would build a live page of its own for every address that does not exist.
    return PlainTextResponse("没有这个页面。", HTTPStatus.NOT_FOUND)


async def _health() -> dict[str, str]:
    return {"status": "ok"}

"""The duty console, put together: pages, the two plain routes a form needs, and the connection to the service."""

from pathlib import Path

import httpx
from nicegui import app, ui

from apps.duty_console.pages import photos, readiness, report, sign_in, statistics, watch
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
    sign_in.serve(http)
    report.serve(http, settings)
    photos.serve(http)
    readiness.serve(http, settings)
    statistics.serve(http)
    watch.serve(http)
    ui.run(
        host=settings.host,
        port=settings.port,
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


async def _health() -> dict[str, str]:
    return {"status": "ok"}

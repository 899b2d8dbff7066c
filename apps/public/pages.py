"""How a page is answered: drawn for people, JSON for who asks for it, and a sentence for whatever goes wrong."""

import math
from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path
from typing import Any

import structlog
from fastapi import APIRouter, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from fastapi.routing import APIRoute
from jinja2 import Environment
from starlette.exceptions import HTTPException

from apps.public.errors import BusyError, NotShownError, ServiceAwayError
from apps.web import drawing
from apps.web.drawing import StaticFile
from apps.web.palette import LIGHT
from apps.web.words import moment
from libs.chassis.domain import DomainError, TooOftenError
from libs.chassis.web.problems import problem, route_of, status_of, unserved

HERE = Path(__file__).parent
FAULT = "系统出了问题，没有查成。请稍后再试。"

log = structlog.get_logger()


@cache
def static_files() -> dict[str, StaticFile]:
    """The style sheet. Its colours are filled in here: old browsers know no variables."""
    files = drawing.files_in(HERE / "static")
    sheet = files["public.css"].content.decode()
    for name, colour in LIGHT.items():
        sheet = sheet.replace(f"var(--{name})", colour)
    return {**files, "public.css": StaticFile(sheet.encode(), "text/css")}


@cache
def environment() -> Environment:
    """What draws the pages."""
    made = drawing.environment(HERE / "templates", static_files())
    made.filters |= {
        "second": lambda at: f"{moment(at)}:{at:%S}",
        "yuan": lambda fen: f"{fen // 100}" if fen % 100 == 0 else f"{fen // 100}.{fen % 100:02}",
    }
    return made


def wants_json(request: Request) -> bool:
    """A browser names HTML, and gets it; so does who names nothing."""
    accepted = request.headers.get("Accept", "")
    return "application/json" in accepted and "text/html" not in accepted


def page(request: Request, template: str, *, status: int = 200, **shown: Any) -> HTMLResponse:
    """A page as HTML."""
    public = request.app.state.service
    known = {"settings": public.settings, "now": public.clock.now(), "here": request.url.path}
    html = environment().get_template(template).render(**known, **shown)
    return HTMLResponse(html, status, headers={"Vary": "Accept"})


def as_json(answer: JSONResponse) -> JSONResponse:
    """What a program is told; the same address tells people something else."""
    answer.headers["Vary"] = "Accept"
    return answer


class Route(APIRoute):
    """A route that never shows a stack."""

    def get_route_handler(self) -> Callable[[Request], Awaitable[Response]]:  # type: ignore[override]
        """Wrap FastAPI's handler."""
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            try:
                return await handle(request)
            except DomainError as refusal:
                return refused(request, refusal)
            except RequestValidationError:
                return refused(request, NotShownError())
            except Exception:
                log.exception("page.failed", route=route_of(request))
                return sentence(request, 503, "fault", FAULT)

        return guarded


class Pages(APIRouter):
    """A router of pages."""

    def __init__(self) -> None:
        super().__init__(route_class=Route, include_in_schema=False)


def refused(request: Request, refusal: DomainError) -> Response:
    """A refusal, in its own sentence."""
    own = {NotShownError: 404, ServiceAwayError: 503, BusyError: 503}
    answer = sentence(request, own.get(type(refusal)) or status_of(refusal), refusal.slug, refusal.sentence)
    if isinstance(refusal, TooOftenError):
        answer.headers["Retry-After"] = str(math.ceil(refusal.retry_after.total_seconds()))
    return answer


def sentence(request: Request, status: int, slug: str, words: str) -> Response:
    """A page that says one thing."""
    if wants_json(request):
        return as_json(problem(status, slug, words))
    return page(request, "sentence.html", status=status, words=words)


async def not_served(request: Request, raised: Exception) -> Response:
    """No such address, or not asked in such a way."""
    if wants_json(request):
        return as_json(await unserved(request, raised))
    status = raised.status_code if isinstance(raised, HTTPException) else 404
    return page(request, "sentence.html", status=status, words=NotShownError().sentence)

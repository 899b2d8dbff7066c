"""The public page, put together: what it asks, how much of it, and its web application."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Annotated, Any

import httpx
from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.exceptions import HTTPException

from apps.public.asking import CONNECTIONS, Services
from apps.public.budgets import all_budgets
from apps.public.errors import BusyError, NotShownError
from apps.public.meters import Meters
from apps.public.pages import not_served, static_files
from apps.public.settings import Settings
from apps.web.drawing import handed_out
from apps.web.walls import Headed
from libs.chassis.domain import Allowance, TooOftenError
from libs.chassis.time.clock import Clock, SystemClock
from libs.chassis.watch import telemetry
from libs.chassis.web.edge import Edge, address_of
from libs.chassis.web.request_log import RequestLog
from libs.chassis.web.serving import Server, configured

NOTHING_BUT_ITS_STYLE = (
    "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "object-src 'none'; script-src 'none'"
)
HEADERS = {
    "Content-Security-Policy": NOTHING_BUT_ITS_STYLE,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Public:
    """A process that holds no key, keeps nothing and knows nobody: no store, no broker, no cookie.

    It asks the services what anybody may ask, and draws it.
    """

    name = "public"

    def __init__(
        self,
        settings: Settings,
        *,
        pages: Sequence[APIRouter],
        clock: Clock | None = None,
        http: httpx.AsyncClient | None = None,
        budgets: Mapping[str, Allowance] | None = None,
    ) -> None:
        self.settings = settings
        self.clock = clock or SystemClock()
        self.budgets = budgets or all_budgets()
        self.meters = Meters()
        self.services = Services(
            http or httpx.AsyncClient(trust_env=False, limits=CONNECTIONS),
            {"registration": settings.registration_url, "certification": settings.certification_url},
            self.meters,
        )
        self.stopping = asyncio.Event()
        self._pages = pages

    def application(self) -> FastAPI:
        """The web application: its pages, its style sheet, and what probes ask."""
        web = FastAPI(
            title="SkillSeal public",
            lifespan=self._lifespan,
            openapi_url=None,
            docs_url=None,
            redoc_url=None,
            redirect_slashes=False,
        )
        web.state.service = self
        for pages in (probes, *self._pages):
            web.router.routes.extend(pages.routes)  # see `application` of the services
        web.exception_handler(HTTPException)(not_served)
        web.add_middleware(Edge, hosts=self.settings.hosts)
        web.add_middleware(RequestLog)
        web.add_middleware(Headed, headers=HEADERS, production=self.settings.production)
        return web

    @asynccontextmanager
    async def _lifespan(self, _: FastAPI) -> AsyncIterator[None]:
        yield
        await self.services.close()

    def must_have_left(self, budget: str) -> None:
        """Refuse what `spend` would refuse. Raises `BusyError`."""
        with self._alarm(budget):
            self.budgets[budget].must_have_left("", now=self.clock.now())

    def spend(self, budget: str, key: str = "") -> None:
        """Count one more, of everybody or of one. Raises `BusyError`."""
        with self._alarm(budget):
            self.budgets[budget].spend(key, now=self.clock.now())

    async def read(self, request: Request, service: str, path: str, *, cursor: str = "", **parts: str) -> Any:
        """What a service shows to anybody. Raises `BusyError`, `NotShownError` or `ServiceAwayError`."""
        self.spend("read-by-one", address_of(request))
        self.spend("read")
        query = {"cursor": cursor} if cursor else {}
        answer = await self.services.ask(service, path, visitor=visitor_of(request), parts=parts, query=query)
        if answer.status != httpx.codes.OK:
            raise NotShownError
        return answer.told

    @contextmanager
    def _alarm(self, budget: str) -> Iterator[None]:
        try:
            yield
        except TooOftenError as spent:
            self.meters.over_budget.add(budget)
            raise BusyError(spent.retry_after) from None

    def run(self) -> None:
        """Serve until SIGTERM or SIGINT."""
        os.umask(0o077)
        telemetry.configure(self.name, self.settings.log_level)
        Server(configured(self.application(), self.settings), self.stopping).run()


def visitor_of(request: Request) -> str:
    """The address that somebody asks from."""
    return request.client.host if request.client else ""


async def _public(request: Request) -> Public:
    public: Public = request.app.state.service
    return public


InPublic = Annotated[Public, Depends(_public)]

probes = APIRouter(include_in_schema=False)


@probes.get("/health")
@probes.get("/health/live")
@probes.get("/health/ready")
async def health(request: Request, public: InPublic) -> dict[str, str]:
    """It is well by itself: a service that is away is told page by page."""
    _must_be_a_probe(request, public)
    return {"status": "ok", "service": public.name}


@probes.get("/metrics")
async def metrics(request: Request, public: InPublic) -> Response:
    """Prometheus' text format."""
    _must_be_a_probe(request, public)
    return Response(generate_latest(public.meters.registry), media_type=CONTENT_TYPE_LATEST)


@probes.get("/static/{name}")
async def static(request: Request, name: str) -> Response:
    """The style sheet."""
    return handed_out(static_files(), request, name)


def _must_be_a_probe(request: Request, public: Public) -> None:
    """Probes ask by address. Under the name that people know there is nothing but pages."""
    if public.settings.production and request.url.hostname == public.settings.host:
        raise HTTPException(404)

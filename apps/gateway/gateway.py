"""The gateway as a service: its collaborators, and its web application."""

import asyncio
import hashlib
import hmac
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import fields
from typing import Any, TypeVar

import httpx
from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import PlainTextResponse, Response
from starlette.exceptions import HTTPException

from apps.gateway import storage
from apps.gateway.asking import Asked
from apps.gateway.counts import Counts
from apps.gateway.domain.account import Account
from apps.gateway.domain.kept_form import LASTS
from apps.gateway.identity.credentials import Argon2Passwords, Totp, slip_code
from apps.gateway.identity.minting import Mint, Proof
from apps.gateway.identity.passkeys import Passkeys
from apps.gateway.identity.provider import Provider
from apps.gateway.ports import Factor, Passwords, Records
from apps.gateway.screens.drawing import static_files
from apps.gateway.screens.page_map import address
from apps.gateway.settings import Settings
from apps.gateway.walls import HEADERS, Walls
from apps.web.drawing import handed_out
from apps.web.walls import Headed
from libs.chassis.domain import Allowance
from libs.chassis.service import Background, Service
from libs.chassis.store.unit_of_work import UnitOfWork
from libs.chassis.time.clock import Clock, SystemClock
from libs.chassis.web.problems import unserved

R = TypeVar("R")
Show = Callable[[Request], Awaitable[Response]]
NO_PAGE = "没有这个页面。"


class Gateway(Service):
    """A service of the chassis that draws pages. It keeps people and sessions, and asks the services for the rest.

    Also in a simulation sessions, codes and tokens go by the real time: they are people's. What the pages say of the
    examination goes by `exam_clock`, which is then stepped as that of the services.
    `programs` are the routers that programs ask, `pages` those of the pages; `shown` draws each page by its name, for
    somebody who was let in; `beside` makes what runs beside them, `count` says how much waits for somebody.
    """

    settings: Settings

    def __init__(  # noqa: PLR0913 -- the one place where the parts of the gateway are named
        self,
        settings: Settings,
        *,
        programs: Sequence[APIRouter],
        pages: Sequence[APIRouter],
        shown: Mapping[str, Show],
        clock: Clock | None = None,
        passwords: Passwords | None = None,
        factor: Factor | None = None,
        http: httpx.AsyncClient | None = None,
        beside: Callable[[Any], Mapping[str, Background]] | None = None,
        count: Callable[..., Awaitable[int | None]],
    ) -> None:
        clock = clock or SystemClock()
        self.counts = Counts(clock, lambda *whom: count(self, *whom))
        super().__init__(
            "gateway",
            settings,
            collections=storage.ALL,
            routers=programs,
            beside=beside,
            clock=clock,
        )
        self.exam_clock: Clock = self.simulated or self.clock
        self._pages = pages
        self.shown = shown
        self.passwords = passwords or Argon2Passwords()
        self.factor = factor or Totp()
        # Wakes whoever does long work here; other processes look for it themselves.
        self.ordered = asyncio.Event()
        self.http = http or httpx.AsyncClient(trust_env=False)
        self.passkeys = Passkeys.at(settings.gateway_url)
        self.provider = provider_of(settings, self.http)
        # Records of who was sent to the identity provider, from one place: a school's worth, and no more.
        self.leaving = Allowance(1_000, within=LASTS)
        self.mint = Mint(settings.signing_key())
        # Whoever has not signed in may fill the store so far and no further: a school's worth in ten minutes.
        self.keeping = Allowance(300, within=LASTS)
        self._slip_key = hashlib.sha256(b"slips" + settings.gateway_key.get_secret_value().encode()).digest()

    def application(self) -> FastAPI:
        """The pages beside what every service has."""
        web = super().application()
        web.add_api_route("/static/{name}", self._static, include_in_schema=False)
        for pages in self._pages:
            web.router.routes.extend(pages.routes)
        web.exception_handler(HTTPException)(_unserved)
        web.add_middleware(Walls)
        web.add_middleware(Headed, headers=HEADERS, production=self.settings.production)
        return web

    async def stop(self) -> None:
        """Let go of the services too."""
        await super().stop()
        await self.http.aclose()

    def records(self, work: UnitOfWork) -> Records:
        """What the gateway keeps, inside a unit of work."""
        return Records(**{part.name: work.of(self.wiring.collections[part.name]) for part in fields(Records)})

    async def change(self, use: Callable[..., Awaitable[R]], **given: Any) -> R:
        """Run a use case and commit what it changed."""

        async def run(work: UnitOfWork) -> R:
            return await use(self.records(work), **given)

        return await self.transactions.run(run, now=self.clock.now)

    async def read(self, use: Callable[..., Awaitable[R]], **given: Any) -> R:
        """Ask a use case that changes nothing."""
        return await use(self.records(self.transactions.begin()), **given)

    def ask(self, service: str, proof: Proof, account: Account) -> Asked:
        """A service, asked in the name of a person."""

        def token() -> str:
            return self.mint.token(proof, account, service, now=self.clock.now())

        return Asked(self.http, service, self.settings.services.get(service, ""), token)

    def slip(self, account_id: str, request: str) -> str:
        """The code of the slip that this request asks for."""
        return slip_code(self._slip_key, account_id, request)

    def holder(self, account_id: str) -> str:
        """What a browser calls this person by beside what it keeps for them: it names nobody."""
        return hmac.new(self._slip_key, f"holder:{account_id}".encode(), hashlib.sha256).hexdigest()[:20]

    @staticmethod
    async def _static(request: Request, name: str) -> Response:
        return handed_out(static_files(), request, name)


def provider_of(settings: Settings, http: httpx.AsyncClient) -> Provider | None:
    """The identity provider that people sign in at, if one is set up."""
    if not settings.oidc_issuer:
        return None
    return Provider(
        http,
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret.get_secret_value(),
        back=settings.gateway_url.rstrip("/") + address("provider_back"),
        two_factors=frozenset(settings.oidc_two_factors),
    )


async def _unserved(request: Request, raised: Exception) -> Response:
    """No such address: in words for a browser, as a problem for a program."""
    if "text/html" not in request.headers.get("Accept", ""):
        return await unserved(request, raised)
    status = raised.status_code if isinstance(raised, HTTPException) else 404
    return PlainTextResponse(NO_PAGE, status)

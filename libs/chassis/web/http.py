"""The HTTP edge: every command in one unit of work, idempotent, with a role; refusals as problem details.

Dependencies are coroutines even where nothing is awaited: FastAPI sends a plain function to a thread and back.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from libs.chassis.domain import DomainError
from libs.chassis.store.unit_of_work import Documents, UnitOfWork
from libs.chassis.time.clock import not_early
from libs.chassis.web.access import Access, UndeclaredAccessError, allow
from libs.chassis.web.commands import (
    LARGEST_JSON,
    LARGEST_UPLOAD,
    LONGEST_KEY,
    MIB,
    Declared,
    asks,
    once,
    read_whole,
    secret,
    takes,
)
from libs.chassis.web.edge import Edge, address_of
from libs.chassis.web.preconditions import Subject, Versioned, versioned
from libs.chassis.web.problems import REFUSALS, fault, malformed, refused, unserved
from libs.chassis.web.request_log import RequestLog
from libs.chassis.web.served import Served, service_of

__all__ = [
    "MIB",
    "Address",
    "Cursor",
    "EarlyNow",
    "Limit",
    "Now",
    "RawBody",
    "Routes",
    "Stopping",
    "Strict",
    "Work",
    "allow",
    "application",
    "asks",
    "provided",
    "repositories",
    "repository",
    "secret",
    "takes",
    "versioned",
]

COMMANDS = frozenset({"POST", "PUT", "PATCH", "DELETE"})
KEY_HEADER = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY},
    "description": "Made by whoever asks; the same request with the same key is done once.",
}
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "schema": {"type": "string"},
    "description": "The ETag of what was read: refused with 412 if it was changed meanwhile.",
}
VERSION = {"schema": {"type": "string"}, "description": "The version of what is shown, for `If-Match`."}
Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


async def _work(request: Request) -> UnitOfWork:
    work: UnitOfWork = request.state.work
    return work


async def _now(request: Request) -> datetime:
    return service_of(request).clock.now()


async def _early_now(request: Request) -> datetime:
    return not_early(service_of(request).clock)


async def _stopping(request: Request) -> asyncio.Event:
    return service_of(request).stopping


async def _raw_body(request: Request) -> bytes:
    return await request.body()


async def _address(request: Request) -> str:
    return address_of(request)


Work = Annotated[UnitOfWork, Depends(_work)]
Now = Annotated[datetime, Depends(_now)]
# For what must not happen early: refused while the clock cannot be trusted.
EarlyNow = Annotated[datetime, Depends(_early_now)]
# Set when the service is asked to stop; an answer without an end ends then.
Stopping = Annotated[asyncio.Event, Depends(_stopping)]
RawBody = Annotated[bytes, Depends(_raw_body)]
# Where a request comes from: an address, or the network that one house has of IPv6.
Address = Annotated[str, Depends(_address)]
# Where the page before ended, as that page said it.
Cursor = Annotated[str | None, Query(max_length=500)]
# How many rows a page may have.
Limit = Annotated[int, Query(ge=1, le=500)]


class Strict(BaseModel, extra="forbid"):
    """What a request carries; a misspelt field is an error, not silence."""


def repository(name: str) -> Any:
    """The documents of the collection of this name, in the unit of work of the request."""

    async def documents(request: Request) -> Documents[Any]:
        work: UnitOfWork = request.state.work
        return work.of(service_of(request).wiring.collections[name])

    return Depends(documents)


def repositories(kind: type) -> Any:
    """A dataclass of repositories and of what `Service(provide=…)` was given, each under its name."""

    async def bundle(request: Request) -> Any:
        return service_of(request).wiring.bundle(kind, request.state.work)

    return Depends(bundle)


def provided(name: str) -> Any:
    """What `Service(provide={name: …})` was given."""

    async def value(request: Request) -> Any:
        return service_of(request).wiring.provided[name]

    return Depends(value)


class Route(APIRoute):
    """Asks who it is, then runs a read in a unit of work, a command in one that commits before the answer leaves.

    Raises `UndeclaredAccessError` for a route that does not say who may use it.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        options["responses"] = REFUSALS | (options.get("responses") or {})
        super().__init__(path, endpoint, **options)
        calls = [one.call for one in self.dependant.dependencies]
        accesses = [call for call in calls if isinstance(call, Access)]
        if not accesses:
            message = f"{path}: no allow(…) among its parameters"
            raise UndeclaredAccessError(message)
        self.access = accesses[0]
        declared = [call for call in calls if isinstance(call, Declared)]
        self.secret = any(one.secret for one in declared)
        self.most = next((one.most for one in declared if one.most), LARGEST_JSON)
        if _raw_body in calls:
            self.most = LARGEST_UPLOAD
        self.has_body = bool(COMMANDS.intersection(self.methods or ()))
        self.is_command = self.has_body and not any(one.asks for one in declared)
        kinds = [kind for call in calls if isinstance(call, Versioned) for kind in call.collections.items()]
        self.about = next((kind for kind in kinds if f"{{{kind[0]}}}" in path), None)
        self.shows_version = self.about is not None and path.endswith(f"{{{self.about[0]}}}") and not self.has_body
        self.openapi_extra = {"x-roles": self.access.named}
        if self.shows_version:
            self.openapi_extra["responses"] = {"200": {"headers": {"ETag": VERSION}}}
        if self.is_command:
            self.openapi_extra["parameters"] = [KEY_HEADER, *([IF_MATCH] if self.about else [])]

    def get_route_handler(self) -> Callable[[Request], Awaitable[Response]]:  # type: ignore[override]
        """FastAPI's handler, with what every route does before and after it."""
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            actor = await self.access(request)
            subject = Subject.of(request, self.about)
            if not self.is_command:
                asked = await read_whole(request, self.most) if self.has_body else request
                asked.state.work = service_of(request).transactions.begin()
                response = await handle(asked)
                if self.shows_version and subject and (tag := await subject.tag(asked.state.work)):
                    response.headers["ETag"] = tag
                return response
            return await once(await read_whole(request, self.most), handle, actor, secret=self.secret, subject=subject)

        return guarded


class Routes(APIRouter):
    """A router whose every route declares who may use it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(route_class=Route, **options)


def application(service: Served, lifespan: Lifespan) -> FastAPI:
    """The web application of a service, with its routers and the operators' routes."""
    app = FastAPI(
        title=f"SkillSeal {service.name}",
        version=service.version,
        lifespan=lifespan,
        redirect_slashes=False,  # it would repeat the host that was asked for
        docs_url=None,  # both pages load their scripts from elsewhere
        redoc_url=None,
    )
    app.state.service = service
    app.exception_handler(DomainError)(refused)
    app.exception_handler(RequestValidationError)(malformed)
    app.exception_handler(HTTPException)(unserved)
    app.exception_handler(Exception)(fault)
    app.add_middleware(Edge, hosts=service.settings.served_hosts(service.name))
    app.add_middleware(RequestLog)
    for router in service.routers:
        # As they are: `include_router` builds each route a second time, at the first request, and matches through both.
        app.router.routes.extend(router.routes)
    return app

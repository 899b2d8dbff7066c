"""The HTTP edge: every command in one unit of work, idempotent, with a role; refusals as problem details.

Dependencies are coroutines even where nothing is awaited: FastAPI sends a plain function to a thread and back.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from libs.chassis.canonical_line import CanonicalLine
from libs.chassis.domain import (
    Aggregate,
    ConflictError,
    DomainError,
    ForbiddenError,
    InvalidError,
)
from libs.chassis.identity import Actor
from libs.chassis.problems import fault, malformed, refused
from libs.chassis.store import Collection, Index
from libs.chassis.tracing import HEADER, current
from libs.chassis.unit_of_work import Documents, UnitOfWork

if TYPE_CHECKING:
    from libs.chassis.service import Service

__all__ = [
    "Actor",
    "Now",
    "RawBody",
    "Routes",
    "Stopping",
    "Work",
    "allow",
    "application",
    "provided",
    "repositories",
    "repository",
]

LARGEST_UPLOAD = 10 * 1024 * 1024
COMMANDS = frozenset({"POST", "PUT", "PATCH", "DELETE"})
Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


class RoleMissingError(ForbiddenError):
    """The token does not carry a role that this route asks for."""

    slug = "role-missing"

    def __init__(self) -> None:
        super().__init__("您的岗位没有执行此操作的权限。")


class IdempotencyKeyMissingError(InvalidError):
    """Every command carries an `Idempotency-Key`, so that a repeated request does nothing twice."""

    slug = "idempotency-key-missing"

    def __init__(self) -> None:
        super().__init__("请求缺少 Idempotency-Key 标头，无法保证重复提交不会重复执行。")


class IdempotencyKeyReusedError(ConflictError):
    """The same key came with another request."""

    slug = "idempotency-key-reused"

    def __init__(self) -> None:
        super().__init__("同一个 Idempotency-Key 已用于内容不同的请求。")


class UploadTooLargeError(InvalidError):
    """An upload is at most 10 MB."""

    slug = "upload-too-large"

    def __init__(self) -> None:
        super().__init__("上传的文件超过 10 MB。")


class UndeclaredAccessError(TypeError):
    """A route names neither the roles that may use it nor that it is public; found when the route is declared."""


@dataclass(kw_only=True)
class Answer(Aggregate):
    """What a command was answered, kept (sealed) so that its repetition is answered alike."""

    id: str
    fingerprint: str
    status: int
    body: str
    answered_at: datetime


ANSWERS = Collection("answers", Answer, indexes=[Index("answered_at")])


class Access:
    """A dependency that lets through only holders of one of its roles."""

    def __init__(self, *roles: str, public: bool = False) -> None:
        self.roles = roles
        self.public = public

    async def __call__(self, request: Request) -> Actor:
        """The actor. Raises `UnauthenticatedError` or `RoleMissingError`."""
        if self.public:
            return Actor("public")
        actor = _service(request).tokens.actor(request.headers.get("Authorization"))
        if self.roles and not actor.has_any(*self.roles):
            raise RoleMissingError
        request.state.actor = actor
        return actor


class _Allow:
    """`allow("a", "b")`: any of these roles; `allow.staff()`: any valid token; `allow.anyone()`: public."""

    def __call__(self, *roles: str) -> Any:
        if not roles:
            message = "name at least one role, or use allow.staff() or allow.anyone()"
            raise UndeclaredAccessError(message)
        return Depends(Access(*roles))

    def staff(self) -> Any:
        return Depends(Access())

    def anyone(self) -> Any:
        return Depends(Access(public=True))


allow = _Allow()


def _service(request: Request) -> "Service":
    service: Service = request.app.state.service
    return service


async def _work(request: Request) -> UnitOfWork:
    work: UnitOfWork = request.state.work
    return work


async def _now(request: Request) -> datetime:
    return _service(request).clock.now()


async def _stopping(request: Request) -> asyncio.Event:
    return _service(request).stopping


async def _raw_body(request: Request) -> bytes:
    if int(request.headers.get("Content-Length", 0)) > LARGEST_UPLOAD:
        raise UploadTooLargeError
    body = await request.body()
    if len(body) > LARGEST_UPLOAD:
        raise UploadTooLargeError
    return body


Work = Annotated[UnitOfWork, Depends(_work)]
Now = Annotated[datetime, Depends(_now)]
# Set when the service is asked to stop; an answer without an end ends then.
Stopping = Annotated[asyncio.Event, Depends(_stopping)]
RawBody = Annotated[bytes, Depends(_raw_body)]


def repository(name: str) -> Any:
    """The documents of the collection of this name, in the unit of work of the request."""

    async def documents(request: Request) -> Documents[Any]:
        work: UnitOfWork = request.state.work
        return work.of(_service(request).wiring.collections[name])

    return Depends(documents)


def repositories(kind: type) -> Any:
    """A dataclass of repositories, each under the name of its collection, in the unit of work of the request."""

    async def bundle(request: Request) -> Any:
        return _service(request).wiring.bundle(kind, request.state.work)

    return Depends(bundle)


def provided(name: str) -> Any:
    """What `Service(provide={name: …})` was given."""

    async def value(request: Request) -> Any:
        return _service(request).wiring.provided[name]

    return Depends(value)


class Route(APIRoute):
    """Runs a read in a unit of work, and a command in one that commits before the answer leaves."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().__init__(path, endpoint, **options)
        accesses = [d.call for d in self.dependant.dependencies if isinstance(d.call, Access)]
        if not accesses:
            message = f"{path}: no allow(…) among its parameters"
            raise UndeclaredAccessError(message)

    def get_route_handler(self) -> Callable[[Request], Awaitable[Response]]:  # type: ignore[override]
        """Wrap FastAPI's handler."""
        handle = super().get_route_handler()

        async def read(request: Request) -> Response:
            request.state.work = _service(request).transactions.begin()
            return await handle(request)

        async def command(request: Request) -> Response:
            return await _command(request, handle)

        return command if COMMANDS.intersection(self.methods or ()) else read


async def _command(request: Request, handle: Callable[[Request], Awaitable[Response]]) -> Response:
    service = _service(request)
    key = request.headers.get("Idempotency-Key")
    if not key:
        raise IdempotencyKeyMissingError
    authorization = request.headers.get("Authorization")
    who = service.tokens.actor(authorization).id if authorization else "public"
    content = f"{request.method} {request.url.path}?{request.url.query}".encode() + await _raw_body(request)
    fingerprint = hashlib.sha256(content).hexdigest()
    identifier = f"{who}:{key}"

    async def use(work: UnitOfWork) -> Response:
        answers = work.of(ANSWERS)
        earlier = await answers.find_one(identifier)
        if earlier is not None:
            if earlier.fingerprint != fingerprint:
                raise IdempotencyKeyReusedError
            body = service.cipher.open(earlier.body)
            return Response(body or None, earlier.status, media_type="application/json" if body else None)
        request.state.work = work
        response = await handle(request)
        answers.save(
            Answer(
                id=identifier,
                fingerprint=fingerprint,
                status=response.status_code,
                body=service.cipher.seal(bytes(response.body).decode()),
                answered_at=service.clock.now(),
            )
        )
        return response

    trace = current(otherwise=request.headers.get(HEADER, ""))
    return await service.transactions.run(use, now=service.clock.now, trace=trace)


class Routes(APIRouter):
    """A router whose every route declares who may use it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(route_class=Route, **options)


def application(service: "Service", lifespan: Lifespan) -> FastAPI:
    """The web application of a service, with its routers and the operators' routes."""
    app = FastAPI(title=f"SkillSeal {service.name}", version=service.version, lifespan=lifespan)
    app.state.service = service
    app.exception_handler(DomainError)(refused)
    app.exception_handler(RequestValidationError)(malformed)
    app.exception_handler(Exception)(fault)
    app.add_middleware(CanonicalLine)
    for router in service.routers:
        app.include_router(router)
    return app

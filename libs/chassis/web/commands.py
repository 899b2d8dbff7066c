"""A command is done once: its answer is remembered, and given again to whoever repeats it and still may hear it."""

import asyncio
import hashlib
import json
import re
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from fastapi import Depends, Request, Response

from libs.chassis.domain import ConflictError, DomainError, ForbiddenError, InvalidError, NotFoundError, Query
from libs.chassis.identity import Actor, UnauthenticatedError
from libs.chassis.store.unit_of_work import UnitOfWork
from libs.chassis.watch.tracing import HEADER, current
from libs.chassis.web.answers import ANSWERS, Answer
from libs.chassis.web.preconditions import Change, ChangedMeanwhileError, Subject
from libs.chassis.web.problems import route_of
from libs.chassis.web.served import service_of
from libs.contracts.plain_text import in_plain_text
from libs.contracts.sealing import Purpose

KIB = 1024
MIB = 1024 * KIB
# Bytes: more than any spreadsheet that is filled in by hand, or a picture that a phone takes.
LARGEST_UPLOAD = 10 * MIB
LARGEST_JSON = 1 * MIB
# Characters; a UUID has 36.
LONGEST_KEY = 200
# The largest upload over a line of one megabit a second takes over eighty.
BODY_WITHIN_SECONDS = 120.0
ACCEPTED = 202
# Cheaper than looking at every number: only a body that has one of these may hold one beyond reach.
LONG_NUMBER = re.compile(rb"\d{16}|\d[eE]")
# Beyond it a number is not the one that was meant, and no store of ours would keep it.
REACH = 2**53

Handle = Callable[[Request], Awaitable[Response]]


class IdempotencyKeyMissingError(InvalidError):
    """Every command carries an `Idempotency-Key`, so that a repeated request does nothing twice."""

    says = f"请求缺少 Idempotency-Key 标头（最多 {LONGEST_KEY} 个字符），无法保证重复提交不会重复执行。"


class IdempotencyKeyReusedError(ConflictError):
    """The same key came with another request."""

    says = "同一个 Idempotency-Key 已用于内容不同的请求。"


class UploadTooLargeError(InvalidError):
    """A route takes a body of a certain size in bytes, and not a byte more is read."""

    says = "提交的内容超过 {size}。"
    most: int

    @property
    def size(self) -> str:
        """The limit as a person reads it."""
        return f"{self.most // MIB} MB" if self.most >= MIB else f"{self.most // KIB} KB"


class BodyTooSlowError(InvalidError):
    """The body did not arrive in the time that anybody needs."""

    says = "请求的内容没有在规定时间内传完，请检查网络后重试。"


class Declared:
    """What a route says of itself beyond its roles: `dependencies=[secret]`, `dependencies=[takes(2 * MIB)]`."""

    def __init__(self, *, secret: bool = False, asks: bool = False, most: int | None = None) -> None:
        self.secret = secret
        self.asks = asks
        self.most = most

    async def __call__(self) -> None:
        """Nothing to do: the route reads it."""


# What is answered (paper content, keys) is never remembered: a repeat is done anew, with the rights and in the ledger
# of its own time. Only a 202 is remembered: it tells nothing yet.
secret: Any = Depends(Declared(secret=True))

# A POST that changes nothing: what is asked for must not stand in an address, or is a whole file. It takes no key, is
# not remembered, and its unit of work is never committed.
asks: Any = Depends(Declared(asks=True))


def takes(most: int) -> Any:
    """The largest body of a route, in bytes, where it is not a MiB of JSON."""
    return Depends(Declared(most=most))


class ReadRequest(Request):
    """A request with its whole body. Its JSON is strict: no NaN, no half of a character, no number beyond reach.

    Texts in it are plain: what is not shown, or steers how others are shown, does not come in.
    """

    def __init__(self, request: Request, body: bytes) -> None:
        super().__init__(request.scope, request.receive)
        self._body = body

    async def json(self) -> Any:
        """The body, read as JSON. Raises `json.JSONDecodeError`, for a number beyond reach too."""
        value = orjson.loads(self._body)
        if LONG_NUMBER.search(self._body) and _is_beyond_reach(value):
            raise json.JSONDecodeError("a number beyond reach", "", 0)
        return in_plain_text(value)


def _is_beyond_reach(value: Any) -> bool:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
        elif isinstance(one, int | float) and abs(one) >= REACH:
            return True
    return False


async def read_whole(request: Request, most: int, *, within: float = BODY_WITHIN_SECONDS) -> ReadRequest:
    """Read the body and count while it comes. Raises `UploadTooLargeError` or `BodyTooSlowError`."""
    body = bytearray()
    await _receive(request, most, within, body.extend)
    return ReadRequest(request, bytes(body))


async def pass_over(request: Request, most: int, *, within: float = BODY_WITHIN_SECONDS) -> None:
    """The same for a body that nobody looks at: a browser hears the answer only once it has sent everything."""
    await _receive(request, most, within, lambda _: None)


async def _receive(request: Request, most: int, within: float, take: Callable[[bytes], None]) -> None:
    announced = request.headers.get("Content-Length", "")
    if announced.isdecimal() and int(announced[:20]) > most:
        raise UploadTooLargeError(most)
    read = 0
    try:
        async with asyncio.timeout(within):
            async for part in request.stream():
                read += len(part)
                if read > most:
                    raise UploadTooLargeError(most)
                take(part)
    except TimeoutError:
        raise BodyTooSlowError from None


async def once(
    request: ReadRequest, handle: Handle, actor: Actor, *, secret: bool, subject: Subject | None = None
) -> Response:
    """Run a command and remember its answer; repeated, it is asked again what it would say to this person today.

    Raises `IdempotencyKeyMissingError` or `IdempotencyKeyReusedError`, and what the command raises.
    """
    service = service_of(request)
    key = request.headers.get("Idempotency-Key", "")
    if not 0 < len(key) <= LONGEST_KEY:
        raise IdempotencyKeyMissingError
    content = f"{request.method} {request.url.path}?{request.url.query}".encode() + await request.body()
    fingerprint = hashlib.sha256(content).hexdigest()
    identifier = json.dumps([actor.id, key])

    async def use(work: UnitOfWork) -> Response:
        answers = work.of(ANSWERS)
        earlier = await answers.find_one(identifier)
        if earlier is not None:
            if earlier.fingerprint != fingerprint:
                raise IdempotencyKeyReusedError
            await _still_may(request, handle, service.transactions.begin())
            body = service.cipher.open(earlier.body, purpose=Purpose.REMEMBERED_ANSWER, owner=identifier)
            return Response(body or None, earlier.status, media_type="application/json" if body else None)
        request.state.work = work
        response = await _as_seen(request, handle, work, subject)
        if secret and response.status_code != ACCEPTED:
            return response
        answers.save(
            Answer(
                id=identifier,
                fingerprint=fingerprint,
                status=response.status_code,
                body=service.cipher.seal(
                    bytes(response.body).decode(), purpose=Purpose.REMEMBERED_ANSWER, owner=identifier
                ),
                answered_at=service.clock.now(),
                by=actor.name or actor.id,
                route=route_of(request),
                made=subject.made_by(work) if subject else None,
            )
        )
        return response

    trace = current(otherwise=request.headers.get(HEADER, ""))
    return await service.transactions.run(use, now=service.clock.now, trace=trace, actor=actor.id)


async def _as_seen(request: ReadRequest, handle: Handle, work: UnitOfWork, subject: Subject | None) -> Response:
    """Nothing is committed if it was changed after it was read; who may not ask at all is not told that it was."""
    try:
        response = await handle(request)
    except (UnauthenticatedError, ForbiddenError, NotFoundError):
        raise
    except DomainError:
        await _must_be_as_seen(request, work, subject)
        raise
    await _must_be_as_seen(request, work, subject)
    return response


async def _must_be_as_seen(request: ReadRequest, work: UnitOfWork, subject: Subject | None) -> None:
    if_match = request.headers.get("If-Match", "*")
    if subject is None or if_match == "*" or await subject.is_as_seen(work, if_match):
        return
    version = await subject.version(work)
    made = await work.of(ANSWERS).find(Query({"made": subject.made(version)}, limit=1))
    changes = [Change(by=one.by, at=one.answered_at, route=one.route) for one in made.items]
    raise ChangedMeanwhileError(version, changes[0] if changes else None)


async def _still_may(request: ReadRequest, handle: Handle, scratch: UnitOfWork) -> None:
    """Do it again in a unit of work that is never committed: whoever lost the right is refused as for a new request.

    Any other refusal only says that it was done.
    """
    request.state.work = scratch
    try:
        await handle(request)
    except (UnauthenticatedError, ForbiddenError, NotFoundError):
        raise
    except DomainError:
        return

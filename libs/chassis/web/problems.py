"""Problem details (RFC 9457): what a person is told when a request does not succeed."""

import math
from typing import Any

import structlog
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from libs.chassis.domain import (
    ConflictError,
    DomainError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    NotYetError,
    TooOftenError,
)
from libs.chassis.identity import UnauthenticatedError
from libs.chassis.web.preconditions import ChangedMeanwhileError

STATUS: dict[type[DomainError], int] = {
    UnauthenticatedError: 401,
    ForbiddenError: 403,
    NotFoundError: 404,
    ConflictError: 409,
    NotYetError: 409,
    InvalidError: 422,
    ChangedMeanwhileError: 412,
    TooOftenError: 429,
}

# Whoever sends a thousand wrong fields learns nothing from the last ones.
MOST_ERRORS = 20
# Characters: the name of a field may be the stranger's own.
LONGEST_FIELD = 100
UNSERVED = {404: "没有这个地址。", 405: "这个地址不接受此种请求。"}
# What every route may answer, as the schema tells it.
REFUSALS: dict[int | str, dict[str, Any]] = {
    family: {
        "description": description,
        "content": {
            "application/problem+json": {
                "schema": {
                    "type": "object",
                    "required": ["type", "title", "status", "detail"],
                    "properties": {
                        "type": {"type": "string", "format": "uri"},
                        "title": {"type": "string", "description": "The slug of the refusal: stable."},
                        "status": {"type": "integer"},
                        "detail": {"type": "string", "description": "One Chinese sentence for a person."},
                    },
                }
            }
        },
    }
    for family, description in (("4XX", "Refused: why, in words."), ("5XX", "Not done, or not known to be done."))
}

log = structlog.get_logger()


def problem(status: int, slug: str, detail: str, **extra: Any) -> JSONResponse:
    """An answer of problem details (RFC 9457); `extra` are members beside the sentence."""
    content = {"type": f"urn:skillseal:problem:{slug}", "title": slug, "status": status, "detail": detail, **extra}
    return JSONResponse(content, status, media_type="application/problem+json")


async def refused(_: Request, refusal: Exception) -> JSONResponse:
    """A refusal, with the status of its family and whatever it says beyond its sentence."""
    assert isinstance(refusal, DomainError)  # noqa: S101 -- registered for this class only
    answer = problem(status_of(refusal), refusal.slug, refusal.sentence, **refusal.extra)
    if isinstance(refusal, TooOftenError):
        answer.headers["Retry-After"] = str(math.ceil(refusal.retry_after.total_seconds()))
    return answer


def status_of(refusal: DomainError) -> int:
    """The HTTP status of its family."""
    return next((code for family, code in STATUS.items() if isinstance(refusal, family)), 409)


async def malformed(_: Request, invalid: Exception) -> JSONResponse:
    """A request that is not of the declared shape: which fields, never what they held."""
    assert isinstance(invalid, RequestValidationError)  # noqa: S101 -- registered for this class only
    errors = [
        {"field": ".".join(str(part) for part in one["loc"])[:LONGEST_FIELD], "error": one["type"]}
        for one in invalid.errors()[:MOST_ERRORS]
    ]
    return problem(422, "malformed-request", "请求的内容不符合要求，请检查标出的字段。", errors=errors)


async def unserved(_: Request, raised: Exception) -> JSONResponse:
    """What the framework itself refuses: no such path, no such method."""
    assert isinstance(raised, HTTPException)  # noqa: S101 -- registered for this class only
    answer = problem(raised.status_code, "not-served", UNSERVED.get(raised.status_code, "无法读取此请求。"))
    answer.headers.update(raised.headers or {})
    return answer


async def fault(request: Request, unforeseen: Exception) -> JSONResponse:
    """Anything unforeseen; it may have happened or not, the Idempotency-Key settles that."""
    log.error("request.failed", route=route_of(request), exc_info=unforeseen)
    return problem(503, "fault", "系统暂时无法完成此操作，请稍后用同一个 Idempotency-Key 重试。")


def route_of(request: Request) -> str:
    """The pattern of the route that was asked, never the path with its ids."""
    route = request.scope.get("route")
    return getattr(route, "path", "unknown")

"""What is said of each request: one log line, one observation; and an answer to those that a stop cuts short."""

import asyncio
import time

import structlog
from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from libs.chassis.web.problems import problem, route_of
from libs.chassis.web.served import service_of

STOPPING = problem(503, "stopping", "系统正在重新启动，请稍后用同一个 Idempotency-Key 重试。")

log = structlog.get_logger()


class RequestLog:
    """One log line and one observation for each request; never the path with its ids."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let it through, and say what came of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        status = 0

        async def sending(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except asyncio.CancelledError:  # the service stops and waits no longer
            if not status:
                await STOPPING(scope, receive, sending)
            raise
        _say(Request(scope), status, time.perf_counter() - started)


def _say(request: Request, status: int, seconds: float) -> None:
    route = route_of(request)
    if route.startswith(("/health", "/metrics", "/internal")):
        return
    service_of(request).meters.requests.labels(request.method, route, status).observe(seconds)
    actor = getattr(request.state, "actor", None)
    log.info(
        "request",
        method=request.method,
        route=route,
        status=status,
        ms=round(seconds * 1000, 1),
        actor=actor.id if actor else None,
    )

"""The incident service as its public HTTP interface shows it, on behalf of one person."""

import json
import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import httpx
import structlog

log = structlog.get_logger()

# The feed beats every two seconds; five without one, and it is gone.
SILENCE = 5.0
PATIENCE = httpx.Timeout(5.0, connect=2.0)
# An id comes from a browser: nothing in it may lead to another route of the service.
PATH = re.compile(r"(/[\w-][\w.:-]*)+")
SESSION_OVER = "登录已过期或已退出，请重新登录。"
NO_SUCH_PLACE = "没有这个地址。"


class Holder(Protocol):
    """Whose token it is."""

    async def bearer(self) -> str:
        """The token. Raises `RefusedError` once that person has signed out, `UnreachableError` while none is had."""
        ...


class RefusedError(Exception):
    """The service said no, in words for people."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail


class UnreachableError(Exception):
    """Nobody answers, or the answer broke off."""


@dataclass(frozen=True)
class Signal:
    """One thing that the feed says."""

    kind: Literal["incident", "notice", "beat"]
    data: Mapping[str, Any]
    cursor: str = ""


class IncidentService:
    """Asks and commands in one person's name, as long as the session lasts."""

    def __init__(self, http: httpx.AsyncClient, session: Holder) -> None:
        self._http = http
        self._session = session

    async def get(self, path: str, params: Mapping[str, Any] | None = None) -> Any:
        """Read. Raises `RefusedError` or `UnreachableError`."""
        return await self._ask("GET", path, params=params)

    async def post(self, path: str, body: Mapping[str, Any] | None = None, *, key: str) -> Any:
        """Command; the same key again does nothing twice. Raises `RefusedError` or `UnreachableError`."""
        return await self._ask("POST", path, json=body, headers={"Idempotency-Key": key})

    async def upload(self, path: str, content: bytes, media_type: str, *, key: str) -> None:
        """Command with a file. Raises `RefusedError` or `UnreachableError`."""
        headers = {"Idempotency-Key": key, "Content-Type": media_type}
        await self._answer("POST", path, content=content, headers=headers)

    async def download(self, path: str, params: Mapping[str, Any] | None = None) -> httpx.Response:
        """Read a file. Raises `RefusedError` or `UnreachableError`."""
        return await self._answer("GET", path, params=params)

    async def _ask(self, method: str, path: str, **options: Any) -> Any:
        answer = await self._answer(method, path, **options)
        return answer.json() if answer.content else None

    async def _answer(
        self, method: str, path: str, *, headers: Mapping[str, str] | None = None, **options: Any
    ) -> httpx.Response:
        if not PATH.fullmatch(path):
            raise RefusedError(httpx.codes.NOT_FOUND, NO_SUCH_PLACE)
        identity = await self._identity()
        try:
            answer = await self._http.request(
                method, path, headers={**identity, **(headers or {})}, timeout=PATIENCE, **options
            )
        except httpx.HTTPError as fault:
            raise UnreachableError from fault
        _accepted(answer.status_code, answer.content)
        return answer

    async def _identity(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {await self._session.bearer()}"}

    async def follow(self, after: str) -> AsyncIterator[Signal]:
        """The live feed until it ends. Raises `RefusedError` or `UnreachableError`."""
        headers = {**await self._identity(), **({"Last-Event-ID": after} if after else {})}
        try:
            async with self._http.stream(
                "GET", "/incidents/stream", params={"confirms": True}, headers=headers, timeout=SILENCE
            ) as answer:
                if answer.is_error:
                    _accepted(answer.status_code, await answer.aread())
                fields: dict[str, str] = {}
                async for line in answer.aiter_lines():
                    await self._session.bearer()
                    if line.startswith(":"):
                        yield Signal("beat", {})
                    elif line:
                        name, _, value = line.partition(": ")
                        fields[name] = value
                    else:
                        signal, fields = _signal(fields), {}
                        if signal:
                            yield signal
        except httpx.HTTPError as fault:
            raise UnreachableError from fault


def _signal(fields: Mapping[str, str]) -> Signal | None:
    """What came, or nothing if nobody can read it: one bad signal hides none of those after it."""
    try:
        data = json.loads(fields.get("data", "{}"))
    except (ValueError, RecursionError):
        log.warning("feed.unreadable", event_kind=fields.get("event", ""))
        return None
    match fields.get("event"):
        case "incident":
            return Signal("incident", data, fields.get("id", ""))
        case "notice":
            return Signal("notice", data)
        case _:
            return None


def _accepted(status: int, content: bytes) -> None:
    if status < httpx.codes.BAD_REQUEST:
        return
    try:
        detail = str(json.loads(content)["detail"])
    except (ValueError, KeyError, TypeError):
        detail = ""
    if status >= httpx.codes.INTERNAL_SERVER_ERROR and not detail:
        raise UnreachableError
    raise RefusedError(status, detail or f"操作被拒绝（{status}）。")

"""The incident service as its public HTTP interface shows it, on behalf of one person."""

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import httpx

# The feed beats every two seconds; five without one, and it is gone.
SILENCE = 5.0
PATIENCE = httpx.Timeout(5.0, connect=2.0)


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
    """Asks and commands with one person's token."""

    def __init__(self, http: httpx.AsyncClient, token: str) -> None:
        self._http = http
        self._headers = {"Authorization": f"Bearer {token}"}

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

    async def download(self, path: str) -> httpx.Response:
        """Read a file. Raises `RefusedError` or `UnreachableError`."""
        return await self._answer("GET", path)

    async def _ask(self, method: str, path: str, **options: Any) -> Any:
        answer = await self._answer(method, path, **options)
        return answer.json() if answer.content else None

    async def _answer(
        self, method: str, path: str, *, headers: Mapping[str, str] | None = None, **options: Any
    ) -> httpx.Response:
        try:
            answer = await self._http.request(
                method, path, headers={**self._headers, **(headers or {})}, timeout=PATIENCE, **options
            )
        except httpx.HTTPError as fault:
            raise UnreachableError from fault
        _accepted(answer.status_code, answer.content)
        return answer

    async def follow(self, after: str) -> AsyncIterator[Signal]:
        """The live feed until it ends. Raises `RefusedError` or `UnreachableError`."""
        headers = {**self._headers, **({"Last-Event-ID": after} if after else {})}
        try:
            async with self._http.stream("GET", "/incidents/stream", headers=headers, timeout=SILENCE) as answer:
                if answer.is_error:
                    _accepted(answer.status_code, await answer.aread())
                fields: dict[str, str] = {}
                async for line in answer.aiter_lines():
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
    data = json.loads(fields.get("data", "{}"))
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

"""Asking the services over HTTP, in the name of the person who is signed in."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any, TypeVar

import httpx
import structlog

from apps.gateway.domain.errors import ServiceAwayError, ServiceRefusedError
from apps.web.paths import filled
from libs.chassis.web.commands import IdempotencyKeyReusedError

PATIENCE = httpx.Timeout(10.0, connect=2.0)
# A roster of 10 MB is unpacked, read and judged row by row before it is answered.
PATIENCE_WITH_FILES = httpx.Timeout(60.0, connect=2.0)
# The page was sent twice under its key, with other content: the first time nobody heard the answer.
DONE_OTHERWISE = "刚才提交的内容已经办成，与现在填写的不同。请先核对已办成的，需要更改的再重新办理。"
NAMES = {
    "registration": "报名",
    "scheduling": "考务",
    "itembank": "题库",
    "scoring": "评分",
    "certification": "证书",
    "incident": "突发事件",
    "archive": "档案",
    "sync": "平台上报",
}

R = TypeVar("R")

log = structlog.get_logger()


class Asked:
    """One service, asked by one person. Every call raises `ServiceRefusedError` or `ServiceAwayError`.

    A path names its parts (`/batches/{batch_id}`) and each is filled in quoted: what comes from a browser leads nowhere
    else.
    """

    def __init__(self, http: httpx.AsyncClient, service: str, address: str, token: Callable[[], str]) -> None:
        self._http = http
        self._service = service
        self._address = address
        self._token = token

    async def get(self, path: str, *, query: Mapping[str, Any] | None = None, **parts: str) -> Any:
        """What it answers, read from JSON. What is empty in the query was not chosen, and is not asked for."""
        chosen = {name: value for name, value in (query or {}).items() if value}
        return (await self._ask("GET", path, parts, params=chosen)).json()

    async def every(self, path: str, *, query: Mapping[str, Any], **parts: str) -> list[Any]:
        """All rows of a list, page after page."""
        found: list[Any] = []
        cursor = ""
        while True:
            page = await self.get(path, query={**query, "cursor": cursor}, **parts)
            found += page["items"]
            cursor = page["next"]
            if not cursor:
                return found

    async def get_if_allowed(self, path: str, **parts: str) -> Any:
        """What it answers; none where this person may not be told."""
        try:
            return await self.get(path, query=None, **parts)
        except ServiceRefusedError as refusal:
            if refusal.status != httpx.codes.FORBIDDEN:
                raise
            return None

    async def see(self, path: str, **parts: str) -> tuple[Any, str]:
        """What it answers, and the ETag to `do` something to just that."""
        answer = await self._ask("GET", path, parts)
        return answer.json(), answer.headers.get("ETag", "")

    async def file(self, path: str, **parts: str) -> httpx.Response:
        """A file, as it answers it."""
        return await self._ask("GET", path, parts)

    async def look(
        self, path: str, *, body: Any, accept: str = "application/json", beside: str = "", **parts: str
    ) -> httpx.Response:
        """A POST that changes nothing: what is asked for is a file, or must not stand in an address."""
        return await self._ask("POST", path, parts, headers={"Accept": accept}, beside=beside, **_sent(body))

    async def do(  # noqa: PLR0913 -- what is done, to what, and how often
        self, method: str, path: str, *, key: str, body: Any = None, seen: str = "", beside: str = "", **parts: str
    ) -> Any:
        """A command: done once for each `key`. What it answers, if it says anything; bytes are sent as they are.

        With `seen`, the ETag of what the person saw, it is refused (412) if that was changed meanwhile. A refusal that
        names no field stands at the field `beside`.
        """
        headers = {"Idempotency-Key": key} | ({"If-Match": seen} if seen else {})
        answer = await self._ask(method, path, parts, headers=headers, beside=beside, **_sent(body))
        return answer.json() if answer.content else None

    async def _ask(
        self, method: str, path: str, parts: Mapping[str, str], *, beside: str = "", **options: Any
    ) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self._token()}", **options.pop("headers", {})}
        patience = PATIENCE_WITH_FILES if "content" in options else PATIENCE
        try:
            answer = await self._http.request(
                method, self._address + filled(path, parts), headers=headers, timeout=patience, **options
            )
        except httpx.HTTPError as fault:
            log.warning("service.away", to=self._service, route=path, reason=type(fault).__name__)
            raise ServiceAwayError(NAMES[self._service]) from fault
        if answer.is_success:
            return answer
        told = _told(answer)
        sentence = str(told.get("detail") or f"{NAMES[self._service]}服务拒绝了这次操作（{answer.status_code}）。")
        if told.get("title") == IdempotencyKeyReusedError.slug:
            sentence = DONE_OTHERWISE
        fields = {str(one["field"]).rpartition(".")[2]: str(one["error"]) for one in told.get("errors", ())}
        if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise ServiceAwayError(NAMES[self._service])
        raise ServiceRefusedError(
            status=answer.status_code,
            slug=str(told.get("title", "refused")),
            words=sentence,
            fields=fields or ({beside: sentence} if beside else {}),
        )


async def in_turns(most: int, asked: Sequence[Coroutine[Any, Any, R]]) -> list[R]:
    """All answers in their order, so many asked at a time."""
    turns = asyncio.Semaphore(most)

    async def one(what: Coroutine[Any, Any, R]) -> R:
        async with turns:
            return await what

    return await asyncio.gather(*map(one, asked))


def _sent(body: Any) -> dict[str, Any]:
    return {"content": body} if isinstance(body, bytes) else {"json": body} if body else {}


def _told(answer: httpx.Response) -> dict[str, Any]:
    try:
        told = answer.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}

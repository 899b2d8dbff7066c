"""Asking the services over HTTP, in the name of the person who is signed in."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

import httpx
import structlog

from apps.gateway.domain.errors import ServiceAwayError, ServiceRefusedError

PATIENCE = httpx.Timeout(10.0, connect=2.0)
NAMES = {
    "registration": "报名",
    "scheduling": "考务",
    "itembank": "题库",
    "scoring": "评分",
    "certification": "证书",
    "incident": "突发事件",
    "archive": "档案",
}

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
        """What it answers, read from JSON."""
        return (await self._ask("GET", path, parts, params=query or {})).json()

    async def file(self, path: str, **parts: str) -> httpx.Response:
        """A file, as it answers it."""
        return await self._ask("GET", path, parts)

    async def do(self, method: str, path: str, *, key: str, body: Any = None, **parts: str) -> Any:
        """A command: done once for each `key`. What it answers, if it says anything; bytes are sent as they are."""
        sent: dict[str, Any] = {"content": body} if isinstance(body, bytes) else {"json": body} if body else {}
        answer = await self._ask(method, path, parts, headers={"Idempotency-Key": key}, **sent)
        return answer.json() if answer.content else None

    async def _ask(self, method: str, path: str, parts: Mapping[str, str], **options: Any) -> httpx.Response:
        filled = path.format_map({name: quote(value, safe="") for name, value in parts.items()})
        headers = {"Authorization": f"Bearer {self._token()}", **options.pop("headers", {})}
        try:
            answer = await self._http.request(
                method, self._address + filled, headers=headers, timeout=PATIENCE, **options
            )
        except httpx.HTTPError as fault:
            log.warning("service.away", to=self._service, route=path, reason=type(fault).__name__)
            raise ServiceAwayError(NAMES[self._service]) from fault
        if answer.is_success:
            return answer
        told = _told(answer)
        if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise ServiceAwayError(NAMES[self._service])
        raise ServiceRefusedError(
            status=answer.status_code,
            slug=str(told.get("title", "refused")),
            sentence=str(told.get("detail") or f"{NAMES[self._service]}服务拒绝了这次操作（{answer.status_code}）。"),
            fields={str(one["field"]).rpartition(".")[2]: str(one["error"]) for one in told.get("errors", ())},
        )


def _told(answer: httpx.Response) -> dict[str, Any]:
    try:
        told = answer.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}

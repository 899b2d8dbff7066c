"""The platform over HTTP, as the stand-in speaks it; a real platform's own language gets an adapter of its own."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import httpx

from libs.chassis.time.clock import Clock
from services.sync.domain.row import NUMBER, Row
from services.sync.domain.upload import Sending, Verdict
from services.sync.ports import PlatformBusyError, PlatformRefusedError, PlatformSilentError

PATIENCE = httpx.Timeout(30.0, connect=5.0)
LONGEST_REASON = 200
TAKEN = frozenset({"accepted"})
REFUSED = frozenset({"rejected"})
# They say that nothing was taken; any other failure of a server says nothing.
TOOK_NOTHING = frozenset({httpx.codes.TOO_MANY_REQUESTS, httpx.codes.SERVICE_UNAVAILABLE})


class HttpPlatform:
    """One connection at a time to one address. No answer is believed that is not whole."""

    def __init__(self, url: str, token: str, clock: Clock, *, patience: httpx.Timeout = PATIENCE) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._clock = clock
        self._http = httpx.AsyncClient(base_url=url, headers=headers, timeout=patience, trust_env=False)

    async def submit(self, batch_id: str, sendings: Sequence[Sending]) -> Mapping[str, Verdict]:
        """A verdict that is given twice and not alike is none."""
        records = [{"key": one.key, "change": one.change, "fields": dict(one.row)} for one in sendings]
        answer = await self._ask("POST", f"/batches/{batch_id}/records", json={"records": records})
        said: dict[str, set[Verdict]] = {}
        for told in _listed(answer, "verdicts"):
            verdict = _verdict(told)
            if verdict:
                said.setdefault(str(told.get("key")), set()).add(verdict)
        return {key: verdicts.pop() for key, verdicts in said.items() if len(verdicts) == 1}

    async def has(self, key: str) -> bool:
        """Only a clear yes or no is an answer."""
        answer = await self._ask("GET", f"/records/{key}")
        there = answer.get("there")
        if not isinstance(there, bool):
            raise PlatformSilentError
        return there

    async def listing(self, batch_id: str) -> Mapping[str, Row]:
        """Page after page; a page that fails leaves the whole list unknown."""
        found: dict[str, Row] = {}
        cursor: str | None = ""
        while cursor is not None:
            answer = await self._ask("GET", f"/batches/{batch_id}/records", params={"cursor": cursor})
            for row in _listed(answer, "records"):
                found[str(row.get(NUMBER))] = {str(name): str(value) for name, value in row.items()}
            following = answer.get("next")
            cursor = following if isinstance(following, str) and following != cursor else None
        return found

    async def close(self) -> None:
        await self._http.aclose()

    async def _ask(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        try:
            answer = await self._http.request(method, path, **options)
        except httpx.ConnectError as failed:
            raise PlatformBusyError("平台无法连接") from failed
        except httpx.HTTPError as failed:
            raise PlatformSilentError from failed
        if answer.status_code in TOOK_NOTHING:
            raise PlatformBusyError("平台繁忙", self._not_before(answer))
        if answer.is_client_error:
            raise PlatformRefusedError(_reason(answer))
        try:
            told = answer.json()
        except (json.JSONDecodeError, UnicodeDecodeError):
            raise PlatformSilentError from None
        if not answer.is_success or not isinstance(told, dict):
            raise PlatformSilentError
        return told

    def _not_before(self, answer: httpx.Response) -> datetime | None:
        seconds = answer.headers.get("Retry-After", "")
        return self._clock.now() + timedelta(seconds=int(seconds)) if seconds.isdigit() else None


def _listed(answer: dict[str, Any], name: str) -> list[dict[str, Any]]:
    told = answer.get(name)
    if not isinstance(told, list) or not all(isinstance(one, dict) for one in told):
        raise PlatformSilentError
    return told


def _verdict(told: dict[str, Any]) -> Verdict | None:
    outcome = told.get("outcome")
    if outcome in TAKEN:
        return Verdict(accepted=True)
    if outcome in REFUSED:
        reason = str(told.get("reason", ""))[:LONGEST_REASON]
        return Verdict(accepted=False, reason=reason, column=str(told.get("field", ""))[:LONGEST_REASON])
    return None


def _reason(answer: httpx.Response) -> str:
    """What it says of itself; a page of somebody's proxy is not shown."""
    try:
        told = answer.json()
    except (json.JSONDecodeError, UnicodeDecodeError):
        told = None
    said = told.get("detail") if isinstance(told, dict) else None
    return str(said)[:LONGEST_REASON] if said else f"平台退回（{answer.status_code}）"

"""The platform over HTTP, as the stand-in speaks it; a real platform's own language gets an adapter of its own."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import httpx

from libs.chassis.time.clock import Clock
from libs.chassis.web.asking import Bounds, ask
from libs.contracts.plain_text import in_one_line
from services.sync.domain.row import CERTIFICATE_DATA, NUMBER, RecordKind, Row
from services.sync.domain.upload import LONGEST_PAUSE, Sending, Verdict
from services.sync.ports import PlatformBusyError, PlatformRefusedError, PlatformSilentError

PATIENCE = httpx.Timeout(30.0, connect=5.0)
# A page of five hundred records has about three hundred kilobytes; an answer that trickles is none.
ANSWERS = Bounds(most_bytes=1024 * 1024, seconds=60.0)
# Of a list; a batch has some thousand certificates.
MOST_PAGES = 1_000
LONGEST_NUMBER = 100
# Digits of a Retry-After that is waited for.
LONGEST_SECONDS = 6
TAKEN, REFUSED = "accepted", "rejected"
RETRY_AFTER = "Retry-After"
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
        records = [
            {"key": one.key, "kind": one.kind, "change": one.change, "fields": dict(one.row)} for one in sendings
        ]
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
        """Page after page; a page that fails, or a list without an end, leaves the whole list unknown."""
        found: dict[str, Row] = {}
        asked = {"kind": RecordKind.CERTIFICATE, "cursor": ""}
        for _ in range(MOST_PAGES):
            answer = await self._ask("GET", f"/batches/{batch_id}/records", params=asked)
            for row in _listed(answer, "records"):
                number = in_one_line(str(row.get(NUMBER)))[:LONGEST_NUMBER]
                found[number] = {name: str(value) for name, value in row.items() if name in CERTIFICATE_DATA.columns}
            following = answer.get("next")
            if not isinstance(following, str) or following == asked["cursor"]:
                return found
            asked["cursor"] = following
        raise PlatformSilentError

    async def close(self) -> None:
        await self._http.aclose()

    async def _ask(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        try:
            answer = await ask(self._http, method, path, ANSWERS, **options)
        except httpx.ConnectError as failed:
            raise PlatformBusyError("平台无法连接") from failed
        except httpx.HTTPError as failed:
            raise PlatformSilentError from failed
        if answer.status_code in TOOK_NOTHING:
            raise PlatformBusyError("平台繁忙", self._not_before(answer))
        told = _told(answer)
        if answer.is_client_error:
            said = told.get("detail") if told else None  # a page of somebody's proxy is not shown
            raise PlatformRefusedError(str(said) if said else f"平台退回（{answer.status_code}）")
        if not answer.is_success or told is None:
            raise PlatformSilentError
        return told

    def _not_before(self, answer: httpx.Response) -> datetime | None:
        """When it wants to be asked again; it is asked within the hour all the same."""
        seconds = answer.headers.get(RETRY_AFTER, "")
        if not seconds.isdecimal() or len(seconds) > LONGEST_SECONDS:
            return None
        return self._clock.now() + min(timedelta(seconds=int(seconds)), LONGEST_PAUSE)


def _told(answer: httpx.Response) -> dict[str, Any] | None:
    """The JSON object that it answers with, if it does."""
    try:
        told = answer.json()
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None


def _listed(answer: dict[str, Any], name: str) -> list[dict[str, Any]]:
    told = answer.get(name)
    if not isinstance(told, list) or not all(isinstance(one, dict) for one in told):
        raise PlatformSilentError
    return told


def _verdict(told: dict[str, Any]) -> Verdict | None:
    outcome = told.get("outcome")
    if outcome == TAKEN:
        return Verdict(accepted=True)
    if outcome == REFUSED:
        return Verdict(accepted=False, reason=str(told.get("reason", "")), column=str(told.get("field", "")))
    return None

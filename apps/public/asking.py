"""Asking the services what anybody may ask: without a token, and saying where the visitor comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx
import structlog

from apps.public.errors import ServiceAwayError
from apps.public.meters import Meters
from apps.web.paths import filled

PATIENCE = httpx.Timeout(10.0, connect=2.0)
# What does not get a connection in the time of PATIENCE is told that the service is away: floods end here.
CONNECTIONS = httpx.Limits(max_connections=50, max_keepalive_connections=20)
# Shown, not there, cannot be there, asked too often. Whatever else is answered is no answer: a fault, a wrong address.
ANSWERS = frozenset({200, 404, 422, 429})
NAMES = {"registration": "报名", "certification": "证书"}

log = structlog.get_logger()


@dataclass(frozen=True)
class Answer:
    """What a service answered, read from JSON."""

    status: int
    told: Any
    retry_after: str = ""


class Services:
    """`addresses` says where each of them answers.

    They count how often an address asks, so they are told the visitor's, and name this process among their proxies.
    """

    def __init__(self, http: httpx.AsyncClient, addresses: Mapping[str, str], meters: Meters) -> None:
        self._http = http
        self._addresses = addresses
        self._meters = meters

    async def ask(  # noqa: PLR0913 -- a request has so many parts
        self,
        service: str,
        path: str,
        *,
        visitor: str,
        parts: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> Answer:
        """Ask, by POST if there is a body. Raises `ServiceAwayError`."""
        try:
            answer = await self._http.request(
                "GET" if body is None else "POST",
                self._addresses[service] + filled(path, parts or {}),
                params=query or {},
                json=body,
                headers={"Accept": "application/json", "X-Forwarded-For": visitor},
                timeout=PATIENCE,
            )
            told = answer.json()
        except (httpx.HTTPError, ValueError) as fault:
            raise self._away(service, path, type(fault).__name__) from None
        if answer.status_code not in ANSWERS:
            raise self._away(service, path, str(answer.status_code))
        return Answer(answer.status_code, told, answer.headers.get("Retry-After", ""))

    def _away(self, service: str, path: str, reason: str) -> ServiceAwayError:
        log.warning("service.away", to=service, route=path, reason=reason)
        self._meters.away.add(service)
        return ServiceAwayError(NAMES[service])

    async def close(self) -> None:
        """Let go of the connections."""
        await self._http.aclose()

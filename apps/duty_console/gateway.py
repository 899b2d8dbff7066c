"""The staff gateway: it looks who it is, and lends the console a token of that person, a minute at a time."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx

from apps.duty_console.service import RefusedError, UnreachableError
from apps.web.handover import challenge_of, entry_address

SESSIONS = "/console/sessions"
# As long as half a token is good: nobody waits for it before that.
PATIENCE = httpx.Timeout(5.0, connect=2.0)


@dataclass(frozen=True)
class Lent:
    """A token, and for how many seconds it and the session are good."""

    token: str
    seconds: float
    session_seconds: float


class Gateway:
    """Where browsers open it (`url`), and how it is asked."""

    def __init__(self, url: str, http: httpx.AsyncClient) -> None:
        self._url = url
        self._http = http

    def entry(self, number: str) -> str:
        """Where a browser shows who sits at it; it comes back with a code for whoever knows the number."""
        return entry_address(self._url, challenge_of(number))

    async def open(self, code: str, number: str) -> Lent:
        """Sign in. Raises `RefusedError` or `UnreachableError`."""
        return Lent(**await self._ask("", {"code": code, "number": number}))

    async def renew(self, number: str) -> Lent:
        """The next token. Raises `RefusedError` once the person has left or signed out, or `UnreachableError`."""
        return Lent(**await self._ask("/renewal", {"number": number}))

    async def end(self, number: str) -> None:
        """Sign out, of the gateway too. Raises `RefusedError` or `UnreachableError`."""
        await self._ask("/end", {"number": number})

    async def _ask(self, path: str, body: Mapping[str, str]) -> Any:
        headers = {"Idempotency-Key": uuid.uuid4().hex, "Origin": self._origin}
        try:
            answer = await self._http.post(SESSIONS + path, json=body, headers=headers, timeout=PATIENCE)
        except httpx.HTTPError as fault:
            raise UnreachableError from fault
        if answer.status_code == httpx.codes.FORBIDDEN:
            raise RefusedError(answer.status_code, str(answer.json()["detail"]))
        if not answer.is_success:
            raise UnreachableError
        return answer.json() if answer.content else None

    @property
    def _origin(self) -> str:
        """It takes commands of its own pages, and of programs that name it."""
        asked = urlsplit(str(self._http.base_url))
        return f"{asked.scheme}://{asked.netloc}"

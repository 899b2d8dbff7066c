"""Other services' logs over HTTP; loaded when they are first compared, for a client is a tenth of a start."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import httpx

from libs.chassis.bus.reconciliation import Fetch

# Events a request: a page is some hundred kilobytes, and the source reads it in a few milliseconds.
PAGE = 500
# Nobody waits for a comparison; a source that is slower than this is compared an hour later.
ANSWER_WITHIN_SECONDS = 10.0


class NoAnswerError(Exception):
    """A source does not show its log just now."""


@asynccontextmanager
async def opened(urls: Mapping[str, str], token: str) -> AsyncIterator[Fetch]:
    """Read, as an operator, a page of a source's log from a position on. Reading raises `NoAnswerError`."""
    async with httpx.AsyncClient(
        timeout=ANSWER_WITHIN_SECONDS, trust_env=False, headers={"Authorization": f"Bearer {token}"}
    ) as client:

        async def fetch(source: str, after: int) -> list[dict[str, Any]]:
            try:
                answer = await client.get(f"{urls[source]}/internal/feed", params={"after": after, "limit": PAGE})
                answer.raise_for_status()
            except httpx.HTTPError as fault:
                raise NoAnswerError(repr(fault)) from fault
            events: list[dict[str, Any]] = answer.json()["events"]
            return events

        yield fetch

"""One HTTP request to a platform, with its failures sorted into never and not now.

No reason carries a URL or an answer's text: the URLs of robots are their keys.
"""

from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from services.incident.channels.way import RefusedError, UnreachableError

TOO_MANY_REQUESTS = 429
SERVER_ERRORS = 500
LONGEST_ANSWER = 64 * 1024
DATE = "Date"
HEADERS = {"Content-Type": "application/json; charset=utf-8", "Accept-Encoding": "identity"}


class Poster:
    """Posts JSON. The client is made with the first request: a service that calls nobody out pays nothing for it."""

    def __init__(self) -> None:
        self._client: httpx.AsyncClient | None = None

    async def post(
        self,
        url: str,
        body: bytes,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """Answer a 2xx answer, as much of it as anybody needs: when it was made, and the beginning of what it says."""
        self._client = self._client or httpx.AsyncClient(timeout=None)  # noqa: S113 -- the dispatcher holds the time
        try:
            async with self._client.stream(
                "POST",
                httpx.URL(url).copy_merge_params(params or {}),
                content=body,
                headers={**HEADERS, **(headers or {})},
            ) as streamed:
                told_at = {DATE: streamed.headers[DATE]} if DATE in streamed.headers else {}
                answer = httpx.Response(streamed.status_code, headers=told_at, content=await _beginning(streamed))
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as fault:
            raise RefusedError("address-invalid") from fault
        except httpx.HTTPError as fault:
            raise UnreachableError(f"network-{type(fault).__name__}") from None
        if answer.status_code == TOO_MANY_REQUESTS:
            raise UnreachableError("http-429", again=False)
        if answer.status_code >= SERVER_ERRORS:
            raise UnreachableError(f"http-{answer.status_code}")
        if not answer.is_success:
            raise RefusedError(f"http-{answer.status_code}")
        return answer

    async def close(self) -> None:
        if self._client is not None:
            await self._client.aclose()


async def _beginning(answer: httpx.Response) -> bytes:
    """What a platform says is a few hundred bytes; more is neither waited for nor unpacked."""
    content = b""
    async for part in answer.aiter_raw():
        content += part
        if len(content) > LONGEST_ANSWER:
            break
    return content[:LONGEST_ANSWER]


def made_at(answer: httpx.Response) -> float | None:
    """When the other side's clock says that it answered, in seconds since 1970; None where it does not say."""
    try:
        return parsedate_to_datetime(answer.headers[DATE]).timestamp()
    except (KeyError, ValueError):
        return None


def fields_of(answer: httpx.Response) -> dict[str, Any]:
    """The JSON object that a platform answers with; anything else is no answer."""
    try:
        fields = answer.json()
    except ValueError:
        fields = None
    if not isinstance(fields, dict):
        raise UnreachableError("answer-unreadable")
    return fields

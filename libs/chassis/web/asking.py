"""Asking somebody else's server, which may drip, never end, or send more than anybody asked for."""

import asyncio
from dataclasses import dataclass
from typing import Any, Final

import httpx

# Packed, a small answer may be a large one: nothing is unpacked.
PLAIN: Final = {"Accept-Encoding": "identity"}
# They tell of what came over the line, not of what was kept.
OF_THE_LINE: Final = frozenset({"content-encoding", "content-length", "transfer-encoding"})


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """How much of an answer is heard: bytes, and seconds from the first one asked to the last one heard."""

    most_bytes: int
    seconds: float


async def ask(http: httpx.AsyncClient, method: str, address: str, bounds: Bounds, **options: Any) -> httpx.Response:
    """The whole answer, as it came.

    Raises `httpx.HTTPError`: `httpx.ReadError` for one that is longer than any, `httpx.ReadTimeout` for a slower one.
    """
    content = bytearray()
    try:
        async with asyncio.timeout(bounds.seconds), http.stream(method, address, headers=PLAIN, **options) as answer:
            async for part in answer.aiter_raw():
                content += part
                if len(content) > bounds.most_bytes:
                    raise httpx.ReadError("longer than any answer")
    except TimeoutError as slow:
        raise httpx.ReadTimeout("longer than any answer takes") from slow
    headers = [(name, value) for name, value in answer.headers.multi_items() if name not in OF_THE_LINE]
    return httpx.Response(answer.status_code, headers=headers, content=bytes(content), request=answer.request)

"""Stands in for the seven services before the gateway: a batch of 3,000 applications, told at once.

`python -m benchmarks.stand_in PORT`
"""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import parse_qs

import uvicorn

from apps.gateway.tests.test_applications import APPLICATION
from apps.gateway.tests.test_batches import BATCH, PROGRESS

APPLICATIONS = 3_000
# Seconds: long enough that a kill meets it.
A_PAGE_OF_AN_EXPORT = 0.5
Send = Callable[[dict[str, Any]], Awaitable[None]]


def told(path: str, query: Mapping[str, list[str]]) -> object:
    """What a service says: a page of the list, the batch, how far it is."""
    service = path.split("/")[1]
    if path.endswith("/applications"):
        first, limit = int(query.get("cursor", ["0"])[0]), int(query["limit"][0])
        last = min(first + limit, APPLICATIONS)
        rows = [{**APPLICATION, "application_id": f"2026-autumn-{number:05d}"} for number in range(first, last)]
        return {"items": rows, "next": str(last) if last < APPLICATIONS else None}
    if path.endswith("/batches"):
        return {"items": [BATCH], "next": None}
    if path.endswith("/progress"):
        return PROGRESS.get(service)
    return APPLICATION if "/applications/" in path else [] if path.endswith("/conditions") else page_or_batch(path)


def page_or_batch(path: str) -> object:
    """Whatever else a page asks for."""
    return BATCH if "/batches/" in path else {"items": [], "next": None}


async def app(scope: dict[str, Any], _: object, send: Send) -> None:
    """Plain ASGI: the time that is measured is the gateway's."""
    if scope["type"] != "http":
        return
    if b"limit=500" in scope["query_string"]:
        await asyncio.sleep(A_PAGE_OF_AN_EXPORT)
    body = json.dumps(told(scope["path"], parse_qs(scope["query_string"].decode()))).encode()
    headers = [(b"content-type", b"application/json"), (b"etag", b'"3"')]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning", lifespan="off")

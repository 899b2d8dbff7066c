"""Evidence in a file: exported from the archive page by page, verified without it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

from libs.contracts.archive import Verdict, exported_line, verify_chain

PAGE = 1000


def export_events(
    archive_url: str, token: str, file: Path, *, transport: httpx.BaseTransport | None = None
) -> dict[str, Any]:
    """Write the whole chain as one canonical event a line; answers the archive's own `count` and `head`."""
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(
        base_url=archive_url, headers=headers, timeout=30.0, trust_env=False, transport=transport
    ) as client:
        chain: dict[str, Any] = client.get("/chain").raise_for_status().json()
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("wb") as lines:
            for event in _events(client, until=chain["count"]):
                lines.write(exported_line(event))
    return chain


def _events(client: httpx.Client, *, until: int) -> Iterator[dict[str, Any]]:
    after = 0
    while after < until:
        query = {"after": after, "limit": min(PAGE, until - after)}
        events = client.get("/events", params=query).raise_for_status().json()["items"]
        yield from events
        after = events[-1]["archiveposition"]


def verify_file(file: Path) -> Verdict:
    """Prove an exported file, line by line, however long it is."""
    with file.open("rb") as lines:
        return verify_chain(lines)

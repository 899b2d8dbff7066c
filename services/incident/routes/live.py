"""The live feed: what changed, read from the store a few times a second, so that it never depends on the broker."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

from services.incident import views
from services.incident.domain.errors import CursorUnknownError
from services.incident.domain.incident import Incident
from services.incident.ports import Changes

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LOOK_EVERY = 0.25
BEAT_EVERY = 2.0
# A stream ends now and then, so that a stopping service waits for none; the reader comes back with its last id.
LASTS = 60.0
# A change may be committed a little after the time it carries.
LOOK_BACK = timedelta(seconds=5)


def position(cursor: str) -> datetime:
    """The moment that a cursor stands for."""
    try:
        return datetime.fromisoformat(cursor).astimezone(UTC)
    except ValueError:
        raise CursorUnknownError from None


async def lines_as_they_change(changes: Changes, *, since: datetime, now: datetime) -> AsyncIterator[str]:
    """First what is open or changed since, then every change; a beat when nothing does."""
    sent: dict[str, int] = {}
    loop = asyncio.get_running_loop()
    ends, beat = loop.time() + LASTS, loop.time()
    only_open = since == EARLIEST
    yield f"retry: 1000\n: {now.isoformat()}\n\n"
    while loop.time() < ends:
        for incident in await changes.since(max(since - LOOK_BACK, EARLIEST)):
            since = max(since, incident.changed_at)
            if sent.get(incident.id, 0) < incident.revision:
                sent[incident.id] = incident.revision
                if incident.is_open or not only_open:
                    yield _event(incident)
        only_open = False
        if loop.time() >= beat:
            beat = loop.time() + BEAT_EVERY
            yield ": beat\n\n"
        await asyncio.sleep(LOOK_EVERY)


def _event(incident: Incident) -> str:
    line = views.Line.of(incident).model_dump_json()
    return f"id: {incident.changed_at.isoformat()}\nevent: incident\ndata: {line}\n\n"

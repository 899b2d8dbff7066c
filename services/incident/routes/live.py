"""The live feed: what changed, read from the store a few times a second, so that it never depends on the broker."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

from services.incident import views
from services.incident.domain.errors import CursorUnknownError
from services.incident.domain.incident import Incident
from services.incident.ports import Changes, Said, Screens

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LOOK_EVERY = 0.25
A_PAGE = 20
BEAT_EVERY = 2.0
# A stream ends now and then, so that the reader's token is looked at again; the reader comes back with its last id.
LASTS = 60.0
# A change may be committed a little after the time it carries.
LOOK_BACK = timedelta(seconds=5)


def position(cursor: str) -> datetime:
    """The moment that a cursor stands for."""
    try:
        return datetime.fromisoformat(cursor).astimezone(UTC)
    except ValueError:
        raise CursorUnknownError from None


async def live(
    changes: Changes, screens: Screens, stopping: asyncio.Event, *, since: datetime, person_id: str
) -> AsyncIterator[str]:
    """First what is open or changed since, then every change and every notice to this person; a beat in between."""
    feed = _Feed(changes, since)
    loop = asyncio.get_running_loop()
    ends, beat = loop.time() + LASTS, loop.time()
    yield "retry: 1000\n\n"
    with screens.watched_by(person_id) as screen:
        while loop.time() < ends and not stopping.is_set():
            async for event in feed.news():
                yield event
            if loop.time() >= beat:
                beat = loop.time() + BEAT_EVERY
                yield ": beat\n\n"
            for said in screen.take():
                yield _notice(said)
            await asyncio.sleep(LOOK_EVERY)


class _Feed:
    """What one reader has not seen yet."""

    def __init__(self, changes: Changes, since: datetime) -> None:
        self._changes = changes
        self._since = since
        self._only_open = since == EARLIEST
        self._sent: dict[str, int] = {}

    async def news(self) -> AsyncIterator[str]:
        """The events for everything that changed; thousands for a new reader, who keeps no timer waiting for them."""
        async for page in self._changes.pages(max(self._since - LOOK_BACK, EARLIEST), size=A_PAGE):
            for incident in page:
                self._since = max(self._since, incident.changed_at)
                if self._sent.get(incident.id, 0) < incident.revision:
                    self._sent[incident.id] = incident.revision
                    if incident.is_open or not self._only_open:
                        yield _event(incident)
            await asyncio.sleep(0)
        self._only_open = False


def _event(incident: Incident) -> str:
    line = views.Line.of(incident).model_dump_json()
    return f"id: {incident.changed_at.isoformat()}\nevent: incident\ndata: {line}\n\n"


def _notice(said: Said) -> str:
    told = {name: getattr(said, name) for name in ("key", "incident_id", "title", "text", "drill")}
    return f"event: notice\ndata: {json.dumps(told, ensure_ascii=False)}\n\n"

"""The live feed: what changed, read from the store a few times a second, so that it never depends on the broker."""

import asyncio
import json
import math
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from services.incident.domain.errors import CursorUnknownError
from services.incident.domain.incident import Incident
from services.incident.domain.notices.notification import Notification
from services.incident.ports import Changes, Screen, Screens, Sender, ShownNotice, ToShow
from services.incident.views.lines import Line

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LOOK_EVERY_SECONDS = 0.25
A_PAGE = 20
BEAT_EVERY_SECONDS = 2.0
LOOK_FOR_NOTICES_EVERY_SECONDS = 1.0
# Whoever comes to a console is told what was missed in so long.
MISSED_FOR = timedelta(days=1)
# A stream ends now and then, so that the reader's token is looked at again; the reader comes back with its last id.
LASTS_SECONDS = 60.0
# A change may be committed a little after the time it carries.
LOOK_BACK = timedelta(seconds=5)


def position(cursor: str) -> datetime:
    """The moment that a cursor stands for."""
    try:
        return datetime.fromisoformat(cursor).astimezone(UTC)
    except ValueError:
        raise CursorUnknownError from None


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Who reads, what was seen before, and whether the reader says itself which notices were drawn."""

    person_id: str
    since: datetime
    now: datetime
    confirms: bool = False


async def live(  # noqa: PLR0913 -- everything that a feed is made of
    changes: Changes, to_show: ToShow, screens: Screens, sender: Sender, stopping: asyncio.Event, *, reader: Reader
) -> AsyncIterator[str]:
    """First what is open or changed since, then every change and every notice to this person; a beat in between."""
    feed = _Feed(changes, reader.since)
    loop = asyncio.get_running_loop()
    ends, beat = loop.time() + LASTS_SECONDS, loop.time()
    yield "retry: 1000\n\n"
    with screens.watched_by(reader.person_id, confirms=reader.confirms) as screen:
        notices = _Notices(screen, to_show, sender, reader)
        while loop.time() < ends and not stopping.is_set():
            async for event in feed.news():
                yield event
            if loop.time() >= beat:
                beat = loop.time() + BEAT_EVERY_SECONDS
                yield ": beat\n\n"
            async for event in notices.news():
                yield event
            await asyncio.sleep(LOOK_EVERY_SECONDS)


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


class _Notices:
    """What this person is to be told: what is pushed here, and whatever any process has decided or was missed."""

    def __init__(self, screen: Screen, to_show: ToShow, sender: Sender, reader: Reader) -> None:
        self._screen = screen
        self._to_show = to_show
        self._sender = sender
        self._reader = reader
        self._since = reader.now - MISSED_FOR
        self._looked = -math.inf
        self._sent: set[str] = set()
        self._handed_out: list[str] = []

    async def news(self) -> AsyncIterator[str]:
        """The events for what has not been sent to this reader; coming back for more shows that the last ones went."""
        if not self._reader.confirms:
            for key in self._handed_out:
                await self._sender.shown(key, self._reader.person_id)
        self._handed_out = []
        for said in self._screen.take():
            if said.key not in self._sent:
                self._sent.add(said.key)
                yield _notice(said)
        now = asyncio.get_running_loop().time()
        if now - self._looked < LOOK_FOR_NOTICES_EVERY_SECONDS:
            return
        self._looked = now
        for one in await self._to_show.to(self._reader.person_id, since=self._since - LOOK_BACK):
            self._since = max(self._since, one.decided_at)
            if one.id not in self._sent:
                self._sent.add(one.id)
                self._handed_out.append(one.id)
                yield _notice(_StoredNotice(one))


class _StoredNotice:
    """A notice out of the store, as a screen shows it."""

    def __init__(self, notification: Notification) -> None:
        self.key = notification.id
        self.incident_id, self.drill = notification.incident_id, notification.drill
        self.title, self.text = notification.title, notification.text


def _event(incident: Incident) -> str:
    line = Line.of(incident).model_dump(mode="json")
    return f"id: {incident.changed_at.isoformat()}\nevent: incident\ndata: {_in_one_line(line)}\n\n"


def _notice(said: ShownNotice) -> str:
    told = {name: getattr(said, name) for name in ("key", "incident_id", "title", "text", "drill")}
    return f"event: notice\ndata: {_in_one_line(told)}\n\n"


def _in_one_line(told: dict[str, Any]) -> str:
    """In ASCII: some readers end a line at U+2028 or U+0085, and one place's name had blinded every console."""
    return json.dumps(told)

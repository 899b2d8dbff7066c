"""The duty console: notices are pushed to the open ones, and delivered when one has shown them."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from services.incident.channels.way import Message, RefusedError


class Screen:
    """One open console of one person."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Message, asyncio.Future[None]]] = []
        self._shown: list[asyncio.Future[None]] = []

    def push(self, message: Message, shown: asyncio.Future[None]) -> None:
        """Keep it until the screen asks."""
        self._waiting.append((message, shown))

    def take(self) -> list[Message]:
        """What has come since the last call. Asking again confirms what was handed out before."""
        for shown in self._shown:
            if not shown.done():
                shown.set_result(None)
        taken, self._waiting = self._waiting, []
        self._shown = [shown for _, shown in taken]
        return [message for message, _ in taken]


class Console:
    """Who is looking. An address is a person's id."""

    def __init__(self) -> None:
        self._screens: dict[Screen, str] = {}

    @contextmanager
    def watched_by(self, person_id: str) -> Iterator[Screen]:
        """A screen of this person, as long as it is open."""
        screen = Screen()
        self._screens[screen] = person_id
        try:
            yield screen
        finally:
            del self._screens[screen]

    async def send(self, message: Message, address: str) -> str:
        """See `Way`. Where nobody is looking, waiting does not help this notice: its next channel does."""
        screens = [screen for screen, person_id in self._screens.items() if person_id == address]
        if not screens:
            raise RefusedError("console-closed")
        shown = asyncio.get_running_loop().create_future()
        for screen in screens:
            screen.push(message, shown)
        await shown
        return ""

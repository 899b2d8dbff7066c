"""The duty console: notices are pushed to the open ones, and delivered when one has taken them."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from services.incident.channels.way import Message, UnreachableError

WAITING_AT_MOST = 1000


class Screen:
    """One open console of one person."""

    def __init__(self) -> None:
        self.waiting: asyncio.Queue[tuple[Message, asyncio.Future[None]]] = asyncio.Queue(WAITING_AT_MOST)
        self._shown: asyncio.Future[None] | None = None

    async def next(self) -> Message:
        """The next notice. Asking for it confirms the one before; giving up asking loses none."""
        if self._shown is not None and not self._shown.done():
            self._shown.set_result(None)
        message, self._shown = await self.waiting.get()
        return message


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
        """See `Way`. Nobody looking is no fault of the address, but waiting does not help: the next channel is."""
        screens = [screen for screen, person_id in self._screens.items() if person_id == address]
        if not screens:
            raise UnreachableError("console-closed", again=False)
        shown = asyncio.get_running_loop().create_future()
        for screen in screens:
            with suppress(asyncio.QueueFull):
                screen.waiting.put_nowait((message, shown))
        await shown
        return ""

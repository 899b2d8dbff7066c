"""The duty console: notices are pushed to the open ones, and delivered when one has shown them."""

import asyncio
import math
import time
from collections.abc import Iterator
from contextlib import contextmanager

from services.incident.channels.way import Message, UnreachableError

BACK_WITHIN_SECONDS = 3.0


class Screen:
    """One open console of one person."""

    def __init__(self, *, confirms: bool) -> None:
        self._confirms = confirms
        self._unconfirmed: dict[str, asyncio.Future[None]] = {}
        self._waiting: list[tuple[Message, asyncio.Future[None]]] = []
        self._shown: list[asyncio.Future[None]] = []

    def push(self, message: Message, shown: asyncio.Future[None]) -> None:
        """Keep it until the screen asks."""
        self._waiting.append((message, shown))

    def take(self) -> list[Message]:
        """What has come since the last call. Asking again confirms what was handed out, unless the screen confirms."""
        for shown in self._shown:
            _done(shown)
        taken, self._waiting = self._waiting, []
        if self._confirms:
            self._unconfirmed |= {message.key: shown for message, shown in taken}
        else:
            self._shown = [shown for _, shown in taken]
        return [message for message, _ in taken]

    def confirm(self, key: str) -> None:
        """A screen has shown it, so it need not come again."""
        if key in self._unconfirmed:
            _done(self._unconfirmed.pop(key))


class Console:
    """Who is looking. An address is a person's id.

    A live feed is cut now and then and opened again at once: for a few seconds whoever has just left is waited for.
    """

    def __init__(self, back_within: float = BACK_WITHIN_SECONDS) -> None:
        self._back_within = back_within
        self._screens: dict[Screen, str] = {}
        self._left: dict[str, float] = {}
        self._opened = asyncio.Event()

    @contextmanager
    def watched_by(self, person_id: str, *, confirms: bool = False) -> Iterator[Screen]:
        """A screen of this person, as long as it is open."""
        screen = Screen(confirms=confirms)
        self._screens[screen] = person_id
        self._opened.set()
        try:
            yield screen
        finally:
            del self._screens[screen]
            self._left[person_id] = time.monotonic()

    def confirm(self, person_id: str, key: str) -> None:
        """One of the screens of this person has drawn it."""
        for screen, watcher in self._screens.items():
            if watcher == person_id:
                screen.confirm(key)

    async def send(self, message: Message, address: str) -> str:
        """See `Way`. Where nobody is looking, waiting does not help this notice: its next channel does."""
        screens = await self._open_to(address)
        shown = asyncio.get_running_loop().create_future()
        for screen in screens:
            screen.push(message, shown)
        await shown
        return ""

    async def _open_to(self, person_id: str) -> list[Screen]:
        patience = self._left.get(person_id, -math.inf) + self._back_within - time.monotonic()
        try:
            async with asyncio.timeout(max(patience, 0.0)):
                while not (screens := [one for one, watcher in self._screens.items() if watcher == person_id]):
                    self._opened.clear()
                    await self._opened.wait()
        except TimeoutError:
            raise UnreachableError("console-closed", again=False) from None
        return screens


def _done(shown: asyncio.Future[None]) -> None:
    if not shown.done():
        shown.set_result(None)

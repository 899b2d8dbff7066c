"""Keeps one screen on the live feed: what comes is shown, what breaks off is said, and it comes back by itself."""

import asyncio
from typing import Protocol

from apps.duty_console.service import IncidentService, RefusedError, Signal, UnreachableError

RETRY = 0.5
BEAT = 2.0
UNAUTHENTICATED = 401
GONE = "与突发事件服务的连接已中断"


class Screen(Protocol):
    """What the feed needs of a page; `cursor` is how far it has heard."""

    cursor: str

    async def take(self, signal: Signal) -> None:
        """Show it."""

    def beat(self) -> None:
        """Everything is well up to here."""

    def lost(self, what: str) -> None:
        """Say in red what is wrong."""

    def expired(self) -> None:
        """Say that whoever sits there must sign in again."""

    def refused(self, detail: str) -> None:
        """Say that this person may not watch."""


async def keep_on(service: IncidentService, screen: Screen) -> None:
    """Never ends by itself; cancelled when the screen goes."""
    while True:
        try:
            async for signal in service.follow(screen.cursor):
                screen.cursor = signal.cursor or screen.cursor
                screen.beat()
                await screen.take(signal)
        except UnreachableError:
            screen.lost(GONE)
            await asyncio.sleep(RETRY)
        except RefusedError as refusal:
            if refusal.status == UNAUTHENTICATED:
                screen.expired()
            else:
                screen.refused(refusal.detail)
                screen.beat()
            await asyncio.sleep(BEAT)

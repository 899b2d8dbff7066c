"""The feed for pages that NiceGUI does not draw: beats, notices, and how many incidents nobody holds."""

import asyncio
import json
import time
from collections.abc import AsyncIterator

import httpx
from fastapi import Request
from fastapi.responses import StreamingResponse
from nicegui import app

from apps.duty_console.board import Board, is_waiting
from apps.duty_console.feed import keep_on
from apps.duty_console.pages.session import Session
from apps.duty_console.service import IncidentService, Signal


def serve(http: httpx.AsyncClient) -> None:
    """Add the route; the guard lets nobody through who has not signed in."""

    @app.get("/live")
    async def live(request: Request) -> StreamingResponse:
        service = IncidentService(http, Session.signed_in(request))
        return StreamingResponse(_told(service), media_type="text/event-stream")


async def _told(service: IncidentService) -> AsyncIterator[str]:
    page = PlainPage()
    feed = asyncio.create_task(keep_on(service, page))
    try:
        while True:
            yield await page.told.get()
    finally:
        feed.cancel()


class PlainPage:
    """See `feed.Screen`: one open page that hears of it as server-sent events."""

    def __init__(self) -> None:
        self.cursor = ""
        self.told: asyncio.Queue[str] = asyncio.Queue()
        self._board = Board()

    async def take(self, signal: Signal) -> None:
        """See `feed.Screen`."""
        if signal.kind == "notice":
            self._say("notice", signal.data)
        elif signal.kind == "incident":
            self._board.take(signal.data)
        else:
            real = self._board.shown(drill=False)
            major = any(line["tier"] == "major" for line in real)
            self._say("unreached", self._board.unreached())
            self._say("open", {"open": len(real), "waiting": sum(map(is_waiting, real)), "major": major})

    def beat(self) -> None:
        """See `feed.Screen`."""
        self._say("beat", round(time.time() * 1000))

    def lost(self, what: str) -> None:
        """See `feed.Screen`."""
        self._say("lost", what)

    def expired(self) -> None:
        """See `feed.Screen`."""
        self._say("expired", "")

    def refused(self, detail: str) -> None:
        """See `feed.Screen`; such a person has no list to be told of."""

    def _say(self, event: str, data: object) -> None:
        self.told.put_nowait(f"event: {event}\ndata: {json.dumps(data)}\n\n")

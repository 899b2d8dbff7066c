"""Serving HTTP until somebody asks the process to stop; nobody keeps a connection who does not finish a request."""

import asyncio
import signal
import socket
from types import FrameType
from typing import Protocol

import h11
import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.h11_impl import H11Protocol

from libs.chassis.web.edge import LONGEST_HEAD

# For requests in hand at a stop, before the bus drains.
GRACE_SECONDS = 10
BETWEEN = (h11.IDLE, h11.MUST_CLOSE, h11.CLOSED, h11.ERROR)


class Connection(H11Protocol):
    """A connection that is closed when the head of a request does not come in time.

    Whoever is answered before the body was sent may hear the answer out: what still comes is thrown away, but not long.
    """

    # Seconds: a head is one packet, even over a bad line.
    head_within = 15.0
    # Bytes: an answer is heard out before a body of this size is through.
    thrown_away_most = 1024 * 1024

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first head."""
        super().connection_made(transport)
        self._patience: asyncio.TimerHandle | None = None
        self._thrown_away = 0
        self._wait(self.head_within)

    def connection_lost(self, exc: Exception | None) -> None:
        self._relax()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came; the time for a head runs from its first byte on, not from its last."""
        super().data_received(data)
        if not self._waits:
            self._relax()
        elif self._patience is None:
            self._wait(self.head_within)
        elif self.conn.their_state is h11.SEND_BODY:
            self._thrown_away += len(data)
            if self._thrown_away > self.thrown_away_most:
                self.transport.close()

    @property
    def _waits(self) -> bool:
        return self.conn.their_state in BETWEEN or self.cycle.response_complete

    def _wait(self, seconds: float) -> None:
        self._relax()
        self._patience = self.loop.call_later(seconds, self._give_up)

    def _give_up(self) -> None:
        self._patience = None
        if self._waits:
            self.transport.close()

    def _relax(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None


class Listening(Protocol):
    """Where a process listens, and of whom it believes where a request comes from."""

    http_host: str
    http_port: int
    proxies: list[str]


def configured(web: FastAPI, settings: Listening, *, connection: type[Connection] = Connection) -> uvicorn.Config:
    """How a process is served."""
    return uvicorn.Config(
        web,
        host=settings.http_host,
        port=settings.http_port,
        log_config=None,
        access_log=False,
        http=connection,
        ws="none",
        h11_max_incomplete_event_size=LONGEST_HEAD,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=settings.proxies,
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


class Server(uvicorn.Server):
    """Says that it stops before it waits for those who still read; being asked to is no failure, so it ends with 0."""

    def __init__(self, config: uvicorn.Config, stopping: asyncio.Event) -> None:
        super().__init__(config)
        self._stopping = stopping

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 -- as signals are handled
        """Stop; at a second Ctrl+C without waiting."""
        self.force_exit = self.should_exit and sig == signal.SIGINT
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Tell whoever streams, then wait for all."""
        self._stopping.set()
        await super().shutdown(sockets)

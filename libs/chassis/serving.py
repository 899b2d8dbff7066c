"""Serving HTTP until somebody asks the process to stop."""

import asyncio
import signal
import socket
from types import FrameType

import uvicorn


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

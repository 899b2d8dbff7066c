"""A TCP proxy in front of a broker, to take the broker away from a service in every way a network can."""

import asyncio
import socket
from contextlib import suppress
from urllib.parse import urlsplit, urlunsplit


class Proxy:
    """Refuses connections until it is opened; can cut or delay them, hold the answers back, swallow everything."""

    def __init__(self, url: str) -> None:
        self._parts = urlsplit(url)
        self._held = a_port()
        self.port: int = self._held.getsockname()[1]
        self.delay = 0.0
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._pumps: set[asyncio.Task[None]] = set()
        self._upward = asyncio.Event()
        self._downward = asyncio.Event()
        self.heal()

    @property
    def url(self) -> str:
        """The address of the broker as seen through this proxy."""
        there = f"{self._parts.username}:{self._parts.password}@127.0.0.1:{self.port}"
        return urlunsplit(self._parts._replace(netloc=there))

    async def open(self) -> None:
        """Let connections in."""
        self._server = await asyncio.start_server(self._meet, "127.0.0.1", self.port)

    def cut(self) -> None:
        """Reset every connection; new ones are welcome."""
        for writer in self._writers:
            writer.transport.abort()

    async def shut(self) -> None:
        """Refuse new connections and reset those there are."""
        if self._server is not None:
            self._server.close()
            self._server = None
        self.cut()
        for pump in self._pumps:
            pump.cancel()
        await asyncio.gather(*self._pumps, return_exceptions=True)

    def close(self) -> None:
        """Let others have its port."""
        self._held.close()

    def hold_answers(self) -> None:
        """Let the broker hear the client, but not the client the broker."""
        self._downward.clear()

    def black_hole(self) -> None:
        """Keep every connection open and let nothing through."""
        self._upward.clear()
        self._downward.clear()

    def heal(self) -> None:
        """Let through what was held back, and what follows."""
        self._upward.set()
        self._downward.set()

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, back = await asyncio.open_connection(self._parts.hostname, self._parts.port)
        except OSError:
            writer.transport.abort()
            return
        self._writers |= {writer, back}
        for source, sink, gate in ((reader, back, self._upward), (there, writer, self._downward)):
            pump = asyncio.create_task(self._pump(source, sink, gate))
            self._pumps.add(pump)
            pump.add_done_callback(self._pumps.discard)

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, gate: asyncio.Event) -> None:
        with suppress(OSError):
            while data := await source.read(65536):
                await gate.wait()
                await asyncio.sleep(self.delay)
                sink.write(data)
                await sink.drain()
        with suppress(OSError):
            sink.close()
        self._writers.discard(sink)


def a_port() -> socket.socket:
    """A port that nobody else is given until it is closed: bound, so that a server may listen there beside it."""
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.bind(("127.0.0.1", 0))
    return held

"""What is heard of an answer that somebody else's server gives."""

import asyncio
import gzip
from contextlib import asynccontextmanager

import httpx
import pytest

from libs.chassis.web.asking import Bounds, ask

MOST = 1000
BOUNDS = Bounds(most_bytes=MOST, seconds=0.5)


@asynccontextmanager
async def a_server(*parts, pause=0.0, headers=""):
    """Answers everybody with these parts of a body, and closes."""

    async def answer(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(f"HTTP/1.1 200 OK\r\nConnection: close\r\nRetry-After: 7\r\n{headers}\r\n".encode())
        for part in parts:
            writer.write(part)
            await asyncio.sleep(pause)
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"


async def asked(address):
    async with httpx.AsyncClient(trust_env=False) as http:
        return await ask(http, "GET", address, BOUNDS)


async def test_the_longest_answer_is_heard_and_none_of_one_byte_more():
    async with a_server(b"x" * MOST) as whole, a_server(b"x" * MOST, b"x") as longer:
        heard = await asked(whole)
        with pytest.raises(httpx.ReadError):
            await asked(longer)

    assert (heard.status_code, len(heard.content), heard.headers["Retry-After"]) == (200, MOST, "7")


async def test_who_drips_is_not_waited_for():
    async with a_server(*[b"x"] * 10, pause=0.1) as slow:
        with pytest.raises(httpx.ReadTimeout):
            await asked(slow)


async def test_nothing_is_unpacked():
    packed = gzip.compress(b"x" * 100 * MOST)
    async with a_server(packed, headers="Content-Encoding: gzip\r\n") as packs:
        heard = await asked(packs)

    assert heard.content == packed

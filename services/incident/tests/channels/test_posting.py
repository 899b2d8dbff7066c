"""What is read of an answer."""

import asyncio
import gzip
from contextlib import asynccontextmanager, suppress

from services.incident.channels.posting import LONGEST_ANSWER, Poster

MIB = 1024 * 1024
OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


@asynccontextmanager
async def answering(head, parts):
    """A server that answers with this; how much of it was taken stands in the list."""
    taken = [0]

    async def answer(reader, writer):
        await reader.readuntil(b"{}")
        writer.write(head + b"\r\n")
        with suppress(ConnectionError):
            for part in parts:
                writer.write(part)
                await writer.drain()
                taken[0] += len(part)
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/", taken


async def posted(url):
    poster = Poster()
    try:
        return await asyncio.wait_for(poster.post(url, b"{}"), 30)
    finally:
        await poster.close()


async def test_an_answer_of_six_hundred_mebibytes_is_not_read():
    chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    async with answering(OK + b"Transfer-Encoding: chunked\r\n", (chunk for _ in range(600 * 16))) as (url, taken):
        answer = await posted(url)

        assert len(answer.content) == LONGEST_ANSWER
        assert taken[0] < 30 * MIB  # what the kernel holds


async def test_nor_is_one_unpacked_that_is_small_only_on_the_way():
    packed = gzip.compress(b"x" * 20 * MIB)
    head = OK + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n" % len(packed)
    async with answering(head, [packed]) as (url, _):
        assert (await posted(url)).content == packed[:LONGEST_ANSWER]


async def test_a_short_answer_is_read_whole():
    async with answering(OK + b"Content-Length: 13\r\n", [b'{"errcode":0}']) as (url, _):
        assert (await posted(url)).json() == {"errcode": 0}

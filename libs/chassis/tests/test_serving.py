"""Connections that never finish, and bodies that nobody wants."""

import asyncio
import signal
from contextlib import asynccontextmanager, suppress

import pytest
from fastapi import FastAPI
from starlette.requests import Request

from libs.chassis.settings import ServiceSettings
from libs.chassis.testing import Harness, a_token
from libs.chassis.tests.parcels import a_post_office
from libs.chassis.web.commands import BodyTooSlowError, UploadTooLargeError, read_whole
from libs.chassis.web.http import Address
from libs.chassis.web.serving import Connection, Server, configured

MIB = 1024 * 1024
HEAD = b"POST /parcels/p-1?town=x HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: k\r\n"


class Hasty(Connection):
    """Waits a moment where others wait seconds."""

    head_within = 0.3


@pytest.fixture
async def port(tmp_path):
    async with Harness(a_post_office, tmp_path) as harness, served(harness.service.application()) as port:
        yield port


def settings(**said):
    return ServiceSettings(
        field_keys="k1:AAAA", token_keys='{"keys": []}', event_key="", event_keys="", http_port=0, **said
    )


@asynccontextmanager
async def served(app, **said):
    config = configured(app, settings(**said), connection=Hasty)
    config.lifespan = "off"
    config.load()
    server = Server(config, asyncio.Event())
    server.lifespan = config.lifespan_class(config)
    await server.startup()
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        await server.shutdown()


async def test_a_connection_that_never_asks_is_dropped(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)

    assert await asyncio.wait_for(reader.read(), 20) == b""
    writer.close()


async def trickle(writer, piece):
    with suppress(ConnectionError):
        while True:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0.05)


async def test_a_head_that_trickles_for_ever_is_dropped(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /health/live HTTP/1.1\r\n")

    trickling = asyncio.create_task(trickle(writer, b"x-more: 1\r\n"))
    with suppress(ConnectionError):
        assert await asyncio.wait_for(reader.read(), 20) == b""
    trickling.cancel()


async def test_so_is_one_that_trickles_after_an_answer(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")
    await reader.readuntil(b'{"status":"ok"}')

    for _ in range(4):
        writer.write(b"G")
        await asyncio.sleep(0.05)

    with suppress(ConnectionError):
        assert await asyncio.wait_for(reader.read(), 20) == b""


async def test_a_request_that_takes_longer_than_a_head_may_is_answered(tmp_path):
    async def slow(scope, receive, send):
        await asyncio.sleep(2 * Hasty.head_within)
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body"})

    async with served(slow) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")

        assert (await asyncio.wait_for(reader.readline(), 20)).startswith(b"HTTP/1.1 204")
        writer.close()


@pytest.mark.parametrize("authorization", [b"", f"Authorization: Bearer {a_token('S-1', 'clerk')}\r\n".encode()])
async def test_fifty_mebibytes_in_chunks_are_not_taken(port, authorization):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(HEAD + authorization + b"Transfer-Encoding: chunked\r\n\r\n")
    sent, piece = 0, b"10000\r\n" + b"x" * 65536 + b"\r\n"
    with suppress(ConnectionError):
        while sent < 50 * MIB:
            writer.write(piece)
            await writer.drain()
            sent += len(piece)

    assert sent < 11 * MIB
    with suppress(ConnectionError):
        assert (await reader.readline()).split()[1] == (b"422" if authorization else b"401")
    writer.close()


@pytest.mark.parametrize(
    ("trusted", "seen"), [([], "127.0.0.1"), (["127.0.0.1"], "2001:db8:1:2::/64"), (["10.0.0.1"], "127.0.0.1")]
)
async def test_only_a_proxy_that_was_named_says_where_somebody_comes_from(trusted, seen):
    app = FastAPI()

    @app.get("/me")
    async def me(address: Address) -> str:
        return address

    async with served(app, proxies=trusted) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /me HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 9.9.9.9, 2001:db8:1:2:3::4\r\n\r\n")

        answer = await asyncio.wait_for(reader.readuntil(seen.encode()), 20)
        assert answer.startswith(b"HTTP/1.1 200")
        writer.close()


async def test_nobody_without_a_token_is_waited_for(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(HEAD + b"Content-Length: 1000\r\n\r\n")

    assert (await asyncio.wait_for(reader.readline(), 20)).startswith(b"HTTP/1.1 401")
    writer.close()


async def test_nor_is_anybody_who_sends_on_a_little_at_a_time(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(HEAD + b"Content-Length: 1000000\r\n\r\n")

    trickling = asyncio.create_task(trickle(writer, b"x"))
    with suppress(ConnectionError):
        assert (await asyncio.wait_for(reader.read(), 20)).startswith(b"HTTP/1.1 401")
    trickling.cancel()


def a_request(*parts, more=True):
    messages = iter({"type": "http.request", "body": part, "more_body": True} for part in parts)

    async def receive():
        with suppress(StopIteration):
            return next(messages)
        if more:
            await asyncio.Event().wait()
        return {"type": "http.request", "body": b"", "more_body": False}

    return Request({"type": "http", "method": "POST", "headers": []}, receive)


async def test_a_body_is_counted_while_it_comes():
    assert await (await read_whole(a_request(b"12", b"34", more=False), 4)).body() == b"1234"
    with pytest.raises(UploadTooLargeError):
        await read_whole(a_request(b"12", b"34", b"5"), 4)


async def test_a_body_that_never_ends_is_given_up():
    with pytest.raises(BodyTooSlowError):
        await read_whole(a_request(b"12"), 4, within=0.05)


@pytest.mark.parametrize(
    ("signals", "waits"),
    [
        ([signal.SIGINT], True),
        ([signal.SIGTERM, signal.SIGTERM], True),
        ([signal.SIGINT, signal.SIGINT], False),
        ([signal.SIGTERM, signal.SIGINT], False),
    ],
)
async def test_only_a_second_ctrl_c_does_not_wait_for_the_readers(signals, waits):
    server = Server(configured(FastAPI(), settings()), asyncio.Event())

    for number in signals:
        server.handle_exit(number, None)

    assert (server.should_exit, server.force_exit) == (True, not waits)

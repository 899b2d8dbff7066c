"""The worker under test, and a platform beside it over a real connection."""

import asyncio
import socket
from datetime import time, timedelta
from types import SimpleNamespace

import httpx
import pytest
import uvicorn

from libs.chassis.testing import Harness
from services.sync.channels.http import HttpPlatform
from services.sync.channels.worker import Worker
from services.sync.main import build
from services.sync.tests.builders import ISSUED, OPENED
from services.sync.tests.stand_in import StandIn

# Longer than the pause after a first failure.
PAUSE = timedelta(hours=2)


@pytest.fixture
async def sync(tmp_path):
    async with Harness(build, tmp_path, now=OPENED) as harness:
        yield harness


@pytest.fixture
async def stand_in():
    """A platform on a port of its own."""
    listening = socket.create_server(("127.0.0.1", 0))
    platform = StandIn(f"http://127.0.0.1:{listening.getsockname()[1]}")
    server = uvicorn.Server(uvicorn.Config(platform.app, log_level="error", lifespan="off"))
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    yield platform
    platform.hanging.set()
    server.should_exit = True
    await serving
    listening.close()


@pytest.fixture
async def reporting(sync, stand_in):
    """A worker that reports to the stand-in, round by round."""
    await sync.step_to(ISSUED)
    http = HttpPlatform(stand_in.url, "", sync.service.clock, patience=httpx.Timeout(0.5))
    worker = Worker(sync.service, http, opens=time(0), closes=time(0))

    async def rounds(most=20):
        done = 0
        while done < most and await worker.round():
            done += 1
            await sync.step_to(sync.now + PAUSE)
        return done

    yield SimpleNamespace(sync=sync, platform=stand_in, worker=worker, http=http, rounds=rounds)
    await http.close()

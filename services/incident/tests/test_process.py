"""The service as a process of its own: what a reader of the live feed sees when it stops."""

import asyncio
import os
import signal
import sys

import httpx

from libs.chassis.testing import a_token, environment
from libs.chassis.tests.buses import ROOT, until
from libs.chassis.tests.proxy import a_port

PATIENCE = 30.0  # a cut stream would raise, so time proves nothing here
READER = {"Authorization": f"Bearer {a_token('S-0005', 'leading-group')}"}


async def answers(url):
    try:
        return (await asyncio.to_thread(httpx.get, f"{url}/health/live")).is_success
    except httpx.TransportError:
        return False


async def test_a_service_that_stops_ends_the_streams_of_its_readers_itself(tmp_path):
    served, nowhere = a_port(), a_port()
    port = served.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    program = [sys.executable, "-m", "services.incident.main"]
    variables = {
        **os.environ,
        **environment(tmp_path),
        "SKILLSEAL_HTTP_PORT": str(port),
        "SKILLSEAL_AMQP_URL": f"amqp://guest:guest@127.0.0.1:{nowhere.getsockname()[1]}/",
    }
    service = await asyncio.create_subprocess_exec(*program, cwd=ROOT, env=variables)
    try:
        await until(lambda: answers(url), PATIENCE)
        async with (
            httpx.AsyncClient(timeout=PATIENCE) as client,
            client.stream("GET", f"{url}/incidents/stream", headers=READER) as stream,
        ):
            lines = stream.aiter_lines()
            assert await anext(lines) == "retry: 1000"

            service.send_signal(signal.SIGTERM)

            assert [line async for line in lines if line.startswith("event:")] == []
        assert await asyncio.wait_for(service.wait(), PATIENCE) == 0
    finally:
        if service.returncode is None:
            service.kill()
            await service.wait()
        served.close()
        nowhere.close()

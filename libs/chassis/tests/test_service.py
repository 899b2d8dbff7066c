"""A service's background tasks outlive whatever ends them."""

import asyncio

import pytest
from structlog.testing import capture_logs

from libs.chassis.service import Part, Service, _kept_running
from libs.chassis.settings import ServiceSettings
from libs.chassis.testing import Harness
from libs.chassis.watch.failing import Failing


async def test_a_background_task_restarts_whatever_ended_it_and_the_log_says_what():
    ends = [asyncio.CancelledError(), LookupError("gone")]
    works = asyncio.Event()

    async def work():
        if ends:
            raise ends.pop(0)
        works.set()
        await asyncio.Event().wait()

    with capture_logs() as lines:
        task = asyncio.create_task(_kept_running("sealer", work, Failing()))
        await asyncio.wait_for(works.wait(), 30)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    said = [(line["event"], line["task"]) for line in lines]
    assert said == [("task.cancelled-by-connection", "sealer"), ("task.failed", "sealer")]


def test_once_or_twice_is_an_accident_and_long_ago_is_over():
    now = 0.0
    failing = Failing(lambda: now)

    named = []
    for now in (0.0, 1.0, 2.0, 31.9, 32.0):
        if now < 3.0:
            failing.note("sealer")
        named.append(failing.names())

    assert named == [[], [], ["sealer"], ["sealer"], []]


class Sealer:
    """Cannot do what it is for."""

    async def run(self):
        raise LookupError

    def idle(self):
        return False


async def test_a_task_that_fails_again_and_again_degrades_health_and_is_named(tmp_path):
    def build():
        return Service("depot", ServiceSettings(), parts=[Part(beside=lambda _: {"sealer": Sealer()})])

    async with Harness(build, tmp_path) as harness:
        before = (await harness.get("/health")).json()["failing_tasks"]
        for _ in range(3):
            task = asyncio.create_task(_kept_running("sealer", Sealer().run, harness.service.failing))
            await asyncio.sleep(0)
            task.cancel()
        after = (await harness.get("/health")).json()

    assert (before, after["status"], after["failing_tasks"]) == ([], "degraded", ["sealer"])

"""A service's background tasks outlive whatever ends them."""

import asyncio

import pytest
from structlog.testing import capture_logs

from libs.chassis.service import _kept_running


async def test_a_background_task_restarts_whatever_ended_it_and_the_log_says_what():
    ends = [asyncio.CancelledError(), LookupError("gone")]
    works = asyncio.Event()

    async def work():
        if ends:
            raise ends.pop(0)
        works.set()
        await asyncio.Event().wait()

    with capture_logs() as lines:
        task = asyncio.create_task(_kept_running("sealer", work))
        await asyncio.wait_for(works.wait(), 30)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    said = [(line["event"], line["task"]) for line in lines]
    assert said == [("task.cancelled-by-connection", "sealer"), ("task.failed", "sealer")]

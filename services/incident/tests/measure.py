"""Prints what the statistics cost: `python -m services.incident.tests.measure [incidents]`."""

import asyncio
import logging
import resource
import sys
import tempfile
import time
from datetime import timedelta
from functools import partial
from pathlib import Path

import structlog

from libs.chassis.store.unit_of_work import UnitOfWork
from libs.chassis.testing import Harness
from services.incident.domain.escalation.first_report import Hop, PassedOn
from services.incident.domain.incident import Incident
from services.incident.main import build
from services.incident.storage.collections import INCIDENTS
from services.incident.tests.builders import (
    DISCOVERED,
    EXAM_AFFAIRS,
    LEADING_GROUP,
    MINUTE,
    SITE_HEAD,
    a_closing_report,
    an_incident,
    followed_up,
)

IN_ONE_COMMIT = 500
READER = ("S-0003", "supervisor")


def a_closed_incident(number: int) -> Incident:
    """One that was run to its end, a quarter of an hour after the one before."""
    found = DISCOVERED - number * timedelta(minutes=15)
    incident = an_incident(
        batch_id=f"b-{number // 1000}", discovered_at=found, room=f"第{number}考场", description="停电" * 50
    )
    incident.acknowledge(by=SITE_HEAD, now=found + 3 * MINUTE)
    incident.tell(PassedOn(Hop.LEADING_GROUP), by=LEADING_GROUP, now=found + 4 * MINUTE)
    followed_up(incident, found + 30 * MINUTE)
    incident.close(a_closing_report(), by=EXAM_AFFAIRS, now=found + 40 * MINUTE)
    return incident


async def kept(numbers: range, work: UnitOfWork) -> None:
    """Store so many in one commit."""
    for number in numbers:
        work.of(INCIDENTS).save(a_closed_incident(number))


async def asked(harness: Harness, label: str) -> None:
    """Ask for the statistics, and look meanwhile for how long nothing else had its turn."""
    longest = 0.0

    async def beat() -> None:
        nonlocal longest
        last = time.perf_counter()
        while True:
            await asyncio.sleep(0)
            longest, last = max(longest, time.perf_counter() - last), time.perf_counter()

    beating = asyncio.create_task(beat())
    await asyncio.sleep(0)
    started = time.perf_counter()
    answer = await harness.get("/incidents/statistics", as_=READER)
    seconds = time.perf_counter() - started
    await asyncio.sleep(0)
    beating.cancel()
    total = sum(batch["total"] for batch in answer.json()["batches"])
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(
        f"{label:<14} {total} incidents  {seconds:7.2f} s  at most {longest * 1000:5.0f} ms at once  {most} MB\n"
    )


async def main(incidents: int) -> None:
    """The first request of a process, and the second."""
    with tempfile.TemporaryDirectory() as directory:
        async with Harness(build, Path(directory)) as harness:
            for start in range(0, incidents, IN_ONE_COMMIT):
                numbers = range(start, start + IN_ONE_COMMIT)
                await harness.service.transactions.run(partial(kept, numbers), now=lambda: harness.now)
            await asked(harness, "first request")
            await asked(harness, "second request")


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000))

"""10,000 certificates reported to a platform that fails one call in ten, each time in another way.

Beside it, in the same run, a platform that never fails. The ratio is records a second over those of the other: what
failures cost. A record that is lost or there twice voids the run. The clock is stepped over the pauses after a failure.
"""

import asyncio
import socket
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import time as of_day
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

import httpx
import uvicorn
import uvloop

from benchmarks.bench import Bench
from libs.chassis.store.unit_of_work import UnitOfWork
from libs.chassis.testing import Harness
from libs.contracts.sealing import Purpose
from services.sync.channels.http import HttpPlatform
from services.sync.channels.worker import Worker
from services.sync.domain.row import Holder, RecordData
from services.sync.domain.upload import Upload
from services.sync.main import build
from services.sync.storage.collections import UPLOADS
from services.sync.tests import builders
from services.sync.tests.stand_in import Misbehaviour, StandIn

RECORDS = 10_000
CHUNK = 1_000
ONE_IN = 10
FAILURES = (
    Misbehaviour.FAIL_AFTER_TAKING,
    Misbehaviour.BUSY,
    Misbehaviour.TAKE_HALF,
    Misbehaviour.ANSWER_HALF,
    Misbehaviour.NO_JSON,
    Misbehaviour.FAIL_BEFORE_TAKING,
    Misbehaviour.CONTRADICT,
)
# Longer than the longest pause after a failure.
PAUSE = timedelta(hours=2)


def run(bench: Bench) -> None:
    """Measure and report."""
    records = bench.sizes[0] if bench.sizes else RECORDS
    bench.say(f"sync: {records} records")
    for part in ("steady", "failing"):
        (bench.directory / part).mkdir(parents=True)
    steady = uvloop.run(_reported(bench.directory / "steady", records, failing=False))
    failing = uvloop.run(_reported(bench.directory / "failing", records, failing=True))
    bench.results.add("sync", failing["a_second"] / steady["a_second"], records=records, steady=steady, failing=failing)


async def _reported(directory: Path, records: int, *, failing: bool) -> dict[str, float]:
    made_for: Any = builders
    async with Harness(build, directory, now=builders.OPENED) as harness, _platform() as platform:
        await harness.deliver(made_for.a_batch_opened())
        await _fill(harness, records)
        await harness.step_to(builders.ISSUED)
        http = HttpPlatform(platform.url, "", harness.service.clock, patience=httpx.Timeout(30.0))
        worker = Worker(harness.service, http, opens=of_day(0), closes=of_day(0))
        kinds, seconds, rounds = cycle(FAILURES), 0.0, 0
        while await harness.service.transactions.begin().of(UPLOADS).count({"state": "accepted"}) < records:
            if failing and not platform.coming:
                platform.coming.extend([None] * (ONE_IN - 1) + [next(kinds)])
            begun = time.perf_counter()
            worked = await worker.round()
            seconds += time.perf_counter() - begun
            rounds += 1
            if not worked:
                await harness.step_to(harness.now + PAUSE)
        await http.close()
    taken = Counter(platform.taken)
    assert len(taken) == records, f"{records - len(taken)} were lost"  # noqa: S101 -- else no figure is worth anything
    assert set(taken.values()) == {1}, "some were taken twice"  # noqa: S101 -- the same
    return {"a_second": round(records / seconds, 1), "calls": platform.requests, "rounds": rounds}


async def _fill(harness: Harness, records: int) -> None:
    """Certificates that wait, each of another holder."""
    made_for: Any = builders
    for first in range(1, records + 1, CHUNK):
        ordinals = range(first, min(first + CHUNK, records + 1))

        async def keep(work: UnitOfWork, ordinals: range = ordinals) -> None:
            for ordinal in ordinals:
                issued = made_for.a_certificate_issued(ordinal)
                owner = issued.application_id
                sealed = {
                    "name": harness.cipher.seal("张一一", purpose=Purpose.CANDIDATE_NAME, owner=owner),
                    "id_number": harness.cipher.seal(
                        f"4312021998{ordinal:08d}", purpose=Purpose.RESIDENT_NUMBER, owner=owner
                    ),
                }
                holder = Holder(
                    application_id=owner, id_kind="居民身份证", occupation="中式烹调师", work_type="--", **sealed
                )
                data = RecordData.of_certificate(issued, holder, builders.INSTITUTION)
                work.of(UPLOADS).save(Upload.begin(data, newest=1, told_at=builders.OPENED))

        await harness.service.transactions.run(keep, now=lambda: builders.OPENED)


@asynccontextmanager
async def _platform() -> AsyncIterator[StandIn]:
    listening = socket.create_server(("127.0.0.1", 0))
    platform = StandIn(f"http://127.0.0.1:{listening.getsockname()[1]}")
    server = uvicorn.Server(uvicorn.Config(platform.app, log_level="error", lifespan="off"))
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        yield platform
    finally:
        server.should_exit = True
        await serving
        listening.close()

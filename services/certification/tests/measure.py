"""Prints what a batch costs: `python -m services.certification.tests.measure [candidates]`."""

import asyncio
import logging
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog

from libs.chassis.testing import Harness
from services.certification.main import build
from services.certification.tests.builders import (
    BATCH_ID,
    FIVE_DAYS_OVER,
    PUBLISHED,
    a_batch_opened,
    a_candidate_approved,
    a_score_published,
)
from services.certification.tests.conftest import file_institution

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "伟芳娜敏静秀丽强磊军洋艳勇杰娟涛明超玲霞平刚喆玥堃昇"


@contextmanager
def measured(label: str, count: int) -> Iterator[None]:
    """Say what the block took, in all and for each of `count`."""
    started, cpu = time.perf_counter(), _cpu()
    yield
    seconds, used = time.perf_counter() - started, _cpu() - cpu
    sys.stdout.write(
        f"{label:<34} {seconds:7.2f} s  {used:7.2f} s CPU  {used / count * 1000:6.2f} ms CPU each  "
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB at most\n"
    )


def _cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


async def measure(candidates: int) -> None:
    """A batch of candidates who all pass, from approval to certificate, in one process without a broker."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with tempfile.TemporaryDirectory() as directory:
        async with Harness(build, Path(directory), now=PUBLISHED) as harness:
            await file_institution(harness)
            await harness.deliver(a_batch_opened())
            ordinals = range(1, candidates + 1)
            approved = [
                a_candidate_approved(
                    harness.cipher, n, name=SURNAMES[n % 20] + GIVEN[n % 26] + GIVEN[n // 26 % 26], level=5 - n % 3
                )
                for n in ordinals
            ]
            with measured("keep candidates", candidates):
                await asyncio.gather(*(harness.deliver(event) for event in approved))
            with measured("post results", candidates):
                await asyncio.gather(*(harness.deliver(a_score_published(n, level=5 - n % 3)) for n in ordinals))
            with measured("end notices and issue certificates", candidates):
                await harness.step_to(FIVE_DAYS_OVER)
            answer = await harness.get(f"/batches/{BATCH_ID}/progress", as_=("S-0001", "operator"))
            issued, stored = answer.json()["issued"], (Path(directory) / "store.sqlite").stat().st_size
            sys.stdout.write(f"issued {issued}; the store takes {stored / issued / 1024:.1f} kB for each\n")


if __name__ == "__main__":
    asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 600))

"""Numbers stay gapless whoever takes them and whoever is killed: `ALLOCATIONS=50000` tries it whole."""

import asyncio
import os
import random
import sys
from pathlib import Path

import pytest

from libs.chassis.domain import every
from libs.chassis.store.unit_of_work import UnitOfWork
from services.certification.tests.takers import BLOCKS, ledger_in, opened

ALLOCATIONS = int(os.environ.get("ALLOCATIONS", "4000"))
# How many are killed at most, and how many seconds after they began at the latest.
KILLS, LONGEST_LIFE = max(6, ALLOCATIONS // 2_000), 0.3
ROOT = Path(__file__).parents[3]


@pytest.fixture(params=["sqlite", pytest.param("mongo", marks=pytest.mark.mongo)])
def address(request, tmp_path):
    return request.getfixturevalue("mongo") if request.param == "mongo" else str(tmp_path / "store.sqlite")


class Taker:
    """A process of twenty clients, and the line in which it says that it begins."""

    def __init__(self, process):
        self.process = process
        self.said = asyncio.ensure_future(process.stdout.readline())

    @classmethod
    async def launched(cls, address):
        command = [sys.executable, "-m", "services.certification.tests.takers", address, str(ALLOCATIONS)]
        return cls(await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE))


async def take_in_pairs(address):
    """Two processes at a time; one that is at work is killed and another begun. Answers how many were killed."""
    pair, killed = [await Taker.launched(address) for _ in range(2)], 0
    while killed < KILLS:
        await asyncio.wait([one.said for one in pair], return_when=asyncio.FIRST_COMPLETED)
        victim = next(one for one in pair if one.said.done())
        if killed:  # the first at once: on a fast machine all numbers are taken before a later kill
            await asyncio.sleep(random.uniform(0, LONGEST_LIFE))
        if victim.process.returncode is not None:
            break
        victim.process.kill()
        await victim.process.wait()
        killed += 1
        pair = [one for one in pair if one is not victim] + [await Taker.launched(address)]
    assert [await one.process.wait() for one in pair] == [0, 0]
    return killed


@pytest.mark.rule("CER-14")
async def test_competing_clients_and_kills_leave_no_gap(address):
    killed = await take_in_pairs(address)

    store = await opened(address)
    work = UnitOfWork(store, "certification")
    blocks = [block async for block in every(work.of(BLOCKS))]
    last = (await ledger_in(work)).last
    await store.close()
    serials = sorted(int(number[-6:]) for block in blocks for number in block.numbers)
    assert serials == list(range(1, ALLOCATIONS + 1))
    assert last == ALLOCATIONS
    assert killed

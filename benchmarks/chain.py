"""The archive's chain and its tree at 1,000,000 events: appended from the line, then proved against a signed day.

Beside it, in the same run, the chain itself while it was short. The ratio is events appended a second in the last tenth
over those in the first: whether a long chain costs more than a short one.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.bench import Bench
from benchmarks.measured import percentiles
from libs.chassis.store.sqlite import SqliteStore
from libs.chassis.store.unit_of_work import Transactions, UnitOfWork
from libs.contracts.merkle import must_be_in
from services.archive.domain.evidence.record import EventAttributes, Record
from services.archive.domain.evidence.tree import root_of, tiles_of
from services.archive.domain.evidence.tree_head import TreeHead
from services.archive.ports import TreeDesk
from services.archive.storage.collections import CHAINS, COLLECTIONS, GAPS, RECORDS, TREE_HEADS, TREE_TILES
from services.archive.use_cases.chain import append_waiting
from services.archive.views.proofs import show_proof

EVENTS = 1_000_000
CHUNK = 10_000
PROOFS = 1_000
DAY = "2026-09-01"
NOON = datetime(2026, 9, 1, 4, tzinfo=UTC)
BODY = {"application_id": "2026-autumn-00001", "batch_id": "2026-autumn", "theory_score": "80.0"}


def run(bench: Bench) -> None:
    """Measure and report."""
    events = bench.sizes[0] if bench.sizes else EVENTS
    bench.say(f"chain: {events} events")
    bench.directory.mkdir(parents=True)
    asyncio.run(_measure(bench, events))


async def _measure(bench: Bench, events: int) -> None:
    store = SqliteStore(bench.directory / "archive.sqlite")
    await store.open(COLLECTIONS)
    transactions = Transactions(store, "archive", lambda *_: None)

    async def commit(use: Callable[[UnitOfWork], Awaitable[Any]]) -> Any:
        return await transactions.run(use, now=lambda: NOON)

    rates, processor = [], 0.0
    for first in range(0, events, CHUNK):
        numbers = range(first, min(first + CHUNK, events))
        await commit(partial(_accept, numbers=numbers))
        begun, before = time.perf_counter(), time.process_time()
        while await commit(lambda work: append_waiting(_desk(work), now=NOON)):
            pass
        rates.append(len(numbers) / (time.perf_counter() - begun))
        processor += time.process_time() - before
    await commit(lambda work: _sign(work, events))
    proved = [await _proved(transactions.begin(), number) for number in range(0, events, max(1, events // PROOFS))]
    await store.close()

    tenth = max(1, len(rates) // 10)
    early, late = sum(rates[:tenth]) / tenth, sum(rates[-tenth:]) / tenth
    size = _megabytes(bench.directory / "archive.sqlite")
    bench.results.add(
        "chain",
        late / early,
        events=events,
        appended_a_second={"first_tenth": round(early), "last_tenth": round(late)},
        appended_a_processor_second=round(events / processor),
        proof_ms=percentiles(proved),
        store_mb=size,
    )


def _desk(work: UnitOfWork) -> TreeDesk:
    return TreeDesk(
        records=work.of(RECORDS),
        chains=work.of(CHAINS),
        gaps=work.of(GAPS),
        tree_tiles=work.of(TREE_TILES),
        tree_heads=work.of(TREE_HEADS),
    )


async def _accept(work: UnitOfWork, numbers: range) -> None:
    records = work.of(RECORDS)
    for number in numbers:
        attributes = EventAttributes(
            id=f"scoring:results/{number}:1",
            source="scoring",
            type="scoring.score-published.v1",
            subject=f"results/{number}",
            sequence=1,
            time=NOON,
        )
        records.save(Record.accept(attributes, body=json.dumps(BODY | {"number": number}).encode(), now=NOON))


async def _sign(work: UnitOfWork, events: int) -> None:
    """A head without a signature: what it costs to sign one is no matter of the chain's length."""
    desk, whole = _desk(work), (0, events)
    root = root_of(whole, await desk.tiles(tiles_of([whole])))
    desk.tree_heads.save(TreeHead(id=DAY, size=events, root=root, chain_head="", signed_at=NOON))


async def _proved(work: UnitOfWork, number: int) -> float:
    """Milliseconds of one proof, from the store to its path; one that does not hold voids the run."""
    begun = time.perf_counter()
    proof = await show_proof(_desk(work), event_id=f"scoring:results/{number}:1", day=DAY)
    passed = time.perf_counter() - begun
    must_be_in(proof.model_dump())
    return passed * 1000


def _megabytes(file: Path) -> int:
    return round(sum(one.stat().st_size for one in file.parent.glob(f"{file.name}*")) / 2**20)

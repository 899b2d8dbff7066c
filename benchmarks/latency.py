"""From the commit in one service to the commit of its effect in the next, at fifty messages a second.

Taken between the first two stages of a line, ours against plain aio-pika, in turn.
"""

import json
from pathlib import Path

import uvloop

from apps.cli.rabbitmq import PrivateNode
from benchmarks.bench import Bench
from benchmarks.line import OURS, PLAIN, Line, Side
from benchmarks.measured import percentiles, spread

PER_SECOND = 50
SECONDS = 20
SIDES = {"ours": OURS, "plain": PLAIN}


def run(bench: Bench) -> None:
    """Measure and report."""
    uvloop.run(_run(bench))


async def _run(bench: Bench) -> None:
    taken: dict[str, list[list[float]]] = {name: [] for name in SIDES}
    with bench.node() as node:
        for repetition in range(bench.repetitions):
            for name in list(SIDES) if repetition % 2 == 0 else list(reversed(SIDES)):
                bench.say(f"latency: {name}, repetition {repetition + 1} of {bench.repetitions}")
                taken[name].append(await _measure(SIDES[name], node, bench.directory / f"{name}-{repetition}"))
    p99 = {name: [percentiles(one)["p99"] for one in repetitions] for name, repetitions in taken.items()}
    ratios = spread([plain / ours for ours, plain in zip(p99["ours"], p99["plain"], strict=True)])
    bench.results.add(
        "latency",
        ratios["median"],
        ratios=ratios,
        per_second=PER_SECOND,
        repetitions=bench.repetitions,
        **{
            name: {
                "messages": sum(map(len, repetitions)),
                "ms": percentiles([value for one in repetitions for value in one]),
                "p99_ms": spread(p99[name]),
            }
            for name, repetitions in taken.items()
        },
    )


async def _measure(side: Side, node: PrivateNode, directory: Path) -> list[float]:
    """Milliseconds of each message but those of the warm-up."""
    async with Line.of(side, node, directory, stages=2, stamps=True) as line:
        first = line.sent + 1
        await line.drip(PER_SECOND * SECONDS, per_second=PER_SECOND)
    return _milliseconds(directory, first)


def _milliseconds(directory: Path, first: int) -> list[float]:
    committed, handled = (json.loads(file.read_text()) for file in sorted(directory.glob("line-*/*/stamps.json")))
    measured = [parcel for parcel in committed if int(parcel.rpartition("-")[2]) >= first]
    return [1000 * (handled[parcel] - committed[parcel]) for parcel in measured]

"""Six stages, and in each of them one message, one document and one durable write: ours against plain aio-pika.

Every repetition starts fresh processes for each side in turn; which side goes first alternates. The ratio is that of
the parcels a second with a thousand on their way; beside it the processor time of the stages, a few and single
parcels on their way, and what a parcel costs after ten times as many have gone through.
"""

from dataclasses import dataclass, field
from statistics import median
from typing import Any

import uvloop

from apps.cli.rabbitmq import PrivateNode
from benchmarks.bench import Bench
from benchmarks.line import GROUPED, OURS, PLAIN, Line, Pass, Side
from benchmarks.measured import spread

SATURATED = 1_000
SIDES = {"ours": OURS, "plain": PLAIN, "plain_grouped": GROUPED}
GROWTH, GROWTH_SAMPLES = 10, 3


@dataclass
class Runs:
    """The repetitions of one side."""

    saturated: list[Pass] = field(default_factory=list)
    in_flight: dict[int, list[Pass]] = field(default_factory=lambda: {1: [], 10: [], 100: []})

    def figures(self) -> dict[str, Any]:
        """Median and spread of each."""
        return {
            "parcels_s": spread([one.rate for one in self.saturated]),
            "cpu_us_a_stage": spread([one.cpu_us for one in self.saturated]),
            "parcels_s_in_flight": {n: spread([one.rate for one in passes]) for n, passes in self.in_flight.items()},
        }


def run(bench: Bench) -> None:
    """Measure and report."""
    uvloop.run(_run(bench))


async def _run(bench: Bench) -> None:
    runs = {name: Runs() for name in SIDES}
    with bench.node() as node:
        for repetition in range(bench.repetitions):
            order = list(SIDES) if repetition % 2 == 0 else list(reversed(SIDES))
            for name in order:
                bench.say(f"pipeline: {name}, repetition {repetition + 1} of {bench.repetitions}")
                await _measure(SIDES[name], runs[name], node, bench)
        bench.say("pipeline: growth")
        growth = await _growth(node, bench)
    ours, plain, grouped = (runs[name] for name in SIDES)
    ratios = spread([a.rate / b.rate for a, b in zip(ours.saturated, plain.saturated, strict=True)])
    bench.results.add(
        "pipeline",
        ratios["median"],
        ratios=ratios,
        ratios_in_flight={
            n: spread([a.rate / b.rate for a, b in zip(ours.in_flight[n], plain.in_flight[n], strict=True)])
            for n in ours.in_flight
        },
        ratios_to_grouped=spread([a.rate / b.rate for a, b in zip(ours.saturated, grouped.saturated, strict=True)]),
        ratios_of_cpu=spread([b.cpu_us / a.cpu_us for a, b in zip(ours.saturated, plain.saturated, strict=True)]),
        growth=growth,
        messages=bench.messages,
        repetitions=bench.repetitions,
        **{name: one.figures() for name, one in runs.items()},
    )


async def _measure(side: Side, runs: Runs, node: PrivateNode, bench: Bench) -> None:
    async with Line.of(side, node, bench.directory) as line:
        runs.saturated.append(await line.drive(bench.messages, in_flight=SATURATED))
        for in_flight, passes in runs.in_flight.items():
            share = 3 if in_flight > 1 else 30
            passes.append(await line.drive(max(bench.messages // share, 5), in_flight=in_flight))


async def _growth(node: PrivateNode, bench: Bench) -> dict[str, Any]:
    """What a parcel costs when many have gone before it, over what it costs at the beginning: 1 is flat."""
    few, many = max(bench.messages // 3, 5), bench.messages * GROWTH
    async with Line.of(OURS, node, bench.directory) as line:
        first = [await line.drive(few, in_flight=SATURATED) for _ in range(GROWTH_SAMPLES)]
        through = await line.drive(many, in_flight=SATURATED)
        last = [await line.drive(few, in_flight=SATURATED) for _ in range(GROWTH_SAMPLES)]
    return {
        "sample": few,
        "after": many,
        "cpu_a_parcel": round(median(one.cpu_us for one in last) / median(one.cpu_us for one in first), 3),
        "seconds_a_parcel": round(median(one.rate for one in first) / median(one.rate for one in last), 3),
        "cpu_a_parcel_of_many_at_once": round(through.cpu_us / median(one.cpu_us for one in first), 3),
    }

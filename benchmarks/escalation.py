"""Five hundred open incidents: how late each step of the plan is. Twenty thousand: whether anything costs more.

Lateness is from the moment a step was due, by the plan and the discovery, until its event is heard on the bus. The cost
is the service's processor time, in turn at five hundred and at twenty thousand; the ratio is that of the kind of work
for which the two differ most.
"""

import asyncio
import math
import time
from collections.abc import AsyncIterator, Awaitable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import uvloop

from apps.cli.rabbitmq import PrivateNode
from apps.demo.footprint import cpu_seconds, resident_mib
from apps.demo.office import Office
from apps.faults.incidents import STAFF, Ear, enter_many, put_on_duty, report
from apps.faults.steps import Judgement, Step, judge
from apps.faults.system import Setting, Supervised
from benchmarks.bench import Bench
from benchmarks.measured import percentiles, spread
from benchmarks.open_incidents import fill

FEW, MANY = 500, 20_000
SECONDS = 60
AT_A_TIME = 200
PAGES = 10
A_REMINDER = 300
SETTLED = 0.5


Costs = dict[str, tuple[list[float], list[float]]]  # kind of work → with few, with many


class BrokenError(Exception):
    """A step did not happen, or happened twice: then no figure is worth anything."""


@dataclass(frozen=True)
class Duty:
    """One incident service at work."""

    system: Supervised
    office: Office
    ear: Ear

    @classmethod
    @asynccontextmanager
    async def on(cls, node: PrivateNode, directory: Path, *, incidents: int = 0) -> "AsyncIterator[Duty]":
        """A fresh one, with so many incidents open; stopped at the end."""
        url = node.vhost(directory.name)
        system = Supervised(directory, amqp_url=url, setting=Setting(), services=("incident",), simulation=False)
        office = Office(system, STAFF)
        await fill(system.store("incident"), incidents, site_head=office.who("site-head"))
        try:
            await system.begin()
            await put_on_duty(office)
            async with Ear(url) as ear:
                yield cls(system, office, ear)
        finally:
            await office.close()
            system.destroy()

    @property
    def pid(self) -> int:
        """Its process."""
        return self.system.processes["incident"].pid

    async def cost(self, work: Iterable[Awaitable[Any]]) -> tuple[list[Any], float]:
        """Milliseconds of processor time for each of these, and what they answer."""
        before = cpu_seconds(self.pid)
        answers = await asyncio.gather(*work)
        await asyncio.sleep(SETTLED)
        return answers, 1000 * (cpu_seconds(self.pid) - before) / len(answers)


def run(bench: Bench) -> None:
    """Measure and report."""
    with bench.node() as node:
        bench.say(f"escalation: {FEW} open, every step")
        judgement = uvloop.run(_lateness(node, bench.directory / "steps"))
        costs, at_the_end = uvloop.run(_costs(node, bench))
    ratios = {kind: spread([few / many for few, many in zip(*both, strict=True)]) for kind, both in costs.items()}
    bench.results.add(
        "escalation",
        min(ratio["median"] for ratio in ratios.values()),
        ratios=ratios,
        incidents=judgement.incidents,
        steps=len(judgement.at),
        late_ms=_milliseconds(judgement, judgement.late),
        late_ms_by_step={
            name: _milliseconds(judgement, (step for step in judgement.late if step.name == name))
            for name in sorted({step.name for step in judgement.late})
        },
        missed=len(judgement.missed),
        twice=len(judgement.twice),
        cpu_ms={
            kind: {str(size): spread(taken) for size, taken in zip((FEW, MANY), both, strict=True)}
            for kind, both in costs.items()
        },
        **at_the_end,
    )


def _milliseconds(judgement: Judgement, steps: Iterable[Step]) -> dict[str, float]:
    return percentiles([1000 * judgement.late[step] for step in steps])


async def _lateness(node: PrivateNode, directory: Path) -> Judgement:
    async with Duty.on(node, directory) as duty:
        _, until = await enter_many(duty.office, FEW, seconds=SECONDS)
        await asyncio.sleep(until + SETTLED + 1.0 - time.time())
        judgement = judge(duty.ear.heard, until=until)
    if broken := judgement.broken("bus"):
        raise BrokenError(broken)
    return judgement


async def _costs(node: PrivateNode, bench: Bench) -> tuple[Costs, dict[str, dict[str, Any]]]:
    """What each kind of work costs, round by round; then what a console costs that opens, and the memory of each."""
    costs: Costs = {}
    bench.say(f"escalation: {MANY} open")
    async with (
        Duty.on(node, bench.directory / "few", incidents=FEW) as few,
        Duty.on(node, bench.directory / "many", incidents=MANY) as many,
    ):
        for repetition in range(bench.repetitions):
            bench.say(f"escalation: {FEW} and {MANY} open, repetition {repetition + 1} of {bench.repetitions}")
            sides = (few, many)
            for side in sides if repetition % 2 == 0 else reversed(sides):
                for kind, cost in (await _round(side, repetition * AT_A_TIME)).items():
                    costs.setdefault(kind, ([], []))[sides.index(side)].append(cost)
        by_size = {str(FEW): few, str(MANY): many}
        consoles = {size: await _console(side, int(size)) for size, side in by_size.items()}
        mib = {size: round(resident_mib(side.pid), 1) for size, side in by_size.items()}
        return costs, {"console_opens": consoles, "mib": mib}


async def _round(duty: Duty, first: int) -> dict[str, float]:
    """What a report, a step, taking over and a page cost there now."""
    office, by = duty.office, duty.office.who("site-head")
    due = math.ceil(time.time()) + 6
    numbers = range(first, first + AT_A_TIME)
    reported, report_ms = await duty.cost(report(office, number, "general", due - A_REMINDER) for number in numbers)
    _, step_ms = await duty.cost([_reminded(duty, reported, due)])
    _, taking_over_ms = await duty.cost(
        office.order("incident", f"/incidents/{incident}/acknowledgements", by=by) for incident in reported
    )
    _, page_ms = await duty.cost(office.ask("incident", "/incidents/open", by=by) for _ in range(PAGES))
    return {"report": report_ms, "step": step_ms / AT_A_TIME, "taking-over": taking_over_ms, "page": page_ms}


async def _reminded(duty: Duty, incidents: list[str], due: float) -> None:
    """Return when all of these were reminded of their first report."""
    if time.time() > due:
        raise BrokenError("reporting took so long that its reminders were due")
    waiting = set(incidents)
    async with asyncio.timeout(due + 10.0 - time.time()):
        while waiting:
            await asyncio.sleep(0.1)
            waiting -= {event.content["incident_id"] for event in duty.ear.heard if "reminded" in event.kind}


async def _console(duty: Duty, incidents: int) -> dict[str, float]:
    """How long a console that opens is told what is open, and how long others wait for an answer meanwhile."""
    token = duty.system.token(duty.office.who("director"), ["director"])
    waits = [0.0]

    async with httpx.AsyncClient(base_url=duty.system.urls["incident"], trust_env=False, timeout=60.0) as client:

        async def ask() -> None:
            while True:
                asked = time.perf_counter()
                await client.get("/health/live")
                waits.append(time.perf_counter() - asked)
                await asyncio.sleep(0.01)

        asking = asyncio.create_task(ask())
        began, told = time.perf_counter(), 0
        async with client.stream("GET", "/incidents/stream", headers={"Authorization": f"Bearer {token}"}) as stream:
            async for line in stream.aiter_lines():
                told += line == "event: incident"
                if told == incidents:
                    break
        asking.cancel()
    return {"seconds": round(time.perf_counter() - began, 2), "others_wait_ms": round(1000 * max(waits), 1)}

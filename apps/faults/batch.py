"""One batch on a system under fault: the demo's stages, a fault beside them, and the evidence afterwards."""

import asyncio
import shutil
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from apps.cli.system import SERVICES
from apps.demo.inputs import Inputs
from apps.demo.office import Office
from apps.demo.stages.exam_days import hold_examinations
from apps.demo.stages.notice import issue, stand_in_public
from apps.demo.stages.papers import prepare_papers
from apps.demo.stages.planning import plan
from apps.demo.stages.registration import register
from apps.demo.stages.scoring import publish, score
from apps.demo.stages.stage import Run
from apps.faults.broker import Broker
from apps.faults.disks import LoopDisk, MemoryDisk
from apps.faults.evidence import Evidence, collect, violations
from apps.faults.ledger import Delivery, Ledger
from apps.faults.scene import RECOVERY, LostError, Record, Scene
from apps.faults.simulation import StubbornSimulation
from apps.faults.system import Setting, Supervised
from libs.chassis.tests.proxy import Proxy

LOST = 15.0
PATIENT = {"consumer_timeout": 1_800_000, "channel_tick_interval": 60_000}  # the defaults of RabbitMQ
STAGES = (register, plan, prepare_papers, hold_examinations, score, publish, stand_in_public, issue)


Fault = Callable[[Scene], Awaitable[None]]
Alone = Callable[[Broker, Sequence[Any], Path, Setting], Awaitable[tuple[list[Record], list[str]]]]


async def undisturbed(_: Scene) -> None:
    """Nothing."""


@dataclass(frozen=True)
class Case:
    """A batch with a fault. The setting is fixed before it starts. What needs no batch runs `alone`."""

    name: str
    fault: Fault = undisturbed
    setting: Setting = field(default_factory=Setting)
    proxied: bool = False
    disks: Mapping[str, type[MemoryDisk | LoopDisk]] = field(default_factory=dict)
    broker_settings: Mapping[str, int] = field(default_factory=dict)
    lost_after: float = LOST
    alone: Alone | None = None


@dataclass
class Outcome:
    """What came of a case."""

    records: list[Record]
    evidence: Evidence
    broken: list[str]
    seconds: float


@dataclass(frozen=True)
class Bench:
    """Where cases are run: a broker, example files, a directory, a seed; a stopped process is stopped for `pause`."""

    broker: Broker
    inputs: Path
    out: Path
    seed: int
    pause: float

    async def run(self, case: Case, sound: Evidence | None) -> Outcome:
        """Run a batch under a fault and look at what it left; without `sound` it is the undisturbed one."""
        started = time.monotonic()
        out = self.out / _slug(case.name)
        shutil.rmtree(out, ignore_errors=True)
        if case.alone and sound:
            staff = Inputs.read(self.inputs).staff
            records, broken = await case.alone(self.broker, staff, out, case.setting)
            return Outcome(records, sound, broken, time.monotonic() - started)
        shutil.copytree(self.inputs, out / "input")
        vhost = _slug(case.name)
        url = await asyncio.to_thread(self.broker.node.vhost, vhost)
        await self.broker.configure(case.broker_settings)
        disks = {name: kind(out / "disks" / name) for name, kind in case.disks.items()}
        proxy = Proxy(url) if case.proxied else None
        if proxy:
            await proxy.open()
        simulations: list[StubbornSimulation] = []
        system = Supervised(
            out / "state",
            amqp_url=proxy.url if proxy else url,
            setting=replace(case.setting, disks={name: disk.directory for name, disk in disks.items()}),
            time_of_day=lambda: simulations[0].now if simulations else None,
        )
        try:
            await system.begin()
            queues = await self.broker.queues(vhost)
            ledger = Ledger(system.stores, queues)
            inputs = Inputs.read(out / "input")
            office = Office(system, inputs.staff)
            async with StubbornSimulation(office, url, SERVICES) as simulation:
                simulation.ledger = ledger
                simulations.append(simulation)
                usual = sound.work if sound else dict.fromkeys(SERVICES, 0)
                scene = Scene(
                    system=system,
                    broker=self.broker,
                    vhost=vhost,
                    url=url,
                    disks=disks,
                    ledger=ledger,
                    simulation=simulation,
                    office=office,
                    proxy=proxy,
                    usual=usual,
                    seed=self.seed,
                    pause=self.pause,
                )
                run = Run(inputs, office, simulation, self.seed)
                broken, repaired = await _played(scene, run, case)
                evidence = await self._evidence(run, scene, out, repaired, broken)
            await office.close()
        finally:
            system.destroy()
            for disk in disks.values():
                disk.close()
            await self.broker.configure(PATIENT)
            if proxy:
                await proxy.shut()
                proxy.close()
            with suppress(Exception):
                await asyncio.to_thread(self.broker.node.drop_vhost, vhost)
        broken += system.unexpected()
        if sound and not broken:
            broken += violations(evidence, sound, poisoned=scene.poisoned)
        elif broken:
            broken += [f"lost: {len(evidence.outstanding)} deliveries without effect"] if evidence.outstanding else []
        return Outcome(scene.records, evidence, broken, time.monotonic() - started)

    async def _evidence(self, run: Run, scene: Scene, out: Path, repaired: int, broken: list[str]) -> Evidence:
        if broken:  # the lists of a batch that stands still say nothing
            (out / "queues.txt").write_text(await self.broker.report(scene.vhost), encoding="utf-8")
            return Evidence(outstanding=[str(one) for one in scene.ledger.outstanding()])
        return await collect(
            run,
            system=scene.system,
            broker=self.broker,
            vhost=scene.vhost,
            ledger=scene.ledger,
            out=out,
            repaired=repaired,
        )


async def _played(scene: Scene, run: Run, case: Case) -> tuple[list[str], int]:
    """Let the batch, the fault and the supervisor run side by side; answers what broke and how much was repaired."""
    supervisor = asyncio.create_task(scene.system.supervise())
    fault = asyncio.create_task(_injected(case.fault, scene))
    batch = asyncio.create_task(_batch(run, scene))
    watch = asyncio.create_task(_watch(scene, case.lost_after))
    broken: list[str] = []
    repaired = 0
    try:
        running = {batch, fault, watch, supervisor}
        while not (batch.done() and (fault.done() or scene.lasting)):
            done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            failed = [_ended(task) for task in done if task.cancelled() or task.exception()]
            if failed:
                broken += failed
                break
            if batch in done and not fault.done() and not scene.lasting:
                await asyncio.wait({fault}, timeout=RECOVERY)
                if not fault.done():
                    broken.append("the batch ended before the fault was injected")
                    break
        if not broken:
            for step in scene.afterwards:
                await step()
            if scene.lasting:
                await fault
            await run.simulation.settle()
            repaired = await scene.reconciled()
    except Exception as failed:  # noqa: BLE001 -- whatever it is, it is the finding
        broken.append(repr(failed))
    finally:
        tasks = (fault, batch, watch)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        supervisor.cancel()
        await asyncio.gather(supervisor, return_exceptions=True)
    return broken, repaired


def _ended(task: "asyncio.Task[None]") -> str:
    return "cancelled by a connection" if task.cancelled() else repr(task.exception())


async def _injected(fault: Fault, scene: Scene) -> None:
    await fault(scene)


async def _batch(run: Run, scene: Scene) -> None:
    for stage in STAGES:
        scene.stage = stage.__name__
        await scene.gate.wait()
        await stage(run)


async def _watch(scene: Scene, patience: float) -> None:
    """Raise `LostError` once all have been at rest for a while and something is still missing; else run for ever."""
    missing: set[Delivery] = set()
    since = time.monotonic()
    while True:
        await asyncio.sleep(0.5)
        now = scene.ledger.outstanding()
        if not now or now != missing or not await _at_rest(scene):
            missing, since = now, time.monotonic()
        elif time.monotonic() - since > patience:
            message = f"{len(missing)} deliveries never came, e.g. {min(missing)}"
            raise LostError(message)


async def _at_rest(scene: Scene) -> bool:
    return await scene.system.well() and await scene.simulation.idle()


def _slug(name: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in name).strip("-").lower()

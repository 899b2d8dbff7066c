"""What a fault can reach for while a batch runs beside it, and what is noted of it."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from apps.demo.office import Office
from apps.faults.broker import Broker
from apps.faults.evidence import Parked
from apps.faults.ledger import Delivery, Ledger
from apps.faults.simulation import StubbornSimulation
from apps.faults.system import Supervised
from libs.chassis.tests.proxy import Proxy

RECOVERY = 120.0
LOOK = 0.02


class LostError(Exception):
    """Everybody is at rest, and something committed has had no effect."""


@dataclass
class Record:
    """One fault: what, how often, and how long it took each time until all was as if nothing had been."""

    fault: str
    times: int = 0
    recoveries: list[float] = field(default_factory=list)


@dataclass
class Scene:
    """What a fault can reach for while a batch runs beside it."""

    system: Supervised
    broker: Broker
    vhost: str
    url: str
    disks: Mapping[str, Any]
    ledger: Ledger
    simulation: StubbornSimulation
    office: Office
    proxy: Proxy | None
    usual: dict[str, int]
    seed: int
    pause: float
    records: list[Record] = field(default_factory=list)
    poisoned: list[Parked] = field(default_factory=list)
    afterwards: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    lasting: bool = False
    stage: str = ""
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.gate.set()

    async def waits_at(self, stage: str) -> None:
        """Return when the batch is about to begin this stage; it waits there until the gate is open."""
        self.gate.clear()
        while self.stage != stage:
            self.gate.set()  # whoever waits goes on, whoever comes later waits
            self.gate.clear()
            await asyncio.sleep(LOOK)

    async def when(self, service: str, share: float) -> None:
        """Return as soon as a service has done this share of what it does in the whole batch."""
        while self.ledger.work(service) < share * self.usual[service]:  # noqa: ASYNC110 -- in another process
            await asyncio.sleep(LOOK)

    async def when_all(self, share: float) -> None:
        """Return as soon as all of them together have done this share of the batch."""
        while sum(map(self.ledger.work, self.usual)) < share * sum(self.usual.values()):  # noqa: ASYNC110 -- in other processes
            await asyncio.sleep(0.1)

    @property
    def wire(self) -> Proxy:
        """The proxy between the services and the broker."""
        if self.proxy is None:
            message = "this case has no proxy"
            raise RuntimeError(message)
        return self.proxy

    def background(self) -> None:
        """The fault lasts until what is to come afterwards has come; the batch ends without waiting for it."""
        self.lasting = True

    async def recovered(self, fault: str, since: float) -> None:
        """Return when all are well and whatever was committed by now has had its effect; note how long it took."""
        record = self._injected(fault)
        waiting: set[Delivery] = self.ledger.outstanding()
        until = time.monotonic() + RECOVERY
        while waiting or not await self.system.well():
            if time.monotonic() > until:
                message = f"not recovered {RECOVERY:.0f} s after {fault}: {[str(one) for one in waiting][:3]}"
                raise LostError(message)
            await asyncio.sleep(LOOK)
            waiting &= self.ledger.outstanding()
        record.recoveries.append(time.monotonic() - since)

    async def reconciled(self) -> int:
        """Have all compare their logs with the others' twice, since a run compares what was there at the one before."""
        by = self.office.who("operator")
        repaired = 0
        for _ in range(2):
            answers: list[Any] = await asyncio.gather(
                *(self.office.order(name, "/internal/reconciliation", by=by) for name in self.usual)
            )
            repaired += sum(one["repaired"] for answer in answers for one in answer.values())
        return repaired

    async def repaired(self, fault: str, since: float) -> int:
        """Recovered, but by reconciliation, which must not wait for its hour; answers how many it repaired."""
        recovering = asyncio.create_task(self.recovered(fault, since))
        repaired = 0
        try:
            while not recovering.done():
                await asyncio.wait({recovering}, timeout=1.0)
                repaired += await self.reconciled()
            await recovering
        finally:
            recovering.cancel()
        return repaired

    def note(self, fault: str, seconds: float) -> None:
        """Write down that a fault was there and how long it took to get over it."""
        self._injected(fault).recoveries.append(seconds)

    def _injected(self, fault: str) -> Record:
        record = next((one for one in self.records if one.fault == fault), None)
        if record is None:
            record = Record(fault)
            self.records.append(record)
        record.times += 1
        return record

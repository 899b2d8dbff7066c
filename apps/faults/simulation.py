"""The simulated time under fault: steps are announced until everybody has heard them, and settled means settled."""

import asyncio
import time
from datetime import datetime
from typing import Any, Self

import aio_pika

from apps.demo.office import Office
from apps.demo.simulation import PAUSE, Clocks, NeverSettledError, Simulation, pause_since
from apps.faults.ledger import Ledger

PATIENCE = 150.0
REPEAT = 0.5
DEADLINE = 3.0


class StubbornSimulation(Simulation):
    """The broker may be away, and who lives again may have missed a step."""

    def __init__(self, office: Office, amqp_url: str, services: tuple[str, ...]) -> None:
        super().__init__(office, amqp_url, services)
        self.ledger: Ledger | None = None
        self._exchanged: Any = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._hang_up()
        self._hang_up_clocks()

    async def _hang_up(self) -> None:
        if self._exchanged is not None:
            connection, self._exchanged = self._exchanged[0], None
            # a task of its own: aiormq cancels whoever closes a connection that broke
            closing = asyncio.create_task(connection.close())
            await asyncio.wait({closing}, timeout=1.0)
            closing.cancel()
            await asyncio.gather(closing, return_exceptions=True)

    async def _set(self, moment: datetime) -> None:
        if self.now is not None and moment <= self.now:
            return
        self.now = moment  # before it is announced: who lives again now starts here
        while True:
            await self._announce(moment)
            until = time.monotonic() + REPEAT
            while time.monotonic() < until:
                clocks = await self._clocks()
                if all(self._reached(clock, moment) for clock in clocks.values()):
                    self._totals = _totals(clocks)  # the first of the looks that settling takes
                    return
                await asyncio.sleep(PAUSE)

    async def _announce(self, moment: datetime) -> None:
        try:
            async with asyncio.timeout(DEADLINE):
                if self._exchanged is None:
                    connection = await aio_pika.connect(self._url)
                    channel = await connection.channel()
                    self._exchanged = connection, await channel.get_exchange("simulation-clock")
                await self._exchanged[1].publish(aio_pika.Message(moment.isoformat().encode()), routing_key="")
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise
            await self._hang_up()
        except Exception:  # noqa: BLE001 -- any reason for which it did not come through is answered by repetition
            await self._hang_up()

    async def settle(self) -> Clocks:
        """Wait until everything committed has had its effect everywhere, and nobody has anything in hand."""
        started = time.monotonic()
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    clocks, before = await self._clocks(), self._totals
                    self._totals = _totals(clocks)
                    idle = all(clock["idle"] for clock in clocks.values())
                    if idle and self._totals == before and not (self.ledger and self.ledger.outstanding()):
                        return clocks
                    await asyncio.sleep(pause_since(started))
        except TimeoutError as never:
            raise NeverSettledError(
                ", ".join(map(str, sorted(self.ledger.outstanding())[:5] if self.ledger else []))
            ) from never

    async def idle(self) -> bool:
        """Whether no service has anything in hand."""
        return all(clock["idle"] for clock in (await self._clocks()).values())


def _totals(clocks: Clocks) -> dict[str, Any]:
    return {name: clock["totals"] for name, clock in clocks.items()}

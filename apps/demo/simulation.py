"""The simulated time: stepped over the bus from deadline to deadline, once everything up to now is settled."""

import asyncio
from datetime import datetime
from typing import Any, Self

import aio_pika

from apps.demo.office import Office

SETTLE = 60.0
PAUSE = 0.02


class NeverSettledError(Exception):
    """The services were still at work after a minute of real time."""


class Simulation:
    """Moves the clock of all services. `now` is the moment of the last step."""

    def __init__(self, office: Office, amqp_url: str, services: tuple[str, ...]) -> None:
        self._office = office
        self._url = amqp_url
        self._services = services
        self._by = office.who("operator")
        self.now: datetime | None = None

    async def __aenter__(self) -> Self:
        self._connection = await aio_pika.connect(self._url)
        self._channel = await self._connection.channel()
        self._exchange = await self._channel.get_exchange("simulation-clock")
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._connection.close()

    async def step_to(self, moment: datetime) -> None:
        """Let every deadline up to a moment fire at its own time, then stand at the moment."""
        while True:
            await self.settle()
            deadlines = [
                datetime.fromisoformat(clock["next_deadline"])
                for clock in (await self._clocks()).values()
                if clock["next_deadline"]
            ]
            following = min((due for due in deadlines if due <= moment), default=None)
            if following is None or (self.now is not None and following <= self.now):
                break
            await self._set(following)
        await self._set(moment)
        await self.settle()

    async def _set(self, moment: datetime) -> None:
        if self.now is not None and moment <= self.now:
            return
        await self._exchange.publish(aio_pika.Message(moment.isoformat().encode()), routing_key="")
        self.now = moment
        while not all(self._reached(clock, moment) for clock in (await self._clocks()).values()):  # noqa: ASYNC110
            await asyncio.sleep(PAUSE)

    @staticmethod
    def _reached(clock: dict[str, Any], moment: datetime) -> bool:
        return datetime.fromisoformat(clock["now"]) >= moment

    async def settle(self) -> None:
        """Wait until no service has anything in hand and nothing new was handled between two looks."""
        before: dict[str, Any] = {}
        try:
            async with asyncio.timeout(SETTLE):
                while True:
                    clocks = await self._clocks()
                    totals = {name: clock["totals"] for name, clock in clocks.items()}
                    if all(clock["idle"] for clock in clocks.values()) and totals == before:
                        return
                    before = totals
                    await asyncio.sleep(PAUSE)
        except TimeoutError as never:
            busy = [name for name, clock in (await self._clocks()).items() if not clock["idle"]]
            raise NeverSettledError(", ".join(busy)) from never

    async def _clocks(self) -> dict[str, dict[str, Any]]:
        asked = (self._office.ask(name, "/internal/clock", by=self._by) for name in self._services)
        return dict(zip(self._services, await asyncio.gather(*asked), strict=True))

    async def totals(self) -> dict[str, dict[str, int]]:
        """What each service counted since it started."""
        return {name: clock["totals"] for name, clock in (await self._clocks()).items()}

"""The simulated time: stepped over the bus from deadline to deadline, once everything up to now is settled."""

import asyncio
import time
from datetime import datetime
from typing import Any, Self

import aio_pika

from apps.demo.office import Office

SETTLE = 60.0
PAUSE = 0.02
LONGEST_PAUSE = 0.5
SHARE = 0.2

Clocks = dict[str, dict[str, Any]]


def pause_since(started: float) -> float:
    """Seconds until the next look; ever more while somebody is at work, because a look costs each service a request."""
    return min(max(PAUSE, SHARE * (time.monotonic() - started)), LONGEST_PAUSE)


class NeverSettledError(Exception):
    """The services were still at work, and nothing came of it for a minute of real time."""


class Simulation:
    """Moves the clock of all services. `now` is the moment of the last step."""

    def __init__(self, office: Office, amqp_url: str, services: tuple[str, ...]) -> None:
        self._url = amqp_url
        by = office.who("operator")
        self._clock_of = {name: office.clock(name, by=by) for name in services}
        self._totals: dict[str, Any] = {}
        self.now: datetime | None = None

    async def __aenter__(self) -> Self:
        self._connection = await aio_pika.connect(self._url)
        self._channel = await self._connection.channel()
        self._exchange = await self._channel.get_exchange("simulation-clock")
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._connection.close()
        self._hang_up_clocks()

    async def step_to(self, moment: datetime) -> None:
        """Let every deadline up to a moment fire at its own time, then stand at the moment."""
        while following := self._next_deadline(await self.settle(), moment):
            await self._set(following)
        await self._set(moment)
        await self.settle()

    def _next_deadline(self, clocks: Clocks, moment: datetime) -> datetime | None:
        deadlines = [
            datetime.fromisoformat(clock["next_deadline"]) for clock in clocks.values() if clock["next_deadline"]
        ]
        following = min((due for due in deadlines if due <= moment), default=None)
        return following if following and (self.now is None or following > self.now) else None

    async def _set(self, moment: datetime) -> None:
        if self.now is None or moment > self.now:
            await self._exchange.publish(aio_pika.Message(moment.isoformat().encode()), routing_key="")
            self.now = moment

    @staticmethod
    def _reached(clock: dict[str, Any], moment: datetime | None) -> bool:
        return moment is None or datetime.fromisoformat(clock["now"]) >= moment

    async def settle(self) -> Clocks:
        """Wait until everybody knows the time, has nothing in hand, and has handled nothing new since the last look.

        The last look may be one of an earlier call: what was done since then would have been counted.
        """
        started = moved = time.monotonic()
        while True:
            clocks, before = await self._clocks(), self._totals
            self._totals = {name: clock["totals"] for name, clock in clocks.items()}
            busy = [name for name, clock in clocks.items() if not (clock["idle"] and self._reached(clock, self.now))]
            now = time.monotonic()
            if self._totals != before:
                moved = now
            elif not busy:
                return clocks
            elif now - moved > SETTLE:
                raise NeverSettledError(", ".join(busy))
            await asyncio.sleep(pause_since(started))

    async def _clocks(self) -> Clocks:
        said = await asyncio.gather(*(clock.read() for clock in self._clock_of.values()))
        return dict(zip(self._clock_of, said, strict=True))

    def _hang_up_clocks(self) -> None:
        for clock in self._clock_of.values():
            clock.hang_up()

    async def totals(self) -> dict[str, dict[str, int]]:
        """What each service counted since it started."""
        return {name: clock["totals"] for name, clock in (await self._clocks()).items()}

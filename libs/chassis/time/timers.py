"""Timers: deadlines fire within a second of being due, also after a restart, and once in effect."""

import asyncio
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeVar

import structlog

from libs.chassis.domain import Deadline, Harm, NotYetError, SettledError
from libs.chassis.store.port import AlreadyHandledError, Store
from libs.chassis.store.unit_of_work import Transactions, UnitOfWork
from libs.chassis.time.clock import Clock
from libs.chassis.watch.metrics import Meters
from libs.chassis.wiring import Handler, Wiring

H = TypeVar("H", bound=Handler)

log = structlog.get_logger()

# Deadlines fired side by side: a group commit of the store and what follows it.
AT_ONCE = 100
# A monotonic clock may wake a little early; without a rest it would be asked a thousand times.
SHORTEST_SLEEP_SECONDS = 0.001
# No jump of the wall clock is slept through for longer.
LONGEST_SLEEP_SECONDS = 1.0
# What is due and did not fire waits for a clock that is trusted again, or rests after a fault.
HELD_BACK_SLEEP_SECONDS = 0.05
# A fault stays for a while; the deadline is tried again, and others fire meanwhile.
PAUSE_AFTER_FAULT_SECONDS = 5.0
# What it waits for is usually on its way.
PAUSE_NOT_YET_SECONDS = 0.25


class TimerHandlers:
    """What a service does when a deadline of a kind is due; filled by decorators in its `subscribers.py`."""

    def __init__(self, *those_of: Mapping[str, Handler]) -> None:
        self.by_kind = {kind: handler for handlers in those_of for kind, handler in handlers.items()}

    def on(self, kind: str) -> Callable[[H], H]:
        """Handle the deadlines of one kind."""

        def register(handler: H) -> H:
            self.by_kind[kind] = handler
            return handler

        return register


class Timers:
    """Fires due deadlines, those whose lateness harms first. Firing and its effect are one commit.

    A row goes when it took effect, or when its aggregate says that nothing is left to do (`SettledError`). Any other
    refusal, like any fault, keeps it: a deadline is never lost because something was not as it should be.
    """

    def __init__(  # noqa: PLR0913 -- the parts that meet here
        self,
        *,
        handlers: TimerHandlers,
        wiring: Wiring,
        store: Store,
        transactions: Transactions,
        clock: Clock,
        meters: Meters,
    ) -> None:
        self._bound = {kind: wiring.bind(handler, "deadline", "now") for kind, handler in handlers.by_kind.items()}
        self._store = store
        self._transactions = transactions
        self._clock = clock
        self._meters = meters
        self._woken = asyncio.Event()
        self._resting: dict[str, float] = {}
        self.firing = 0

    def wake(self) -> None:
        """Look again now: a deadline was set or the clock was stepped."""
        self._woken.set()

    async def run(self) -> None:
        """Fire for ever; sleeps at most a second, so that no jump of the clock is slept through."""
        while True:
            self._woken.clear()
            looked = self._clock.reading(Harm.LATE)
            if await self.fire_due():
                continue
            try:
                async with asyncio.timeout(await self._rest(looked)):
                    await self._woken.wait()
            except TimeoutError:
                continue

    async def _rest(self, looked: datetime | None) -> float:
        """Until the next is due; what was due at the look and did not fire may not yet, or has failed."""
        following = await self._store.next_due()
        reading = self._clock.reading(Harm.LATE)
        if following is None or reading is None:
            return LONGEST_SLEEP_SECONDS
        if looked is not None and following <= looked:
            return HELD_BACK_SLEEP_SECONDS
        return min(max((following - reading).total_seconds(), SHORTEST_SLEEP_SECONDS), LONGEST_SLEEP_SECONDS)

    async def fire_due(self) -> int:
        """Fire what is due by the reading of the clock that its kind asks for; answers how many took effect."""
        fired, instant = 0, time.monotonic()
        self._resting = {key: until for key, until in self._resting.items() if instant < until}
        for harm in (Harm.LATE, Harm.EARLY):
            reading = self._clock.reading(harm)
            if reading is None:
                continue
            earliest = await self._store.due(harm, reading, limit=AT_ONCE + len(self._resting))
            due = [deadline for deadline in earliest if self._may(deadline)]
            fired += sum(await asyncio.gather(*(self._fire(deadline, reading) for deadline in due)))
        return fired

    def _may(self, deadline: Deadline) -> bool:
        return deadline.key not in self._resting

    async def _fire(self, deadline: Deadline, reading: datetime) -> bool:
        self.firing += 1
        try:
            await self._fire_once(deadline)
        except AlreadyHandledError:
            return False
        except NotYetError as early:
            log.warning("deadline.not-yet", kind=deadline.kind, key=deadline.key, slug=early.slug)
            return self._keep(deadline, PAUSE_NOT_YET_SECONDS)
        except Exception:
            log.exception("deadline.failed", kind=deadline.kind, key=deadline.key)
            return self._keep(deadline, PAUSE_AFTER_FAULT_SECONDS)
        finally:
            self.firing -= 1
        self._resting.pop(deadline.key, None)
        self._meters.fired.add(deadline.kind)
        self._meters.lateness.labels(deadline.kind).observe(max((reading - deadline.due_at).total_seconds(), 0.0))
        return True

    def _keep(self, deadline: Deadline, pause: float) -> bool:
        """It stays armed, and is tried again after so many seconds."""
        self._resting[deadline.key] = time.monotonic() + pause
        self._meters.kept_armed.add(deadline.kind)
        return False

    async def _fire_once(self, deadline: Deadline) -> None:
        bound = self._bound[deadline.kind]
        now = self._clock.now()

        async def use(work: UnitOfWork) -> None:
            await bound(work, deadline=deadline, now=max(now, deadline.due_at))

        async def nothing(work: UnitOfWork) -> None:
            """The deadline is gone and had no effect: nothing was left to do."""

        try:
            await self._transactions.run(use, now=lambda: now, fired=deadline)
        except SettledError as settled:
            log.info("deadline.settled", kind=deadline.kind, key=deadline.key, slug=settled.slug)
            await self._transactions.run(nothing, now=lambda: now, fired=deadline)

"""The relay: publishes committed events in order, waits for the broker's confirm, then marks them published."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterable

import structlog

from libs.chassis.failpoints import failpoint
from libs.chassis.store.port import OutboxEvent, Store
from libs.chassis.watch.metrics import Meters

# Events in flight: measured on a quorum of three, 50 carry nearly five times what one does, and 200 less than 50.
WINDOW = 50
# Commits wake the relay; the sweep is for what a crash left behind. Behind a backlog the next page is wanted at once.
SWEEP_EVERY_SECONDS = 1.0
BACKLOG_SWEEP_EVERY_SECONDS = 0.05
# Events held in memory, some ten megabytes; beyond it they stay in the store until there is room.
REMEMBERED = 5_000
# An aggregate whose event failed waits for so long, doubled each time, and goes on at once when the broker is back.
FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 60.0
DRAIN_LOOK_EVERY_SECONDS = 0.02

log = structlog.get_logger()


class PublishFailedError(Exception):
    """It is unknown whether the broker has the event; it is sent again under the same id."""


Publish = Callable[[OutboxEvent], Awaitable[None]]


class Relay:
    """Woken by each commit; a sweep every second finds what a crash or an overflow left behind.

    The pending events of one aggregate go one after the other, those of different aggregates side by side, at most 50
    in flight. An aggregate whose event fails backs off alone. Sending twice is possible, losing is not.
    """

    def __init__(self, store: Store, publish: Publish, meters: Meters) -> None:
        self._store = store
        self._publish = publish
        self._meters = meters
        self._pending: dict[str, deque[OutboxEvent]] = {}
        self._known: dict[int, float] = {}
        self._senders: set[asyncio.Task[None]] = set()
        self._confirmed: list[int] = []
        self._to_mark = asyncio.Event()
        self._window = asyncio.Semaphore(WINDOW)
        self._back = asyncio.Event()
        self._resting = 0
        self._unconfirmed = 0
        self._complete = False
        self._missed = False

    @property
    def unsent(self) -> int:
        """Events accepted here that the broker has not confirmed yet."""
        return self._unconfirmed

    def oldest_age(self) -> float:
        """Seconds for which the event that waits longest has been known to this relay."""
        return time.monotonic() - next(iter(self._known.values())) if self._known else 0.0

    def accept(self, events: Iterable[OutboxEvent]) -> None:
        """Take events right after their commit. Beyond the memory limit they are left to the sweep, all of them."""
        if not self._complete:
            self._missed = True
            return
        for event in events:
            if len(self._known) >= REMEMBERED:
                self._complete = False
                return
            self._enqueue(event)

    def _enqueue(self, event: OutboxEvent) -> None:
        if event.position in self._known:
            return
        self._known[event.position] = time.monotonic()
        self._unconfirmed += 1
        waiting = self._pending.get(event.aggregate)
        if waiting is not None:
            waiting.append(event)
            return
        self._pending[event.aggregate] = deque([event])
        task = asyncio.create_task(self._send_in_order(event.aggregate))
        self._senders.add(task)
        task.add_done_callback(self._senders.discard)

    async def _send_in_order(self, aggregate: str) -> None:
        waiting = self._pending[aggregate]
        pause = FIRST_PAUSE_SECONDS
        while waiting:
            event = waiting[0]
            try:
                async with self._window:
                    await self._publish(event)
            except PublishFailedError as failed:
                self._meters.publish_failures.add(event.routing_key)
                if not self._resting:
                    log.warning("relay.publish-failed", event_id=event.id, reason=str(failed), pause_s=pause)
                await self._rest(pause)
                pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
                continue
            pause = FIRST_PAUSE_SECONDS
            waiting.popleft()
            self._unconfirmed -= 1
            self._meters.published.add(event.routing_key)
            self._confirmed.append(event.position)
            self._to_mark.set()
        del self._pending[aggregate]

    async def _rest(self, pause: float) -> None:
        """Wait, but not longer than until the broker is back."""
        self._resting += 1
        try:
            async with asyncio.timeout(pause):
                await self._back.wait()
        except TimeoutError:
            return
        finally:
            self._resting -= 1

    def retry_now(self) -> None:
        """The broker is back: whatever rests tries again at once."""
        self._back.set()
        self._back = asyncio.Event()

    async def mark_confirmed(self) -> None:
        """Mark in batches what the broker confirmed; runs until cancelled."""
        while True:
            await self._to_mark.wait()
            self._to_mark.clear()
            positions, self._confirmed = self._confirmed, []
            if not positions:
                continue
            failpoint("before-mark")
            try:
                await self._store.mark_published(positions)
            except BaseException:
                self._confirmed += positions
                self._to_mark.set()
                raise
            for position in positions:
                self._known.pop(position, None)

    async def sweep(self) -> None:
        """Look every second for events that nobody is sending; runs until cancelled."""
        while True:
            await self.sweep_once()
            await asyncio.sleep(SWEEP_EVERY_SECONDS if self._complete else BACKLOG_SWEEP_EVERY_SECONDS)
            while len(self._known) > REMEMBERED // 2:  # noqa: ASYNC110 -- no room for more before half of it is sent
                await asyncio.sleep(BACKLOG_SWEEP_EVERY_SECONDS)

    async def sweep_once(self) -> None:
        """Take up to a memory's worth of unpublished events, oldest first."""
        self._missed = False
        found = await self._store.unpublished(limit=REMEMBERED)
        # What was committed during the read was not accepted; to take the next event first would break the order.
        self._complete = len(found) < REMEMBERED and not self._missed
        for event in found:
            self._enqueue(event)
        self._meters.outbox_oldest.set(self.oldest_age())

    async def drain(self, patience: float) -> None:
        """Give what is in flight, not what rests, a moment to be confirmed and marked; then stop sending."""
        until = time.monotonic() + patience
        while len(self._known) > self._resting and time.monotonic() < until:  # noqa: ASYNC110 -- a last wait, not worth an event
            await asyncio.sleep(DRAIN_LOOK_EVERY_SECONDS)
        for task in list(self._senders):
            task.cancel()

"""Retention: how long the event log, the memory of handled messages, repeated answers and what passes are kept.

An inbox entry goes when its event is older than any log that could offer it again, and the margin is for clocks that
differ. A message that is older than the log is parked: whether it was handled before is known no more.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from libs.chassis.domain import Harm
from libs.chassis.store.port import Collection, Store, comparable
from libs.chassis.time.clock import Clock
from libs.chassis.web.answers import ANSWERS

EVERY_SECONDS = 3600.0
# Rows a step, and the pause after it: a step takes a few milliseconds, and others write in between.
AT_ONCE = 500
PAUSE_SECONDS = 0.1
# For clocks that differ.
MARGIN = timedelta(days=30)


class Retention:
    """Forgets in small steps, by the clock that no jump deceives."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        events: timedelta,
        answers: timedelta,
        collections: Sequence[Collection[Any]] = (),
    ) -> None:
        self._store = store
        self._clock = clock
        self._events = events
        self._answers = answers
        self._passing = [collection for collection in collections if collection.forget_by]

    async def run(self) -> None:
        """Look every hour; runs until cancelled."""
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            await self.forget()

    async def forget(self) -> None:
        """Forget what is too old by now; nothing while the time cannot be trusted."""
        now = self._clock.reading(Harm.EARLY)
        if now is None:
            return
        answered = {"answered_at": comparable(now - self._answers)}
        await _in_steps(partial(self._store.forget_documents, ANSWERS.name, below=answered))
        for passing in self._passing:
            passed = {passing.forget_by: comparable(now)}
            await _in_steps(partial(self._store.forget_documents, passing.name, below=passed))
        await _in_steps(partial(self._store.forget_published, now - self._events))
        await _in_steps(partial(self._store.forget_handled, now - self._events - MARGIN))


async def _in_steps(forget: Callable[..., Awaitable[int]]) -> None:
    while await forget(limit=AT_ONCE) == AT_ONCE:  # noqa: ASYNC110 -- others write meanwhile
        await asyncio.sleep(PAUSE_SECONDS)

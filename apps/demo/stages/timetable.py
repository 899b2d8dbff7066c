"""What happens when on the examination days."""

import asyncio
import heapq
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

from apps.demo.stages.stage import Run

Act = Callable[[], Awaitable[None]]


@dataclass
class Timetable:
    """Acts of one moment run side by side, in order of their rank."""

    _acts: list[tuple[datetime, int, int, Act]] = field(default_factory=list)
    _ordinal: Any = field(default_factory=count)

    def add(self, moment: datetime, act: Act, *, rank: int = 5) -> None:
        """Put an act down; it may be added while the day is running."""
        heapq.heappush(self._acts, (moment, rank, next(self._ordinal), act))

    async def run(self, run: Run) -> None:
        """Let the days pass."""
        while self._acts:
            moment, rank, _, act = heapq.heappop(self._acts)
            together = [act]
            while self._acts and self._acts[0][:2] == (moment, rank):
                together.append(heapq.heappop(self._acts)[3])
            await run.at(moment)
            await asyncio.gather(*(one() for one in together))

"""Which background tasks fail again and again: each is started anew, and what it is for stands still all the same."""

import time
from collections.abc import Callable
from typing import Final

# Once is an accident, and the next start mends it.
AGAIN_AND_AGAIN: Final = 3
# A task that has run for longer since has got over it.
OVER_AFTER_SECONDS: Final = 30.0


class Failing:
    """Counts failures that follow each other closely, by the name of the task."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._failures: dict[str, tuple[int, float]] = {}

    def note(self, task: str) -> None:
        """It has failed just now."""
        self._failures[task] = self._times(task) + 1, self._monotonic()

    def names(self) -> list[str]:
        """Those that fail again and again."""
        return sorted(task for task in self._failures if self._times(task) >= AGAIN_AND_AGAIN)

    def _times(self, task: str) -> int:
        times, at = self._failures.get(task, (0, 0.0))
        return times if self._monotonic() - at < OVER_AFTER_SECONDS else 0

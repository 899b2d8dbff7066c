"""How many messages a platform takes in a while."""

from collections import deque


class Pace:
    """At most `limit` in any `seconds`; after the platform itself has complained, none until it may be asked again."""

    def __init__(self, limit: int, seconds: float) -> None:
        self._limit = limit
        self._seconds = seconds
        self._taken: deque[float] = deque()
        self._resting_until = float("-inf")

    def take(self, at: float) -> bool:
        """Whether one more may go at this moment; if so, it counts."""
        while self._taken and at - self._taken[0] >= self._seconds:
            self._taken.popleft()
        if at < self._resting_until or len(self._taken) >= self._limit:
            return False
        self._taken.append(at)
        return True

    def rest(self, until: float) -> None:
        """The platform has had enough."""
        self._resting_until = until

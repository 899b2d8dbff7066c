"""How often something may be done: a count that starts anew with each span of time."""

from datetime import datetime, timedelta

from libs.chassis.domain.errors import DomainError

# Some two megabytes of memory, and more keys than ask in one span.
MOST_KEYS = 10_000


class TooOftenError(DomainError):
    """It was asked too often; later it will be answered again."""

    says = "查询过于频繁，请稍后再试。"
    retry_after: timedelta


class Allowance:
    """So many in each span, for each key; counted in this process, and forgotten when it ends.

    When more keys come than anybody needs, those that were seen first are forgotten first.
    """

    def __init__(self, most: int, *, within: timedelta) -> None:
        self._most = most
        self._within = within
        self._spans: dict[str, tuple[datetime, int]] = {}

    def must_have_left(self, key: str, *, now: datetime) -> None:
        """Refuse what `spend` would refuse, and count nothing. Raises `TooOftenError`."""
        began, count = self._spans.get(key, (now, 0))
        if began <= now < began + self._within and count >= self._most:
            raise TooOftenError(began + self._within - now)

    def spend(self, key: str, *, now: datetime) -> None:
        """Count one more. Raises `TooOftenError` when it is one too many."""
        began, count = self._spans.get(key, (now, 0))
        if not began <= now < began + self._within:
            began, count = now, 0
            self._spans.pop(key, None)
        if count >= self._most:
            raise TooOftenError(began + self._within - now)
        if key not in self._spans and len(self._spans) >= MOST_KEYS:
            del self._spans[next(iter(self._spans))]
        self._spans[key] = (began, count + 1)

"""The time a service acts by: two readings of one clock, or a simulated one that is stepped over the bus.

Every clock tells whole milliseconds.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

from libs.chassis.domain import ConflictError, Harm
from libs.contracts.milliseconds import cut

# NTP corrects a clock by less at a time; whoever sets one sets it by more.
JUMP = timedelta(seconds=2)
# Long enough for NTP to put right what was set wrong, or for somebody to notice.
TRUST_AFTER_JUMP = timedelta(minutes=10)


class Clock(Protocol):
    """Tells the time. Late-is-harmful deadlines and early-is-harmful ones may read it differently."""

    def now(self) -> datetime:
        """The time of this moment, aware, in UTC."""
        ...

    def reading(self, harm: Harm) -> datetime | None:
        """The time up to which deadlines of this kind are due; None while it cannot be trusted."""
        ...


def _wall() -> datetime:
    return datetime.now(UTC)


class ClockNotTrustedError(ConflictError):
    """The server's clock jumped: what must not happen early waits until it has been steady for ten minutes."""

    says = "服务器时钟刚刚发生跳变，到点才能办理的事项暂不受理。请核对服务器时间，时钟稳定十分钟后再试。"


def not_early(clock: "Clock") -> datetime:
    """The time for what must not happen early, whoever asks. Raises `ClockNotTrustedError`."""
    reading = clock.reading(Harm.EARLY)
    if reading is None:
        raise ClockNotTrustedError
    return reading


class SystemClock:
    """The wall clock beside an anchored monotonic one, so that a jump of the wall clock does little harm.

    Where late is harmful the later of both counts; where early is harmful the earlier one, and nothing at all for ten
    minutes after a jump of more than two seconds between two readings.
    """

    def __init__(self, wall: Callable[[], datetime] = _wall, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._wall = wall
        self._monotonic = monotonic
        self._anchor_wall = wall()
        self._anchor_monotonic = monotonic()
        self._offset = timedelta(0)
        self._jumped_at: float | None = None

    def now(self) -> datetime:
        """The wall clock, UTC; put back, it is not followed until the new time is trusted (see `reading`)."""
        return cut(max(self._wall(), self._anchored()))

    def _anchored(self) -> datetime:
        return self._anchor_wall + timedelta(seconds=self._monotonic() - self._anchor_monotonic)

    def reading(self, harm: Harm) -> datetime | None:
        reading = self._reading(harm)
        return reading and cut(reading)

    def _reading(self, harm: Harm) -> datetime | None:
        wall, anchored = self._wall(), self._anchored()
        offset = wall - anchored
        if abs(offset - self._offset) > JUMP:
            self._jumped_at = self._monotonic()
        self._offset = offset
        if harm is Harm.LATE:
            return max(wall, anchored)
        if self._jumped_at is not None:
            if self._monotonic() - self._jumped_at < TRUST_AFTER_JUMP.total_seconds():
                return None
            self._anchor_wall, self._anchor_monotonic = wall, self._monotonic()
            self._offset, self._jumped_at = timedelta(0), None
            return wall
        return min(wall, anchored)


class SimulatedClock:
    """Stands still until it is stepped; it never goes back."""

    def __init__(self, start: datetime) -> None:
        self._now = cut(start.astimezone(UTC))

    def now(self) -> datetime:
        return self._now

    def reading(self, harm: Harm) -> datetime | None:  # noqa: ARG002 -- both kinds of deadline agree in simulation
        return self._now

    def step_to(self, moment: datetime) -> None:
        """Move forward; an earlier moment is ignored."""
        self._now = max(self._now, cut(moment.astimezone(UTC)))

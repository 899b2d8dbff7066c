"""A wall clock that can be set under running processes, and when by it and the other clock a deadline must fire."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from libs.chassis.domain import Harm

TRUST = 20.0  # what mutated.trust_soon makes of the ten minutes after a jump
NEVER = float("inf")


class NoFakeTimeError(Exception):
    """On this machine there is no libfaketime."""


class WallClock:
    """What processes started with its environment take for the time. Their monotonic clock is the machine's."""

    def __init__(self, file: Path, now: datetime) -> None:
        self._file = file
        self.set(now)

    @property
    def environment(self) -> dict[str, str]:
        """Debian's libfaketime in front of the C library. Raises `NoFakeTimeError`."""
        library = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
        if library is None:
            message = "libfaketime is missing: install Debian's package faketime"
            raise NoFakeTimeError(message)
        return {
            "LD_PRELOAD": str(library),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "NO_FAKE_STAT": "1",
        }

    def set(self, now: datetime) -> None:
        """Be right at this time; what was before is forgotten once it is trusted."""
        self._right = now.timestamp() - time.time()
        self.steps: list[tuple[float, float]] = []
        self.step(0.0)

    def step(self, wrong_by: float) -> None:
        """Be wrong by so many seconds from now on."""
        following = self._file.with_suffix(".next")
        following.write_text(f"{self._right + wrong_by:+.6f}\n", encoding="ascii")
        following.replace(self._file)
        self.steps.append((time.monotonic(), wrong_by))

    def right(self) -> datetime:
        """What it would say if nobody had touched it."""
        return datetime.fromtimestamp(time.time() + self._right, UTC)

    def until(self, moment: datetime) -> float:
        """Seconds until then by the clock that nobody touched."""
        return (moment - self.right()).total_seconds()

    def promised(self, harm: Harm, due_at: datetime, armed: float) -> float:
        """When (monotonic) a deadline armed at a moment may and must fire, as `libs.chassis.time.clock` has it.

        Late is harmful: as soon as either clock says so. Early is harmful: once both do, and none has jumped of late.
        """
        return promised(self.steps, harm, time.monotonic() + self.until(due_at), armed)


def promised(steps: Sequence[tuple[float, float]], harm: Harm, untouched: float, armed: float) -> float:
    """See `WallClock.promised`; `untouched` is the moment at which a clock that nobody touches would say so."""
    ends = [*(begun for begun, _ in steps[1:]), NEVER]
    for number, ((begun, wrong_by), ended) in enumerate(zip(steps, ends, strict=True)):
        by_wall = untouched - wrong_by
        if harm is Harm.LATE:
            moment = max(armed, begun, min(untouched, by_wall))
        else:
            moment = max(armed, begun + TRUST if number else begun, untouched, by_wall)
        if moment < ended:
            return moment
    return NEVER

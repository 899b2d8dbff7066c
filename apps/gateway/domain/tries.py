"""How often somebody failed to prove who they are: each failure makes the next wait longer, nobody is locked out."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from apps.gateway.domain.errors import TooManyTriesError
from libs.chassis.domain import Aggregate

LONG_AGO = datetime.min.replace(tzinfo=UTC)
FORGOTTEN_AFTER = timedelta(days=1)
TRUSTED_FOR = timedelta(days=90)


@dataclass(frozen=True)
class Pace:
    """The first `free` failures cost nothing; from then on the wait doubles from a second up to `longest`."""

    free: int
    longest: timedelta


# A school is one address: its limit is high. An account alone is slowed by whoever knows its number, so only a little,
# and not at all where its holder has signed in before.
PAIR = Pace(5, timedelta(minutes=15))
ACCOUNT = Pace(20, timedelta(seconds=30))
ADDRESS = Pace(300, timedelta(minutes=1))
CODE = Pace(5, timedelta(minutes=15))


@dataclass(kw_only=True)
class Tries(Aggregate):
    """Failures under one key, an account that exists or not, an address, or both; forgotten after a quiet day."""

    id: str
    failures: int = 0
    last_at: datetime = LONG_AGO
    trusted_until: datetime = LONG_AGO
    forget_at: datetime = LONG_AGO

    def may_try(self, pace: Pace, now: datetime) -> None:
        """Raises `TooManyTriesError`."""
        if now >= self.last_at + FORGOTTEN_AFTER or self.failures < pace.free:
            return
        wait = min(pace.longest, timedelta(seconds=2 ** min(self.failures - pace.free, 20)))
        if now < self.last_at + wait:
            raise TooManyTriesError(self.last_at + wait - now)

    def fail(self, now: datetime) -> None:
        if now >= self.last_at + FORGOTTEN_AFTER:
            self.failures = 0
        self.failures += 1
        self.last_at = now
        self.forget_at = max(self.trusted_until, now + FORGOTTEN_AFTER)

    def succeed(self, now: datetime) -> None:
        self.failures = 0
        self.trusted_until = self.forget_at = now + TRUSTED_FOR

    def is_trusted(self, now: datetime) -> bool:
        """Whether somebody signed in here before."""
        return now < self.trusted_until

"""Where somebody has signed in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from libs.chassis.domain import Aggregate

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)
STEP_UP_LASTS = timedelta(minutes=5)
# An ended session is kept, so that what was typed in it is offered to nobody else.
KEPT_AFTER = timedelta(days=1)


@dataclass(kw_only=True)
class StaffSession(Aggregate):
    """Opened with both factors; over after half an hour without a request, after twelve hours, or when it is ended.

    `id` is the SHA-256 of the cookie. `proved_at` is when the second factor was last shown; what matters asks for it
    again after five minutes, in a session of a new id. `kept` is the form that waits to be sent again.
    """

    id: str
    account_id: str
    opened_at: datetime
    proved_at: datetime
    seen_at: datetime
    device: str
    address: str
    ended_at: datetime | None = None
    kept: str = ""
    forget_at: datetime

    @classmethod
    def open(cls, *, id: str, account_id: str, device: str, address: str, kept: str, now: datetime) -> Self:  # noqa: PLR0913
        return cls(
            id=id,
            account_id=account_id,
            opened_at=now,
            proved_at=now,
            seen_at=now,
            device=device,
            address=address,
            kept=kept,
            forget_at=now + LONGEST + KEPT_AFTER,
        )

    def is_open(self, now: datetime) -> bool:
        return self.ended_at is None and now < min(self.seen_at + IDLE, self.opened_at + LONGEST)

    def has_just_proved(self, now: datetime) -> bool:
        """Whether what matters may be done without showing the second factor again."""
        return now < self.proved_at + STEP_UP_LASTS

    def is_seen_anew(self, now: datetime) -> bool:
        """Whether it is time to write down that it is in use."""
        return now >= self.seen_at + SEEN_EVERY

    def see(self, now: datetime) -> None:
        self.seen_at = now

    def end(self, now: datetime) -> None:
        """Ending it twice is no error."""
        self.ended_at = self.ended_at or now

    def step_up(self, *, id: str, now: datetime) -> Self:
        """The second factor was shown again: this one ends; its follower keeps when it was opened, and what waits."""
        self.end(now)
        follower = self.open(
            id=id, account_id=self.account_id, device=self.device, address=self.address, kept=self.kept, now=now
        )
        follower.opened_at = self.opened_at
        return follower

"""Where somebody has signed in."""

from dataclasses import dataclass, field, replace
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
    `amr` is what was shown (RFC 8176), `sid` the session at the identity provider that it was shown in.

    The duty console has a session of its own, opened in that of a browser (`opened_in`) and over with it: its `id` is
    the SHA-256 of a number that the console alone knows. Nobody touches a screen on a wall, so it knows no half hour.
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
    opened_in: str = ""
    amr: list[str] = field(default_factory=lambda: ["pwd", "otp"])
    sid: str = ""
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

    def for_the_console(self, *, id: str) -> Self:
        """The duty console's part of this one: it ends when this one would at the latest."""
        return replace(self, id=id, kept="", opened_in=self.id)

    @property
    def ends_at(self) -> datetime:
        """When it is over, however much it is used."""
        return self.opened_at + LONGEST

    def is_open(self, now: datetime) -> bool:
        is_used = bool(self.opened_in) or now < self.seen_at + IDLE
        return self.ended_at is None and is_used and now < self.ends_at

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
        follower.amr, follower.sid = self.amr, self.sid
        follower.opened_at = self.opened_at
        return follower

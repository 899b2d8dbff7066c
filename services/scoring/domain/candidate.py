"""What scoring knows of a candidate: which parts were applied for, and where they are sat."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from libs.chassis.domain import Aggregate, Followed
from libs.contracts.event import Part


@dataclass(kw_only=True)
class Candidate(Aggregate):
    """What scheduling told of a candidate; `id` is the application's, `sittings` names the session of each part.

    `seats` are the numbers of the seats, by session.
    """

    id: str
    list_id: str
    ticket_number: str
    sittings: dict[Part, str]
    scheduled_at: datetime
    seats: dict[str, int] = field(default_factory=dict)
    followed: Followed = field(default_factory=Followed)

    def reschedule(self, newer: Self, *, seq: int) -> None:
        """Take over a newer schedule; an older one says nothing new."""
        if self.followed.takes("schedule", seq):
            self.ticket_number, self.sittings = newer.ticket_number, newer.sittings
            self.scheduled_at, self.seats = newer.scheduled_at, newer.seats

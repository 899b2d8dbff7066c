"""What scoring knows of a candidate: which parts were applied for, and where they are sat."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from libs.chassis.domain import Aggregate
from libs.contracts.event import Part


@dataclass(kw_only=True)
class Candidate(Aggregate):
    """`id` is the application's; `sittings` names the session of each part applied for."""

    id: str
    list_id: str
    ticket_number: str
    sittings: dict[Part, str]
    scheduled_at: datetime

    def reschedule(self, newer: Self) -> None:
        """Take over a newer schedule; an older one says nothing new."""
        if newer.scheduled_at < self.scheduled_at:
            return

        self.ticket_number, self.sittings, self.scheduled_at = newer.ticket_number, newer.sittings, newer.scheduled_at

"""A day of examinations, whichever batches use it."""

from dataclasses import dataclass, field
from datetime import datetime

from libs.chassis.domain import Aggregate


@dataclass(kw_only=True)
class ExamDay(Aggregate):
    """A day that batches share. Every plan that uses it writes it, so no two plan over each other unseen."""

    id: str
    planned_at: dict[str, datetime] = field(default_factory=dict)

    def reserve(self, batch_id: str, *, now: datetime) -> None:
        """Note that a batch was planned to examine on this day."""
        self.planned_at[batch_id] = now

"""An order of the incident service and what became of it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from libs.chassis.domain import Aggregate
from libs.contracts.event import RefusedTarget
from libs.contracts.scoring import ResultDispositionAnswered


@dataclass(kw_only=True)
class Disposition(Aggregate):
    """Kept once the order was carried out, with what was answered: see `carry_out`."""

    id: str
    incident_id: str
    batch_id: str
    number: int
    applied: list[str] = field(default_factory=list)
    refused: list[RefusedTarget] = field(default_factory=list)
    answered_at: datetime | None = None

    @classmethod
    def of(cls, incident_id: str, batch_id: str, number: int) -> Self:
        """Dispositions are numbered within their incident."""
        return cls(id=f"{incident_id}:{number}", incident_id=incident_id, batch_id=batch_id, number=number)

    def answer(self, now: datetime) -> None:
        """Tell the incident service what came of it."""
        self.answered_at = now
        self.record(
            ResultDispositionAnswered(
                incident_id=self.incident_id,
                batch_id=self.batch_id,
                disposition=self.number,
                applied=self.applied,
                refused=self.refused,
                answered_at=now,
            )
        )

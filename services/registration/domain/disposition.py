"""An order of the incident service and what became of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from libs.chassis.domain import Aggregate, DomainError
from libs.contracts.event import RefusedTarget
from libs.contracts.registration import FeeDispositionAnswered


@dataclass(kw_only=True)
class Disposition(Aggregate):
    """Exists once the order was carried out, so that a further copy of the order finds it and changes nothing."""

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

    @contextmanager
    def attempt(self, target: str) -> Iterator[None]:
        """Keep whether the rules let it happen to this target; a refusal is an answer."""
        try:
            yield
        except DomainError as refusal:
            self.refused.append(RefusedTarget(target=target, slug=refusal.slug, reason=refusal.sentence))
        else:
            self.applied.append(target)

    def answer(self, now: datetime) -> None:
        """Tell the incident service."""
        self.answered_at = now
        self.record(
            FeeDispositionAnswered(
                incident_id=self.incident_id,
                batch_id=self.batch_id,
                disposition=self.number,
                applied=self.applied,
                refused=self.refused,
                answered_at=now,
            )
        )

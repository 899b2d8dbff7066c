"""The key of a batch: what is personal in its events and scans is readable as long as this is there (ADR 0035)."""

from dataclasses import dataclass
from datetime import datetime

from libs.chassis.domain import Aggregate
from libs.contracts.archive import BatchPeopleForgotten


@dataclass(kw_only=True)
class BatchKey(Aggregate):
    """A sealed key. Once `sealed` is empty nobody opens anything of the batch any more, in no copy of it."""

    id: str
    sealed: str
    destroyed_at: datetime | None = None

    def destroy(self, *, now: datetime) -> None:
        """Forget the key, for good."""
        self.sealed, self.destroyed_at = "", now
        self.record(BatchPeopleForgotten(batch_id=self.id, forgotten_at=now))

"""Reading items of a bank: a few at a time, counted for each person, and on record (SEC-10, SEC-16)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from libs.chassis.domain import Act, Aggregate
from libs.contracts.itembank import BankItemsRead
from services.itembank.domain.bank import Bank
from services.itembank.domain.errors.reading import ReadingLimitError

HOUR = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class ItemReading:
    """How many items were read at one time."""

    at: datetime
    items: int


@dataclass(kw_only=True)
class ItemReader(Aggregate):
    """Whoever reads items: within any hour no more than a person needs. `id` is the staff number."""

    id: str
    readings: list[ItemReading] = field(default_factory=list)

    def read(self, bank: Bank, item_ids: Sequence[str], *, most: int, act: Act) -> None:
        """Note a reading of these items; announced without what they say. Raises `ReadingLimitError`."""
        left = self.left(most, now=act.at)
        if len(item_ids) > left:
            raise ReadingLimitError(most=most, left=left)

        self.readings = [*self._recent(act.at), ItemReading(at=act.at, items=len(item_ids))]
        self.record(
            BankItemsRead(
                occupation_code=bank.occupation_code,
                level=bank.level,
                revision=bank.revision,
                item_ids=list(item_ids),
                read_by=act.by,
                read_at=act.at,
            )
        )

    def left(self, most: int, *, now: datetime) -> int:
        """How many more may be read now."""
        return max(0, most - sum(one.items for one in self._recent(now)))

    def _recent(self, now: datetime) -> list[ItemReading]:
        return [one for one in self.readings if one.at > now - HOUR]

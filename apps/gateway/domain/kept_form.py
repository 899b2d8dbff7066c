"""A form that could not be taken when it was sent: its session had ended, or what it does asks for a code first."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from libs.chassis.domain import Aggregate

LASTS = timedelta(minutes=10)


@dataclass(kw_only=True)
class KeptForm(Aggregate):
    """Offered again for ten minutes to whoever typed it. `sealed` holds the address and the fields."""

    id: str
    typed_by: str
    sealed: str
    ends_at: datetime

    def is_for(self, account_id: str, now: datetime) -> bool:
        """Whether this person typed it; when nobody knows who did, whoever signs in next in the same browser."""
        return now < self.ends_at and self.typed_by in {"", account_id}

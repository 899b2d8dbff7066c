"""How an incident moved the times of a session: by which order, how much later, and how much longer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, kw_only=True, order=True)
class ApprovedOrder:
    """When an order was approved, and its number within its incident: of two orders the later one holds."""

    approved_at: datetime
    number: int


@dataclass(frozen=True, kw_only=True)
class Extension:
    """Lost time made up for one incident."""

    incident_id: str
    minutes: int
    ordered: ApprovedOrder | None = None


@dataclass(frozen=True, kw_only=True)
class Delay:
    """So much later than planned, on the day itself."""

    minutes: int
    ordered: ApprovedOrder


def total(changes: Iterable[Delay | Extension]) -> timedelta:
    """How much all of them come to."""
    return timedelta(minutes=sum(change.minutes for change in changes))

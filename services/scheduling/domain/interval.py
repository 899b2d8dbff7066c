"""Stretches of time that must not overlap."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Interval:
    """From a moment to just before another."""

    begins_at: datetime
    ends_at: datetime

    def with_way(self, way: timedelta) -> "Interval":
        """With the time that it takes to come and to go."""
        return Interval(self.begins_at - way, self.ends_at + way)

    def overlaps(self, other: "Interval") -> bool:
        """Whether somebody would have to be in both."""
        return self.begins_at < other.ends_at and other.begins_at < self.ends_at

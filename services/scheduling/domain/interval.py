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


@dataclass(frozen=True)
class Stay:
    """A time at a site; without one the way is not asked for."""

    when: Interval
    site: str = ""

    def clashes_with(self, other: "Stay", *, way: timedelta) -> bool:
        """Whether nobody does both: at the same time, or at two sites without time for the way between."""
        if not self.site or not other.site or self.site == other.site:
            return self.when.overlaps(other.when)
        return self.when.with_way(way).overlaps(other.when)

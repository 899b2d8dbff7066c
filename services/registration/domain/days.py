"""Counting days and years the way the standard counts them: calendar dates of Asia/Shanghai, full years."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def local_day(moment: datetime) -> date:
    """The date that people in the institution's time zone read at this moment."""
    return moment.astimezone(SHANGHAI).date()


@dataclass(frozen=True)
class Act:
    """By whom and when something is done."""

    by: str
    at: datetime

    @property
    def day(self) -> date:
        return local_day(self.at)


def full_years(since: date, until: date) -> int:
    """Whole years reached; an anniversary counts on its day, and a 29 February reaches its own on 1 March."""
    return until.year - since.year - ((until.month, until.day) < (since.month, since.day))

"""How long material is kept at least (ARC-12). Nothing goes by itself when that is over: it may then be reviewed."""

from datetime import date, datetime
from typing import Final

from libs.contracts.beijing import beijing_day

PAPER_YEARS: Final = 3
ELECTRONIC_YEARS: Final = 5


def kept_through(day: date, years: int) -> date:
    """The last day on which something of this day must be there; a leap day lasts to the first of March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def is_over(through: date | None, now: datetime) -> bool:
    """Whether the last day has passed in Beijing. What has no last day yet is never over."""
    return through is not None and beijing_day(now) > through

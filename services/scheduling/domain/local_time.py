"""Local time: what people read, and whose calendar an examination day belongs to."""

from datetime import UTC, date, datetime, time

from libs.contracts.beijing import BEIJING, beijing_time


def at_local(day: date, hour: time) -> datetime:
    """The moment at which the site's clock shows this."""
    return beijing_time(day, hour).astimezone(UTC)


def local_time(moment: datetime) -> time:
    """What the site's clock shows."""
    return moment.astimezone(BEIJING).time()


def on_day(day: date, moment: datetime) -> datetime:
    """The same time by the site's clock on another day."""
    return at_local(day, local_time(moment))


def years_later(day: date, years: int) -> date:
    """The same day of the year some years later; 1 March if that year has no 29 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)

"""The time of day that people in China read, whatever the server's zone is; stored moments are UTC."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")


def beijing_day(moment: datetime) -> date:
    """The day that people read at this moment (aware, any zone)."""
    return moment.astimezone(BEIJING).date()


def beijing_time(day: date, clock: time = time.min) -> datetime:
    """The moment at which clocks show this; without a time, the midnight at which the day begins."""
    return datetime.combine(day, clock, BEIJING)


def end_of_beijing_day(moment: datetime) -> datetime:
    """The midnight at which the day that people read at this moment is over."""
    return beijing_time(beijing_day(moment) + timedelta(days=1))

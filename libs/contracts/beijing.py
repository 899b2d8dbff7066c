"""The time of day that people in China read, whatever the server's zone is; stored moments are UTC."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")


def beijing_day(moment: datetime) -> date:
    """The day that people read at this moment (aware, any zone)."""
    return moment.astimezone(BEIJING).date()

"""The one resolution of time: whole milliseconds, as both stores keep them."""

from datetime import datetime, timedelta

MILLISECOND = timedelta(milliseconds=1)


def cut(moment: datetime) -> datetime:
    """The millisecond that a moment lies in: what a clock says, and what people and messages say of the past."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def rounded_up(moment: datetime) -> datetime:
    """The first whole millisecond that is not before a moment: when something is due that must not be early."""
    whole = cut(moment)
    return whole if whole == moment else whole + MILLISECOND

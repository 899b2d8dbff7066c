"""Counting years the way the standard counts them: full years, by the calendar."""

from datetime import date


def full_years(since: date, until: date) -> int:
    """Whole years reached; an anniversary counts on its day, and a 29 February reaches its own on 1 March."""
    return until.year - since.year - ((until.month, until.day) < (since.month, since.day))


def anniversary(since: date, years: int) -> date:
    """The day on which so many full years are reached."""
    try:
        return since.replace(year=since.year + years)
    except ValueError:
        return date(since.year + years, 3, 1)

"""Working days of the People's Republic, from the institution's own table of the State Council's yearly notices.

A year whose notice is not entered has its statutory holidays and nothing else: days are then counted provisionally.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from holidays import country_holidays

from services.certification.domain.errors.working_days import (
    BreakOddError,
    StatutoryHolidayWorkedError,
    WeekendWorkdayOddError,
)

SATURDAY = 5

# The arrangement of New Year belongs to the notice of the new year and has reached back to 29 December (2007, 2018).
NEW_YEAR_REACHES_BACK_TO = (12, 29)


@dataclass(frozen=True, kw_only=True)
class HolidayNotice:
    """One year's notice: the days off (first and last day of each break) and the weekend days that are worked."""

    year: int
    reference: str
    breaks: tuple[tuple[date, date], ...]
    weekend_workdays: frozenset[date]

    def is_off(self, day: date) -> bool:
        """Whether the day belongs to one of the breaks."""
        return any(first <= day <= last for first, last in self.breaks)

    def must_be_whole(self) -> None:
        """Typed by a person: what cannot be so is refused.

        Raises `BreakOddError`, `WeekendWorkdayOddError` or `StatutoryHolidayWorkedError`.
        """
        begins, ends = date(self.year - 1, *NEW_YEAR_REACHES_BACK_TO), date(self.year, 12, 31)
        for first, last in self.breaks:
            if not begins <= first <= last <= ends:
                raise BreakOddError(first, last)
        for day in sorted(self.weekend_workdays):
            if not begins <= day <= ends or day.weekday() < SATURDAY or self.is_off(day):
                raise WeekendWorkdayOddError(day)
        for day, _ in statutory(self.year).breaks:
            if not self.is_off(day):
                raise StatutoryHolidayWorkedError(day)


@dataclass(frozen=True, kw_only=True)
class Term:
    """Some full working days; `provisional_for` are the years without an entered notice that they are counted in."""

    first: date
    last: date
    provisional_for: tuple[int, ...] = ()


NOTICE_2025 = HolidayNotice(
    year=2025,
    reference="国办发明电〔2024〕12号, 2024-11-12",
    breaks=(
        (date(2025, 1, 1), date(2025, 1, 1)),
        (date(2025, 1, 28), date(2025, 2, 4)),
        (date(2025, 4, 4), date(2025, 4, 6)),
        (date(2025, 5, 1), date(2025, 5, 5)),
        (date(2025, 5, 31), date(2025, 6, 2)),
        (date(2025, 10, 1), date(2025, 10, 8)),
    ),
    weekend_workdays=frozenset(
        {date(2025, 1, 26), date(2025, 2, 8), date(2025, 4, 27), date(2025, 9, 28), date(2025, 10, 11)}
    ),
)

NOTICE_2026 = HolidayNotice(
    year=2026,
    reference="国务院办公厅关于2026年部分节假日安排的通知, 2025-11-04",
    breaks=(
        (date(2026, 1, 1), date(2026, 1, 3)),
        (date(2026, 2, 15), date(2026, 2, 23)),
        (date(2026, 4, 4), date(2026, 4, 6)),
        (date(2026, 5, 1), date(2026, 5, 5)),
        (date(2026, 6, 19), date(2026, 6, 21)),
        (date(2026, 9, 25), date(2026, 9, 27)),
        (date(2026, 10, 1), date(2026, 10, 7)),
    ),
    weekend_workdays=frozenset(
        {
            date(2026, 1, 4),
            date(2026, 2, 14),
            date(2026, 2, 28),
            date(2026, 5, 9),
            date(2026, 9, 20),
            date(2026, 10, 10),
        }
    ),
)


class WorkingCalendar:
    """Knows the years whose notices were entered; of any other year the statutory holidays."""

    def __init__(self, notices: Iterable[HolidayNotice]) -> None:
        self.notices = {notice.year: notice for notice in notices}

    def is_working_day(self, day: date) -> bool:
        """Whether the day is worked, as far as is known."""
        notices = [self.notices.get(year) or statutory(year) for year in _years_that_decide(day)]

        if any(day in notice.weekend_workdays for notice in notices):
            return True
        return day.weekday() < SATURDAY and not any(notice.is_off(day) for notice in notices)

    def working_days_after(self, day: date) -> Iterator[date]:
        """The working days that follow a day, which itself does not count."""
        while True:
            day += timedelta(days=1)
            if self.is_working_day(day):
                yield day

    def term_after(self, day: date, *, days: int) -> Term:
        """So many full working days, counted from the working day after `day`."""
        following = self.working_days_after(day)
        worked = [next(following) for _ in range(days)]
        counted = [day + timedelta(days=n) for n in range(1, (worked[-1] - day).days + 1)]
        missing = {year for one in counted for year in _years_that_decide(one)} - self.notices.keys()
        return Term(first=worked[0], last=worked[-1], provisional_for=tuple(sorted(missing)))


# What comes with the system; what people enter counts before it.
KNOWN_NOTICES = (NOTICE_2025, NOTICE_2026)
CALENDAR = WorkingCalendar(KNOWN_NOTICES)


@cache
def statutory(year: int) -> HolidayNotice:
    """The holidays that the law itself names, each by itself; which other days are off or worked only a notice says."""
    named = country_holidays("CN", years=year, observed=False, language="en_US")
    days = sorted(day for day, name in named.items() if not name.startswith("Day off"))
    return HolidayNotice(
        year=year,
        reference="全国年节及纪念日放假办法",
        breaks=tuple((day, day) for day in days),
        weekend_workdays=frozenset(),
    )


def _years_that_decide(day: date) -> tuple[int, ...]:
    if (day.month, day.day) >= NEW_YEAR_REACHES_BACK_TO:
        return day.year, day.year + 1
    return (day.year,)


def same_day_years_later(day: date, *, years: int) -> date:
    """The same calendar day so many years later; 29 February falls on the 28th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)

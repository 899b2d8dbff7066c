"""Working days of the People's Republic, from the institution's own table of the State Council's yearly notices."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from services.certification.domain.errors.working_days import HolidayNoticeMissingError

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
    """Answers only for days whose notices have been entered; it never guesses."""

    def __init__(self, notices: Iterable[HolidayNotice]) -> None:
        self._notices = {notice.year: notice for notice in notices}

    def is_working_day(self, day: date) -> bool:
        """Whether the day is worked; refused where a notice that may decide it has not been entered."""
        notices = [self._notice(year) for year in _years_that_decide(day)]

        if any(day in notice.weekend_workdays for notice in notices):
            return True
        return day.weekday() < SATURDAY and not any(notice.is_off(day) for notice in notices)

    def working_days_after(self, day: date) -> Iterator[date]:
        """The working days that follow a day, which itself does not count."""
        while True:
            day += timedelta(days=1)
            if self.is_working_day(day):
                yield day

    def period_after(self, day: date, *, days: int) -> tuple[date, date]:
        """First and last day of a period of so many full working days, counted from the working day after `day`."""
        following = self.working_days_after(day)
        period = [next(following) for _ in range(days)]
        return period[0], period[-1]

    def _notice(self, year: int) -> HolidayNotice:
        if year not in self._notices:
            raise HolidayNoticeMissingError(year)
        return self._notices[year]


CALENDAR = WorkingCalendar([NOTICE_2025, NOTICE_2026])


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

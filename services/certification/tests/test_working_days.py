"""Working days, against the notices, against chinese_calendar, and for what they promise."""

from datetime import UTC, date, datetime, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from libs.contracts.beijing import beijing_day, beijing_time, end_of_beijing_day
from services.certification.domain.errors.working_days import HolidayNoticeMissingError
from services.certification.domain.working_days import (
    CALENDAR,
    NOTICE_2025,
    NOTICE_2026,
    WorkingCalendar,
    same_day_years_later,
)

KNOWN_FROM = date(2025, 1, 1)
KNOWN_UNTIL = date(2026, 12, 28)
known_days = st.dates(KNOWN_FROM, KNOWN_UNTIL)


@pytest.mark.rule("SCO-27")
@pytest.mark.parametrize(
    ("posted", "last"),
    [
        (date(2026, 2, 11), date(2026, 2, 25)),
        (date(2026, 2, 13), date(2026, 2, 27)),
        (date(2026, 4, 29), date(2026, 5, 9)),
        (date(2026, 9, 17), date(2026, 9, 23)),
        (date(2026, 9, 24), date(2026, 10, 9)),
        (date(2026, 9, 30), date(2026, 10, 13)),
        (date(2025, 1, 24), date(2025, 2, 7)),
        (date(2025, 9, 26), date(2025, 10, 10)),
    ],
)
def test_five_working_days_end_where_the_state_council_lets_them(posted, last):
    assert CALENDAR.period_after(posted, days=5)[1] == last


def test_every_day_is_worked_or_not_exactly_as_an_independent_calendar_says():
    days = [KNOWN_FROM + timedelta(days=n) for n in range((KNOWN_UNTIL - KNOWN_FROM).days + 1)]

    assert [d for d in days if CALENDAR.is_working_day(d) != chinese_calendar.is_workday(d)] == []


def test_2025_has_248_working_days():
    days = [KNOWN_FROM + timedelta(days=n) for n in range(365)]

    assert sum(CALENDAR.is_working_day(day) for day in days) == 248


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 9, 20), True),
        (date(2026, 9, 19), False),
        (date(2026, 9, 25), False),
        (date(2026, 9, 24), True),
        (date(2026, 10, 7), False),
        (date(2026, 10, 8), True),
        (date(2026, 10, 10), True),
    ],
)
def test_a_weekend_workday_is_worked_and_a_holiday_is_not(day, worked):
    assert CALENDAR.is_working_day(day) is worked


@pytest.mark.parametrize("day", [date(2024, 12, 27), date(2027, 1, 4), date(2030, 6, 3)])
def test_a_year_whose_notice_is_not_entered_is_refused(day):
    with pytest.raises(HolidayNoticeMissingError) as refusal:
        CALENDAR.is_working_day(day)

    assert refusal.value.year == day.year


def test_late_december_waits_for_the_notice_of_the_new_year():
    assert CALENDAR.is_working_day(date(2026, 12, 28))

    with pytest.raises(HolidayNoticeMissingError) as refusal:
        CALENDAR.is_working_day(date(2026, 12, 29))

    assert refusal.value.year == 2027


def test_a_notice_may_put_workdays_into_the_year_before():
    calendar = WorkingCalendar([NOTICE_2025, NOTICE_2026])

    assert calendar.is_working_day(date(2025, 12, 29))
    assert calendar.is_working_day(date(2025, 12, 31))
    assert not calendar.is_working_day(date(2026, 1, 1))


def test_five_days_within_the_known_days_are_counted():
    assert CALENDAR.period_after(date(2026, 12, 21), days=5)[1] == date(2026, 12, 28)


@pytest.mark.parametrize("posted", [date(2026, 12, 22), date(2026, 12, 24), date(2026, 12, 31)])
def test_five_days_that_would_reach_an_unknown_year_are_refused(posted):
    with pytest.raises(HolidayNoticeMissingError):
        CALENDAR.period_after(posted, days=5)


@given(st.dates(KNOWN_FROM, date(2026, 12, 18)), st.integers(1, 5))
def test_a_period_has_exactly_its_working_days_and_starts_after_posting(posted, days):
    first, last = CALENDAR.period_after(posted, days=days)

    between = [posted + timedelta(days=n) for n in range(1, (last - posted).days + 1)]
    worked = [day for day in between if CALENDAR.is_working_day(day)]
    assert worked[0] == first
    assert worked[-1] == last
    assert len(worked) == days


@given(st.dates(KNOWN_FROM, date(2026, 12, 17)))
def test_posting_a_day_later_never_ends_earlier(posted):
    today = CALENDAR.period_after(posted, days=5)[1]
    tomorrow = CALENDAR.period_after(posted + timedelta(days=1), days=5)[1]

    assert tomorrow >= today


@given(known_days)
def test_a_day_begins_and_ends_at_midnight_in_beijing(day):
    begins = beijing_time(day)
    ends = end_of_beijing_day(begins)

    assert ends - begins == timedelta(days=1)
    assert (beijing_day(begins), beijing_day(ends - timedelta(microseconds=1))) == (day, day)
    assert end_of_beijing_day(ends - timedelta(microseconds=1)) == ends == beijing_time(day + timedelta(days=1))


def test_a_day_in_beijing_is_not_the_day_in_utc():
    assert beijing_day(datetime(2026, 9, 24, 15, 59, 59, tzinfo=UTC)) == date(2026, 9, 24)
    assert beijing_day(datetime(2026, 9, 24, 16, 0, tzinfo=UTC)) == date(2026, 9, 25)


@pytest.mark.parametrize(
    ("day", "later"),
    [
        (date(2026, 10, 10), date(2028, 10, 10)),
        (date(2026, 2, 28), date(2028, 2, 28)),
        (date(2024, 2, 29), date(2026, 2, 28)),
    ],
)
def test_two_years_later_is_the_same_calendar_day(day, later):
    assert same_day_years_later(day, years=2) == later

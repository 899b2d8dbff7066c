"""Working days, against the notices, against chinese_calendar, and for what they promise."""

from datetime import UTC, date, datetime, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from libs.contracts.beijing import beijing_day, beijing_time, end_of_beijing_day
from services.certification.domain.calendar.working_days import (
    CALENDAR,
    NOTICE_2025,
    NOTICE_2026,
    Term,
    WorkingCalendar,
    same_day_years_later,
    statutory,
)
from services.certification.domain.errors.working_days import (
    BreakOddError,
    StatutoryHolidayWorkedError,
    WeekendWorkdayOddError,
)
from services.certification.tests.builders import a_notice_of_2027

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
    assert CALENDAR.term_after(posted, days=5).last == last


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


@pytest.mark.parametrize("notice", [NOTICE_2025, NOTICE_2026])
def test_each_statutory_holiday_lies_in_a_break_of_the_years_notice(notice):
    statutory_days = [first for first, _ in statutory(notice.year).breaks]

    assert [day for day in statutory_days if not notice.is_off(day)] == []
    assert len(statutory_days) >= 12, (
        "New Year, four of Spring Festival, Qingming, two of May, two feasts, National Day"
    )


def test_a_year_without_a_notice_has_its_statutory_holidays_alone():
    """As the law of 2024 has them; lunar days as an almanac gives them."""
    off = ["01-01", "02-05", "02-06", "02-07", "02-08", "04-05", "05-01", "05-02", "06-09", "09-15"]
    off += ["10-01", "10-02", "10-03"]

    assert [f"{first:%m-%d}" for first, _ in statutory(2027).breaks] == off
    assert not CALENDAR.is_working_day(date(2027, 2, 5))
    assert CALENDAR.is_working_day(date(2027, 2, 4))
    assert CALENDAR.is_working_day(date(2027, 2, 9))
    assert not CALENDAR.is_working_day(date(2027, 2, 20)), "which Saturdays are worked, only a notice says"


@pytest.mark.parametrize(
    ("posted", "first", "last", "provisional_for"),
    [
        (date(2026, 12, 21), date(2026, 12, 22), date(2026, 12, 28), ()),
        (date(2026, 12, 22), date(2026, 12, 23), date(2026, 12, 29), (2027,)),
        (date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 7), (2027,)),
        (date(2026, 12, 31), date(2027, 1, 4), date(2027, 1, 8), (2027,)),
        (date(2024, 12, 27), date(2024, 12, 30), date(2025, 1, 6), (2024,)),
    ],
)
def test_days_of_a_year_without_a_notice_are_counted_provisionally(posted, first, last, provisional_for):
    assert CALENDAR.term_after(posted, days=5) == Term(first=first, last=last, provisional_for=provisional_for)


@pytest.mark.parametrize(
    ("posted", "last"),
    [
        (date(2026, 12, 30), date(2027, 1, 6)),
        (date(2026, 12, 31), date(2027, 1, 7)),
        (date(2027, 1, 28), date(2027, 2, 11)),
    ],
)
def test_with_its_notice_the_year_is_known(posted, last):
    """Made up: 1 January to 3 off, Sunday 3 January worked; Spring Festival from 3 to 9 February."""
    calendar = WorkingCalendar([NOTICE_2026, a_notice_of_2027(breaks={date(2027, 1, 1): 2}, worked=[date(2027, 1, 3)])])

    assert calendar.term_after(posted, days=5) == Term(first=calendar.term_after(posted, days=1).first, last=last)


@pytest.mark.parametrize(
    ("odd", "refused"),
    [
        ({"breaks": {date(2026, 12, 29): 4}}, None),
        ({"breaks": {date(2026, 12, 28): 5}}, BreakOddError),
        ({"breaks": {date(2027, 12, 31): 1}}, None),
        ({"breaks": {date(2027, 12, 31): 2}}, BreakOddError),
        ({"breaks": {date(2027, 1, 1): 0}}, BreakOddError),
        ({"worked": [date(2027, 1, 9)]}, None),
        ({"worked": [date(2027, 1, 8)]}, WeekendWorkdayOddError),
        ({"worked": [date(2027, 2, 7)]}, WeekendWorkdayOddError),
        ({"worked": [date(2028, 1, 1)]}, WeekendWorkdayOddError),
        ({"without": date(2027, 6, 9)}, StatutoryHolidayWorkedError),
    ],
)
def test_what_no_notice_can_say_is_refused_as_typed_wrongly(odd, refused):
    notice = a_notice_of_2027(**odd)

    if refused is None:
        notice.must_be_whole()
    else:
        with pytest.raises(refused):
            notice.must_be_whole()


def test_a_notice_may_put_workdays_into_the_year_before():
    calendar = WorkingCalendar([NOTICE_2025, NOTICE_2026])

    assert calendar.is_working_day(date(2025, 12, 29))
    assert calendar.is_working_day(date(2025, 12, 31))
    assert not calendar.is_working_day(date(2026, 1, 1))


@given(st.dates(KNOWN_FROM, date(2026, 12, 18)), st.integers(1, 5))
def test_a_period_has_exactly_its_working_days_and_starts_after_posting(posted, days):
    term = CALENDAR.term_after(posted, days=days)
    first, last = term.first, term.last

    between = [posted + timedelta(days=n) for n in range(1, (last - posted).days + 1)]
    worked = [day for day in between if CALENDAR.is_working_day(day)]
    assert worked[0] == first
    assert worked[-1] == last
    assert len(worked) == days


@given(st.dates(KNOWN_FROM, date(2026, 12, 17)))
def test_posting_a_day_later_never_ends_earlier(posted):
    today = CALENDAR.term_after(posted, days=5).last
    tomorrow = CALENDAR.term_after(posted + timedelta(days=1), days=5).last

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

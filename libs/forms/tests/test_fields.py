"""What a field takes, and what is stored of it."""

import pytest

from libs.forms.fields import Day, Moment, NotTakenError, Sealed, Text


def test_a_text_has_one_line_unless_it_has_more():
    typed = "甲处\n乙处 "

    assert Text("place", "地点").taken(typed) == "甲处 乙处"
    assert Sealed("name", "姓名").taken(typed) == "甲处 乙处"
    assert Text("story", "经过", lines=3).taken(typed) == "甲处\n乙处"


@pytest.mark.parametrize(
    ("day", "is_taken"), [("1900-12-31", 0), ("1901-01-01", 1), ("2199-12-31", 1), ("2200-01-01", 0)]
)
def test_a_day_far_off_the_calendar_of_anybody_is_not_taken(day, is_taken):
    """Of the year 1 a deadline was counted and told in an event that nobody takes: every deadline of that file hung."""
    for field, typed in ((Day("on", "日期"), day), (Moment("at", "时间"), f"{day}T12:00+08:00")):
        if is_taken:
            assert field.taken(typed)
        else:
            with pytest.raises(NotTakenError, match="1901 年至 2199 年"):
                field.taken(typed)

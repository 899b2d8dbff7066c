"""What a field takes, and what is stored of it."""

from libs.forms.fields import Sealed, Text


def test_a_text_has_one_line_unless_it_has_more():
    typed = "甲处\n乙处 "

    assert Text("place", "地点").taken(typed) == "甲处 乙处"
    assert Sealed("name", "姓名").taken(typed) == "甲处 乙处"
    assert Text("story", "经过", lines=3).taken(typed) == "甲处\n乙处"

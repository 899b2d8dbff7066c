"""What steers how a text is shown, or is not shown at all, does not come in; the rest stays as it was typed."""

import copy
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libs.contracts.plain_text import in_one_line, in_plain_text, plain_text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("欧阳喆玥", "欧阳喆玥"),
        ("买买提·艾力", "买买提·艾力"),
        ("𠮷田", "𠮷田"),
        ("第一行\n第二行\t末", "第一行\n第二行\t末"),
        ("王\u200b小\ufeff明\u00ad", "王小明"),
        ("\u202e明小王\u202c", "明小王"),
        ("主考点\u2028event: x", "主考点 event: x"),
        ("主\x85考\x0b点", "主 考 点"),
        ("\x00\x1b[31m红", "[31m红"),
        ("王\U000e0041\U000e007f", "王"),
    ],
)
def test_a_text_is_kept_as_people_see_it(typed, kept):
    assert plain_text(typed) == kept


def test_a_name_or_place_has_one_line_and_is_otherwise_as_typed():
    assert in_one_line("\n主考点\r\n【重大】\t 东　区\u2028末\n") == "主考点 【重大】  东　区 末"


@given(st.text())
def test_nothing_invisible_is_left_and_nothing_visible_is_lost(typed):
    kept = plain_text(typed)

    assert not [
        sign for sign in kept if sign not in "\t\n\r" and unicodedata.category(sign) in {"Cc", "Cf", "Zl", "Zp"}
    ]
    shown = [sign for sign in typed if unicodedata.category(sign) not in {"Cc", "Cf", "Zl", "Zp"}]
    assert [sign for sign in kept if sign not in " \t\n\r"] == [sign for sign in shown if sign != " "]
    assert plain_text(kept) == kept


values = st.recursive(
    st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)


@given(values)
def test_every_text_of_a_body_is_plain_however_deep(value):
    def expected(one):
        if isinstance(one, dict):
            return {key: expected(inner) for key, inner in one.items()}
        if isinstance(one, list):
            return [expected(inner) for inner in one]
        return plain_text(one) if isinstance(one, str) else one

    assert in_plain_text(copy.deepcopy(value)) == expected(value)


def test_depth_is_no_danger():
    value: list = []
    for _ in range(5000):
        value = [value]

    in_plain_text(value)

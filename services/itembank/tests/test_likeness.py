"""Items that say nearly the same are found: all of them, and no others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.itembank.domain.items.likeness import LIKE_SHARE, _share, _shingles, text_of, twins_among
from services.itembank.tests.test_formats import a_judgement, an_item

TEXTS = st.dictionaries(st.text("abc", min_size=1, max_size=3), st.text("油盐酱醋炒", max_size=12), max_size=8)


@given(TEXTS, TEXTS)
def test_every_pair_that_is_alike_is_found_and_no_other(texts, others):
    others = {f"old-{key}": text for key, text in others.items()}
    everything = texts | others
    sets = {key: _shingles(text) for key, text in everything.items()}

    found = {frozenset((pair.one, pair.other)) for pair in twins_among(texts, others)}

    alike = {
        frozenset((one, other))
        for one in texts
        for other in everything
        if one != other and _share(sets[one], sets[other]) >= LIKE_SHARE
    }
    assert found == alike


@pytest.mark.parametrize(
    ("stem", "alike"),
    [
        ("酱油在烹调中的主要作用是调味和上色。", True),
        ("酱油 在烹调中的主要作用，是调味和上色", True),
        ("酱油在烹调中的主要作用是调味和增色。", True),
        ("食盐在烹调中的作用很多。", False),
    ],
)
def test_a_reworded_stem_is_a_twin_and_another_subject_is_not(stem, alike):
    known = {"T-1": text_of(a_judgement(stem="酱油在烹调中的主要作用是调味和上色。"))}

    found = twins_among({"N-1": text_of(a_judgement(stem=stem))}, known)

    assert [(pair.one, pair.other) for pair in found] == ([("N-1", "T-1")] if alike else [])


def test_options_in_another_order_make_no_other_item():
    [pair] = twins_among({"N-1": text_of(an_item())}, {"T-1": text_of(an_item(options=["醋", "酱", "盐", "油"]))})

    assert pair.likeness == 1


def test_the_most_alike_come_first():
    texts = {"N-1": "一二三四五六七八九十百千万亿兆", "N-2": "一二三四五六七八九十百千万亿"}

    found = twins_among(texts, {"T-1": "一二三四五六七八九十百千万亿兆"})

    assert [pair.likeness for pair in found] == sorted((pair.likeness for pair in found), reverse=True)
    assert (found[0].one, found[0].other) == ("N-1", "T-1")

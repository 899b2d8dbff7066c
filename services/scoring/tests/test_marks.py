"""Marking arithmetic."""

import math
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.scoring.domain.errors.marks import ReasonMissingError, ScoreOutOfRangeError
from services.scoring.domain.marks import (
    Combination,
    combined_score,
    in_tenths,
    must_be_reason,
    must_be_score,
    outcome_of,
    spread,
    theory_score,
    to_tenths,
)

totals = st.lists(st.integers(0, 1000).map(lambda tenths: Decimal(tenths) / 10), min_size=1, max_size=7)


def half_up(value: Fraction) -> Fraction:
    return Fraction(math.floor(value * 10 + Fraction(1, 2)), 10)


@pytest.mark.rule("SCO-01")
@pytest.mark.parametrize(("score", "outcome"), [("59.9", "failed"), ("60.0", "passed"), ("60.1", "passed")])
def test_sixty_of_a_hundred_is_a_pass(score, outcome):
    assert outcome_of(Decimal(score)) == outcome


@pytest.mark.parametrize(
    ("exact", "rounded"), [("59.94", "59.9"), ("59.95", "60.0"), ("59.96", "60.0"), ("60.05", "60.1"), ("0", "0.0")]
)
def test_scores_are_rounded_half_up_to_tenths(exact, rounded):
    assert to_tenths(Decimal(exact)) == Decimal(rounded)


@pytest.mark.parametrize("mark", ["0", "59.9", "-1.0", "1000"])
def test_a_mark_has_one_decimal_place_at_most(mark):
    assert in_tenths(Decimal(mark))


@pytest.mark.parametrize("mark", ["59.95", "1000.1", "1e999", "-1e999", "1e-999", "1e999999999", "NaN", "Infinity"])
def test_what_has_more_or_is_no_mark_at_all_is_none(mark):
    assert not in_tenths(Decimal(mark))


@pytest.mark.parametrize(
    ("correct", "items", "score"),
    [(60, 100, "60.0"), (0, 100, "0.0"), (100, 100, "100.0"), (119, 200, "59.5"), (120, 200, "60.0"), (2, 3, "66.7")],
)
def test_the_items_of_a_paper_share_a_hundred_points(correct, items, score):
    assert theory_score(correct=correct, items=items) == Decimal(score)


@given(items=st.integers(1, 300), data=st.data())
def test_one_more_right_answer_never_costs_points(items, data):
    correct = data.draw(st.integers(0, items - 1))

    assert theory_score(correct=correct, items=items) <= theory_score(correct=correct + 1, items=items)
    assert 0 <= theory_score(correct=correct, items=items) <= 100


@given(items=st.integers(1, 300), data=st.data())
def test_a_theory_score_is_the_exact_share_rounded_half_up(items, data):
    correct = data.draw(st.integers(0, items))

    assert Fraction(theory_score(correct=correct, items=items)) == half_up(Fraction(100 * correct, items))


@given(totals)
def test_the_mean_of_sheets_is_exact_before_it_is_rounded_half_up(totals):
    exact = sum(map(Fraction, totals), Fraction(0)) / len(totals)

    assert Fraction(combined_score(totals, Combination.MEAN)) == half_up(exact)


@given(totals, st.sampled_from(Combination))
def test_a_combined_score_lies_among_its_sheets_in_any_order(totals, combination):
    score = combined_score(totals, combination)

    assert min(totals) <= score <= max(totals)
    assert combined_score(totals[::-1], combination) == score


def test_the_median_is_what_lies_in_the_middle():
    assert combined_score([Decimal(90), Decimal(60), Decimal(70)], Combination.MEDIAN) == 70
    assert combined_score([Decimal(90), Decimal(60)], Combination.MEDIAN) == 75


@given(totals)
def test_the_spread_of_sheets_is_their_greatest_distance(totals):
    assert spread(totals) == max(abs(a - b) for a in totals for b in totals)


@pytest.mark.parametrize("wrong", ["-0.1", "100.1", "60.05", "NaN", "Infinity"])
def test_a_score_is_nothing_but_tenths_between_nought_and_a_hundred(wrong):
    with pytest.raises(ScoreOutOfRangeError):
        must_be_score(Decimal(wrong))


@pytest.mark.parametrize("right", ["0", "59.9", "100", "1E+1"])
def test_a_score_is_kept_with_one_decimal(right):
    assert must_be_score(Decimal(right)).as_tuple().exponent == -1


def test_a_blank_reason_is_none():
    with pytest.raises(ReasonMissingError):
        must_be_reason("  ")

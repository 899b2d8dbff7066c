"""Marking arithmetic: everything is of 100, in tenths, rounded half up."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from libs.contracts.scoring import Outcome
from services.scoring.domain.errors.marks import ReasonMissingError, ScoreOutOfRangeError

# Every part is scored in points of 100, and passed with 60 (SCO-01).
FULL = Decimal(100)
PASS = Decimal(60)
_TENTH = Decimal("0.1")


class Combination(StrEnum):
    """How independent sheets become one score; the rulebook leaves it open, so it is a setting."""

    MEAN = "mean"
    MEDIAN = "median"


@dataclass(frozen=True, kw_only=True)
class MarkingRules:
    """What the institution has decided about practical marking, and what the thesis weighs in the review."""

    sheets: int = 3
    tolerance: Decimal = Decimal(15)
    combination: Combination = Combination.MEAN
    thesis: Decimal = Decimal(40)


# Points. A decimal with a large exponent cannot be put in tenths, so it is refused before anybody tries.
BEYOND_ANY_MARK = 1000


def to_tenths(value: Decimal) -> Decimal:
    """Round half up to one decimal place."""
    return value.quantize(_TENTH, rounding=ROUND_HALF_UP)


def in_tenths(value: Decimal) -> bool:
    """Whether a mark is a finite number with at most one decimal place."""
    return value.is_finite() and -BEYOND_ANY_MARK <= value <= BEYOND_ANY_MARK and value == to_tenths(value)


def must_be_score(value: Decimal) -> Decimal:
    """The score that a person gave, as it is stored; raises `ScoreOutOfRangeError`."""
    if not value.is_finite() or not 0 <= value <= FULL or not in_tenths(value):
        raise ScoreOutOfRangeError
    return to_tenths(value)


def theory_score(*, correct: int, items: int) -> Decimal:
    """The items of a paper share 100 points equally: one point each when there are 100."""
    return to_tenths(FULL * correct / items)


def combined_score(totals: Sequence[Decimal], combination: Combination) -> Decimal:
    """One score out of the totals of independent sheets."""
    if combination is Combination.MEAN:
        return to_tenths(sum(totals, Decimal(0)) / len(totals))
    ordered, middle = sorted(totals), len(totals) // 2
    return to_tenths((ordered[middle] + ordered[-1 - middle]) / 2)


def spread(totals: Sequence[Decimal]) -> Decimal:
    """How far the sheets are apart."""
    return max(totals) - min(totals)


def outcome_of(score: Decimal) -> Outcome:
    """60 of 100 is a pass (SCO-01)."""
    return "passed" if score >= PASS else "failed"


def must_be_reason(text: str) -> str:
    """The reason that a person wrote down, as it is stored; raises `ReasonMissingError` for a blank one."""
    if not text.strip():
        raise ReasonMissingError
    return text.strip()

"""How the scores of a list are spread, which of that is unusual, and whether two forms were equally hard."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from services.scoring.domain.marks import FULL, PASS

WIDTH = 5
# A warning, of no rule: more than 95 % or fewer than 50 % pass, more than 20 % are below 40 or 30 % above 95 points.
MOST_PASS_SHARE, FEWEST_PASS_SHARE = 0.95, 0.5
LOW, MOST_LOW_SHARE, HIGH, MOST_HIGH_SHARE = 40, 0.2, 95, 0.3
# Two forms are apart when their means differ so many standard deviations, more than chance makes of it.
APART_SHARE = 0.2
BEYOND_CHANCE = NormalDist().inv_cdf(0.975)
# Shares of fewer people say little.
FEWEST = 10


@dataclass(frozen=True, kw_only=True)
class Distribution:
    """`bins` counts from 0 in steps of five points, the last with the full 100; shares are of all."""

    people: int
    mean: float
    deviation: float
    median: float
    passed: float
    low: float
    high: float
    bins: list[int]

    @property
    def alarms(self) -> list[str]:
        """What is unusual about it, in words; of a few people nothing is."""
        if self.people < FEWEST:
            return []
        return [
            *([f"合格率 {self.passed:.0%}，高于 95%"] if self.passed > MOST_PASS_SHARE else []),
            *([f"合格率 {self.passed:.0%}，低于 50%"] if self.passed < FEWEST_PASS_SHARE else []),
            *([f"{self.low:.0%} 的人低于 40 分，多于 20%"] if self.low > MOST_LOW_SHARE else []),
            *([f"{self.high:.0%} 的人高于 95 分，多于 30%"] if self.high > MOST_HIGH_SHARE else []),
        ]


def distribution(scores: Sequence[float]) -> Distribution:
    """Of at least one score of 100."""
    given = np.asarray(scores, dtype=np.float64)
    bins = np.bincount(np.minimum(given // WIDTH, int(FULL) // WIDTH - 1).astype(int), minlength=int(FULL) // WIDTH)
    return Distribution(
        people=len(given),
        mean=float(given.mean()),
        deviation=float(given.std()),
        median=float(np.median(given)),
        passed=float((given >= float(PASS)).mean()),
        low=float((given < LOW).mean()),
        high=float((given > HIGH).mean()),
        bins=[int(count) for count in bins],
    )


@dataclass(frozen=True, kw_only=True)
class FormComparison:
    """Whether two forms were equally hard for those who wrote them; `effect` is in standard deviations."""

    one: str
    other: str
    difference: float
    effect: float
    beyond_chance: bool

    @property
    def is_apart(self) -> bool:
        """Whether it is more than chance, and more than a little."""
        return self.beyond_chance and abs(self.effect) > APART_SHARE


def compare_forms(one: tuple[str, Sequence[float]], other: tuple[str, Sequence[float]]) -> FormComparison | None:
    """Mean of one minus mean of the other; nothing where fewer than ten wrote one of them or nothing varies.

    The difference is beyond chance by B. L. Welch, "The generalization of 'Student's' problem when several different
    population variances are involved", Biometrika 34 (1947) 28-35, at 5 % with the normal approximation; the effect is
    J. Cohen's d, "Statistical Power Analysis for the Behavioral Sciences" (2nd ed. 1988), section 2.2.
    """
    (first, a), (second, b) = ((name, np.asarray(scores, dtype=np.float64)) for name, scores in (one, other))
    if min(len(a), len(b)) < FEWEST:
        return None
    within = ((len(a) - 1) * a.var(ddof=1) + (len(b) - 1) * b.var(ddof=1)) / (len(a) + len(b) - 2)
    if within == 0:
        return None
    difference = float(a.mean() - b.mean())
    error = math.sqrt(a.var(ddof=1) / len(a) + b.var(ddof=1) / len(b))
    return FormComparison(
        one=first,
        other=second,
        difference=difference,
        effect=difference / math.sqrt(within),
        beyond_chance=abs(difference) > BEYOND_CHANCE * error,
    )

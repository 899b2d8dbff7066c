"""Classical statistics of each item, and how far all of them together can be trusted."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.scoring.domain.analysis.responses import SYMBOLS, Responses
from services.scoring.domain.answer_key import CHOICE, JUDGEMENT

# The share of candidates in the upper and in the lower group (Kelley 1939).
GROUP_SHARE = 0.27
# An item that so few or so many know, or that tells so little between strong and weak, is looked at; a wrong answer
# that so few choose distracts nobody.
HARD_SHARE, EASY_SHARE, DULL_SHARE, IDLE_SHARE = 0.3, 0.95, 0.2, 0.02


@dataclass(frozen=True, kw_only=True)
class AnswerShare:
    """How often an answer was given, of all and of the upper and the lower group, as shares."""

    answer: str
    right: bool
    share: float
    upper: float
    lower: float


@dataclass(frozen=True, kw_only=True)
class ItemStatistics:
    """One item: `difficulty` is the share that has it right, `discrimination` is between upper and lower group.

    `correlation` is that of the item with the rest of the paper; nothing where one of the two does not vary.
    """

    item: int
    difficulty: float
    discrimination: float
    correlation: float | None
    blank: float
    choices: list[AnswerShare]

    @property
    def remarks(self) -> list[str]:
        """Why somebody should look at it."""
        idle = [one.answer for one in self.choices if not one.right and one.share < IDLE_SHARE]
        better = [one.answer for one in self.choices if not one.right and one.upper > one.lower]
        key = next(one for one in self.choices if one.right)
        stronger = [one.answer for one in self.choices if not one.right and one.upper > key.upper]
        return [
            *(["过难"] if self.difficulty < HARD_SHARE else []),
            *(["过易"] if self.difficulty > EASY_SHARE else []),
            *(["区分度低"] if self.discrimination < DULL_SHARE and HARD_SHARE <= self.difficulty <= EASY_SHARE else []),
            *([f"高分组更多选 {'、'.join(stronger)}，请核对标准答案"] if stronger else []),
            *([f"干扰项 {'、'.join(better)} 高分组选得更多"] if better and not stronger else []),
            *([f"干扰项 {'、'.join(idle)} 几乎无人选"] if idle else []),
        ]


def item_statistics(responses: Responses) -> list[ItemStatistics]:
    """Of every item in order.

    Difficulty and the discrimination of the upper and lower 27 % after T. L. Kelley, "The selection of upper and lower
    groups for the validation of test items", Journal of Educational Psychology 30 (1939) 17-24. The correlation is the
    point-biserial one of the item with the sum of the others, so that no item speaks for itself: S. Henrysson,
    "Correction of item-total correlations in item analysis", Psychometrika 28 (1963) 211-218.
    """
    correct, scores = responses.correct.astype(np.float64), responses.scores
    size = max(1, round(GROUP_SHARE * len(scores)))
    order = np.argsort(scores, kind="stable")
    lower, upper = order[:size], order[-size:]
    rest = scores[:, None] - correct
    return [
        ItemStatistics(
            item=item + 1,
            difficulty=float(correct[:, item].mean()),
            discrimination=float(correct[upper, item].mean() - correct[lower, item].mean()),
            correlation=correlation(correct[:, item], rest[:, item]),
            blank=float((responses.given[:, item] == 0).mean()),
            choices=_choices(responses, item, upper, lower),
        )
        for item in range(correct.shape[1])
    ]


def _choices(responses: Responses, item: int, upper: NDArray[np.int64], lower: NDArray[np.int64]) -> list[AnswerShare]:
    right = SYMBOLS[responses.right[item]]
    column = responses.given[:, item]
    return [
        AnswerShare(
            answer=answer,
            right=answer == right,
            share=float((column == SYMBOLS.index(answer)).mean()),
            upper=float((column[upper] == SYMBOLS.index(answer)).mean()),
            lower=float((column[lower] == SYMBOLS.index(answer)).mean()),
        )
        for answer in (CHOICE if right in CHOICE else JUDGEMENT)
    ]


def correlation(one: NDArray[np.float64], other: NDArray[np.float64]) -> float | None:
    """Pearson's; nothing where one of the two does not vary."""
    first, second = one - one.mean(), other - other.mean()
    scale = float(np.sqrt((first @ first) * (second @ second)))
    return float(first @ second) / scale if scale > 0 else None


def kr20(responses: Responses) -> float | None:
    """Reliability of right and wrong answers; nothing where the scores do not vary or there is one item.

    G. F. Kuder and M. W. Richardson, "The theory of the estimation of test reliability", Psychometrika 2 (1937)
    151-160, formula 20, with the variance of all scores (not of a sample).
    """
    shares = responses.correct.mean(axis=0)
    items, variance = responses.correct.shape[1], float(responses.scores.var())
    if items < 2 or variance == 0:  # noqa: PLR2004 -- one item agrees with nothing
        return None
    return float(items / (items - 1) * (1 - float((shares * (1 - shares)).sum()) / variance))


def alpha(marks: NDArray[np.float64]) -> float | None:
    """Reliability of marks, a row for each piece and a column for each line; nothing where nothing varies.

    L. J. Cronbach, "Coefficient alpha and the internal structure of tests", Psychometrika 16 (1951) 297-334. Of right
    and wrong answers it is `kr20`.
    """
    lines = marks.shape[1]
    variance = float(marks.sum(axis=1).var())
    if lines < 2 or variance == 0:  # noqa: PLR2004 -- one line agrees with nothing
        return None
    return float(lines / (lines - 1) * (1 - float(marks.var(axis=0).sum()) / variance))

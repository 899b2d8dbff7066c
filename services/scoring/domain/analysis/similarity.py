"""Which two scripts are more alike than two people who wrote for themselves: a lead for a person, never a verdict."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.scoring.domain.analysis.responses import SYMBOLS, Responses

# The share of false leads among all leads that is put up with.
FALSE_SHARE = 0.01
# Fewer items tell nothing: two who know everything are alike.
FEWEST_ITEMS, FEWEST_SCRIPTS = 20, 10
# Scripts of a block that are held against all others at once: 1,000 × 10,000 counts are 40 MB.
BLOCK = 1_000
_STEPS, _ENOUGH = 200, 10**-9
# How far from the ends a score is put that has nothing or everything right, so that its ability is finite.
_INSIDE_SHARE = 0.3


@dataclass(frozen=True, kw_only=True)
class Lead:
    """Two scripts that are too alike: answers given alike, of them wrong ones, and what was to be expected.

    `chance` is how often two who wrote for themselves are as alike; `false_share` is the share of false leads if this
    one and all stronger ones are taken for leads.
    """

    one: str
    other: str
    alike: int
    alike_wrong: int
    expected: float
    chance: float
    false_share: float


def find_leads(
    responses: Responses, *, room: Collection[str] | None = None, false_share: float = FALSE_SHARE
) -> list[Lead]:
    """The pairs of one paper that are too alike, the strongest first; nothing of too few scripts or items.

    The number of answers that two give alike is a sum of independent, unequal chances, one for each item: the
    generalized binomial test (GBT) of W. J. van der Linden and L. S. Sotaridona, "Detecting answer copying when the
    regular response process follows a known response model", Journal of Educational and Behavioral Statistics 31 (2006)
    283-304. As response model serves that of G. Rasch (1960) for right answers, fitted by joint maximum likelihood (B.
    D. Wright and N. Panchapakesan, Educational and Psychological Measurement 29 (1969) 23-48), and for wrong ones how
    often each was chosen among the wrong; so that the chance depends on the two scores alone. A blank is like nothing.
    All pairs are tested at once, so the leads are held to a share of false ones: Y. Benjamini and Y. Hochberg, Journal
    of the Royal Statistical Society B 57 (1995) 289-300.

    Of a `room`, named by its codes, its own pairs alone are tested: how people answer who write for themselves is still
    learnt from all scripts, but fewer pairs leave less to chance, so that less is needed for a lead (INC-22).
    """
    scripts, items = responses.given.shape
    if scripts < FEWEST_SCRIPTS or items < FEWEST_ITEMS:
        return []
    scores, groups = np.unique(responses.scores, return_inverse=True)
    chances = match_chances(responses, scores)
    expected = chances.sum(axis=2)
    tails = _tails(chances)
    if room is not None:
        inside = np.array([code in room for code in responses.codes])
        responses, groups = responses.only(inside), groups[inside]
    cut = benjamini_hochberg(tails, _counts(responses, groups, len(scores)), false_share)
    if cut.limit <= 0:
        return []
    found = [
        Lead(
            one=responses.codes[one],
            other=responses.codes[other],
            alike=alike,
            alike_wrong=alike - int((responses.correct[one] & responses.correct[other]).sum()),
            expected=float(expected[groups[one], groups[other]]),
            chance=float(tails[groups[one], groups[other], alike]),
            false_share=cut.share(float(tails[groups[one], groups[other], alike])),
        )
        for one, other, alike in _pairs_beyond(responses, groups, tails, cut.limit)
    ]
    return sorted(found, key=lambda lead: (lead.chance, lead.one, lead.other))


def match_chances(responses: Responses, scores: NDArray[np.int64]) -> NDArray[np.float64]:
    """How probably two with these scores, who write for themselves, answer each item alike: score × score × item."""
    right = rasch_chances(responses, scores)
    wrong_of = np.stack(
        [(responses.given == place).sum(axis=0) * (responses.right != place) for place in range(1, len(SYMBOLS))]
    ).astype(np.float64)
    wrong = wrong_of.sum(axis=0)
    alike_if_wrong = np.divide((wrong_of**2).sum(axis=0), wrong**2, out=np.zeros_like(wrong), where=wrong > 0)
    answered = np.divide(wrong, wrong + (responses.given == 0).sum(axis=0), out=np.ones_like(wrong), where=wrong > 0)
    missed = (1 - right) * answered
    alike: NDArray[np.float64] = missed[:, None, :] * missed[None, :, :] * alike_if_wrong
    alike += right[:, None, :] * right[None, :, :]
    return alike


def rasch_chances(responses: Responses, scores: NDArray[np.int64]) -> NDArray[np.float64]:
    """How probably somebody with each of the scores has each item right: score × item."""
    people, items = responses.given.shape
    counts = np.array([(responses.scores == score).sum() for score in scores], dtype=np.float64)
    solved = np.clip(responses.correct.sum(axis=0, dtype=np.float64), _INSIDE_SHARE, people - _INSIDE_SHARE)
    wanted = np.clip(scores.astype(np.float64), _INSIDE_SHARE, items - _INSIDE_SHARE)
    ability = np.log(wanted / (items - wanted))
    hardness = np.log((people - solved) / solved)
    hardness -= hardness.mean()
    for _ in range(_STEPS):
        chance = _logistic(ability[:, None] - hardness[None, :])
        step = (chance.sum(axis=1) - wanted) / (chance * (1 - chance)).sum(axis=1)
        ability -= np.clip(step, -1, 1)
        chance = _logistic(ability[:, None] - hardness[None, :])
        spread = (counts[:, None] * chance * (1 - chance)).sum(axis=0)
        shift = ((counts[:, None] * chance).sum(axis=0) - solved) / spread
        hardness += np.clip(shift, -1, 1)
        hardness -= hardness.mean()
        if max(np.abs(step).max(), np.abs(shift).max()) < _ENOUGH:
            break
    return _logistic(ability[:, None] - hardness[None, :])


def _logistic(value: NDArray[np.float64]) -> NDArray[np.float64]:
    return 1 / (1 + np.exp(-value))


def _tails(chances: NDArray[np.float64]) -> NDArray[np.float64]:
    """How probably at least 0, 1, … items are alike, for each two scores: score × score × number.

    The number is built up item by item; two scores have the same chances in either order.
    """
    scores, _, items = chances.shape
    one, other = np.triu_indices(scores)
    chance = np.ascontiguousarray(chances[one, other].T)
    exactly = np.zeros((items + 1, len(one)))
    exactly[0] = 1
    for item in range(items):
        exactly[1 : item + 2] += chance[item] * (exactly[: item + 1] - exactly[1 : item + 2])
        exactly[0] *= 1 - chance[item]
    at_least = np.cumsum(exactly[::-1], axis=0)[::-1].T
    tails = np.empty((scores, scores, items + 1))
    tails[one, other] = tails[other, one] = at_least
    return tails


def _blocks(responses: Responses) -> Iterator[tuple[int, NDArray[np.intp]]]:
    """Answers given alike, a block of scripts against all from its first on."""
    scripts, items = responses.given.shape
    marks = np.zeros((scripts, items * (len(SYMBOLS) - 1)), dtype=np.float32)
    rows, columns = np.nonzero(responses.given)
    marks[rows, columns * (len(SYMBOLS) - 1) + responses.given[rows, columns] - 1] = 1
    used = marks.any(axis=0)
    marks = np.ascontiguousarray(marks[:, used])
    for first in range(0, scripts, BLOCK):
        yield first, (marks[first : first + BLOCK] @ marks[first:].T).astype(np.intp)


def _counts(responses: Responses, groups: NDArray[np.intp], scores: int) -> NDArray[np.int64]:
    """How many pairs of each two scores have so many answers alike: score × score × number."""
    items = responses.given.shape[1]
    counts = np.zeros(scores * scores * (items + 1), dtype=np.int64)
    for first, alike in _blocks(responses):
        place = (groups[first : first + BLOCK, None] * scores + groups[None, first:]) * (items + 1) + alike
        later = np.arange(alike.shape[1])[None, :] > np.arange(alike.shape[0])[:, None]
        counts += np.bincount(place[later], minlength=counts.size)
    return counts.reshape(scores, scores, items + 1)


def _pairs_beyond(
    responses: Responses, groups: NDArray[np.intp], tails: NDArray[np.float64], limit: float
) -> Iterator[tuple[int, int, int]]:
    """The pairs whose chance is at most the limit, and how many answers they have alike."""
    # chances fall with the number: what is needed at least, for each two scores
    needed = (tails > limit).sum(axis=2)
    for first, alike in _blocks(responses):
        beyond = alike >= needed[groups[first : first + BLOCK, None], groups[None, first:]]
        for row, column in zip(*np.nonzero(beyond), strict=True):
            if column > row:
                yield first + int(row), first + int(column), int(alike[row, column])


@dataclass(frozen=True)
class Cut:
    """The largest chance that is still a lead, and the share of false leads at each chance, in order."""

    limit: float
    chances: NDArray[np.float64]
    shares: NDArray[np.float64]

    def share(self, chance: float) -> float:
        """The share of false leads when this chance and all smaller ones are leads."""
        return float(self.shares[np.searchsorted(self.chances, chance)])


def benjamini_hochberg(chances: NDArray[np.float64], counts: NDArray[np.int64], false_share: float) -> Cut:
    """Where chances that occur so often are cut, so that at most this share of what lies below is false.

    Y. Benjamini and Y. Hochberg (1995): of m chances in order the largest k with p(k) ≤ k·q/m, and all before it.
    """
    occurring = counts > 0
    if not occurring.any():
        return Cut(0.0, np.empty(0), np.empty(0))
    values, places = np.unique(chances[occurring], return_inverse=True)
    below = np.cumsum(np.bincount(places, weights=counts[occurring].astype(np.float64)))
    shares = np.minimum.accumulate((values * below[-1] / below)[::-1])[::-1]
    kept = values[shares <= false_share]
    return Cut(float(kept[-1]) if len(kept) else 0.0, values, np.minimum(shares, 1.0))

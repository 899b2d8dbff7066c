"""What examinations told of an item, and what a person should look at because of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Advice = Literal["revise", "retire"]

# In thousandths: an item that so few or so many know, or that tells so little between strong and weak, is revised, as
# in the analysis of a list; one that the weak know better than the strong is retired, once enough have written it.
HARD, EASY, DULL = 300, 950, 200
ENOUGH = 30


@dataclass(frozen=True, kw_only=True)
class Figures:
    """One item in one paper, in thousandths; `told` orders what scoring says of the same paper twice."""

    batch_id: str
    candidates: int
    difficulty: int
    discrimination: int
    analysed_at: datetime
    told: int


@dataclass(frozen=True, kw_only=True)
class ObservedItem:
    """An item in all papers that it was in, every candidate counted alike."""

    candidates: int
    difficulty: int
    discrimination: int

    @property
    def advice(self) -> Advice | None:
        """What a person should consider; nothing happens by itself."""
        if self.discrimination < 0 and self.candidates >= ENOUGH:
            return "retire"
        if not HARD <= self.difficulty <= EASY or self.discrimination < DULL:
            return "revise"
        return None


def observed(figures: Iterable[Figures]) -> ObservedItem | None:
    """All of them as one; of no figures there is none."""
    told = list(figures)
    candidates = sum(one.candidates for one in told)
    if not candidates:
        return None
    return ObservedItem(
        candidates=candidates,
        difficulty=round(sum(one.difficulty * one.candidates for one in told) / candidates),
        discrimination=round(sum(one.discrimination * one.candidates for one in told) / candidates),
    )

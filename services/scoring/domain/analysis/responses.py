"""All answers to one paper as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from services.scoring.domain.answer_key import BLANK, CHOICE, JUDGEMENT

# What can be written, by its place; a blank is 0.
SYMBOLS = BLANK + CHOICE + JUDGEMENT
_PLACE = np.zeros(128, dtype=np.uint8)
for _place, _symbol in enumerate(SYMBOLS):
    _PLACE[ord(_symbol)] = _place


@dataclass(frozen=True)
class Responses:
    """`given` has a row for each code and a column for each item, in places of `SYMBOLS`; `right` is the key."""

    codes: Sequence[str]
    given: NDArray[np.uint8]
    right: NDArray[np.uint8]

    @classmethod
    def of(cls, answers: Sequence[tuple[str, str]], key: str) -> Self:
        """Code and answers of each script, one character an item."""
        text = "".join(given for _, given in answers).encode("ascii")
        given = _PLACE[np.frombuffer(text, dtype=np.uint8)].reshape(len(answers), len(key))
        return cls([code for code, _ in answers], given, _PLACE[np.frombuffer(key.encode("ascii"), dtype=np.uint8)])

    def only(self, rows: NDArray[np.bool_]) -> Self:
        """Some of the scripts, in the same order."""
        kept = np.flatnonzero(rows)
        return type(self)([self.codes[int(row)] for row in kept], self.given[kept], self.right)

    @property
    def correct(self) -> NDArray[np.bool_]:
        right: NDArray[np.bool_] = self.given == self.right
        return right

    @property
    def scores(self) -> NDArray[np.int64]:
        """How many each script has right."""
        counted: NDArray[np.int64] = self.correct.sum(axis=1, dtype=np.int64)
        return counted

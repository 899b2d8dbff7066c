"""How the candidates of the demo answer: each has an ability; what is right they know from the example banks."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from random import Random
from typing import Any

from apps.demo.inputs import Key

LETTERS = "ABCD"


class Knowledge:
    """Stem → right answer in words, of every theory item of the example banks."""

    def __init__(self, banks: Mapping[Key, Mapping[str, Any]]) -> None:
        self._right: dict[tuple[Key, str], tuple[str, float]] = {}
        for key, bank in banks.items():
            for item in bank["theory"]:
                answer = item["answer"]
                words = item["options"][LETTERS.index(answer)] if item["options"] else answer
                self._right[key, item["stem"]] = (words, item["difficulty"])

    def answers(self, key: Key, paper: Mapping[str, Any], candidate: Random) -> dict[int, str]:
        """Question number → letter, as one candidate fills in the sheet."""
        ability = min(0.97, max(0.4, candidate.gauss(0.8, 0.1)))
        return {question["no"]: self._answer(key, question, ability, candidate) for question in paper["questions"]}

    def _answer(self, key: Key, question: Mapping[str, Any], ability: float, candidate: Random) -> str:
        words, difficulty = self._right[key, question["stem"]]
        options: dict[str, str] = question["options"] or {"T": "T", "F": "F"}
        right = next(letter for letter, option in options.items() if option == words)
        if candidate.random() < ability + (difficulty - 0.65) * 0.5:
            return right
        if candidate.random() < 0.05:  # noqa: PLR2004 -- some leave a question out
            return ""
        return candidate.choice([letter for letter in options if letter != right])


def marks(criteria: Iterable[Mapping[str, Any]], piece: Random, examiner: Random) -> list[str]:
    """One examiner's marks for one piece: the piece has a quality, the examiner a small opinion about it."""
    quality = min(0.98, max(0.45, piece.gauss(0.78, 0.1)))
    given = []
    for criterion in criteria:
        share = min(1.0, max(0.0, quality + piece.gauss(0, 0.05) + examiner.gauss(0, 0.02)))
        given.append(str((Decimal(str(criterion["marks"])) * Decimal(str(round(share, 3)))).quantize(Decimal("0.1"))))
    return given

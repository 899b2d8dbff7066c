"""Families whose answers are computed from the numbers in the stem."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import floor, inf
from random import Random

from examples.items.drafts import BLANK, Draft

CHOICES, JUDGEMENTS, ATTEMPTS = 20, 6, 600
WRONG_OPTIONS = 3
UNSPACED = {"", "%", "℃", "°", "元", "次", "件", "格", "份", "片", "粒", "层", "个", "只", "张", "天"}
APART = 0.03
ALL = 100
# Where the typical errors do not give three distinct values: slips of factor.
SLIPS = (1.25, 0.8, 1.5, 0.5, 2.0, 0.9, 1.1)


class Numbers(dict[str, float]):
    """The numbers of one question, read as attributes."""

    def __getattr__(self, name: str) -> float:
        return self[name]


Formula = Callable[[Numbers], float]
Grid = Mapping[str, Sequence[object]]


def whole(total: float, each: float) -> int:
    """How many times `each` goes into `total`; `//` of floats may lose one."""
    return floor(total / each + 1e-9)


@dataclass(frozen=True, kw_only=True)
class Computed:
    """Stems with `{name}` places; a grid key "a,b" draws both together; `{为}` becomes 为 or, when rounded, 约为."""

    slug: str
    area: str
    point: str
    stems: tuple[str, ...]
    grid: Grid
    answer: Formula
    mistakes: tuple[Formula, ...]
    unit: str = ""
    places: int = 1
    levels: tuple[int, ...] = (5, 4, 3)
    easiness: float = 0.6
    # Answers outside of this are not what the trade meets.
    between: tuple[float, float] = (-inf, inf)

    def choices(self, random: Random) -> list[Draft]:
        """As many draws of numbers as give distinct stems and three believable errors."""
        drafts: dict[str, Draft] = {}
        for words, numbers, shown, right in self._draws(random):
            wrong = self._wrong(right, numbers)
            if len(wrong) == WRONG_OPTIONS:
                stem = self._stem(words, right, len(drafts))
                drafts.setdefault(stem, self._draft(stem, shown, right=self._text(right), wrong=wrong))
            if len(drafts) == CHOICES:
                break
        return list(drafts.values())

    def judgements(self, random: Random) -> list[Draft]:
        """The blank filled rightly or with a typical error, in turn."""
        drafts: dict[str, Draft] = {}
        for words, numbers, shown, right in self._draws(random):
            wrong = self._wrong(right, numbers)
            if len(wrong) == WRONG_OPTIONS:
                holds = random.random() < 0.5  # noqa: PLR2004
                filling = self._text(right) if holds else random.choice(wrong)
                stem = self._stem(words, right, len(drafts)).replace(BLANK, filling)
                drafts.setdefault(stem, self._draft(stem, shown, holds=holds))
            if len(drafts) == JUDGEMENTS:
                break
        return list(drafts.values())

    def _draft(
        self, stem: str, shown: str, *, right: str = "", wrong: tuple[str, ...] = (), holds: bool | None = None
    ) -> Draft:
        values = tuple(float(part) for part in shown.split(",") if part)
        return Draft(family=self.slug, stem=stem, right=right, wrong=wrong, holds=holds, about=shown, numbers=values)

    def _draws(self, random: Random) -> Iterator[tuple[dict[str, str], Numbers, str, float]]:
        for _ in range(ATTEMPTS):
            drawn: dict[str, object] = {}
            for names, values in self.grid.items():
                value = random.choice(values)
                parts = value if isinstance(value, tuple) else (value,)
                drawn.update(zip(names.split(","), parts, strict=True))
            numbers = Numbers({name: float(v) for name, v in drawn.items() if isinstance(v, int | float)})
            words = {name: f"{v:.7g}" if isinstance(v, int | float) else str(v) for name, v in drawn.items()}
            right = self.answer(numbers)
            told = self._is_exact(right) or self._says_when_rounded
            if told and self.between[0] <= right <= self.between[1] and self._is_round(right):
                yield words, numbers, ",".join(f"{value:.7g}" for value in numbers.values()), right

    def _stem(self, words: dict[str, str], right: float, ordinal: int) -> str:
        exact = abs(round(right, self.places) - right) < 1e-9 * max(1, abs(right))
        return self.stems[ordinal % len(self.stems)].format(为="为" if exact else "约为", **words)

    def _text(self, value: float) -> str:
        text = f"{round(value, self.places) + 0.0:.{self.places}f}"
        return f"{text} {self.unit}" if self.unit not in UNSPACED else f"{text}{self.unit}"

    @property
    def _says_when_rounded(self) -> bool:
        return all("{为}" in stem for stem in self.stems)

    def _is_exact(self, value: float) -> bool:
        return abs(round(value, self.places) - value) < 1e-9 * max(1, abs(value))

    def _is_round(self, value: float) -> bool:
        """Whether rounding is beyond doubt: not on the edge between two last digits."""
        edge = abs(value) * 10**self.places % 1
        return abs(edge - 0.5) > 1e-6 and round(value, self.places) != 0  # noqa: PLR2004

    def _is_believable(self, value: float, right: float) -> bool:
        """Nobody picks a negative length, or more than all of something."""
        if self.unit == "%" and value >= ALL > right:
            return False
        return value > 0 or right < 0 or self.unit == "℃"

    def _wrong(self, right: float, numbers: Numbers) -> tuple[str, ...]:
        exact = abs(round(right, self.places) - right) < 1e-9 * max(1, abs(right))
        least = 0.0 if exact else APART * abs(right)
        values = [right]
        texts = [self._text(right)]
        for value in [*(mistake(numbers) for mistake in self.mistakes), *(right * slip for slip in SLIPS)]:
            sensible = self._is_round(value) and self._is_believable(value, right)
            if sensible and self._text(value) not in texts and all(abs(value - other) > least for other in values):
                values.append(value)
                texts.append(self._text(value))
        return tuple(texts[1 : WRONG_OPTIONS + 1])

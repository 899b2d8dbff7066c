"""Families of facts: tables that can be asked both ways, and single questions with their own distractors."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from examples.items.drafts import BLANK, Draft

WRONG_OPTIONS = 3
FOLDER = Path(__file__).parent / "facts"


@dataclass(frozen=True, kw_only=True)
class Table:
    """Keys with one value each: `ask` blanks the value, `back` blanks the key, `claim` states both."""

    slug: str
    area: str
    point: str
    levels: tuple[int, ...]
    rows: tuple[tuple[str, str], ...]
    claim: str
    ask: str = ""
    back: str = ""
    others: tuple[str, ...] = ()
    easiness: float = 0.72

    def choices(self, random: Random) -> list[Draft]:
        """Every row forwards and backwards, mixed."""
        drafts: dict[str, Draft] = {}
        for key, value in random.sample(self.rows, len(self.rows)):
            if self.ask:
                wrong = self._three(random, self._values_but(value))
                stem = self.ask.format(key=key)
                drafts[stem] = Draft(family=self.slug, stem=stem, right=value, wrong=wrong, about=key)
            if self.back:
                keys = [other for other, its in self.rows if its != value]
                stem = self.back.format(value=value)
                wrong = self._three(random, keys)
                drafts.setdefault(stem, Draft(family=self.slug, stem=stem, right=key, wrong=wrong, about=key))
        asked = [draft for draft in drafts.values() if draft.wrong]
        return random.sample(asked, len(asked))

    def judgements(self, random: Random) -> list[Draft]:
        """Every row as a claim, half of them with another row's value."""
        drafts = []
        for key, value in random.sample(self.rows, len(self.rows)):
            holds = random.random() < 0.5  # noqa: PLR2004
            said = value if holds else random.choice(self._values_but(value))
            drafts.append(Draft(family=self.slug, stem=self.claim.format(key=key, value=said), holds=holds, about=key))
        return drafts

    def _values_but(self, value: str) -> list[str]:
        return [*dict.fromkeys(other for _, other in self.rows if other != value), *self.others]

    @staticmethod
    def _three(random: Random, texts: list[str]) -> tuple[str, ...]:
        return tuple(random.sample(texts, WRONG_OPTIONS)) if len(texts) >= WRONG_OPTIONS else ()


@dataclass(frozen=True, kw_only=True)
class Questions:
    """Single questions: the stem with a blank, the right filling, three wrong ones."""

    slug: str
    area: str
    point: str
    levels: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    easiness: float = 0.7

    def choices(self, random: Random) -> list[Draft]:
        """Every row as it stands."""
        return [
            Draft(family=self.slug, stem=stem, right=right, wrong=tuple(wrong), about=stem)
            for stem, right, *wrong in random.sample(self.rows, len(self.rows))
        ]

    def judgements(self, random: Random) -> list[Draft]:
        """The blank filled rightly or wrongly, for rows whose filled stem reads as a claim."""
        drafts = []
        for stem, right, *wrong in random.sample(self.rows, len(self.rows)):
            holds = random.random() < 0.5  # noqa: PLR2004
            filled = stem.replace(BLANK, right if holds else random.choice(wrong))
            if "下列" not in stem:
                drafts.append(Draft(family=self.slug, stem=filled, holds=holds, about=stem))
        return drafts


@cache
def facts_of(slug: str) -> tuple[Table | Questions, ...]:
    """The fact families of one trade, or of all trades ("common"), in the order of the file."""
    content = tomllib.loads((FOLDER / f"{slug}.toml").read_text(encoding="utf-8"))
    return tuple(_family(entry) for entry in content["family"])


def _family(entry: dict[str, object]) -> Table | Questions:
    rows = entry.pop("rows")
    levels = entry.pop("levels")
    others = entry.pop("others", [])
    if not isinstance(rows, list) or not isinstance(levels, list) or not isinstance(others, list):
        raise TypeError(f"family {entry['slug']}: rows, levels and others must be lists")
    texts = {name: value for name, value in entry.items() if isinstance(value, str)}
    if "claim" in texts:
        pairs = tuple((key, value) for key, value in rows)
        return Table(rows=pairs, levels=tuple(levels), others=tuple(others), **texts)  # type: ignore[arg-type]
    return Questions(rows=tuple(tuple(row) for row in rows), levels=tuple(levels), **texts)  # type: ignore[arg-type]

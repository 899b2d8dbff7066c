"""Items that say nearly the same: shingles of their characters, compared where they can be alike at all (Chinese text).

Every pair at or above the threshold is found, and no other: sets of which such a share is common have a common member
among the rarest few of each, so only those are looked up (prefix filtering).
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import ceil

from services.itembank.domain.resources import ItemContent, TheoryItem, asked_by

LIKE_SHARE = 0.7
"""The share of common shingles, of all that two items have, from which on a person looks at both."""
LENGTH = 3
"""Characters of a shingle."""


@dataclass(frozen=True, kw_only=True)
class Twins:
    """Two items by their keys, and how alike they are, from `LIKE_SHARE` to 1."""

    one: str
    other: str
    likeness: float


def twins_among(texts: Mapping[str, str], others: Mapping[str, str]) -> list[Twins]:
    """Every pair of two texts, or of a text and one of the others, that are alike; the most alike first."""
    shingles = {key: _shingles(text) for key, text in (*others.items(), *texts.items())}
    seen: dict[str, list[str]] = defaultdict(list)
    found = []
    ordered = _rarest_first(shingles)
    for key in (*others, *texts):
        rare = ordered[key]
        few = rare[: len(rare) - ceil(LIKE_SHARE * len(rare)) + 1]
        if key in texts:
            met = {other for shingle in few for other in seen[shingle]}
            pairs = (Twins(one=key, other=other, likeness=_share(shingles[key], shingles[other])) for other in met)
            found += [pair for pair in pairs if pair.likeness >= LIKE_SHARE]
        for shingle in few:
            seen[shingle].append(key)
    return sorted(found, key=lambda pair: (-pair.likeness, pair.one, pair.other))


def text_of(item: ItemContent) -> str:
    """What two items are compared by: what they ask, and the options, in whatever order these stand."""
    return "\n".join([asked_by(item), *sorted(item.options if isinstance(item, TheoryItem) else [])])


def _rarest_first(shingles: Mapping[str, frozenset[str]]) -> dict[str, list[str]]:
    known = Counter(shingle for one in shingles.values() for shingle in one)
    return {key: sorted(one, key=lambda shingle: (known[shingle], shingle)) for key, one in shingles.items()}


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)


def _shingles(text: str) -> frozenset[str]:
    plain = "".join(_letters(unicodedata.normalize("NFKC", text).casefold()))
    return frozenset(plain[at : at + LENGTH] for at in range(max(1, len(plain) - LENGTH + 1)))


def _letters(text: Iterable[str]) -> Iterator[str]:
    """Letters and figures alone: neither blanks nor marks make two items different."""
    return (one for one in text if one.isalnum())

"""Which names of places may be told to people outside: reporters type them, and could type a person's name instead."""

import re
from collections.abc import Set as AbstractSet
from typing import Final

ELSEWHERE: Final = "（地点见值守台）"

# Ordinals, letters and the words of an examination site; a name of a person is made of other characters.
_PLACE: Final = re.compile(
    "(?:第|号|主|备用|理论|实操|技能|考务|保密|试卷|候考|实训|计算机|东|南|西|北|区|座|楼|栋|层|考点|考场|教室|机房|车间|"
    "室|库|场地|工位|[一二三四五六七八九十]|[A-Z]|[0-9]|-)+"
)
_MOST_CHARACTERS: Final = 16
_MOST_DIGITS: Final = 4
_MOST_LETTERS: Final = 2


def public_place(*names: str, known: AbstractSet[str] = frozenset()) -> str:
    """Site and room, as far as the plans of the institution know them or they are made like places."""
    if all(name in known or _is_made_like_a_place(name) for name in names if name):
        return "".join(names)
    return ELSEWHERE


def _is_made_like_a_place(name: str) -> bool:
    return (
        len(name) <= _MOST_CHARACTERS
        and _PLACE.fullmatch(name) is not None
        and sum(character.isdigit() for character in name) <= _MOST_DIGITS
        and sum(character.isascii() and character.isalpha() for character in name) <= _MOST_LETTERS
    )

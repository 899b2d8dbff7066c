"""Items in the words of other formats: what came over, and what did not."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from services.itembank.domain.errors.bank import Problem
from services.itembank.domain.errors.translation import NotThatFormatError
from services.itembank.domain.resources import ItemContent, digest_of

MIDDLE_SHARE = 0.5
"""The difficulty of an item of which nobody said one: the share of those who answer it right."""

MOST_ITEMS = 20_000
"""Four times a bank of 5,000: every item is held against every other to find twins."""


@dataclass(frozen=True, kw_only=True)
class Translated:
    """Items that were read, and what a format said that an item cannot, or the other way round."""

    items: list[ItemContent] = field(default_factory=list)
    losses: list[Problem] = field(default_factory=list)

    def must_be_of_a_bank(self) -> None:
        """Refuse more than any bank has. Raises `NotThatFormatError`."""
        if len(self.items) > MOST_ITEMS or len(self.losses) > MOST_ITEMS:
            raise NotThatFormatError(f"一次最多导入 {MOST_ITEMS} 道题")


@dataclass(frozen=True, kw_only=True)
class Written:
    """A file, and what of the items it could not say."""

    content: bytes
    losses: list[Problem] = field(default_factory=list)


class ReadsItems(Protocol):
    """Reads one format. Raises `NotThatFormatError`."""

    def __call__(self, content: bytes, /) -> Translated:
        """Every item that it can; what it cannot is a loss with the item's id or number, never a silence."""
        ...


class WritesItems(Protocol):
    """Writes the items in one format."""

    def __call__(self, items: Sequence[ItemContent], /) -> Written:
        """All of them, and what could not be said."""
        ...


@dataclass(frozen=True, kw_only=True)
class Formats:
    """The formats that there are, by name."""

    readers: dict[str, ReadsItems]
    writers: dict[str, WritesItems]


def named_by_stem(stem: str) -> str:
    """The id of an item whose format has none: the same stem has the same id."""
    return f"N-{digest_of(stem.encode())[:10]}"

"""What of an item a format can say: each field that has to be changed for it is a loss."""

import re
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar

from services.itembank.domain.errors.bank import Problem
from services.itembank.domain.resources import Criterion, ItemContent

S = TypeVar("S", bound=ItemContent | Criterion)
# What XML 1.0 cannot say at all, and what every reader of XML makes into something else.
UNSAYABLE = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def without_unsayable(words: str) -> str:
    """As XML can say it."""
    return UNSAYABLE.sub("", words)


def as_said(items: Sequence[ItemContent], say: Callable[[str], str], *, why: str) -> tuple[list[Any], list[Problem]]:
    """The items with every text as `say` gives it, and each field of which that changed something."""
    losses = []
    said: list[ItemContent] = []
    for item in items:
        said.append(_said(item, say))
        losses += [
            Problem(item=said[-1].item_id, field=one.name, reason=why)
            for one in fields(item)
            if getattr(said[-1], one.name) != getattr(item, one.name)
        ]
    return said, losses


def _said(thing: S, say: Callable[[str], str]) -> S:
    return replace(thing, **{one.name: _value(getattr(thing, one.name), say) for one in fields(thing)})


def _value(value: Any, say: Callable[[str], str]) -> Any:
    match value:
        case str():
            return say(value)
        case list():
            return [_value(one, say) for one in value]
        case Criterion():
            return _said(value, say)
        case _:
            return value

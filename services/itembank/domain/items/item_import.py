"""Items from a file of another format, looked at before they come into a bank."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from services.itembank.domain.errors.bank import BankItemsRefusedError, Problem
from services.itembank.domain.errors.item_import import ItemChangedMeanwhileError, NothingToImportError
from services.itembank.domain.inspection import problems_of
from services.itembank.domain.items.item import Item, contents_of
from services.itembank.domain.items.likeness import Twins, text_of, twins_among
from services.itembank.domain.items.translation import Translated
from services.itembank.domain.resources import ItemContent, Resources

PAIRS_SHOWN = 20


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What an import would do, before anybody confirms it.

    `new`, `changed` and `same` are ids; `problems` refuse the import, `losses` are told; `twins` are items that say
    nearly the same: `one` comes with the file, `other` with the file or lies in the bank.
    """

    new: list[str]
    changed: list[str]
    same: list[str]
    problems: list[Problem]
    losses: list[Problem]
    twins: list[Twins]

    @property
    def shown_twins(self) -> list[Twins]:
        """The most alike, as many as a person looks through."""
        return self.twins[:PAIRS_SHOWN]

    def must_be_importable(self) -> None:
        """Refuse what has problems, or brings nothing. Raises `BankItemsRefusedError` or `NothingToImportError`."""
        if self.problems:
            raise BankItemsRefusedError(self.problems)
        if not self.new and not self.changed:
            raise NothingToImportError


def must_have_seen(item: Item, version: int) -> None:
    """Whoever changes an item has seen its newest version. Raises `ItemChangedMeanwhileError`."""
    if item.version != version:
        raise ItemChangedMeanwhileError(item.item_id)


def merged(resources: Resources, items: Sequence[ItemContent]) -> Resources:
    """The bank with these items: one with a known id takes the place of that item, the others are added."""
    coming = {item.item_id: item for item in items}
    kept = [coming.pop(item.item_id, item) for item in contents_of(resources)]
    return resources.with_contents([*kept, *coming.values()])


def preview(resources: Resources, translated: Translated) -> Preview:
    """Nothing is changed by it."""
    known = {item.item_id: item for item in contents_of(resources)}
    items = translated.items
    repeated = [*_repeated(items), *_of_another_part(items, known)]
    ids = list(dict.fromkeys(item.item_id for item in items))
    coming = {item.item_id: item for item in items}
    concerned = {*coming, *(one.item for one in repeated)}
    problems = [one for one in problems_of(merged(resources, items)) if one.item in concerned]
    return Preview(
        new=[one for one in ids if one not in known],
        changed=[one for one in ids if one in known and known[one] != coming[one]],
        same=[one for one in ids if known.get(one) == coming[one]],
        problems=[*repeated, *problems],
        losses=translated.losses,
        twins=twins_among(_texts(coming), _texts({key: one for key, one in known.items() if key not in coming})),
    )


def _of_another_part(items: Sequence[ItemContent], known: Mapping[str, ItemContent]) -> Iterator[Problem]:
    for item in items:
        if type(known.get(item.item_id, item)) is not type(item):
            yield Problem(item=item.item_id, field="item_id", reason="题库中该编号是另一类试题")


def _repeated(items: Sequence[ItemContent]) -> list[Problem]:
    seen: set[str] = set()
    repeated = []
    for item in items:
        if item.item_id in seen:
            repeated.append(Problem(item=item.item_id, field="item_id", reason="在文件中重复"))
        seen.add(item.item_id)
    return repeated


def _texts(items: Mapping[str, ItemContent]) -> dict[str, str]:
    return {key: text_of(item) for key, item in items.items()}

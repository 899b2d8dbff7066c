"""An item of a bank, a document of its own: what assembly needs to know of it in plain, everything else under lock."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal, Self

from libs.chassis.domain import Act, Aggregate
from services.itembank.domain.envelope import Envelope, Vault
from services.itembank.domain.items.item_figures import Advice, Figures, ObservedItem, observed
from services.itembank.domain.resources import (
    Criterion,
    DefenceQuestion,
    ItemContent,
    PracticalTask,
    Resources,
    TheoryItem,
    canonical,
)

Kind = Literal["choice", "judgement"]
BankPart = Literal["theory", "practical", "defence"]


@dataclass(frozen=True, kw_only=True)
class ItemCard:
    """What assembly needs to know of a theory item; difficulty in thousandths."""

    item_id: str
    kind: Kind
    point: str
    difficulty: int
    enemies: tuple[str, ...] = ()


def version_id(bank_id: str, item_id: str, version: int) -> str:
    """The id of one version of an item."""
    return f"{bank_id}:{item_id}:{version}"


@dataclass(kw_only=True)
class Item(Aggregate):
    """One version of one item of a bank: its content is fixed for good.

    What is changed comes in as the next version, so a paper says for ever what it was built from. The newest revision
    of the bank decides which versions it has: one that another replaced, or that is left out, stays and is not
    `in_bank`, until a revision has it again. `card` is there for theory alone. Examinations tell how it did (`figures`,
    by paper): what they say of a version says nothing of the next.
    """

    id: str
    bank_id: str
    item_id: str
    version: int
    part: BankPart
    point: str
    content: Envelope
    taken_in_by: str
    taken_in_at: datetime
    card: ItemCard | None = None
    in_bank: bool = True
    figures: dict[str, Figures] = field(default_factory=dict)

    @classmethod
    def take_in(cls, content: ItemContent, *, bank_id: str, version: int, vault: Vault, act: Act) -> Self:
        """Lock the content of a version away."""
        name = version_id(bank_id, content.item_id, version)
        return cls(
            id=name,
            bank_id=bank_id,
            item_id=content.item_id,
            version=version,
            part=_part_of(content),
            point=content.point,
            content=vault.close(_as_bytes(content), context=name),
            taken_in_by=act.by,
            taken_in_at=act.at,
            card=card_of(content) if isinstance(content, TheoryItem) else None,
        )

    def open(self, vault: Vault) -> ItemContent:
        """What it says. Whether it may be seen is for the caller's rules."""
        fields: dict[str, Any] = json.loads(vault.open(self.content, context=self.id))
        match fields.pop("part"):
            case "theory":
                return TheoryItem(**fields)
            case "practical":
                return PracticalTask(**{**fields, "criteria": [Criterion(**line) for line in fields["criteria"]]})
            case _:
                return DefenceQuestion(**fields)

    def note_figures(self, paper_id: str, figures: Figures) -> None:
        """Keep what an examination told of it; of the same paper the newest holds."""
        if paper_id not in self.figures or self.figures[paper_id].told < figures.told:
            self.figures[paper_id] = figures

    @property
    def observed(self) -> ObservedItem | None:
        """How it did so far."""
        return observed(self.figures.values())

    @property
    def advice(self) -> Advice | None:
        """Whether a person should look at it."""
        return self.observed.advice if self.observed else None

    def says(self, content: ItemContent, vault: Vault) -> bool:
        """Whether this is its content; what an item has got since then counts as it is by default."""
        return self.open(vault) == content


def revised(versions: Sequence[Item], resources: Resources, *, bank_id: str, vault: Vault, act: Act) -> list[Item]:
    """The documents that a revision changes, of all versions that there are: those it adds, and those it swaps."""
    known: dict[str, list[Item]] = defaultdict(list)
    for version in versions:
        known[version.item_id].append(version)
    changed: list[Item] = []
    for content in contents_of(resources):
        before = known.pop(content.item_id, [])
        now = next((one for one in before if one.says(content, vault)), None)
        if now is None:
            now = Item.take_in(content, bank_id=bank_id, version=len(before) + 1, vault=vault, act=act)
            changed.append(now)
        changed += _set(before, in_bank=now)
    for left_out in known.values():
        changed += _set(left_out, in_bank=None)
    return changed


def _set(versions: Sequence[Item], *, in_bank: Item | None) -> list[Item]:
    """Only this one of them is in the bank; answers those that were changed by that."""
    changed = [one for one in versions if one.in_bank != (one is in_bank)]
    for one in changed:
        one.in_bank = not one.in_bank
    return changed


def contents_of(resources: Resources) -> Iterator[ItemContent]:
    """Everything that a bank is made of, part by part."""
    yield from resources.theory
    yield from resources.practical
    yield from resources.defence


def card_of(item: TheoryItem) -> ItemCard:
    """The card of one theory item."""
    return ItemCard(
        item_id=item.item_id,
        kind="choice" if item.kind == "choice" else "judgement",
        point=item.point,
        difficulty=round(item.difficulty * 1000),
        enemies=tuple(item.enemies),
    )


def _part_of(content: ItemContent) -> BankPart:
    match content:
        case TheoryItem():
            return "theory"
        case PracticalTask():
            return "practical"
        case DefenceQuestion():
            return "defence"


def _as_bytes(content: ItemContent) -> bytes:
    return canonical(asdict(content) | {"part": _part_of(content)})

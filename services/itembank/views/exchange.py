"""What an import would do and what an export gives, as it is told."""

import base64
from collections.abc import Mapping

from pydantic import BaseModel

from services.itembank.domain.errors.bank import PROBLEMS_SHOWN, Problem
from services.itembank.domain.items.item_import import Preview
from services.itembank.domain.items.translation import Written
from services.itembank.domain.resources import ItemContent, TheoryItem, asked_by


class TwinView(BaseModel):
    """One of two items that say nearly the same; nothing but its id where the hour allows no more reading."""

    item_id: str
    stem: str | None
    options: list[str]


class PairView(BaseModel):
    """Two of them beside each other; `likeness` is the share of what they have in common, from 0.7 to 1."""

    one: TwinView
    other: TwinView
    likeness: float


class PreviewView(BaseModel):
    """How many come new, changed and as they are; why not, what is lost, and what is nearly there already."""

    new: int
    changed: list[str]
    same: int
    problems: list[Problem]
    problems_all: int
    losses: list[Problem]
    losses_all: int
    twins: list[PairView]
    twins_all: int


class ExportView(BaseModel):
    """The file in base64, and what of the items it could not say."""

    content: str
    losses: list[Problem]


def show_preview(seen: Preview, texts: Mapping[str, ItemContent]) -> PreviewView:
    return PreviewView(
        new=len(seen.new),
        changed=seen.changed,
        same=len(seen.same),
        problems=seen.problems[:PROBLEMS_SHOWN],
        problems_all=len(seen.problems),
        losses=seen.losses[:PROBLEMS_SHOWN],
        losses_all=len(seen.losses),
        twins=[
            PairView(one=_twin(pair.one, texts), other=_twin(pair.other, texts), likeness=round(pair.likeness, 2))
            for pair in seen.shown_twins
        ],
        twins_all=len(seen.twins),
    )


def _twin(item_id: str, texts: Mapping[str, ItemContent]) -> TwinView:
    item = texts.get(item_id)
    options = item.options if isinstance(item, TheoryItem) else []
    return TwinView(item_id=item_id, stem=asked_by(item) if item else None, options=options)


def show_export(written: Written) -> ExportView:
    return ExportView(content=base64.b64encode(written.content).decode(), losses=written.losses)

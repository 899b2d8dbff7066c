"""What may be seen of banks and blueprints: metadata, never content."""

from datetime import datetime
from decimal import Decimal

from pydantic import BaseModel

from libs.chassis.domain import Page, Query
from services.itembank.domain.bank import Bank
from services.itembank.domain.blueprint import Blueprint
from services.itembank.ports import Banks, Blueprints


class BankView(BaseModel):
    """Size and acceptance of a bank."""

    occupation_code: str
    level: int
    category: str
    revision: int
    accepted: bool
    opinion: str
    points: int
    theory: int
    practical: int
    defence: int
    content_digest: str


class RangeView(BaseModel):
    prefix: str
    weight: int


class BlueprintView(BaseModel):
    """What papers are assembled by."""

    occupation_code: str
    level: int
    minutes: int
    choice: int
    judgement: int
    marks_each: Decimal
    difficulty: float
    ranges: list[RangeView]
    practical_minutes: int
    practical_tasks: int
    drawn_by: str
    drawn_at: datetime


async def list_banks(banks: Banks, *, cursor: str | None, limit: int) -> Page[BankView]:
    page = await banks.find(Query(after=cursor, limit=limit))
    return Page([show_bank(bank) for bank in page.items], page.next)


async def list_blueprints(blueprints: Blueprints, *, cursor: str | None, limit: int) -> Page[BlueprintView]:
    page = await blueprints.find(Query(after=cursor, limit=limit))
    return Page([show_blueprint(blueprint) for blueprint in page.items], page.next)


def show_bank(bank: Bank) -> BankView:
    return BankView(
        occupation_code=bank.occupation_code,
        level=bank.level,
        category=bank.category,
        revision=bank.revision,
        accepted=bank.is_accepted,
        opinion=bank.acceptance.opinion if bank.acceptance else "",
        points=len(bank.points),
        theory=len(bank.cards),
        practical=bank.practical,
        defence=bank.defence,
        content_digest=bank.content_digest,
    )


def show_blueprint(blueprint: Blueprint) -> BlueprintView:
    theory, practical = blueprint.theory, blueprint.practical
    return BlueprintView(
        occupation_code=blueprint.occupation_code,
        level=blueprint.level,
        minutes=theory.minutes,
        choice=theory.choice,
        judgement=theory.judgement,
        marks_each=theory.marks_each,
        difficulty=theory.difficulty,
        ranges=[RangeView(prefix=part.prefix, weight=part.weight) for part in theory.ranges],
        practical_minutes=practical.minutes,
        practical_tasks=practical.tasks,
        drawn_by=blueprint.drawn_by,
        drawn_at=blueprint.drawn_at,
    )

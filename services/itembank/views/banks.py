"""What may be seen of banks and blueprints: metadata, never content."""

from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal

from pydantic import BaseModel

from libs.chassis.domain import Page, Query
from services.itembank.domain.bank import EXPERTISE, Bank
from services.itembank.domain.blueprint import Blueprint
from services.itembank.domain.writing.element_table import TableRange
from services.itembank.domain.writing.making import CHECKS, STEPS, CompilationNote, RevisionPapers, WritingStep
from services.itembank.ports import Banks, Blueprints


class StockView(BaseModel):
    """One part of a bank: how many items it has, how many it must have, and what is short."""

    part: str
    have: int
    need: int
    short: int


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
    usable: bool
    origin: str
    city_reference: str
    proportion: str


class TableRangeView(BaseModel):
    code: str
    name: str
    level: int
    weight: int


class StepView(BaseModel):
    name: str
    words: str
    ended_on: date
    people: list[str]
    result: str


class BankMaking(BaseModel):
    """A bank with the record of how it was made: table, steps, note, papers of a revision, and who accepted it."""

    bank: BankView
    ranges: list[TableRangeView]
    steps: list[StepView]
    note: dict[str, str]
    revision_papers: dict[str, str]
    reviewers: list[str]
    in_order: list[str]
    accepted_on: date | None
    members: dict[str, str]
    stock: list[StockView]


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
    table = bank.delivery.making.table if bank.delivery.making else None
    return BankView(
        occupation_code=bank.occupation_code,
        level=bank.level,
        category=bank.category,
        revision=bank.revision,
        accepted=bank.is_accepted,
        opinion=bank.acceptance.opinion if bank.acceptance else "",
        points=len(bank.points),
        theory=bank.theory,
        practical=bank.practical,
        defence=bank.defence,
        content_digest=bank.content_digest,
        usable=bank.is_usable,
        origin=bank.delivery.origin,
        city_reference=bank.city_approval.reference if bank.city_approval else "",
        proportion=":".join(map(str, table.proportion)) if table else "",
    )


def show_making(bank: Bank) -> BankMaking:
    making, acceptance = bank.delivery.making, bank.acceptance
    return BankMaking(
        bank=show_bank(bank),
        ranges=[_range(part) for part in making.table.ranges] if making else [],
        steps=[_step(step) for step in making.steps] if making else [],
        note=_in_words(making.note) if making else {},
        revision_papers=_in_words(making.revision) if making and making.revision else {},
        reviewers=making.review.reviewers if making else [],
        in_order=[CHECKS[name] for name in making.review.in_order] if making else [],
        accepted_on=acceptance.accepted_on if acceptance else None,
        members={name: EXPERTISE.get(acceptance.fields.get(name, ""), "") for name in acceptance.members}
        if acceptance
        else {},
        stock=[
            StockView(part=part, have=have, need=need, short=max(0, need - have))
            for part, have, need in bank.stock.lines(bank.category, bank.level)
        ],
    )


def _range(part: TableRange) -> TableRangeView:
    return TableRangeView(code=part.code, name=part.name, level=part.level, weight=part.weight)


def _step(step: WritingStep) -> StepView:
    return StepView(
        name=step.name, words=STEPS[step.name], ended_on=step.ended_on, people=step.people, result=step.result
    )


def _in_words(papers: CompilationNote | RevisionPapers) -> dict[str, str]:
    return {part.metadata["words"]: getattr(papers, part.name) for part in fields(papers)}


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

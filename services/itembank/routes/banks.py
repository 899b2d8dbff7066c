"""Banks and blueprints over HTTP."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from libs.chassis.identity import Actor
from libs.chassis.web.http import MIB, Now, Routes, allow, takes
from libs.contracts.event import Day, Level, OccupationCode, Whole
from services.itembank import use_cases, views
from services.itembank.domain.bank import Acceptance
from services.itembank.domain.blueprint import PracticalPlan, Range, TheoryPlan
from services.itembank.domain.resources import (
    Category,
    Criterion,
    DefenceQuestion,
    Point,
    PracticalTask,
    Resources,
    TheoryItem,
    subject_id,
)
from services.itembank.routes.edge import BankStore, BlueprintStore, Body, Code, Cursor, LevelInPath, Limit, Locks

router = Routes(tags=["banks"])

BANK_READERS = ("item-bank", "item-reviewer", "director", "auditor")


class AcceptanceBody(Body):
    """`members` names the whole group."""

    accepted_on: Day
    signatures: list[str]
    members: list[str]


class PointBody(Body):
    code: str
    name: str
    weight: float = 0


class TheoryItemBody(Body):
    item_id: str
    kind: str
    point: str
    difficulty: float
    stem: str
    options: list[str] = Field(default_factory=list)
    answer: str
    enemies: list[str] = Field(default_factory=list)
    keep_option_order: bool = False


class CriterionBody(Body):
    no: Whole
    text: str
    marks: Whole


class PracticalTaskBody(Body):
    item_id: str
    point: str
    title: str
    task: str
    minutes: Whole
    criteria: list[CriterionBody]


class DefenceQuestionBody(Body):
    item_id: str
    point: str
    question: str


class BankBody(Body):
    """One bank file. Without an acceptance the bank is kept but not used."""

    occupation_code: OccupationCode
    level: Level
    category: Category = "technical"
    acceptance: AcceptanceBody | None = None
    points: list[PointBody]
    theory: list[TheoryItemBody]
    practical: list[PracticalTaskBody]
    defence: list[DefenceQuestionBody] = Field(default_factory=list)

    def resources(self) -> Resources:
        """The same in the domain's words."""
        return Resources(
            occupation_code=self.occupation_code,
            level=self.level,
            category=self.category,
            points=[Point(**dict(one)) for one in self.points],
            theory=[TheoryItem(**dict(one)) for one in self.theory],
            practical=[
                PracticalTask(**{**dict(one), "criteria": [Criterion(**dict(line)) for line in one.criteria]})
                for one in self.practical
            ],
            defence=[DefenceQuestion(**dict(one)) for one in self.defence],
        )


class RangeBody(Body):
    prefix: str
    weight: Whole


class TheoryPlanBody(Body):
    minutes: Whole
    choice: Whole
    judgement: Whole
    marks_each: Annotated[Decimal, Field(max_digits=5, decimal_places=2)]
    ranges: list[RangeBody]
    difficulty: float


class PracticalPlanBody(Body):
    minutes: Whole
    tasks: Whole = 1


class BlueprintBody(Body):
    """One blueprint file."""

    occupation_code: OccupationCode
    level: Level
    theory: TheoryPlanBody
    practical: PracticalPlanBody


@router.put("/banks/{code}/{level}", dependencies=[takes(2 * MIB)])
async def import_bank(  # noqa: PLR0913 -- FastAPI hands each over by name
    *,
    code: Code,
    level: LevelInPath,
    body: BankBody,
    banks: BankStore,
    vault: Locks,
    now: Now,
    actor: Annotated[Actor, allow("item-bank")],
) -> views.BankView:
    """Take in the bank of an occupation and level, or a new revision of it."""
    bank = await use_cases.import_bank(
        banks,
        vault,
        subject=subject_id(code, level),
        resources=body.resources(),
        acceptance=Acceptance(**dict(body.acceptance)) if body.acceptance else None,
        by=actor.id,
        now=now,
    )
    return views.bank_view(bank)


@router.get("/banks")
async def list_banks(
    banks: BankStore, _: Annotated[Actor, allow(*BANK_READERS)], cursor: Cursor = None, limit: Limit = 100
) -> views.BanksPage:
    """Size and acceptance of every bank."""
    return await views.all_banks(banks, cursor=cursor, limit=limit)


@router.get("/banks/{code}/{level}")
async def show_bank(
    code: Code,
    level: LevelInPath,
    banks: BankStore,
    _: Annotated[Actor, allow(*BANK_READERS)],
) -> views.BankView:
    """Size and acceptance of a bank."""
    return await views.bank_of(banks, subject_id(code, level))


@router.get("/blueprints")
async def list_blueprints(
    blueprints: BlueprintStore, _: Annotated[Actor, allow(*BANK_READERS)], cursor: Cursor = None, limit: Limit = 100
) -> views.BlueprintsPage:
    """Every blueprint, whole."""
    return await views.all_blueprints(blueprints, cursor=cursor, limit=limit)


@router.put("/blueprints/{code}/{level}", status_code=204)
async def draw_up_blueprint(  # noqa: PLR0913 -- FastAPI hands each over by name
    *,
    code: Code,
    level: LevelInPath,
    body: BlueprintBody,
    blueprints: BlueprintStore,
    now: Now,
    actor: Annotated[Actor, allow("item-bank")],
) -> None:
    """Set the plan that papers are assembled by."""
    theory = dict(body.theory) | {"ranges": [Range(**dict(one)) for one in body.theory.ranges]}
    await use_cases.draw_up_blueprint(
        blueprints,
        subject=subject_id(code, level),
        occupation_code=body.occupation_code,
        level=body.level,
        theory=TheoryPlan(**theory),
        practical=PracticalPlan(**dict(body.practical)),
        by=actor.id,
        now=now,
    )

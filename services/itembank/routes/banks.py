"""Banks and blueprints over HTTP."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from libs.chassis.domain import Act, Page
from libs.chassis.identity import Actor
from libs.chassis.web.http import MIB, Cursor, Limit, Now, Routes, Strict, allow, repositories, repository, takes
from libs.contracts.event import Level, OccupationCode, Whole
from services.itembank.domain.blueprint import BlueprintDraft, PracticalPlan, TheoryPlan, WeightedRange
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
from services.itembank.ports import BankDesk, Banks, Blueprints
from services.itembank.routes.delivery import AcceptanceBody, CityApprovalBody, DeliveredBody
from services.itembank.routes.parameters import Code, LevelInPath
from services.itembank.use_cases import banks as use_cases
from services.itembank.views import banks as views

router = Routes(tags=["banks"])

BANK_READERS = Annotated[Actor, allow("item-bank", "item-reviewer", "director", "auditor")]
BankStore = Annotated[Banks, repository("banks")]
BlueprintStore = Annotated[Blueprints, repository("blueprints")]


class PointBody(Strict):
    code: str
    name: str
    weight: float = 0

    def point(self) -> Point:
        return Point(code=self.code, name=self.name, weight=self.weight)


class TheoryItemBody(Strict):
    item_id: str
    kind: str
    point: str
    difficulty: float
    stem: str
    options: list[str] = Field(default_factory=list)
    answer: str
    enemies: list[str] = Field(default_factory=list)
    keep_option_order: bool = False

    def item(self) -> TheoryItem:
        return TheoryItem(
            item_id=self.item_id,
            kind=self.kind,
            point=self.point,
            difficulty=self.difficulty,
            stem=self.stem,
            options=self.options,
            answer=self.answer,
            enemies=self.enemies,
            keep_option_order=self.keep_option_order,
        )


class CriterionBody(Strict):
    no: Whole
    text: str
    marks: Whole
    standard: str = ""

    def criterion(self) -> Criterion:
        return Criterion(no=self.no, text=self.text, marks=self.marks, standard=self.standard)


class PracticalTaskBody(Strict):
    item_id: str
    point: str
    title: str
    task: str
    minutes: Whole
    criteria: list[CriterionBody]
    knockouts: list[str] = Field(default_factory=list)

    def practical_task(self) -> PracticalTask:
        return PracticalTask(
            item_id=self.item_id,
            point=self.point,
            title=self.title,
            task=self.task,
            minutes=self.minutes,
            criteria=[line.criterion() for line in self.criteria],
            knockouts=self.knockouts,
        )


class DefenceQuestionBody(Strict):
    item_id: str
    point: str
    question: str

    def defence_question(self) -> DefenceQuestion:
        return DefenceQuestion(item_id=self.item_id, point=self.point, question=self.question)


class BankBody(DeliveredBody):
    """One bank file. Without an acceptance the bank is kept but not used."""

    occupation_code: OccupationCode
    level: Level
    category: Category = "technical"
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
            points=[body.point() for body in self.points],
            theory=[body.item() for body in self.theory],
            practical=[body.practical_task() for body in self.practical],
            defence=[body.defence_question() for body in self.defence],
        )


class RangeBody(Strict):
    prefix: str
    weight: Whole


class TheoryPlanBody(Strict):
    minutes: Whole
    choice: Whole
    judgement: Whole
    marks_each: Annotated[Decimal, Field(max_digits=5, decimal_places=2)]
    ranges: list[RangeBody]
    difficulty: float

    def plan(self) -> TheoryPlan:
        return TheoryPlan(
            minutes=self.minutes,
            choice=self.choice,
            judgement=self.judgement,
            marks_each=self.marks_each,
            ranges=[WeightedRange(prefix=body.prefix, weight=body.weight) for body in self.ranges],
            difficulty=self.difficulty,
        )


class PracticalPlanBody(Strict):
    minutes: Whole
    tasks: Whole = 1

    def plan(self) -> PracticalPlan:
        return PracticalPlan(minutes=self.minutes, tasks=self.tasks)


class BlueprintBody(Strict):
    """One blueprint file, as it is handed in."""

    occupation_code: OccupationCode
    level: Level
    theory: TheoryPlanBody
    practical: PracticalPlanBody

    def draft(self) -> BlueprintDraft:
        """The same in the domain's words."""
        return BlueprintDraft(
            occupation_code=self.occupation_code,
            level=self.level,
            theory=self.theory.plan(),
            practical=self.practical.plan(),
        )


@router.put("/banks/{code}/{level}", dependencies=[takes(8 * MIB)])
async def import_bank(  # noqa: PLR0913 -- FastAPI hands each over by name
    *,
    code: Code,
    level: LevelInPath,
    body: BankBody,
    desk: Annotated[BankDesk, repositories(BankDesk)],
    now: Now,
    actor: Annotated[Actor, allow("item-bank")],
) -> views.BankView:
    """Take in the bank of an occupation and level, or a new revision of it."""
    bank = await use_cases.import_bank(
        desk,
        subject=subject_id(code, level),
        resources=body.resources(),
        delivery=body.delivery(),
        act=Act(actor.id, now),
    )
    return views.show_bank(bank)


@router.post("/banks/{code}/{level}/acceptance")
async def accept_bank(  # noqa: PLR0913 -- FastAPI hands each over by name
    *,
    code: Code,
    level: LevelInPath,
    body: AcceptanceBody,
    banks: BankStore,
    now: Now,
    actor: Annotated[Actor, allow("item-bank")],
) -> views.BankView:
    """The result of the review meeting on the revision that waits."""
    bank = await use_cases.accept_bank(
        banks, subject=subject_id(code, level), acceptance=body.acceptance(), act=Act(actor.id, now)
    )
    return views.show_bank(bank)


@router.post("/banks/{code}/{level}/city-approval")
async def approve_bank_by_city(  # noqa: PLR0913 -- FastAPI hands each over by name
    *,
    code: Code,
    level: LevelInPath,
    body: CityApprovalBody,
    banks: BankStore,
    now: Now,
    actor: Annotated[Actor, allow("item-bank")],
) -> views.BankView:
    """The city centre approves what was written in isolation."""
    bank = await use_cases.approve_bank_by_city(
        banks, subject=subject_id(code, level), approval=body.approval(Act(actor.id, now))
    )
    return views.show_bank(bank)


@router.get("/banks/{code}/{level}/making")
async def show_making(code: Code, level: LevelInPath, banks: BankStore, _: BANK_READERS) -> views.BankMaking:
    """A bank with the record of how it was made and accepted, and what is short of its stock."""
    return views.show_making(await banks.get(subject_id(code, level)))


@router.get("/banks")
async def list_banks(
    banks: BankStore, _: BANK_READERS, cursor: Cursor = None, limit: Limit = 100
) -> Page[views.BankView]:
    """Size and acceptance of every bank."""
    return await views.list_banks(banks, cursor=cursor, limit=limit)


@router.get("/banks/{code}/{level}")
async def show_bank(code: Code, level: LevelInPath, banks: BankStore, _: BANK_READERS) -> views.BankView:
    """Size and acceptance of a bank."""
    return views.show_bank(await banks.get(subject_id(code, level)))


@router.get("/blueprints")
async def list_blueprints(
    blueprints: BlueprintStore, _: BANK_READERS, cursor: Cursor = None, limit: Limit = 100
) -> Page[views.BlueprintView]:
    """Every blueprint, whole, page by page."""
    return await views.list_blueprints(blueprints, cursor=cursor, limit=limit)


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
    await use_cases.draw_up_blueprint(
        blueprints, subject=subject_id(code, level), draft=body.draft(), act=Act(actor.id, now)
    )

"""The plan of a year: at least two batches, and a chance for everybody who may apply (SCH-02, SCH-03)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, Self

from libs.chassis.domain import Act, Aggregate
from services.registration.domain.errors.annual_plan import (
    BatchOfAnotherYearError,
    BatchPlannedTwiceError,
    ChanceMissingError,
    NotFiledThenError,
    PlannedOfferLeftOutError,
    TooFewBatchesError,
)
from services.registration.domain.scope import FiledScope, Offer

LEAST_BATCHES: Final = 2
REMINDED_BEFORE: Final = timedelta(days=7)
# ORG-03: the plan of a year is handed in by the end of its January.
DUE_MONTH, DUE_DAY = 1, 31


@dataclass(frozen=True, kw_only=True, order=True)
class Chance:
    """An occupation and level that can be taken."""

    occupation_code: str
    level: int

    @property
    def words(self) -> str:
        """What it is called in a sentence of a refusal."""
        return f"{self.occupation_code} {self.level} 级"


@dataclass(frozen=True, kw_only=True)
class PlannedBatch:
    """One batch: the id that it will be opened under, by when, when it examines, and what."""

    batch_id: str
    name: str
    opens_by: date
    examines_on: date
    chances: list[Chance]

    def must_be_kept_by(self, offers: Sequence[Offer]) -> None:
        """Refuse a batch that leaves out what the year promised for it."""
        offered = {Chance(occupation_code=offer.occupation_code, level=offer.level) for offer in offers}
        if missing := sorted(set(self.chances) - offered):
            raise PlannedOfferLeftOutError([one.words for one in missing])


class ReminderKind(StrEnum):
    """What is to be done, or was not done in time."""

    PLAN_DUE = "plan-due"
    PLAN_OVERDUE = "plan-overdue"
    BATCH_DUE = "batch-due"
    BATCH_OVERDUE = "batch-overdue"


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """Something of a year that is due on a day, or was."""

    kind: ReminderKind
    year: int
    due_on: date
    batch_id: str = ""
    name: str = ""


@dataclass(kw_only=True)
class AnnualPlan(Aggregate):
    """Of one year; filed again it takes the place of the one before."""

    id: str
    batches: list[PlannedBatch]
    filed_by: str
    filed_at: datetime

    @classmethod
    def file(cls, year: int, batches: Sequence[PlannedBatch], *, scope: FiledScope, act: Act) -> Self:
        """Take it in if it has two batches and leaves nobody without a chance."""
        if len(batches) < LEAST_BATCHES:
            raise TooFewBatchesError(LEAST_BATCHES, len(batches))
        if len({batch.batch_id for batch in batches}) < len(batches):
            raise BatchPlannedTwiceError
        for batch in batches:
            if {batch.examines_on.year, batch.opens_by.year} != {year} or batch.opens_by >= batch.examines_on:
                raise BatchOfAnotherYearError(batch.batch_id, year)
            if strange := sorted(set(batch.chances) - chances_on(scope, batch.examines_on, batch.examines_on)):
                raise NotFiledThenError(batch.batch_id, [one.words for one in strange])
        planned = {chance for batch in batches for chance in batch.chances}
        if left_out := sorted(chances_on(scope, date(year, 1, 1), date(year, 12, 31)) - planned):
            raise ChanceMissingError([one.words for one in left_out])
        return cls(id=str(year), batches=list(batches), filed_by=act.by, filed_at=act.at)

    def batch(self, batch_id: str) -> PlannedBatch | None:
        """The planned batch of this id."""
        return next((one for one in self.batches if one.batch_id == batch_id), None)


def chances_on(scope: FiledScope, first: date, last: date) -> set[Chance]:
    """What is filed on any day from one to another."""
    return {
        Chance(occupation_code=one.occupation_code, level=one.level)
        for one in scope.filed
        if one.valid_from <= last and one.valid_to >= first
    }


def reminders(year: int, plan: AnnualPlan | None, opened: Collection[str], *, today: date) -> list[Reminder]:
    """What is due of a year within a week, or is overdue; `opened` are the batches that there are."""
    if plan is None:
        due = date(year, DUE_MONTH, DUE_DAY)
        kind = ReminderKind.PLAN_OVERDUE if today > due else ReminderKind.PLAN_DUE
        return [Reminder(kind=kind, year=year, due_on=due)]
    return [
        Reminder(
            kind=ReminderKind.BATCH_OVERDUE if today > batch.opens_by else ReminderKind.BATCH_DUE,
            year=year,
            due_on=batch.opens_by,
            batch_id=batch.batch_id,
            name=batch.name,
        )
        for batch in plan.batches
        if batch.batch_id not in opened and today >= batch.opens_by - REMINDED_BEFORE
    ]

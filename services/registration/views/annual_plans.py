"""What people see of the plan of a year."""

from datetime import date, datetime

from pydantic import BaseModel

from services.registration.domain.annual_plan import AnnualPlan, Chance, ReminderKind, reminders
from services.registration.ports import RegistrationDesk


class PlannedBatchView(BaseModel):
    """One batch of a year; `opened` once it takes applications, or did."""

    batch_id: str
    name: str
    opens_by: date
    examines_on: date
    chances: list[Chance]
    opened: bool


class AnnualPlanView(BaseModel):
    """The plan of a year."""

    year: int
    batches: list[PlannedBatchView]
    filed_by: str
    filed_at: datetime


class ReminderView(BaseModel):
    """Something that is due on a day, or was."""

    kind: ReminderKind
    year: int
    due_on: date
    batch_id: str
    name: str


async def show_annual_plan(desk: RegistrationDesk, plan: AnnualPlan) -> AnnualPlanView:
    """The batches in the order of their examinations."""
    opened = await _opened(desk, plan)
    return AnnualPlanView(
        year=int(plan.id),
        batches=[
            PlannedBatchView(
                batch_id=one.batch_id,
                name=one.name,
                opens_by=one.opens_by,
                examines_on=one.examines_on,
                chances=sorted(one.chances),
                opened=one.batch_id in opened,
            )
            for one in sorted(plan.batches, key=lambda one: (one.examines_on, one.batch_id))
        ],
        filed_by=plan.filed_by,
        filed_at=plan.filed_at,
    )


async def list_reminders(desk: RegistrationDesk, *, today: date) -> list[ReminderView]:
    """Those of this year; what is overdue longest comes first."""
    plan = await desk.annual_plans.find_one(str(today.year))
    found = reminders(today.year, plan, await _opened(desk, plan) if plan else set(), today=today)
    return [ReminderView.model_validate(one, from_attributes=True) for one in sorted(found, key=lambda one: one.due_on)]


async def _opened(desk: RegistrationDesk, plan: AnnualPlan) -> set[str]:
    return {one.batch_id for one in plan.batches if await desk.batches.find_one(one.batch_id)}

"""The plan of a year, and what of it is due."""

from typing import Annotated

from fastapi import Path
from pydantic import Field

from libs.chassis.domain import Act
from libs.chassis.identity import Actor
from libs.chassis.web.http import Now, Routes, Strict, allow
from libs.contracts.beijing import beijing_day
from libs.contracts.event import Day, Level, OccupationCode
from services.registration.domain.annual_plan import Chance, PlannedBatch
from services.registration.routes.parameters import AtDesk, BatchId, Reader, ShortText
from services.registration.use_cases import registering
from services.registration.views import annual_plans as views

router = Routes(prefix="/annual-plans", tags=["annual-plans"])
Year = Annotated[int, Path(ge=2000, le=2999)]


class ChanceBody(Strict):
    occupation_code: OccupationCode
    level: Level


class PlannedBatchBody(Strict):
    batch_id: BatchId
    name: ShortText
    opens_by: Day
    examines_on: Day
    chances: list[ChanceBody] = Field(min_length=1, max_length=500)

    def planned(self) -> PlannedBatch:
        return PlannedBatch(
            batch_id=self.batch_id,
            name=self.name,
            opens_by=self.opens_by,
            examines_on=self.examines_on,
            chances=[Chance(occupation_code=one.occupation_code, level=one.level) for one in self.chances],
        )


class AnnualPlanBody(Strict):
    batches: list[PlannedBatchBody] = Field(max_length=60)


@router.get("/reminders")
async def list_reminders(desk: AtDesk, now: Now, _: Reader) -> list[views.ReminderView]:
    """What of this year's plan is due within a week, or overdue."""
    return await views.list_reminders(desk, today=beijing_day(now))


@router.put("/{year}")
async def file_annual_plan(
    year: Year,
    body: AnnualPlanBody,
    desk: AtDesk,
    now: Now,
    actor: Annotated[Actor, allow("exam-affairs", "director")],
) -> views.AnnualPlanView:
    """Two batches at the least, and a chance for everything that is filed; a new plan replaces the one before."""
    batches = [one.planned() for one in body.batches]
    plan = await registering.file_annual_plan(desk, year=year, batches=batches, act=Act(actor.id, now))
    return await views.show_annual_plan(desk, plan)


@router.get("/{year}")
async def show_annual_plan(year: Year, desk: AtDesk, _: Reader) -> views.AnnualPlanView:
    """The batches of a year, and which of them are open by now."""
    return await views.show_annual_plan(desk, await desk.annual_plans.get(str(year)))

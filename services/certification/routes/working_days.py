"""The years' holidays, by which working days are counted."""

from datetime import date
from typing import Annotated

from fastapi import Path
from pydantic import Field

from libs.chassis.domain import Act
from libs.chassis.identity import Actor
from libs.chassis.web.http import Now, Routes, Strict, allow, repositories
from libs.contracts.beijing import beijing_day
from services.certification.domain.calendar.working_days import HolidayNotice
from services.certification.ports import CorrectionDesk
from services.certification.use_cases import working_days
from services.certification.views import working_days as views

router = Routes(tags=["certification"])

READERS = Annotated[Actor, allow("quality", "general-office", "exam-affairs", "director")]
AtNotices = Annotated[CorrectionDesk, repositories(CorrectionDesk)]


class BreakBody(Strict):
    """A break, with its first and last day."""

    first: date
    last: date


class HolidayNoticeBody(Strict):
    """What the State Council's notice of a year says."""

    reference: str = Field(min_length=2, max_length=200)
    breaks: list[BreakBody] = Field(min_length=1, max_length=30)
    weekend_workdays: list[date] = Field(max_length=30)


@router.get("/holiday-years")
async def list_holiday_years(desk: AtNotices, now: Now, _: READERS) -> list[views.HolidayYearView]:
    """The years, with how many results count on one that is not entered."""
    return await views.list_holiday_years(desk, today=beijing_day(now))


@router.put("/holiday-years/{year}", status_code=204)
async def enter_holidays(
    year: Annotated[int, Path(ge=2025, le=2099)],
    body: HolidayNoticeBody,
    desk: AtNotices,
    now: Now,
    actor: Annotated[Actor, allow("general-office")],
) -> None:
    """Enter or correct a year; the terms of results that stand in public notice are counted again."""
    notice = HolidayNotice(
        year=year,
        reference=body.reference,
        breaks=tuple((one.first, one.last) for one in body.breaks),
        weekend_workdays=frozenset(body.weekend_workdays),
    )
    await working_days.enter_holidays(desk, notice, act=Act(actor.id, now))

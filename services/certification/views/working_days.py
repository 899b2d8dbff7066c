"""What staff read of the years' holidays."""

from datetime import date, datetime

from pydantic import BaseModel

from libs.chassis.domain import every
from libs.contracts.certification import DaysOff, MovedTerms
from services.certification.domain.calendar.holiday_year import HolidayYear
from services.certification.domain.calendar.working_days import KNOWN_NOTICES, HolidayNotice, statutory
from services.certification.ports import CorrectionDesk, Notices


class HolidayYearView(BaseModel):
    """One year. One that is not `known` has its statutory holidays alone, and so many results count on it meanwhile.

    `moved` is which terms moved when it was entered; nobody entered what came with the system.
    """

    year: int
    known: bool
    reference: str
    breaks: list[DaysOff]
    weekend_workdays: list[date]
    entered_by: str | None
    entered_at: datetime | None
    moved: list[MovedTerms]
    provisional_results: int


async def list_holiday_years(desk: CorrectionDesk, *, today: date) -> list[HolidayYearView]:
    """The newest first, down to what came with the system; this year and the next are always among them."""
    entered = {int(year.id): year async for year in every(desk.holiday_years)}
    notices = {notice.year: notice for notice in KNOWN_NOTICES} | {year: one.notice for year, one in entered.items()}
    asked = sorted({*notices, today.year, today.year + 1}, reverse=True)
    return [await _view(desk.notices, year, notices.get(year), entered.get(year)) for year in asked]


async def _view(
    notices: Notices, year: int, known: HolidayNotice | None, entered: HolidayYear | None
) -> HolidayYearView:
    notice = known or statutory(year)
    return HolidayYearView(
        year=year,
        known=known is not None,
        reference=notice.reference,
        breaks=[DaysOff(first=first, last=last) for first, last in notice.breaks],
        weekend_workdays=sorted(notice.weekend_workdays),
        entered_by=entered.entered_by if entered else None,
        entered_at=entered.entered_at if entered else None,
        moved=entered.moved if entered else [],
        provisional_results=await notices.count({"counts_on": year}),
    )

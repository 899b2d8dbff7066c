"""Which days are worked, as far as it was entered; entering a year counts what stands again."""

from collections import Counter

from libs.chassis.domain import Act, every
from services.certification.domain.calendar.holiday_year import HolidayYear, Move
from services.certification.domain.calendar.working_days import KNOWN_NOTICES, HolidayNotice, WorkingCalendar
from services.certification.ports import CorrectionDesk, HolidayYears, Notices


async def calendar_of(holiday_years: HolidayYears) -> WorkingCalendar:
    """What was entered, before what comes with the system."""
    return WorkingCalendar([*KNOWN_NOTICES, *[year.notice async for year in every(holiday_years)]])


async def enter_holidays(desk: CorrectionDesk, notice: HolidayNotice, *, act: Act) -> None:
    """Enter or correct a year. Raises what `HolidayNotice.must_be_whole` raises."""
    notice.must_be_whole()
    known = await calendar_of(desk.holiday_years)
    moved = await _recount(desk.notices, WorkingCalendar([*known.notices.values(), notice]))
    await desk.holiday_years.put(HolidayYear.enter(notice, moved=moved, act=act))


async def count_once_more(desk: CorrectionDesk, year: str) -> None:
    """Count what was being posted while the year was entered."""
    entered = await desk.holiday_years.get(year)
    entered.settle(await _recount(desk.notices, await calendar_of(desk.holiday_years)))
    desk.holiday_years.save(entered)


async def _recount(notices: Notices, calendar: WorkingCalendar) -> Counter[Move]:
    moved: Counter[Move] = Counter()
    async for standing in every(notices, {"is_standing": True}):
        told = standing.notice_until
        if standing.recount(calendar=calendar):
            notices.save(standing)
        if standing.notice_until != told:
            moved[standing.batch_id, told, standing.notice_until] += 1
    return moved

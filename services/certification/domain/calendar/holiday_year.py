"""A year's holidays as a person entered them, and which public notices moved by it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Self

from libs.chassis.domain import Act, Aggregate, Deadline
from libs.contracts.certification import DaysOff, HolidayNoticeEntered, MovedTerms
from services.certification.domain.calendar.working_days import HolidayNotice

# Batch, last day as it was told and as it is now.
Move = tuple[str, date, date]
RECOUNT_KIND = "holidays-entered"
# What was being posted while a year was entered has been posted by then.
ONCE_MORE_AFTER = timedelta(minutes=1)


@dataclass(kw_only=True)
class HolidayYear(Aggregate):
    """Its id is the year. Entered again it is corrected; `moved` is what moved the last time.

    What stands is counted again as it is entered, and once more a minute later (`is_settled`).
    """

    id: str
    notice: HolidayNotice
    entered_by: str
    entered_at: datetime
    moved: list[MovedTerms] = field(default_factory=list)
    is_settled: bool = False

    @classmethod
    def enter(cls, notice: HolidayNotice, *, moved: Mapping[Move, int], act: Act) -> Self:
        """Keep what stands in the notice, and tell how many results of which batches have another last day."""
        year = cls(
            id=str(notice.year),
            notice=notice,
            entered_by=act.by,
            entered_at=act.at,
            moved=_told(moved),
        )
        year.record(
            HolidayNoticeEntered(
                year=notice.year,
                breaks=[DaysOff(first=first, last=last) for first, last in notice.breaks],
                weekend_workdays=sorted(notice.weekend_workdays),
                moved=year.moved,
                entered_by=act.by,
                entered_at=act.at,
            )
        )
        for deadline in year.awaited:
            year.set_deadline(deadline)
        return year

    @property
    def awaited(self) -> list[Deadline]:
        """What stands is counted a second time, a minute after the first."""
        due_at = self.entered_at + ONCE_MORE_AFTER
        count = Deadline(key=f"{self.id}:{RECOUNT_KIND}", due_at=due_at, kind=RECOUNT_KIND, payload={"year": self.id})
        return [] if self.is_settled else [count]

    def settle(self, moved: Mapping[Move, int]) -> None:
        """It was counted once more."""
        self.moved += _told(moved)
        self.is_settled = True


def _told(moved: Mapping[Move, int]) -> list[MovedTerms]:
    return [
        MovedTerms(batch_id=batch_id, was_until=was, until=until, results=results)
        for (batch_id, was, until), results in sorted(moved.items())
    ]

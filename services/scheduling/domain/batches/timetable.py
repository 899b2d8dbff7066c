"""The timetable a plan is made for: which days, when shifts begin, and how long each examination takes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from libs.contracts.beijing import beijing_day
from libs.contracts.event import Part
from services.scheduling.domain.errors.batch_plan import TimetableWrongError
from services.scheduling.domain.exam_subject import ExamSubject
from services.scheduling.domain.local_time import at_local
from services.scheduling.domain.sessions.exam_clock import ENTRY_LIMIT

THEORY_STARTS = (time(9), time(13), time(16))
# Two hours each, with forty minutes between for the next shift's staff and candidates.
PRACTICAL_STARTS = (time(8, 30), time(11, 10), time(14), time(16, 40))
# The usual lengths, where the standard of an occupation says nothing else.
THEORY_MINUTES = 90
PRACTICAL_MINUTES = 120
# Eight hours.
LONGEST_MINUTES = 480


@dataclass(frozen=True, kw_only=True)
class Timetable:
    """Days and times in which a batch is examined, on the site's clock."""

    theory_days: tuple[date, ...]
    practical_days: tuple[date, ...]
    theory_starts: tuple[time, ...] = THEORY_STARTS
    practical_starts: tuple[time, ...] = PRACTICAL_STARTS
    theory_minutes: Mapping[ExamSubject, int] = field(default_factory=dict)
    practical_minutes: Mapping[ExamSubject, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        shortest = ENTRY_LIMIT["theory"] // timedelta(minutes=1)
        if any(not shortest < minutes <= LONGEST_MINUTES for minutes in self.theory_minutes.values()):
            raise TimetableWrongError(f"理论考试时长应大于{shortest}分钟且不超过{LONGEST_MINUTES}分钟")
        if any(not shortest < minutes <= LONGEST_MINUTES for minutes in self.practical_minutes.values()):
            raise TimetableWrongError(f"实操考试时长应大于{shortest}分钟且不超过{LONGEST_MINUTES}分钟")

    def must_lie_ahead(self, now: datetime) -> None:
        """Nobody can be called to an examination of today or of the past."""
        if any(day <= beijing_day(now) for day in self.days):
            raise TimetableWrongError("考试日期应在今天之后")

    @property
    def days(self) -> list[date]:
        """All days of the batch, in order."""
        return sorted({*self.theory_days, *self.practical_days})

    def slots(self, part: Part) -> list[datetime]:
        """When sessions of a part may begin, in order."""
        days, starts = (
            (self.theory_days, self.theory_starts) if part == "theory" else (self.practical_days, self.practical_starts)
        )
        return [at_local(day, start) for day in sorted(set(days)) for start in sorted(set(starts))]

    def length(self, part: Part, subject: ExamSubject) -> timedelta:
        """How long an examination takes."""
        if part == "theory":
            return timedelta(minutes=self.theory_minutes.get(subject, THEORY_MINUTES))
        return timedelta(minutes=self.practical_minutes.get(subject, PRACTICAL_MINUTES))

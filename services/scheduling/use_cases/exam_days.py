"""The days that plans and orders share."""

from collections.abc import Iterable
from datetime import date, datetime

from libs.chassis.domain import every
from services.scheduling.domain.batches.exam_day import ExamDay
from services.scheduling.domain.sessions.session import Session
from services.scheduling.ports import NOT_WITHDRAWN, ExamDays, Sessions


async def reserve_days(
    exam_days: ExamDays, sessions: Sessions, days: Iterable[date], *, batch_id: str, now: datetime
) -> list[Session]:
    """All sessions of these days. Writing the days makes plans and moves over one another clash and run again."""
    neighbours: list[Session] = []
    for day in sorted(days):
        exam_day = await exam_days.find_one(day.isoformat()) or ExamDay(id=day.isoformat())
        exam_day.reserve(batch_id, now=now)
        exam_days.save(exam_day)
        neighbours += [session async for session in every(sessions, {"day": day, **NOT_WITHDRAWN})]
    return neighbours

"""What is due to be reported, and who reported it."""

from datetime import datetime

from libs.chassis.domain import Act
from services.sync.ports import SyncDesk


async def remind(desk: SyncDesk, *, id: str, now: datetime) -> None:
    """A day before the last has come."""
    report = await desk.reports.get(id)
    report.remind(open_uploads=await desk.open_uploads(report.batch_id, report.of_records), now=now)
    desk.reports.save(report)


async def make(desk: SyncDesk, *, id: str, receipt: str, act: Act) -> None:
    report = await desk.reports.get(id)
    report.make(act, receipt=receipt, batch=await desk.standing(report.batch_id, report.of_records))
    desk.reports.save(report)

"""What the incident service does on the facts of others, and when its own deadlines are due."""

from datetime import datetime

from libs.chassis.consuming import Subscriptions
from libs.chassis.domain import Deadline
from libs.chassis.timers import TimerHandlers
from libs.contracts.itembank import SparePaperReleased
from libs.contracts.scheduling import ExamTimeExtended
from services.incident import use_cases
from services.incident.domain.dispositions import Answer
from services.incident.domain.incident import FIRST_REPORT_DUE
from services.incident.domain.measures import MeasureType
from services.incident.ports import Incidents

subscriptions = Subscriptions("incident")
timers = TimerHandlers()


@subscriptions.on(ExamTimeExtended)
async def note_disposition_done_on_exam_time_extended(
    event: ExamTimeExtended, incidents: Incidents, now: datetime
) -> None:
    """Scheduling has added the time in one session."""
    answer = Answer(
        measure=MeasureType.MAKE_UP_TIME, session_id=event.session_id, by="scheduling", at=event.extended_at
    )
    await use_cases.note_disposition_done(incidents, id=event.incident_id, answer=answer, now=now)


@subscriptions.on(SparePaperReleased)
async def note_disposition_done_on_spare_paper_released(
    event: SparePaperReleased, incidents: Incidents, now: datetime
) -> None:
    """The item bank has released the spare for one session."""
    answer = Answer(measure=MeasureType.SPARE_PAPER, session_id=event.session_id, by="itembank", at=event.released_at)
    await use_cases.note_disposition_done(incidents, id=event.incident_id, answer=answer, now=now)


@timers.on(FIRST_REPORT_DUE)
async def call_overdue_on_first_report_due(deadline: Deadline, incidents: Incidents, now: datetime) -> None:
    """Ten minutes after discovery, unless the leading group knows by then."""
    await use_cases.call_overdue(incidents, id=deadline.payload["incident_id"], now=now)

"""What the item bank listens to: the plan of sessions, their extension, and the release of spares."""

from datetime import datetime

from libs.chassis.consuming import Subscriptions
from libs.contracts.incident import SparePaperApproved
from libs.contracts.scheduling import ExamTimeExtended, SessionPlanned
from services.itembank import use_cases
from services.itembank.ports import Papers, Sessions

subscriptions = Subscriptions("itembank")


@subscriptions.on(SessionPlanned)
async def plan_session_on_session_planned(event: SessionPlanned, sessions: Sessions) -> None:
    await use_cases.plan_session(sessions, event)


@subscriptions.on(ExamTimeExtended)
async def extend_session_on_exam_time_extended(event: ExamTimeExtended, sessions: Sessions) -> None:
    await use_cases.extend_session(sessions, session_id=event.session_id, ends_at=event.ends_at)


@subscriptions.on(SparePaperApproved)
async def release_spares_on_spare_paper_approved(
    event: SparePaperApproved, papers: Papers, sessions: Sessions, now: datetime
) -> None:
    await use_cases.release_spares(
        papers, sessions, session_ids=event.session_ids, incident_id=event.incident_id, now=now
    )

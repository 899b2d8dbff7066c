"""What the item bank listens to: the plan of sessions and what becomes of it, and orders about papers."""

from datetime import datetime

from libs.chassis.bus.messages import Received
from libs.chassis.bus.subscriptions import Subscriptions
from libs.contracts.incident import ReprintApproved, SparePaperApproved
from libs.contracts.scheduling import ExamTimeExtended, SessionCalledOff, SessionPlanned
from services.itembank.ports import PaperOrderDesk, PlanDesk, Sessions
from services.itembank.use_cases import orders
from services.itembank.use_cases import sessions as following

subscriptions = Subscriptions("itembank")


@subscriptions.on(SessionPlanned)
async def plan_session_on_session_planned(
    event: SessionPlanned, message: Received, desk: PlanDesk, now: datetime
) -> None:
    await following.plan_session(desk, event, seq=message.seq, now=now)


@subscriptions.on(ExamTimeExtended)
async def extend_session_on_exam_time_extended(event: ExamTimeExtended, message: Received, sessions: Sessions) -> None:
    await following.extend_session(sessions, session_id=event.session_id, ends_at=event.ends_at, seq=message.seq)


@subscriptions.on(SessionCalledOff)
async def call_off_session_on_session_called_off(
    event: SessionCalledOff, message: Received, sessions: Sessions
) -> None:
    await following.call_off_session(sessions, event, seq=message.seq)


@subscriptions.on(SparePaperApproved)
async def release_spares_on_spare_paper_approved(
    event: SparePaperApproved, desk: PaperOrderDesk, now: datetime
) -> None:
    await orders.release_spares(desk, order=event, now=now)


@subscriptions.on(ReprintApproved)
async def reprint_papers_on_reprint_approved(event: ReprintApproved, desk: PaperOrderDesk, now: datetime) -> None:
    await orders.reprint_papers(desk, order=event, now=now)

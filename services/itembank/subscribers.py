"""What the item bank listens to: the plan of sessions, orders about papers, and the day by which secrets are back."""

from datetime import datetime

from libs.chassis.bus.messages import Received
from libs.chassis.bus.subscriptions import Subscriptions
from libs.chassis.domain import Deadline
from libs.chassis.time.timers import TimerHandlers
from libs.contracts.incident import ReprintApproved, SparePaperApproved
from libs.contracts.scheduling import ExaminerTermsChanged, ExamTimeExtended, SessionCalledOff, SessionPlanned
from libs.contracts.scoring import ItemsAnalysed
from services.itembank.domain.secrecy.secret_material import MATERIAL_KIND
from services.itembank.ports import Examiners, FiguresDesk, PaperOrderDesk, PlanDesk, SecretMaterials, Sessions
from services.itembank.use_cases import banks, orders, papers
from services.itembank.use_cases import secret_materials as register
from services.itembank.use_cases import sessions as following

subscriptions = Subscriptions("itembank")
timers = TimerHandlers()


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


@subscriptions.on(ExaminerTermsChanged)
async def follow_examiner_on_examiner_terms_changed(
    event: ExaminerTermsChanged, message: Received, examiners: Examiners
) -> None:
    await banks.follow_examiner(examiners, event, seq=message.seq)


@subscriptions.on(ItemsAnalysed)
async def note_figures_on_items_analysed(event: ItemsAnalysed, message: Received, desk: FiguresDesk) -> None:
    await papers.note_item_figures(desk, event, seq=message.seq)


@subscriptions.on(SparePaperApproved)
async def release_spares_on_spare_paper_approved(
    event: SparePaperApproved, desk: PaperOrderDesk, now: datetime
) -> None:
    await orders.release_spares(desk, order=event, now=now)


@subscriptions.on(ReprintApproved)
async def reprint_papers_on_reprint_approved(event: ReprintApproved, desk: PaperOrderDesk, now: datetime) -> None:
    await orders.reprint_papers(desk, order=event, now=now)


@timers.on(MATERIAL_KIND)
async def ring_when_due(deadline: Deadline, secret_materials: SecretMaterials, now: datetime) -> None:
    """What is not back when it is due stands in the register as overdue."""
    await register.ring(secret_materials, material_id=deadline.payload["id"], no=deadline.payload["no"], now=now)

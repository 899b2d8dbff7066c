"""What scheduling needs from outside: its documents, and a cipher for what is printed."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from libs.chassis.domain import Cipher, Repository, every
from libs.forms.watch import FormWatch
from services.scheduling.domain.batches.batch_plan import BatchPlan, PlanState
from services.scheduling.domain.batches.enrolment import Enrolment
from services.scheduling.domain.batches.exam_day import ExamDay
from services.scheduling.domain.orders.disposition import Disposition
from services.scheduling.domain.planning.request import PlanRules
from services.scheduling.domain.registry.room import Room
from services.scheduling.domain.registry.site import Site
from services.scheduling.domain.registry.staff import StaffMember
from services.scheduling.domain.sessions.session import Session
from services.scheduling.domain.sessions.session_state import OPEN, SessionState

StaffMembers = Repository[StaffMember]
Rooms = Repository[Room]
Sites = Repository[Site]
Enrolments = Repository[Enrolment]
Sessions = Repository[Session]
BatchPlans = Repository[BatchPlan]
Dispositions = Repository[Disposition]
# The days that plans use.
ExamDays = Repository[ExamDay]

# All sessions but those of a plan that was made anew: the name of their index is stored.
NOT_WITHDRAWN = {"stands": True}


@dataclass(frozen=True, kw_only=True)
class PlanDesk:
    """Everything a plan is made from and kept in, and the rules that it is made by."""

    staff: StaffMembers
    rooms: Rooms
    sites: Sites
    enrolments: Enrolments
    sessions: Sessions
    plans: BatchPlans
    exam_days: ExamDays
    form_watches: Repository[FormWatch]
    rules: PlanRules


@dataclass(frozen=True, kw_only=True)
class OrderDesk:
    """Everything an order of the incident service may touch."""

    sessions: Sessions
    enrolments: Enrolments
    staff: StaffMembers
    rooms: Rooms
    exam_days: ExamDays
    dispositions: Dispositions
    plans: BatchPlans
    sites: Sites
    rules: PlanRules


@dataclass(frozen=True, kw_only=True)
class TicketDesk:
    """What is printed: tickets, and lists with names."""

    enrolments: Enrolments
    rooms: Rooms
    sessions: Sessions
    cipher: Cipher


async def open_sessions(sessions: Sessions) -> AsyncIterator[Session]:
    """Those that people were told to come to and that have not ended, of every batch."""
    for state in OPEN:
        async for session in every(sessions, {"state": state}):
            yield session


async def sessions_being_announced(desk: PlanDesk) -> AsyncIterator[Session]:
    """The drafts of plans whose publication has begun: those plans cannot be made anew any more."""
    async for plan in every(desk.plans):
        if plan.state is PlanState.PUBLISHING:
            async for session in every(desk.sessions, {"batch_id": plan.id}):
                if session.state is SessionState.DRAFT:
                    yield session

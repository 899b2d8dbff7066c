"""What scheduling needs from outside: its documents, and a cipher for what is printed."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

from libs.chassis.domain import Repository, every
from libs.contracts.sealing import Purpose
from services.scheduling.domain.batches.batch_plan import BatchPlan
from services.scheduling.domain.batches.enrolment import Enrolment
from services.scheduling.domain.batches.exam_day import ExamDay
from services.scheduling.domain.orders.disposition import Disposition
from services.scheduling.domain.registry.room import Room
from services.scheduling.domain.registry.staff import StaffMember
from services.scheduling.domain.sessions.session import Session
from services.scheduling.domain.sessions.session_state import SessionState

StaffMembers = Repository[StaffMember]
Rooms = Repository[Room]
Enrolments = Repository[Enrolment]
Sessions = Repository[Session]
BatchPlans = Repository[BatchPlan]
Dispositions = Repository[Disposition]
# The days that plans use.
ExamDays = Repository[ExamDay]


class Cipher(Protocol):
    """Makes identifiers unreadable at rest and still comparable."""

    def open(self, sealed: str, *, purpose: Purpose, owner: str) -> str: ...

    def fingerprint(self, text: str) -> str: ...


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Everything a plan is made from and kept in, handed to a use case as one."""

    staff: StaffMembers
    rooms: Rooms
    enrolments: Enrolments
    sessions: Sessions
    plans: BatchPlans
    exam_days: ExamDays


@dataclass(frozen=True, kw_only=True)
class Office:
    """Everything an order of the incident service may touch."""

    sessions: Sessions
    enrolments: Enrolments
    staff: StaffMembers
    rooms: Rooms
    exam_days: ExamDays
    dispositions: Dispositions


async def open_sessions(sessions: Sessions) -> AsyncIterator[Session]:
    """Those that people were told to come to and that have not ended, of every batch."""
    for state in (SessionState.PUBLISHED, SessionState.RUNNING):
        async for session in every(sessions, {"state": state}):
            yield session

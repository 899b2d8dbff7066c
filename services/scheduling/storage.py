"""Where scheduling keeps its documents."""

from typing import Any

from libs.chassis.store.port import Collection, Index, Waiting
from services.scheduling.domain.batch_plan import BatchPlan, ExamDay
from services.scheduling.domain.disposition import Disposition
from services.scheduling.domain.enrolment import Enrolment
from services.scheduling.domain.errors import (
    EnrolmentNotFoundError,
    RegistrationNotClosedError,
    RoomNotFoundError,
    RoomNumberTakenError,
    SessionNotFoundError,
    StaffNotFoundError,
    TicketNumberTakenError,
)
from services.scheduling.domain.room import Room
from services.scheduling.domain.session import Session
from services.scheduling.domain.session_state import SessionState
from services.scheduling.domain.staff import StaffMember

STAFF = Collection(
    "staff",
    StaffMember,
    missing=StaffNotFoundError,
    indexes=[
        Index("is_examiner", read=lambda one: "examiner" in one.roles),
        Index("is_invigilator", read=lambda one: "invigilator" in one.roles),
        Index("is_supervisor", read=lambda one: "supervisor" in one.roles),
        Index("first_card_ends"),
    ],
)
ROOMS = Collection(
    "rooms",
    Room,
    missing=RoomNotFoundError,
    indexes=[Index("number", unique=True, taken=RoomNumberTakenError), Index("kind"), Index("site")],
)
ENROLMENTS = Collection(
    "enrolments",
    Enrolment,
    missing=EnrolmentNotFoundError,
    indexes=[
        Index("batch_id"),
        Index("state"),
        Index("theory_session", read=lambda one: one.session_of("theory")),
        Index("practical_session", read=lambda one: one.session_of("practical")),
        # Only what candidates were told: a plan that is made anew deals the numbers of its drafts again.
        Index("issued_ticket", unique=True, taken=TicketNumberTakenError),
    ],
)
SESSIONS = Collection(
    "sessions",
    Session,
    missing=SessionNotFoundError,
    waiting=Waiting({"state": SessionState.RUNNING}, lambda session: session.awaited),
    indexes=[
        Index("batch_id"),
        Index("state"),
        Index("day"),
        Index("part"),
        Index("site"),
        Index("stands", read=lambda one: one.state is not SessionState.WITHDRAWN),
    ],
)
PLANS = Collection("plans", BatchPlan, missing=RegistrationNotClosedError)
EXAM_DAYS = Collection("exam_days", ExamDay)
DISPOSITIONS = Collection("dispositions", Disposition)
COLLECTIONS: list[Collection[Any]] = [STAFF, ROOMS, ENROLMENTS, SESSIONS, PLANS, EXAM_DAYS, DISPOSITIONS]

"""Where scheduling keeps its documents."""

from typing import Any

from libs.chassis.store.port import Collection, Index, Waiting
from services.scheduling.domain.batches.batch_plan import BatchPlan
from services.scheduling.domain.batches.enrolment import Enrolment
from services.scheduling.domain.batches.exam_day import ExamDay
from services.scheduling.domain.errors.batch_plan import RegistrationNotClosedError
from services.scheduling.domain.errors.enrolment import EnrolmentNotFoundError, TicketNumberTakenError
from services.scheduling.domain.errors.room import RoomNotFoundError, RoomNumberTakenError
from services.scheduling.domain.errors.session import SessionNotFoundError
from services.scheduling.domain.errors.staff import StaffNotFoundError
from services.scheduling.domain.orders.disposition import Disposition
from services.scheduling.domain.registry.room import Room
from services.scheduling.domain.registry.site import Site
from services.scheduling.domain.registry.staff import StaffMember
from services.scheduling.domain.sessions.session import Session
from services.scheduling.domain.sessions.session_state import SessionState

STAFF = Collection(
    "staff",
    StaffMember,
    missing=StaffNotFoundError,
    indexes=[
        Index("is_examiner", read=lambda member: "examiner" in member.roles),
        Index("is_invigilator", read=lambda member: "invigilator" in member.roles),
        Index("is_supervisor", read=lambda member: "supervisor" in member.roles),
        Index("first_card_ends"),
        # Black lists hold a person under whatever staff number.
        Index("person"),
        Index("is_on_a_black_list"),
    ],
)
ROOMS = Collection(
    "rooms",
    Room,
    missing=RoomNotFoundError,
    indexes=[Index("number", unique=True, taken=RoomNumberTakenError), Index("kind"), Index("site")],
)
SITES = Collection("sites", Site)
ENROLMENTS = Collection(
    "enrolments",
    Enrolment,
    missing=EnrolmentNotFoundError,
    indexes=[
        Index("batch_id"),
        Index("state"),
        Index("theory_session", read=lambda enrolment: enrolment.session_of("theory")),
        Index("practical_session", read=lambda enrolment: enrolment.session_of("practical")),
        # Only what candidates were told: a plan that is made anew deals the numbers of its drafts again.
        Index("issued_ticket", unique=True, taken=TicketNumberTakenError),
    ],
)
SESSIONS = Collection(
    "sessions",
    Session,
    missing=SessionNotFoundError,
    waiting=Waiting({"waits": True}, lambda session: session.awaited),
    indexes=[
        Index("batch_id"),
        Index("state"),
        Index("day"),
        Index("part"),
        Index("site"),
        Index("waits", read=lambda session: bool(session.awaited)),
        Index("stands", read=lambda session: session.state is not SessionState.WITHDRAWN),
    ],
)
PLANS = Collection("plans", BatchPlan, missing=RegistrationNotClosedError)
EXAM_DAYS = Collection("exam_days", ExamDay)
DISPOSITIONS = Collection("dispositions", Disposition)
COLLECTIONS: list[Collection[Any]] = [
    STAFF,
    ROOMS,
    SITES,
    ENROLMENTS,
    SESSIONS,
    PLANS,
    EXAM_DAYS,
    DISPOSITIONS,
]

"""Where scheduling keeps its documents."""

from typing import Any

from libs.chassis.store.port import Absent, Collection, Index, Waiting
from services.scheduling.domain.batches.batch_plan import BatchPlan
from services.scheduling.domain.batches.enrolment import Enrolment
from services.scheduling.domain.batches.exam_day import ExamDay
from services.scheduling.domain.errors.batch_plan import RegistrationNotClosedError
from services.scheduling.domain.errors.enrolment import TicketNumberTakenError
from services.scheduling.domain.errors.room import RoomNumberTakenError
from services.scheduling.domain.orders.disposition import Disposition
from services.scheduling.domain.registry.room import Room
from services.scheduling.domain.registry.site import Site
from services.scheduling.domain.registry.staff import StaffMember
from services.scheduling.domain.sessions.session import Session
from services.scheduling.domain.sessions.session_state import SessionState

STAFF = Collection(
    "staff",
    StaffMember,
    missing=Absent("staff-not-found", "没有登记编号为 {id} 的工作人员。"),
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
    missing=Absent("room-not-found", "没有登记编号为 {id} 的考场。"),
    indexes=[Index("number", unique=True, taken=RoomNumberTakenError), Index("kind"), Index("site")],
)
SITES = Collection("sites", Site)
ENROLMENTS = Collection(
    "enrolments",
    Enrolment,
    missing=Absent("enrolment-not-found", "没有找到报名编号为 {id} 的考生。"),
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
    missing=Absent("session-not-found", "没有编号为 {id} 的考试场次。"),
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

"""What scheduling does when other services state a fact, and when a deadline is due."""

from datetime import datetime

from libs.chassis.consuming import Subscriptions
from libs.chassis.domain import Deadline
from libs.chassis.timers import TimerHandlers
from libs.contracts.incident import TimeExtensionApproved
from libs.contracts.itembank import SparePaperReleased
from libs.contracts.registration import CandidateApproved, RegistrationClosed
from services.scheduling import use_cases
from services.scheduling.domain.enrolment import Enrolment
from services.scheduling.ports import BatchPlans, Enrolments, Sessions

subscriptions = Subscriptions("scheduling")
timers = TimerHandlers()


@subscriptions.on(CandidateApproved)
async def enrol_candidate_on_candidate_approved(
    event: CandidateApproved, enrolments: Enrolments, now: datetime
) -> None:
    """An approved candidate needs a seat."""
    enrolment = Enrolment(
        id=event.application_id,
        batch_id=event.batch_id,
        person=event.id_fingerprint,
        name=event.name,
        id_number=event.id_number,
        occupation_code=event.occupation_code,
        occupation=event.occupation,
        work_type=event.work_type,
        level=event.level,
        parts=event.parts,
        class_name=event.class_name,
        enrolled_at=now,
    )
    await use_cases.enrol_candidate(enrolments, enrolment)


@subscriptions.on(RegistrationClosed)
async def await_plan_on_registration_closed(event: RegistrationClosed, plans: BatchPlans, now: datetime) -> None:
    """From now on it is known how many must be seated."""
    await use_cases.await_plan(plans, batch_id=event.batch_id, approved=event.approved, now=now)


@subscriptions.on(TimeExtensionApproved)
async def extend_sessions_on_time_extension_approved(
    event: TimeExtensionApproved, sessions: Sessions, now: datetime
) -> None:
    """Lost time is made up in every session that has not ended (INC-31)."""
    await use_cases.extend_sessions(
        sessions, session_ids=event.session_ids, incident_id=event.incident_id, minutes=event.minutes, now=now
    )


@subscriptions.on(SparePaperReleased)
async def use_spare_paper_on_spare_paper_released(event: SparePaperReleased, sessions: Sessions) -> None:
    """The room writes the spare form."""
    await use_cases.use_spare_paper(sessions, session_id=event.session_id, incident_id=event.incident_id)


@timers.on("entry-closes")
async def count_attendance_when_entry_closes(deadline: Deadline, sessions: Sessions, now: datetime) -> None:
    """Nobody can come in any more: count who is here (EXM-19)."""
    await use_cases.count_attendance(sessions, session_id=deadline.payload["id"], now=now)

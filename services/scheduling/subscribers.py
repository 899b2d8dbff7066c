"""What scheduling does when other services state a fact, and when a deadline is due."""

from datetime import datetime

from libs.chassis.bus.subscriptions import Subscriptions
from libs.chassis.domain import Deadline
from libs.chassis.time.timers import TimerHandlers
from libs.contracts.incident import (
    CancellationApproved,
    RescheduleApproved,
    ResitApproved,
    StaffReplacementApproved,
    StartDelayApproved,
    TimeExtensionApproved,
)
from libs.contracts.itembank import SparePaperReleased
from libs.contracts.registration import CandidateApproved, CandidateDisqualified, RegistrationClosed
from services.scheduling.domain.batches.enrolment import Enrolment
from services.scheduling.ports import BatchPlans, Enrolments, OrderDesk, PlanDesk, Sessions
from services.scheduling.use_cases import exam_day, orders
from services.scheduling.use_cases.plans import await_plan, enrol_candidate

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
    await enrol_candidate(enrolments, enrolment)


@subscriptions.on(RegistrationClosed)
async def await_plan_on_registration_closed(event: RegistrationClosed, plans: BatchPlans, now: datetime) -> None:
    """From now on it is known how many must be seated."""
    await await_plan(plans, batch_id=event.batch_id, approved=event.approved, now=now)


@subscriptions.on(TimeExtensionApproved)
async def make_up_time_on_time_extension_approved(event: TimeExtensionApproved, desk: OrderDesk, now: datetime) -> None:
    """Lost time is made up in every session that has not ended (INC-31)."""
    await orders.make_up_time(desk, order=event, now=now)


@subscriptions.on(CancellationApproved)
async def cancel_sessions_on_cancellation_approved(event: CancellationApproved, desk: OrderDesk, now: datetime) -> None:
    """Sessions are stopped or not held (INC-20, INC-24, INC-25)."""
    await orders.cancel_sessions(desk, order=event, now=now)


@subscriptions.on(StartDelayApproved)
async def delay_sessions_on_start_delay_approved(event: StartDelayApproved, desk: OrderDesk, now: datetime) -> None:
    """Sessions begin later on the same day (INC-20, INC-32)."""
    await orders.delay_sessions(desk, order=event, now=now)


@subscriptions.on(RescheduleApproved)
async def reschedule_sessions_on_reschedule_approved(event: RescheduleApproved, desk: OrderDesk, now: datetime) -> None:
    """Sessions are held on another day, at another site, or are postponed (INC-17, INC-20, INC-23)."""
    await orders.reschedule_sessions(desk, order=event, now=now)


@subscriptions.on(ResitApproved)
async def arrange_resit_on_resit_approved(event: ResitApproved, desk: OrderDesk, now: datetime) -> None:
    """Candidates sit a part again with the spare paper (INC-16)."""
    await orders.arrange_resit(desk, order=event, now=now)


@subscriptions.on(StaffReplacementApproved)
async def replace_staff_on_staff_replacement_approved(
    event: StaffReplacementApproved, desk: OrderDesk, now: datetime
) -> None:
    """Somebody takes the place of another one (INC-21)."""
    await orders.replace_staff(desk, order=event, now=now)


@subscriptions.on(SparePaperReleased)
async def use_spare_paper_on_spare_paper_released(event: SparePaperReleased, sessions: Sessions) -> None:
    """The room writes the spare form."""
    await exam_day.use_spare_paper(sessions, session_id=event.session_id, incident_id=event.incident_id)


@subscriptions.on(CandidateDisqualified)
async def disqualify_candidate_on_candidate_disqualified(
    event: CandidateDisqualified, desk: PlanDesk, now: datetime
) -> None:
    """Nothing more is sat (DIS-01)."""
    await exam_day.disqualify_candidate(desk, application_id=event.application_id, now=now)


@timers.on("entry-closes")
async def count_attendance_when_entry_closes(deadline: Deadline, sessions: Sessions, now: datetime) -> None:
    """Nobody can come in any more: count who is here (EXM-19)."""
    await exam_day.count_attendance(sessions, session_id=deadline.payload["id"], now=now)


@timers.on("steps-late")
async def call_the_site_when_steps_are_late(deadline: Deadline, sessions: Sessions, now: datetime) -> None:
    """What is not done at its time calls somebody."""
    await exam_day.call_late_steps(sessions, session_id=deadline.payload["id"], now=now)

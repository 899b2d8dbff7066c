"""What people see of a plan: its figures, how far it is, and what of it does not hold any more."""

from dataclasses import dataclass
from datetime import date, datetime

from libs.chassis.domain import every
from services.scheduling.domain.batches.batch_plan import PlanState
from services.scheduling.domain.batches.enrolment import Enrolment, EnrolmentState
from services.scheduling.domain.orders.amendment import Register
from services.scheduling.domain.orders.gaps import Gap, gaps_of
from services.scheduling.domain.sessions.session_state import SessionState
from services.scheduling.ports import BatchPlans, Enrolments, PlanDesk, Sessions, open_sessions
from services.scheduling.views.site_time import SiteTime


@dataclass(frozen=True, kw_only=True)
class PlanView:
    """What a plan came to; `drafts` are the sessions that are not announced yet."""

    batch_id: str
    state: PlanState
    approved: int
    candidates: int
    sessions: int
    drafts: int
    days: list[date]
    planned_at: SiteTime | None
    planned_by: str | None


@dataclass(frozen=True, kw_only=True)
class ProgressView:
    """How many candidates and sessions of a batch are in which state now; those `scheduled` are `enrolled`, too."""

    batch_id: str
    enrolled: int
    seated: int
    scheduled: int
    sessions: int
    draft: int
    published: int
    running: int
    finished: int
    postponed: int
    cancelled: int


async def show_plan(plans: BatchPlans, sessions: Sessions, batch_id: str) -> PlanView:
    """A plan's figures: what it came to, and how much of it is announced."""
    plan = await plans.get(batch_id)
    return PlanView(
        batch_id=plan.id,
        state=plan.state,
        approved=plan.approved,
        candidates=plan.candidates,
        sessions=plan.sessions,
        drafts=await sessions.count({"batch_id": batch_id, "state": SessionState.DRAFT}),
        days=plan.days,
        planned_at=plan.planned_at,
        planned_by=plan.planned_by,
    )


async def show_progress(enrolments: Enrolments, sessions: Sessions, batch_id: str) -> ProgressView:
    """How far a batch is."""
    states = [state for state in SessionState if state is not SessionState.WITHDRAWN]
    by_state = {state: await sessions.count({"batch_id": batch_id, "state": state}) for state in states}
    return ProgressView(
        batch_id=batch_id,
        enrolled=await enrolments.count({"batch_id": batch_id}),
        seated=await enrolments.count({"batch_id": batch_id, "state": EnrolmentState.SEATED}),
        scheduled=await enrolments.count({"batch_id": batch_id, "state": EnrolmentState.SCHEDULED}),
        sessions=sum(by_state.values()),
        draft=by_state[SessionState.DRAFT],
        published=by_state[SessionState.PUBLISHED],
        running=by_state[SessionState.RUNNING],
        finished=by_state[SessionState.FINISHED],
        postponed=by_state[SessionState.POSTPONED],
        cancelled=by_state[SessionState.CANCELLED],
    )


async def list_gaps(desk: PlanDesk, *, now: datetime, batch_id: str | None = None) -> list[Gap]:
    """What of the announced sessions does not hold any more, of one batch or of all."""
    announced = [session async for session in open_sessions(desk.sessions)]
    asked = {session.id for session in announced if batch_id in {None, session.batch_id}}
    candidates: dict[str, Enrolment] = {}
    for batch in sorted({session.batch_id for session in announced}):
        candidates |= {enrolment.id: enrolment async for enrolment in every(desk.enrolments, {"batch_id": batch})}
    register = Register(
        staff={member.id: member async for member in every(desk.staff)},
        rooms={room.id: room async for room in every(desk.rooms)},
        candidates=candidates,
        rules=desk.rules,
    )
    gaps = gaps_of(announced, register, now=now)
    return [gap for gap in gaps if asked & {gap.session_id, gap.other_id}]


async def list_gaps_of_staff(desk: PlanDesk, *, staff_ids: set[str], now: datetime) -> list[Gap]:
    """What these people can no longer do of what was announced; nothing is looked at if they have no duty."""
    on_duty = [
        staff_id
        async for session in open_sessions(desk.sessions)
        for staff_id in staff_ids
        if session.on_duty.includes(staff_id)
    ]
    return [gap for gap in await list_gaps(desk, now=now) if gap.staff_id in staff_ids] if on_duty else []

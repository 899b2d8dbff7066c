"""The plan of a batch: who is to be seated, the plan itself, and its publication."""

import asyncio
from datetime import datetime, timedelta

from libs.chassis.domain import Act, Progress, Query, every
from libs.forms.watch import watch_file
from services.scheduling.domain.batches.batch_plan import BatchPlan, PlanState
from services.scheduling.domain.batches.enrolment import Enrolment, EnrolmentState
from services.scheduling.domain.batches.timetable import Timetable
from services.scheduling.domain.errors.batch_plan import RegistrationClosedTwiceError
from services.scheduling.domain.errors.enrolment import AlreadyEnrolledError
from services.scheduling.domain.errors.room import SiteWithoutChiefError
from services.scheduling.domain.planning.mending import Lack, lacks_of
from services.scheduling.domain.planning.plan import MadePlan, make_plan
from services.scheduling.domain.planning.request import PlanRequest
from services.scheduling.domain.sessions.session import Session
from services.scheduling.domain.sessions.session_state import SessionState
from services.scheduling.ports import NOT_WITHDRAWN, BatchPlans, Enrolments, PlanDesk, Sessions
from services.scheduling.use_cases.exam_days import reserve_days

# Whoever examined longer ago than that goes anywhere again.
ROTATES_WITHIN = timedelta(days=365)
HELD = {"state": SessionState.FINISHED, "part": "practical"}


async def enrol_candidate(enrolments: Enrolments, enrolment: Enrolment) -> None:
    """Take an approved candidate in."""
    if await enrolments.find_one(enrolment.id):
        raise AlreadyEnrolledError(enrolment.id)
    enrolments.save(enrolment)


async def await_plan(plans: BatchPlans, *, batch_id: str, approved: int, now: datetime) -> None:
    """Registration has closed: from now on so many candidates wait for a plan."""
    if await plans.find_one(batch_id):
        raise RegistrationClosedTwiceError(batch_id)
    plans.save(BatchPlan(id=batch_id, approved=approved, closed_at=now))


async def plan_batch(desk: PlanDesk, *, batch_id: str, timetable: Timetable, act: Act) -> BatchPlan:
    """Make a plan that seats everybody, or refuse; a plan that is not yet published is made anew."""
    plan = await desk.plans.get(batch_id)
    that_day = await reserve_days(desk.exam_days, desk.sessions, timetable.days, batch_id=batch_id, now=act.at)
    request = await _request_of(desk, plan, timetable, that_day, now=act.at)
    candidates = {candidate.id: candidate for candidate in request.candidates}
    # Planning is computation of seconds; other requests are answered meanwhile.
    made = await asyncio.to_thread(make_plan, request)
    await _replace_sessions(desk.sessions, batch_id, made)
    for application_id, place in made.places.items():
        candidates[application_id].take_seats(place.sittings, ticket_number=place.ticket_number)
        desk.enrolments.save(candidates[application_id])
    plan.note_made(sessions=len(made.sessions), candidates=len(candidates), days=timetable.days, act=act)
    desk.plans.save(plan)
    return plan


async def find_lacks(desk: PlanDesk, *, batch_id: str, timetable: Timetable, now: datetime) -> list[Lack]:
    """What is short, if there is no plan: nothing that could be spared. Nothing is changed."""
    plan = await desk.plans.get(batch_id)
    that_day = [one for day in timetable.days async for one in every(desk.sessions, {"day": day, **NOT_WITHDRAWN})]
    request = await _request_of(desk, plan, timetable, that_day, now=now)
    return await asyncio.to_thread(lacks_of, request)


async def _request_of(
    desk: PlanDesk, plan: BatchPlan, timetable: Timetable, that_day: list[Session], *, now: datetime
) -> PlanRequest:
    timetable.must_lie_ahead(now)
    candidates = [enrolment async for enrolment in every(desk.enrolments, {"batch_id": plan.id})]
    plan.must_be_plannable(len(candidates))
    since = timetable.days[0] - ROTATES_WITHIN
    return PlanRequest(
        batch_id=plan.id,
        candidates=candidates,
        rooms=[room async for room in every(desk.rooms)],
        staff=[member async for member in every(desk.staff)],
        timetable=timetable,
        booked=[session for session in that_day if session.batch_id != plan.id and session.is_held],
        rules=desk.rules,
        past=[session async for session in every(desk.sessions, HELD, at_least={"day": since})],
    )


async def _replace_sessions(sessions: Sessions, batch_id: str, made: MadePlan) -> None:
    async for earlier in every(sessions, {"batch_id": batch_id}):
        earlier.withdraw()
        sessions.save(earlier)
    for session in made.sessions:
        sessions.save(session)


async def publish_plan(desk: PlanDesk, *, batch_id: str, most: int, now: datetime) -> Progress:
    """Announce the next sessions and, after them, the next candidates; call again until nothing remains."""
    drafts = {"batch_id": batch_id, "state": SessionState.DRAFT}
    seated = {"batch_id": batch_id, "state": EnrolmentState.SEATED}
    sessions = (await desk.sessions.find(Query(drafts, limit=most))).items
    left = most - len(sessions)
    candidates = (await desk.enrolments.find(Query(seated, limit=left))).items if left else []
    done = len(sessions) + len(candidates)
    remaining = await desk.sessions.count(drafts) + await desk.enrolments.count(seated) - done
    plan = await desk.plans.get(batch_id)
    unseated = await desk.enrolments.count({"batch_id": batch_id, "state": EnrolmentState.ENROLLED})
    plan.note_published(unseated=unseated, remaining=remaining)
    for site in {session.site for session in sessions}:
        if await desk.sites.find_one(site) is None:
            raise SiteWithoutChiefError(site)
    for session in sessions:
        session.publish(await desk.rooms.get(session.room_id), now=now)
        desk.sessions.save(session)
    for candidate in candidates:
        candidate.announce(now)
        desk.enrolments.save(candidate)
    desk.plans.save(plan)
    if plan.state is PlanState.PUBLISHED:
        await watch_file(desk.form_watches, batch_id, now=now)
    return Progress(done=done, remaining=remaining)

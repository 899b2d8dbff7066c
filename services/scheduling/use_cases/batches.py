"""Registries, the plan of a batch, and its examination day."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from libs.chassis.domain import Act, Query, every
from libs.contracts.beijing import beijing_day
from services.scheduling.domain.batches.batch_plan import BatchPlan, PlanState
from services.scheduling.domain.batches.enrolment import Enrolment, EnrolmentState
from services.scheduling.domain.batches.exam_day import ExamDay
from services.scheduling.domain.batches.timetable import Timetable
from services.scheduling.domain.errors.batch_plan import RegistrationClosedTwiceError
from services.scheduling.domain.errors.enrolment import AlreadyEnrolledError
from services.scheduling.domain.errors.room import TooManyRoomsError
from services.scheduling.domain.orders.lost_time import make_up_lost_time
from services.scheduling.domain.planning.plan import MadePlan, make_plan
from services.scheduling.domain.planning.request import PlanRequest, PlanRules
from services.scheduling.domain.registry.room import MOST_ROOMS, Room, RoomKind
from services.scheduling.domain.registry.staff import StaffMember
from services.scheduling.domain.sessions.arrival import Arrival
from services.scheduling.domain.sessions.session import Session
from services.scheduling.domain.sessions.session_state import SessionState
from services.scheduling.ports import BatchPlans, Desk, Enrolments, Sessions, StaffMembers, open_sessions


@dataclass(frozen=True, kw_only=True)
class RoomEntry:
    """A room as it is registered; it gets its number here."""

    id: str
    kind: RoomKind
    site: str
    seats: int
    gap_cm: int | None
    occupation_codes: list[str]


async def register_staff(staff: StaffMembers, members: Sequence[StaffMember], *, now: datetime) -> None:
    """Enter people in the registry, or replace what it says of them."""
    for member in members:
        member.must_hold_cards_of_three_years(beijing_day(now))
        await staff.put(member)


async def register_rooms(desk: Desk, entries: Sequence[RoomEntry]) -> None:
    """Enter rooms, or replace what is known of them; a room keeps its number for ever, and the people in it a seat."""
    rooms = desk.rooms
    bound = [one async for one in open_sessions(desk.sessions)]
    bound += [one async for one in being_announced(desk)]
    numbers = {room.id: room.number async for room in every(rooms)}
    for entry in entries:
        number = numbers.setdefault(entry.id, max(numbers.values(), default=0) + 1)
        if number > MOST_ROOMS:
            raise TooManyRoomsError
        room = Room(
            id=entry.id,
            number=number,
            kind=entry.kind,
            site=entry.site,
            seats=entry.seats,
            gap_cm=entry.gap_cm,
            occupation_codes=entry.occupation_codes,
        )
        for session in bound:
            if session.room_id == room.id:
                session.must_keep(room)
        await rooms.put(room)


async def being_announced(desk: Desk) -> AsyncIterator[Session]:
    """The drafts of plans whose publication has begun: those plans cannot be made anew any more."""
    async for plan in every(desk.plans):
        if plan.state is PlanState.PUBLISHING:
            async for session in every(desk.sessions, {"batch_id": plan.id}):
                if session.state is SessionState.DRAFT:
                    yield session


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


async def plan_batch(  # noqa: PLR0913 -- a plan is made for a batch, by rules, by somebody, at a time
    desk: Desk, *, batch_id: str, timetable: Timetable, rules: PlanRules, by: str, now: datetime
) -> BatchPlan:
    """Make a plan that seats everybody, or refuse; a plan that is not yet published is made anew."""
    plan = await desk.plans.get(batch_id)
    timetable.must_lie_ahead(now)
    candidates = {one.id: one async for one in every(desk.enrolments, {"batch_id": batch_id})}
    plan.must_be_plannable(len(candidates))
    request = PlanRequest(
        batch_id=batch_id,
        candidates=list(candidates.values()),
        rooms=[one async for one in every(desk.rooms)],
        staff=[one async for one in every(desk.staff)],
        timetable=timetable,
        booked=await _booked_by_others(desk, batch_id, timetable, now=now),
        rules=rules,
    )
    # Planning is computation of seconds; other requests are answered meanwhile.
    made = await asyncio.to_thread(make_plan, request)
    await _replace_sessions(desk.sessions, batch_id, made)
    for application_id, place in made.places.items():
        candidates[application_id].take_seats(place.sittings, ticket_number=place.ticket_number)
        desk.enrolments.save(candidates[application_id])
    plan.note_made(sessions=len(made.sessions), candidates=len(candidates), days=timetable.days, by=by, now=now)
    desk.plans.save(plan)
    return plan


async def _booked_by_others(desk: Desk, batch_id: str, timetable: Timetable, *, now: datetime) -> list[Session]:
    """Sessions of other batches on the same days. Writing the days makes plans over one another clash and run again."""
    booked: list[Session] = []
    for day in timetable.days:
        exam_day = await desk.exam_days.find_one(day.isoformat()) or ExamDay(id=day.isoformat())
        exam_day.reserve(batch_id, now=now)
        desk.exam_days.save(exam_day)
        standing = every(desk.sessions, {"day": day, "stands": True})
        booked += [session async for session in standing if session.batch_id != batch_id and session.is_held]
    return booked


async def _replace_sessions(sessions: Sessions, batch_id: str, made: MadePlan) -> None:
    async for earlier in every(sessions, {"batch_id": batch_id}):
        earlier.withdraw()
        sessions.save(earlier)
    for session in made.sessions:
        sessions.save(session)


@dataclass(frozen=True)
class Chunk:
    """How much of a long command was done, and how much is left."""

    done: int
    remaining: int


async def publish_plan(desk: Desk, *, batch_id: str, most: int, now: datetime) -> Chunk:
    """Announce the next sessions and, after them, the next candidates; call again until nothing remains."""
    drafts, seated = (
        {"batch_id": batch_id, "state": SessionState.DRAFT},
        {
            "batch_id": batch_id,
            "state": EnrolmentState.SEATED,
        },
    )
    sessions = (await desk.sessions.find(Query(drafts, limit=most))).items
    left = most - len(sessions)
    candidates = (await desk.enrolments.find(Query(seated, limit=left))).items if left else []
    done = len(sessions) + len(candidates)
    remaining = await desk.sessions.count(drafts) + await desk.enrolments.count(seated) - done
    plan = await desk.plans.get(batch_id)
    unseated = await desk.enrolments.count({"batch_id": batch_id, "state": EnrolmentState.ENROLLED})
    plan.note_published(unseated=unseated, remaining=remaining)
    for session in sessions:
        session.publish(await desk.rooms.get(session.room_id), now=now)
        desk.sessions.save(session)
    for candidate in candidates:
        candidate.announce(now)
        desk.enrolments.save(candidate)
    desk.plans.save(plan)
    return Chunk(done, remaining)


async def check_in(sessions: Sessions, *, session_id: str, application_ids: list[str], act: Act) -> Session:
    """Admit the candidates who have arrived."""
    session = await sessions.get(session_id)
    session.check_in(application_ids, act)
    sessions.save(session)
    return session


async def admit_candidate(
    sessions: Sessions, *, session_id: str, application_id: str, arrival: Arrival
) -> tuple[Session, bool]:
    """Admit one candidate who has arrived; whether this was the first word of it."""
    session = await sessions.get(session_id)
    is_first = session.admit(application_id, arrival)
    sessions.save(session)
    return session, is_first


async def start_session(sessions: Sessions, *, session_id: str, act: Act) -> None:
    """Give the start signal."""
    session = await sessions.get(session_id)
    session.start(act)
    sessions.save(session)


async def count_attendance(sessions: Sessions, *, session_id: str, now: datetime) -> None:
    """Take the attendance when entry closes."""
    session = await sessions.get(session_id)
    session.count_attendance(now)
    sessions.save(session)


async def finish_session(sessions: Sessions, *, session_id: str, act: Act) -> None:
    """Give the end signal."""
    session = await sessions.get(session_id)
    session.finish(act)
    sessions.save(session)


async def extend_sessions(
    sessions: Sessions, *, session_ids: Sequence[str], incident_id: str, minutes: int, now: datetime
) -> None:
    """Make up the time that an incident cost."""
    affected = [await sessions.get(session_id) for session_id in session_ids]
    make_up_lost_time(affected, incident_id=incident_id, minutes=minutes, now=now)
    for session in affected:
        sessions.save(session)


async def use_spare_paper(sessions: Sessions, *, session_id: str, incident_id: str) -> None:
    """Put the spare form on every desk of a session."""
    session = await sessions.get(session_id)
    session.use_spare_paper(incident_id)
    sessions.save(session)

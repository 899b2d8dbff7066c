"""Orders of the incident service, carried out target by target; a refusal is an answer like any other."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import date, datetime, timedelta

from libs.chassis.domain import DomainError, carry_out, every
from libs.contracts.incident import (
    CancellationApproved,
    Order,
    RescheduleApproved,
    ResitApproved,
    StaffReplacementApproved,
    StartDelayApproved,
    TimeExtensionApproved,
)
from services.scheduling.domain.batches.enrolment import Enrolment
from services.scheduling.domain.batches.ticket_number import ticket_number
from services.scheduling.domain.errors.neighbours import NoRoomAtSiteError, PlaceTakenError
from services.scheduling.domain.errors.resit import NobodyConcernedError, ResitDateMissingError
from services.scheduling.domain.local_time import on_day
from services.scheduling.domain.orders.disposition import Disposition
from services.scheduling.domain.orders.fitness import must_be_fit, must_keep_no_relation
from services.scheduling.domain.orders.lost_time import grant_time, make_up_lost_time
from services.scheduling.domain.orders.neighbours import Neighbours
from services.scheduling.domain.orders.resit import resit_of
from services.scheduling.domain.registry.room import Room
from services.scheduling.domain.sessions.session import Session
from services.scheduling.domain.sessions.times import ApprovedOrder
from services.scheduling.ports import OrderDesk, Sessions
from services.scheduling.use_cases.exam_days import reserve_days

Attempt = Callable[[str], Awaitable[None]]


async def make_up_time(desk: OrderDesk, *, order: TimeExtensionApproved, now: datetime) -> None:
    """Add the time that was lost to every session that can still use it (INC-31); without a number nobody answers.

    What it runs into does not keep anybody from the time that is theirs: it is answered, for a person to put right.
    """
    if order.disposition is None:
        await _extend_unanswered(desk.sessions, order, now=now)
        return

    ordered = ApprovedOrder(approved_at=order.approved_at, number=order.disposition)
    disposition = Disposition.of(order.incident_id, order.batch_id, order.disposition)

    async def extend(session_id: str) -> None:
        session = await desk.sessions.get(session_id)
        try:
            grant_time(session, incident_id=order.incident_id, minutes=order.minutes, ordered=ordered, now=now)
        finally:
            desk.sessions.save(session)
        neighbours = await _neighbours(desk, order.batch_id, {session.day}, now=now)
        disposition.clashes += neighbours.clashes_of(session)

    await carry_out(desk.dispositions, disposition, order.session_ids, extend, now=now)


async def _extend_unanswered(sessions: Sessions, order: TimeExtensionApproved, *, now: datetime) -> None:
    affected = [await sessions.get(session_id) for session_id in order.session_ids]
    make_up_lost_time(affected, incident_id=order.incident_id, minutes=order.minutes, now=now)
    for session in affected:
        sessions.save(session)


async def cancel_sessions(desk: OrderDesk, *, order: CancellationApproved, now: datetime) -> None:
    """Stop sessions, or do not hold them."""

    async def cancel(session_id: str) -> None:
        session = await desk.sessions.get(session_id)
        session.cancel(now)
        await tell_candidates(desk, session, renumbers=session.is_ahead(now), now=now)

    await _carry_out(desk, order, order.session_ids, cancel, now=now)


async def delay_sessions(desk: OrderDesk, *, order: StartDelayApproved, now: datetime) -> None:
    """Begin later on the same day; the last session first, so that each one finds its place left by the next."""
    sessions = await _sessions_there(desk, order.session_ids)
    starts = {session.id: session.starts_at for session in sessions}
    latest_first = sorted(order.session_ids, key=lambda session_id: starts.get(session_id, now), reverse=True)
    neighbours = await _neighbours(desk, order.batch_id, {session.day for session in sessions}, now=now)

    async def delay(session_id: str) -> None:
        session = await desk.sessions.get(session_id)
        session.must_await_its_start()
        neighbours.must_not_clash_with(session.delayed_by(timedelta(minutes=order.minutes)))
        session.delay(order.minutes, ordered=_ordered(order), now=now)
        await tell_candidates(desk, session, now=now)

    await _carry_out(desk, order, latest_first, delay, now=now)


async def reschedule_sessions(desk: OrderDesk, *, order: RescheduleApproved, now: datetime) -> None:
    """Hold sessions on another day, or postpone them until one is set; at another site in a room that is free there."""
    days = {order.new_date} if order.new_date else set()
    neighbours = await _neighbours(desk, order.batch_id, days, now=now)

    async def postpone(session_id: str) -> None:
        session = await desk.sessions.get(session_id)
        session.postpone(now, ordered=_ordered(order))
        await tell_candidates(desk, session, renumbers=session.is_ahead(now), now=now)

    async def move(session_id: str, day: date) -> None:
        session = await desk.sessions.get(session_id)
        session.must_be_movable()
        starts_at = on_day(day, session.times.planned_start)
        room = await _free_room(desk, session, site=order.site, starts_at=starts_at, neighbours=neighbours)
        session.hold_on(starts_at, room=room, use_spare=order.use_spare, ordered=_ordered(order), now=now)
        neighbours.place(session)
        await tell_candidates(desk, session, renumbers=True, now=now)

    async def reschedule(session_id: str) -> None:
        await (move(session_id, order.new_date) if order.new_date else postpone(session_id))

    await _carry_out(desk, order, order.session_ids, reschedule, now=now)


async def replace_staff(desk: OrderDesk, *, order: StaffReplacementApproved, now: datetime) -> None:
    """Put one member of staff in the place of another (INC-21); who is to leave may be about to arrive."""

    async def take_over(session_id: str) -> None:
        session = await desk.sessions.get(session_id)
        arriving = await desk.staff.get(order.arriving)
        duty = session.on_duty.duty_left_by(order.leaving, ordered=_ordered(order), now=now)
        must_be_fit(arriving, duty, session)
        must_keep_no_relation(arriving, duty, session, await _candidates(desk, session))
        neighbours = await _neighbours(desk, order.batch_id, {session.day}, now=now)
        neighbours.must_be_free(arriving.id, duty, session)
        session.replace(order.leaving, order.arriving, now=now)
        desk.sessions.save(session)

    await _carry_out(desk, order, [order.session_id], take_over, now=now)


async def arrange_resit(desk: OrderDesk, *, order: ResitApproved, now: datetime) -> None:
    """Have candidates sit a part again: one new session for each of theirs, on the day that is set (INC-16)."""
    sessions = await _sessions_there(desk, order.session_ids)
    session_of = {seat.application_id: session for session in sessions for seat in session.seats}
    refusals: dict[str, DomainError | None] = {}

    async def arrange(session: Session) -> None:
        if order.new_date is None:
            raise ResitDateMissingError
        resit = resit_of(
            session,
            disposition_id=_disposition(order).id,
            application_ids=order.application_ids,
            starts_at=on_day(order.new_date, session.starts_at),
            now=now,
        )
        await _must_be_possible(desk, resit, await _neighbours(desk, order.batch_id, {resit.day}, now=now))
        resit.publish(await desk.rooms.get(resit.room_id), now=now)
        await tell_candidates(desk, resit, now=now)

    async def sit_again(application_id: str) -> None:
        session = session_of.get(application_id)
        if session is None or session.was_missed_by(application_id):
            raise NobodyConcernedError
        if session.id not in refusals:
            refusals[session.id] = None
            try:
                await arrange(session)
            except DomainError as refusal:
                refusals[session.id] = refusal
        if refusal_of_all := refusals[session.id]:
            raise refusal_of_all

    await _carry_out(desk, order, order.application_ids, sit_again, now=now)


async def _carry_out(desk: OrderDesk, order: Order, targets: Iterable[str], attempt: Attempt, *, now: datetime) -> None:
    await carry_out(desk.dispositions, _disposition(order), targets, attempt, now=now)


def _disposition(order: Order) -> Disposition:
    return Disposition.of(order.incident_id, order.batch_id, order.disposition)


def _ordered(order: Order) -> ApprovedOrder:
    return ApprovedOrder(approved_at=order.approved_at, number=order.disposition)


async def _sessions_there(desk: OrderDesk, session_ids: Iterable[str]) -> list[Session]:
    return [session for one in session_ids if (session := await desk.sessions.find_one(one))]


async def _neighbours(desk: OrderDesk, batch_id: str, days: Iterable[date], *, now: datetime) -> Neighbours:
    sessions = await reserve_days(desk.exam_days, desk.sessions, days, batch_id=batch_id, now=now)
    return Neighbours(sessions, way=desk.rules.way)


async def _free_room(
    desk: OrderDesk, session: Session, *, site: str, starts_at: datetime, neighbours: Neighbours
) -> Room:
    """The session's own room, or the smallest that is fit and free at another site."""
    own = await desk.rooms.get(session.room_id)
    if site in {"", session.site}:
        await _must_be_possible(desk, session.moved_to(starts_at, own), neighbours)
        return own
    fit = [room async for room in every(desk.rooms) if room.site == site and session.fits(room)]
    for room in sorted(fit, key=lambda room: (room.seats, room.id)):
        try:
            await _must_be_possible(desk, session.moved_to(starts_at, room), neighbours)
        except PlaceTakenError:
            continue
        return room
    raise NoRoomAtSiteError(session.id, site)


async def _must_be_possible(desk: OrderDesk, moved: Session, neighbours: Neighbours) -> None:
    neighbours.must_not_clash_with(moved)
    for member in moved.team:
        must_be_fit(await desk.staff.get(member.staff_id), member.duty, moved)


async def _candidates(desk: OrderDesk, session: Session) -> list[Enrolment]:
    return [await desk.enrolments.get(seat.application_id) for seat in session.seats]


async def tell_candidates(desk: OrderDesk, session: Session, *, renumbers: bool = False, now: datetime) -> None:
    """Keep a changed session and tell those in it, with a new number if the old place may be somebody else's."""
    desk.sessions.save(session)
    for seat, enrolment in zip(session.seats, await _candidates(desk, session), strict=True):
        enrolment.move(session.sitting_of(seat))
        if renumbers and (first := enrolment.first_sitting):
            place = await desk.sessions.get(first.session_id)
            enrolment.renumber(ticket_number(starts_at=place.starts_at, room_number=place.room_number, seat=first.seat))
        enrolment.announce_change(now)
        desk.enrolments.save(enrolment)

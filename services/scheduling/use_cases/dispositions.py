"""Orders of the incident service, carried out target by target; a refusal is an answer like any other."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from libs.chassis.domain import DomainError, carry_out, every
from libs.contracts.incident import (
    CancellationApproved,
    RescheduleApproved,
    ResitApproved,
    StaffReplacementApproved,
    StartDelayApproved,
    TimeExtensionApproved,
)
from services.scheduling.domain.batches.enrolment import Enrolment
from services.scheduling.domain.batches.exam_day import ExamDay
from services.scheduling.domain.batches.ticket_number import ticket_number
from services.scheduling.domain.errors.neighbours import NoRoomAtSiteError, PlaceTakenError
from services.scheduling.domain.errors.resit import NobodyConcernedError, ResitDateMissingError
from services.scheduling.domain.local_time import on_day
from services.scheduling.domain.orders.disposition import Disposition
from services.scheduling.domain.orders.fitness import must_be_fit, must_keep_no_relation
from services.scheduling.domain.orders.lost_time import grant_time
from services.scheduling.domain.orders.neighbours import Neighbours
from services.scheduling.domain.orders.resit import resit_of
from services.scheduling.domain.registry.room import Room
from services.scheduling.domain.sessions.day_changes import Ordered
from services.scheduling.domain.sessions.session import Session
from services.scheduling.ports import Office
from services.scheduling.use_cases.batches import extend_sessions


async def make_up_time(office: Office, *, order: TimeExtensionApproved, now: datetime) -> None:
    """Add the time that was lost to every session that can still use it (INC-31); without a number nobody answers.

    What it runs into does not keep anybody from the time that is theirs: it is answered, for a person to put right.
    """
    if order.disposition is None:
        await extend_sessions(
            office.sessions,
            session_ids=order.session_ids,
            incident_id=order.incident_id,
            minutes=order.minutes,
            now=now,
        )
        return

    ordered = Ordered(approved_at=order.approved_at, number=order.disposition)
    disposition = Disposition.of(order.incident_id, order.batch_id, order.disposition)

    async def extend(session_id: str) -> None:
        session = await office.sessions.get(session_id)
        try:
            grant_time(session, incident_id=order.incident_id, minutes=order.minutes, ordered=ordered, now=now)
        finally:
            office.sessions.save(session)
        neighbours = await _neighbours(office, order.batch_id, {session.day}, now=now)
        disposition.clashes += neighbours.run_into_by(session)

    await carry_out(office.dispositions, disposition, order.session_ids, extend, now=now)


async def cancel_sessions(office: Office, *, order: CancellationApproved, now: datetime) -> None:
    """Stop sessions, or do not hold them."""

    async def cancel(session_id: str) -> None:
        session = await office.sessions.get(session_id)
        session.cancel(now)
        await _tell_candidates(office, session, renumbers=session.is_ahead(now), now=now)

    disposition = Disposition.of(order.incident_id, order.batch_id, order.disposition)
    await carry_out(office.dispositions, disposition, order.session_ids, cancel, now=now)


async def delay_sessions(office: Office, *, order: StartDelayApproved, now: datetime) -> None:
    """Begin later on the same day; the last session first, so that each one finds its place left by the next."""
    known = [await office.sessions.find_one(session_id) for session_id in order.session_ids]
    starts = {session.id: session.starts_at for session in known if session}
    latest_first = sorted(order.session_ids, key=lambda one: starts.get(one, now), reverse=True)
    neighbours = await _neighbours(office, order.batch_id, {session.day for session in known if session}, now=now)
    later = timedelta(minutes=order.minutes)
    ordered = Ordered(approved_at=order.approved_at, number=order.disposition)

    async def delay(session_id: str) -> None:
        session = await office.sessions.get(session_id)
        session.must_await_its_start()
        neighbours.must_leave_place_for(session.delayed_by(later))
        session.delay(order.minutes, ordered=ordered, now=now)
        await _tell_candidates(office, session, now=now)

    disposition = Disposition.of(order.incident_id, order.batch_id, order.disposition)
    await carry_out(office.dispositions, disposition, latest_first, delay, now=now)


async def reschedule_sessions(office: Office, *, order: RescheduleApproved, now: datetime) -> None:
    """Hold sessions on another day, or postpone them until one is set; at another site in a room that is free there."""
    ordered = Ordered(approved_at=order.approved_at, number=order.disposition)
    days = {order.new_date} if order.new_date else set()
    neighbours = await _neighbours(office, order.batch_id, days, now=now)

    async def postpone(session_id: str) -> None:
        session = await office.sessions.get(session_id)
        session.postpone(now, ordered=ordered)
        await _tell_candidates(office, session, renumbers=session.is_ahead(now), now=now)

    async def move(session_id: str, day: date) -> None:
        session = await office.sessions.get(session_id)
        session.must_be_movable()
        starts_at = on_day(day, session.planned_start)
        room = await _free_room(office, session, site=order.site, starts_at=starts_at, neighbours=neighbours)
        session.hold_on(starts_at, room=room, use_spare=order.use_spare, ordered=ordered, now=now)
        neighbours.enter(session)
        await _tell_candidates(office, session, renumbers=True, now=now)

    async def act(session_id: str) -> None:
        await (move(session_id, order.new_date) if order.new_date else postpone(session_id))

    disposition = Disposition.of(order.incident_id, order.batch_id, order.disposition)
    await carry_out(office.dispositions, disposition, order.session_ids, act, now=now)


async def replace_staff(office: Office, *, order: StaffReplacementApproved, now: datetime) -> None:
    """Put one member of staff in the place of another (INC-21)."""

    async def take_over(session_id: str) -> None:
        session = await office.sessions.get(session_id)
        arriving = await office.staff.get(order.arriving)
        duty = session.on_duty.duty_of(order.leaving)
        must_be_fit(arriving, duty, session)
        must_keep_no_relation(arriving, duty, session, await _candidates(office, session))
        (await _neighbours(office, order.batch_id, {session.day}, now=now)).must_leave_free(arriving.id, duty, session)
        session.replace(order.leaving, order.arriving, now=now)
        office.sessions.save(session)

    disposition = Disposition.of(order.incident_id, order.batch_id, order.disposition)
    await carry_out(office.dispositions, disposition, [order.session_id], take_over, now=now)


async def arrange_resit(office: Office, *, order: ResitApproved, now: datetime) -> None:
    """Have candidates sit a part again: one new session for each of theirs, on the day that is set (INC-16)."""
    sat = [one for session_id in order.session_ids if (one := await office.sessions.find_one(session_id))]
    session_of = {seat.application_id: session for session in sat for seat in session.seats}
    disposition = Disposition.of(order.incident_id, order.batch_id, order.disposition)
    arranged: dict[str, DomainError | None] = {}

    async def arrange(session: Session) -> None:
        if order.new_date is None:
            raise ResitDateMissingError
        starts_at = on_day(order.new_date, session.starts_at)
        resit = resit_of(
            session,
            disposition_id=disposition.id,
            application_ids=order.application_ids,
            starts_at=starts_at,
            now=now,
        )
        await _must_be_possible(office, resit, await _neighbours(office, order.batch_id, {resit.day}, now=now))
        resit.publish(await office.rooms.get(resit.room_id), now=now)
        await _tell_candidates(office, resit, now=now)

    async def sit_again(application_id: str) -> None:
        session = session_of.get(application_id)
        if session is None or session.was_missed_by(application_id):
            raise NobodyConcernedError
        if session.id not in arranged:
            arranged[session.id] = None
            try:
                await arrange(session)
            except DomainError as refusal:
                arranged[session.id] = refusal
        if why := arranged[session.id]:
            raise why

    await carry_out(office.dispositions, disposition, order.application_ids, sit_again, now=now)


async def _neighbours(office: Office, batch_id: str, days: Iterable[date], *, now: datetime) -> Neighbours:
    """All sessions of these days. Writing the days makes changes to one another's neighbours clash and run again."""
    found: list[Session] = []
    for day in sorted(days):
        exam_day = await office.exam_days.find_one(day.isoformat()) or ExamDay(id=day.isoformat())
        exam_day.reserve(batch_id, now=now)
        office.exam_days.save(exam_day)
        found += [session async for session in every(office.sessions, {"day": day, "stands": True})]
    return Neighbours(found)


async def _free_room(
    office: Office, session: Session, *, site: str, starts_at: datetime, neighbours: Neighbours
) -> Room:
    """The session's own room, or the smallest that is fit and free at another site."""
    own = await office.rooms.get(session.room_id)
    if site in {"", session.site}:
        await _must_be_possible(office, session.moved_to(starts_at, own), neighbours)
        return own
    fit = [room async for room in every(office.rooms) if room.site == site and session.fits(room)]
    for room in sorted(fit, key=lambda one: (one.seats, one.id)):
        try:
            await _must_be_possible(office, session.moved_to(starts_at, room), neighbours)
        except PlaceTakenError:
            continue
        return room
    raise NoRoomAtSiteError(session.id, site)


async def _must_be_possible(office: Office, moved: Session, neighbours: Neighbours) -> None:
    neighbours.must_leave_place_for(moved)
    for member in moved.team:
        must_be_fit(await office.staff.get(member.staff_id), member.duty, moved)


async def _candidates(office: Office, session: Session) -> list[Enrolment]:
    return [await office.enrolments.get(seat.application_id) for seat in session.seats]


async def _tell_candidates(office: Office, session: Session, *, renumbers: bool = False, now: datetime) -> None:
    """Keep a changed session and tell those in it, with a new number if the old place may be somebody else's."""
    office.sessions.save(session)
    for seat, enrolment in zip(session.seats, await _candidates(office, session), strict=True):
        enrolment.move(session.sitting_of(seat))
        if renumbers and (first := enrolment.first_sitting):
            place = await office.sessions.get(first.session_id)
            enrolment.renumber(ticket_number(starts_at=place.starts_at, room_number=place.room_number, seat=first.seat))
        enrolment.tell_again(now)
        office.enrolments.save(enrolment)

"""An announced plan is mended after a loss: the difference first, and then just that."""

from datetime import datetime

from libs.chassis.domain import every
from services.scheduling.domain.batches.enrolment import Enrolment
from services.scheduling.domain.errors.room import SiteWithoutChiefError
from services.scheduling.domain.orders.amendment import ChangeKind, Loss, PlanDifference, Register, amendment_of
from services.scheduling.domain.orders.latecomers import LatePlaces, seat_of
from services.scheduling.ports import NOT_WITHDRAWN, OrderDesk, open_sessions
from services.scheduling.use_cases.exam_days import reserve_days
from services.scheduling.use_cases.orders import tell_candidates


async def draft_amendment(desk: OrderDesk, *, batch_id: str, loss: Loss, now: datetime) -> PlanDifference:
    """What would mend a loss; nothing changes."""
    days = {one.day async for one in open_sessions(desk.sessions) if one.batch_id == batch_id}
    that_day = [one for day in days async for one in every(desk.sessions, {"day": day, **NOT_WITHDRAWN})]
    register = Register(
        staff={member.id: member async for member in every(desk.staff)},
        rooms={room.id: room async for room in every(desk.rooms)},
        candidates={one.id: one async for one in every(desk.enrolments, {"batch_id": batch_id})},
        rules=desk.rules,
    )
    return amendment_of(batch_id, that_day, register, loss, now=now)


async def publish_amendment(
    desk: OrderDesk, *, batch_id: str, loss: Loss, digest: str, now: datetime
) -> PlanDifference:
    """Announce just what was looked at: everybody concerned is told again."""
    days = {one.day async for one in open_sessions(desk.sessions) if one.batch_id == batch_id}
    await reserve_days(desk.exam_days, desk.sessions, days, batch_id=batch_id, now=now)
    amendment = await draft_amendment(desk, batch_id=batch_id, loss=loss, now=now)
    amendment.must_be(digest)
    for change in amendment.changes:
        session = await desk.sessions.get(change.session_id)
        to = change.to or ""
        if change.kind is ChangeKind.ROOM:
            session.change_room(await desk.rooms.get(to), now=now)
            await tell_candidates(desk, session, renumbers=session.is_ahead(now), now=now)
        else:
            session.replace(change.lost, to, now=now)
            desk.sessions.save(session)
    await _seat_latecomers(desk, batch_id, amendment.late, now=now)
    return amendment


async def _seat_latecomers(desk: OrderDesk, batch_id: str, late: LatePlaces, *, now: datetime) -> None:
    for session in late.opened:
        if await desk.sites.find_one(session.site) is None:
            raise SiteWithoutChiefError(session.site)
        session.publish(await desk.rooms.get(session.room_id), now=now)
        desk.sessions.save(session)
    told: dict[str, Enrolment] = {}
    for seat in sorted(late.seats, key=lambda one: one.starts_at):
        candidate = told.setdefault(seat.application_id, await desk.enrolments.get(seat.application_id))
        session = await desk.sessions.get(seat.session_id)
        if not seat.opens:
            session.seat_late(seat_of(candidate, session, seat.seat), now=now)
            desk.sessions.save(session)
        candidate.take_late_seat(session.sitting_of(session.seating.of(candidate.id)), room_number=session.room_number)
    for candidate in told.values():
        candidate.announce(now)
        desk.enrolments.save(candidate)
    if told:
        plan = await desk.plans.get(batch_id)
        plan.note_late(sessions=len(late.opened), candidates=len(told))
        desk.plans.save(plan)

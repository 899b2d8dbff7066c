"""What people see of plans, sessions and tickets. Times are given on the site's clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from libs.chassis.domain import Page, Query, every
from libs.contracts.beijing import BEIJING
from libs.contracts.sealing import Purpose
from services.scheduling.domain.batches.enrolment import Enrolment, EnrolmentState
from services.scheduling.domain.errors.enrolment import TicketNotIssuedError
from services.scheduling.domain.errors.session import NotSessionStaffError, SessionNotPublishedError
from services.scheduling.domain.orders.gaps import Gap, gaps_of
from services.scheduling.domain.planning.seating import desk_of
from services.scheduling.domain.registry.room import Room
from services.scheduling.domain.registry.staff import StaffMember
from services.scheduling.domain.sessions.exam_clock import TIMELINES
from services.scheduling.domain.sessions.seats import Seat
from services.scheduling.domain.sessions.session import Session
from services.scheduling.domain.sessions.session_state import SessionState
from services.scheduling.ports import (
    BatchPlans,
    Cipher,
    Desk,
    Enrolments,
    Rooms,
    Sessions,
    StaffMembers,
    open_sessions,
)

LEVEL_NAMES = {5: "五级/初级工", 4: "四级/中级工", 3: "三级/高级工", 2: "二级/技师", 1: "一级/高级技师"}
CALLED_OFF_NAMES = {"postponed": "缓考，时间另行通知", "cancelled": "本次考试取消"}
PART_NAMES = {"theory": "理论知识考试", "practical": "操作技能考核"}
# EXM-07, EXM-09, EXM-17, EXM-18, EXM-27, EXM-47.
TICKET_NOTES = (
    "请携带本准考证和身份证，于开考前15分钟入场，对号入座，并将两证放在座位左上角。",
    "通讯工具须关闭，与其他非考试用品一起放在指定位置。",
    "理论考试开考30分钟后不得入场，开考30分钟内不得交卷退场。",
    "操作技能考核迟到5分钟，取消该项考核资格；请携带规定的工卡量具和原材料。",
)

Shape = dict[str, Any]


def local(moment: datetime | None) -> str | None:
    """A moment as people on site read it."""
    return moment.astimezone(BEIJING).isoformat() if moment else None


async def show_plan(plans: BatchPlans, sessions: Sessions, batch_id: str) -> Shape:
    """A plan's figures: what it came to, and how much of it is announced."""
    plan = await plans.get(batch_id)
    return {
        "batch_id": plan.id,
        "state": plan.state,
        "approved": plan.approved,
        "candidates": plan.candidates,
        "sessions": plan.sessions,
        "drafts": await sessions.count({"batch_id": batch_id, "state": SessionState.DRAFT}),
        "days": [day.isoformat() for day in plan.days],
        "planned_at": local(plan.planned_at),
        "planned_by": plan.planned_by,
    }


async def gaps(desk: Desk, *, now: datetime, batch_id: str | None = None) -> list[Gap]:
    """What of the announced sessions does not hold any more, of one batch or of all."""
    announced = [session async for session in open_sessions(desk.sessions)]
    asked = {session.id for session in announced if batch_id in {None, session.batch_id}}
    candidates: dict[str, Enrolment] = {}
    for batch in sorted({session.batch_id for session in announced}):
        candidates |= {one.id: one async for one in every(desk.enrolments, {"batch_id": batch})}
    staff = {member.id: member async for member in every(desk.staff)}
    rooms = {room.id: room async for room in every(desk.rooms)}
    found = gaps_of(announced, staff, rooms, candidates, now=now)
    return [gap for gap in found if asked & {gap.session_id, gap.other_id}]


async def gaps_of_staff(desk: Desk, *, staff_ids: set[str], now: datetime) -> list[Gap]:
    """What these people can no longer do of what was announced; nothing is looked at if they have no duty."""
    if not any([session.on_duty.includes(one) async for session in open_sessions(desk.sessions) for one in staff_ids]):
        return []
    return [gap for gap in await gaps(desk, now=now) if gap.staff_id in staff_ids]


async def batch_progress(enrolments: Enrolments, sessions: Sessions, batch_id: str) -> Shape:
    """How far a batch is; states are those of now, so `scheduled` is part of `enrolled`."""
    states = [state for state in SessionState if state is not SessionState.WITHDRAWN]
    by_state = {state.value: await sessions.count({"batch_id": batch_id, "state": state}) for state in states}
    return {
        "batch_id": batch_id,
        "enrolled": await enrolments.count({"batch_id": batch_id}),
        "seated": await enrolments.count({"batch_id": batch_id, "state": EnrolmentState.SEATED}),
        "scheduled": await enrolments.count({"batch_id": batch_id, "state": EnrolmentState.SCHEDULED}),
        "sessions": sum(by_state.values()),
        **by_state,
    }


DutyRole = Literal["examiner", "invigilator", "supervisor"]


async def list_staff(
    staff: StaffMembers, *, role: DutyRole | None, cards_end_before: date | None, after: str | None, limit: int
) -> Shape:
    """The register by id; of relatives what they are, never who."""
    where = {f"is_{role}": True} if role else {}
    if cards_end_before is None:
        page = await staff.find(Query(where, after=after, limit=limit))
    else:
        ending = {"first_card_ends": cards_end_before}
        page = await staff.find(Query(where, order_by="first_card_ends", below=ending, after=after, limit=limit))
    return {"items": [_member(one) for one in page.items], "next": page.next}


async def list_rooms(rooms: Rooms, where: Mapping[str, object], *, after: str | None, limit: int) -> Shape:
    """The rooms by id."""
    page = await rooms.find(Query(where, after=after, limit=limit))
    return {"items": [_room(one) for one in page.items], "next": page.next}


async def list_sessions(
    sessions: Sessions, where: Mapping[str, object], *, own: str | None, after: str | None, limit: int
) -> Shape:
    """Sessions in order of id; for somebody on duty only the published ones with a duty of theirs, all at once."""
    if own is None:
        page = await sessions.find(Query({**where, "stands": True}, after=after, limit=limit))
        return {"items": [_summary(one) for one in page.items], "next": page.next}
    standing = every(sessions, {**where, "stands": True})
    mine = [one async for one in standing if one.on_duty.includes(own) and one.state is not SessionState.DRAFT]
    return {"items": [_summary(one) for one in mine], "next": None}


@dataclass(frozen=True)
class Viewer:
    """Who looks at a session: some see every session, and some of them the names in it."""

    id: str
    oversees: bool
    sees_names: bool


async def show_session(
    sessions: Sessions, enrolments: Enrolments, cipher: Cipher, session_id: str, *, viewer: Viewer
) -> Shape:
    """One session with seats, staff and timeline; names only for its own staff and for exam affairs."""
    session = await sessions.get(session_id)
    own = session.on_duty.includes(viewer.id)
    if not own and not viewer.oversees:
        raise NotSessionStaffError(session_id)
    if session.state in {SessionState.DRAFT, SessionState.WITHDRAWN} and not viewer.oversees:
        raise SessionNotPublishedError(session_id)
    seated = {one.id: one async for one in every(enrolments, {f"{session.part}_session": session_id})}
    names = {one.id: _name(one, cipher) for one in seated.values()} if own or viewer.sees_names else {}
    return {
        **_summary(session),
        "started_at": local(session.started_at),
        "finished_at": local(session.finished_at),
        "supervisor_id": session.supervisor_id,
        "attendance": {
            "present": session.present,
            "absent": len(session.seats) - session.present,
            "counted_at": local(session.counted_at),
            "counted_present": session.counted_present,
        },
        "extensions": [{"incident_id": one.incident_id, "minutes": one.minutes} for one in session.extensions],
        "extensions_too_late": session.extensions_too_late,
        "spare_incident_id": session.spare_incident_id,
        "timeline": timeline(session),
        "seats": [_seat(session, place, seated, names) for place in session.seats],
    }


def timeline(session: Session) -> list[Shape]:
    """The checkpoints of the day, from an hour before the start to the end."""
    return [
        {
            "name": checkpoint.name,
            "at": local(checkpoint.at(starts_at=session.starts_at, ends_at=session.ends_at)),
            "anchor": checkpoint.anchor,
            "minutes": checkpoint.minutes,
            "rules": checkpoint.rules.split(),
            "task": checkpoint.task,
        }
        for checkpoint in TIMELINES[session.part]
    ]


async def list_tickets(  # noqa: PLR0913 -- whose tickets, from where, and which page of them
    enrolments: Enrolments, rooms: Rooms, cipher: Cipher, batch_id: str, *, after: str | None, limit: int
) -> Shape:
    """What is printed on the tickets of a published plan (REG-17)."""
    where = {"batch_id": batch_id, "state": EnrolmentState.SCHEDULED}
    page: Page[Enrolment] = await enrolments.find(Query(where, after=after, limit=limit))
    sites = {room.id: room.site async for room in every(rooms)}
    return {"items": [_ticket(one, sites, cipher) for one in page.items], "next": page.next}


async def find_tickets(enrolments: Enrolments, rooms: Rooms, cipher: Cipher, ticket_number: str) -> Shape:
    """The ticket of a number; one or none."""
    page = await enrolments.find(Query({"issued_ticket": ticket_number}, limit=1))
    return {"items": [await show_ticket(enrolments, rooms, cipher, one.id) for one in page.items], "next": None}


async def show_ticket(enrolments: Enrolments, rooms: Rooms, cipher: Cipher, application_id: str) -> Shape:
    """One candidate's ticket."""
    enrolment = await enrolments.get(application_id)
    if enrolment.state is not EnrolmentState.SCHEDULED:
        raise TicketNotIssuedError(application_id)
    sites = {sitting.room: (await rooms.get(sitting.room)).site for sitting in enrolment.sittings}
    return _ticket(enrolment, sites, cipher)


def _member(member: StaffMember) -> Shape:
    return {
        "staff_id": member.id,
        "name": member.name,
        "roles": member.roles,
        "available": member.available,
        "teaches_classes": member.teaches_classes,
        "related_to": [one.relation for one in member.related_to],
        "first_card_ends": member.first_card_ends,
        "occupations": [
            {
                "code": one.occupation_code,
                "examiner_class": one.examiner_class,
                "card_number": one.card_number,
                "card_valid_until": one.card_valid_until,
                "contract_until": one.contract_until,
                "last_education": one.last_education,
                "last_assessment": one.last_assessment,
                "examining_since": one.examining_since,
                "card_issued_on": one.card_issued_on,
            }
            for one in member.credentials
        ],
    }


def _room(room: Room) -> Shape:
    return {
        "room_id": room.id,
        "number": room.number,
        "kind": room.kind,
        "site": room.site,
        "seats": room.seats,
        "gap_cm": room.gap_cm,
        "occupation_codes": room.occupation_codes,
    }


def _summary(session: Session) -> Shape:
    return {
        "session_id": session.id,
        "batch_id": session.batch_id,
        "part": session.part,
        "occupation_code": session.occupation_code,
        "level": session.level,
        "room": session.room_id,
        "site": session.site,
        "starts_at": local(session.starts_at),
        "ends_at": local(session.ends_at),
        "state": session.state,
        "candidates": len(session.seats),
        "checked_in": session.present,
        "staff": [{"staff_id": member.staff_id, "duty": member.duty} for member in session.team],
    }


def _seat(session: Session, place: Seat, seated: Mapping[str, Enrolment], names: Mapping[str, str]) -> Shape:
    enrolment = seated.get(place.application_id)
    column, row = desk_of(place.number) if session.part == "theory" else (None, None)
    return {
        "seat": place.number,
        "column": column,
        "row": row,
        "application_id": place.application_id,
        "ticket_number": enrolment.ticket_number if enrolment else None,
        "name": names.get(place.application_id),
        "form": place.form,
        **_arrival(place),
    }


def show_arrival(session: Session, application_id: str) -> Shape:
    """What is on record of one candidate's arrival."""
    return {"application_id": application_id, **_arrival(session.seating.of(application_id))}


def _arrival(place: Seat) -> Shape:
    arrival = place.arrival
    return {
        "checked_in_at": local(place.checked_in_at),
        "claimed_at": local(arrival.claimed_at) if arrival else None,
        "received_at": local(arrival.received_at if arrival else place.checked_in_at),
        "offline": arrival is not None and arrival.offline,
        "received_late": place.is_received_late,
    }


def _name(enrolment: Enrolment, cipher: Cipher) -> str:
    return cipher.open(enrolment.name, purpose=Purpose.CANDIDATE_NAME, owner=enrolment.id)


def _ticket(enrolment: Enrolment, sites: Mapping[str, str], cipher: Cipher) -> Shape:
    return {
        "application_id": enrolment.id,
        "ticket_number": enrolment.ticket_number,
        "name": _name(enrolment, cipher),
        "id_number": cipher.open(enrolment.id_number, purpose=Purpose.RESIDENT_NUMBER, owner=enrolment.id),
        "occupation_code": enrolment.occupation_code,
        "occupation": enrolment.occupation,
        "work_type": enrolment.work_type,
        "level": LEVEL_NAMES[enrolment.level],
        "sittings": [
            {
                "part": PART_NAMES[sitting.part],
                "starts_at": None if sitting.called_off else local(sitting.starts_at),
                "ends_at": None if sitting.called_off else local(sitting.ends_at),
                "called_off": CALLED_OFF_NAMES[sitting.called_off] if sitting.called_off else None,
                "site": sites.get(sitting.room),
                "room": sitting.room,
                "seat": sitting.seat,
            }
            for sitting in enrolment.sittings
        ],
        "notes": list(TICKET_NOTES),
    }

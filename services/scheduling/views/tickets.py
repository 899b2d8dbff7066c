"""What is printed on admission tickets (REG-17)."""

from collections.abc import Mapping
from dataclasses import dataclass

from libs.chassis.domain import Cipher, Page, Query, every
from libs.contracts.names import FULL_PART_NAMES, LEVEL_NAMES
from libs.contracts.scheduling import CalledOff, Sitting
from libs.contracts.sealing import Purpose
from services.scheduling.domain.batches.enrolment import Enrolment, EnrolmentState
from services.scheduling.domain.errors.enrolment import TicketNotIssuedError
from services.scheduling.domain.registry.room import Room
from services.scheduling.ports import TicketDesk
from services.scheduling.views.site_time import SiteTime

CALLED_OFF_NAMES: Mapping[CalledOff, str] = {"postponed": "缓考，时间另行通知", "cancelled": "本次考试取消"}
# What stands in place of what cannot be opened: one broken seal keeps no room and no batch from its lists.
UNREADABLE = "（无法解密）"
# EXM-07, EXM-09, EXM-17, EXM-18, EXM-27, EXM-47.
TICKET_NOTES = (
    "请携带本准考证和身份证，于开考前15分钟入场，对号入座，并将两证放在座位左上角。",
    "通讯工具须关闭，与其他非考试用品一起放在指定位置。",
    "理论考试开考30分钟后不得入场，开考30分钟内不得交卷退场。",
    "操作技能考核迟到5分钟，取消该项考核资格；请携带规定的工卡量具和原材料。",
)


@dataclass(frozen=True, kw_only=True)
class SittingView:
    """One part on a ticket, in words; without times while it is called off."""

    part: str
    sat_as: str
    starts_at: SiteTime | None
    ends_at: SiteTime | None
    called_off: str | None
    site: str | None
    room: str
    seat: int


@dataclass(frozen=True, kw_only=True)
class TicketView:
    """What one ticket says, in the words that are printed."""

    application_id: str
    ticket_number: str | None
    name: str
    id_number: str
    occupation_code: str
    occupation: str
    work_type: str
    level: str
    sittings: list[SittingView]
    notes: list[str]


async def list_tickets(desk: TicketDesk, batch_id: str, *, after: str | None, limit: int) -> Page[TicketView]:
    """The tickets of a published plan."""
    where = {"batch_id": batch_id, "state": EnrolmentState.SCHEDULED}
    page = await desk.enrolments.find(Query(where, after=after, limit=limit))
    rooms = {room.id: room async for room in every(desk.rooms)}
    return Page([_ticket(enrolment, rooms, desk.cipher) for enrolment in page.items], page.next)


async def list_tickets_of_number(desk: TicketDesk, ticket_number: str) -> Page[TicketView]:
    """The ticket of a number; one or none."""
    page = await desk.enrolments.find(Query({"issued_ticket": ticket_number}, limit=1))
    return Page([await show_ticket(desk, enrolment.id) for enrolment in page.items])


async def show_ticket(desk: TicketDesk, application_id: str) -> TicketView:
    """The ticket of one candidate. Raises `TicketNotIssuedError`."""
    enrolment = await desk.enrolments.get(application_id)
    if enrolment.state is not EnrolmentState.SCHEDULED:
        raise TicketNotIssuedError(application_id)
    rooms = {sitting.room: await desk.rooms.get(sitting.room) for sitting in enrolment.sittings}
    return _ticket(enrolment, rooms, desk.cipher)


def show_name(enrolment: Enrolment, cipher: Cipher) -> str:
    """The name of a candidate, opened for whoever may see it."""
    return _opened(cipher, enrolment.name, Purpose.CANDIDATE_NAME, enrolment.id)


def _opened(cipher: Cipher, sealed: str, purpose: Purpose, owner: str) -> str:
    readable = cipher.opens(sealed, purpose=purpose, owner=owner)
    return cipher.open(sealed, purpose=purpose, owner=owner) if readable else UNREADABLE


def _ticket(enrolment: Enrolment, rooms: Mapping[str, Room], cipher: Cipher) -> TicketView:
    return TicketView(
        application_id=enrolment.id,
        ticket_number=enrolment.ticket_number,
        name=show_name(enrolment, cipher),
        id_number=_opened(cipher, enrolment.id_number, Purpose.RESIDENT_NUMBER, enrolment.id),
        occupation_code=enrolment.occupation_code,
        occupation=enrolment.occupation,
        work_type=enrolment.work_type,
        level=LEVEL_NAMES[enrolment.level],
        sittings=[_sitting(sitting, rooms[sitting.room]) for sitting in enrolment.sittings],
        notes=list(TICKET_NOTES),
    )


def _sitting(sitting: Sitting, room: Room) -> SittingView:
    return SittingView(
        part=FULL_PART_NAMES[sitting.part],
        sat_as=room.sat_as,
        starts_at=None if sitting.called_off else sitting.starts_at,
        ends_at=None if sitting.called_off else sitting.ends_at,
        called_off=CALLED_OFF_NAMES[sitting.called_off] if sitting.called_off else None,
        site=room.site,
        room=sitting.room,
        seat=sitting.seat,
    )

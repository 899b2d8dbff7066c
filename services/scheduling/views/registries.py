"""What people see of the registers of staff and rooms."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from libs.chassis.domain import Page, Query
from services.scheduling.domain.qualifications.kinds import EXAMINER_KINDS
from services.scheduling.domain.qualifications.qualification import Appointment, Qualification
from services.scheduling.domain.qualifications.yearly import YearlyDuty
from services.scheduling.domain.registry.room import PracticalWay, Room, RoomKind
from services.scheduling.domain.registry.staff import ExaminerClass, StaffMember
from services.scheduling.ports import Rooms, Sites, StaffMembers

DutyRole = Literal["examiner", "invigilator", "supervisor"]


@dataclass(frozen=True, kw_only=True)
class CredentialView:
    """An examiner's standing in one occupation, as it was entered."""

    key: str
    code: str
    examiner_class: ExaminerClass
    card_number: str
    card_valid_until: date | None
    contract_until: date
    last_education: date | None
    last_assessment: date | None
    examining_since: date | None
    card_issued_on: date | None

    @classmethod
    def of(cls, one: Qualification, held: Appointment) -> "CredentialView":
        """What is shown of an examiner's card."""
        return cls(
            key=one.key,
            code=one.occupation_code or "",
            examiner_class=ExaminerClass(one.kind.value),
            card_number=held.card_number or "",
            card_valid_until=held.valid_until,
            contract_until=held.term_until,
            last_education=one.last_of(YearlyDuty.EDUCATION),
            last_assessment=one.last_of(YearlyDuty.ASSESSMENT),
            examining_since=one.since,
            card_issued_on=held.issued_on,
        )


@dataclass(frozen=True, kw_only=True)
class StaffView:
    """Somebody in the register; of relatives the relation alone."""

    staff_id: str
    name: str
    roles: list[str]
    available: bool
    teaches_classes: list[str]
    related_to: list[str]
    first_card_ends: date | None
    occupations: list[CredentialView]

    @classmethod
    def of(cls, member: StaffMember) -> "StaffView":
        """What is shown of a member of staff."""
        return cls(
            staff_id=member.id,
            name=member.name,
            roles=member.roles,
            available=member.available,
            teaches_classes=member.teaches_classes,
            related_to=[relation.relation for relation in member.related_to],
            first_card_ends=member.first_card_ends,
            occupations=[
                CredentialView.of(one, one.appointment)
                for one in member.qualifications
                if one.kind in EXAMINER_KINDS and one.appointment
            ],
        )


@dataclass(frozen=True, kw_only=True)
class RoomView:
    """A room with the number that it keeps."""

    room_id: str
    number: int
    kind: RoomKind
    site: str
    seats: int
    gap_cm: int | None
    occupation_codes: list[str]
    is_single: bool | None
    is_undisturbed: bool | None
    has_computers: bool
    way: PracticalWay | None

    @classmethod
    def of(cls, room: Room) -> "RoomView":
        """What is shown of a room."""
        return cls(
            room_id=room.id,
            number=room.number,
            kind=room.kind,
            site=room.site,
            seats=room.seats,
            gap_cm=room.gap_cm,
            occupation_codes=room.occupation_codes,
            is_single=room.is_single,
            is_undisturbed=room.is_undisturbed,
            has_computers=room.has_computers,
            way=room.way,
        )


@dataclass(frozen=True, kw_only=True)
class SiteView:
    """A site and who leads it."""

    site: str
    chief: str
    deputies: list[str]


async def list_sites(sites: Sites, *, after: str | None, limit: int) -> Page[SiteView]:
    """The sites by name, with their heads."""
    page = await sites.find(Query({}, after=after, limit=limit))
    return Page([SiteView(site=one.id, chief=one.chief, deputies=one.deputies) for one in page.items], page.next)


async def list_staff(
    staff: StaffMembers, *, role: DutyRole | None, cards_end_before: date | None, after: str | None, limit: int
) -> Page[StaffView]:
    """The register by id, or by the end of the first card; of relatives what they are, never who."""
    where = {f"is_{role}": True} if role else {}
    if cards_end_before is None:
        page = await staff.find(Query(where, after=after, limit=limit))
    else:
        ending = {"first_card_ends": cards_end_before}
        page = await staff.find(Query(where, order_by="first_card_ends", below=ending, after=after, limit=limit))
    return Page([StaffView.of(member) for member in page.items], page.next)


async def list_rooms(rooms: Rooms, where: Mapping[str, object], *, after: str | None, limit: int) -> Page[RoomView]:
    """The rooms by id, with the numbers that they keep."""
    page = await rooms.find(Query(where, after=after, limit=limit))
    return Page([RoomView.of(room) for room in page.items], page.next)

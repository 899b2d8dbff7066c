"""What people see of the registers of staff and rooms."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from libs.chassis.domain import Page, Query
from services.scheduling.domain.registry.room import Room, RoomKind
from services.scheduling.domain.registry.staff import Credential, ExaminerClass, StaffMember
from services.scheduling.ports import Rooms, StaffMembers

DutyRole = Literal["examiner", "invigilator", "supervisor"]


@dataclass(frozen=True, kw_only=True)
class CredentialView:
    """An examiner's standing in one occupation, as it was entered."""

    code: str
    examiner_class: ExaminerClass
    card_number: str
    card_valid_until: date
    contract_until: date
    last_education: date
    last_assessment: date
    examining_since: date
    card_issued_on: date | None

    @classmethod
    def of(cls, credential: Credential) -> "CredentialView":
        """What is shown of a credential."""
        return cls(
            code=credential.occupation_code,
            examiner_class=credential.examiner_class,
            card_number=credential.card_number,
            card_valid_until=credential.card_valid_until,
            contract_until=credential.contract_until,
            last_education=credential.last_education,
            last_assessment=credential.last_assessment,
            examining_since=credential.examining_since,
            card_issued_on=credential.card_issued_on,
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
            occupations=[CredentialView.of(credential) for credential in member.credentials],
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
        )


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

"""Routes of the registries: staff and rooms."""

from typing import Annotated, Literal

from fastapi import Body
from pydantic import BaseModel, Field

from libs.chassis.domain import Cipher, Page
from libs.chassis.web.http import MIB, Cursor, Limit, Now, Routes, Strict, takes
from libs.contracts.event import Day, Level, OccupationCode, Whole
from services.scheduling.domain.orders.gaps import Gap
from services.scheduling.domain.registry.room import RoomEntry, RoomKind
from services.scheduling.domain.registry.staff import (
    Credential,
    ExaminerAdmission,
    ExaminerClass,
    Relation,
    StaffMember,
    Title,
)
from services.scheduling.routes.access import ExamAffairs, Plans, Registrar, RegistryReader, Sealing, ShortText
from services.scheduling.use_cases import registries
from services.scheduling.views import plans
from services.scheduling.views import registries as views

# Few enough for one transaction; a longer register comes in parts.
MOST_ENTRIES = 2000

router = Routes(tags=["registries"])


class AdmissionBody(Strict):
    """What was shown to become an examiner (PER-02, PER-03); `exception_signed_by` is the head's (PER-05)."""

    certificate_level: Level
    title: Title
    practice_years: Annotated[Whole, Field(ge=0)]
    occupation_highest_level: Literal[1, 2] = 1
    exception_signed_by: str | None = None

    def shown(self) -> ExaminerAdmission:
        """In the words of the domain."""
        return ExaminerAdmission(
            certificate_level=self.certificate_level,
            title=self.title,
            practice_years=self.practice_years,
            occupation_highest_level=self.occupation_highest_level,
            exception_signed_by=self.exception_signed_by,
        )


class CredentialBody(Strict):
    code: OccupationCode
    examiner_class: ExaminerClass
    card_number: str
    card_valid_until: Day
    contract_until: Day
    last_education: Day
    last_assessment: Day
    examining_since: Day
    card_issued_on: Day | None = None
    admission: AdmissionBody | None = None

    def credential(self) -> Credential:
        """In the words of the domain."""
        return Credential(
            occupation_code=self.code,
            examiner_class=self.examiner_class,
            card_number=self.card_number,
            card_valid_until=self.card_valid_until,
            contract_until=self.contract_until,
            last_education=self.last_education,
            last_assessment=self.last_assessment,
            examining_since=self.examining_since,
            card_issued_on=self.card_issued_on,
            admission=self.admission.shown() if self.admission else None,
        )


class RelationBody(Strict):
    id_number: ShortText
    relation: ShortText


class StaffBody(Strict):
    staff_id: ShortText
    name: ShortText
    roles: list[ShortText]
    occupations: list[CredentialBody] = Field(default_factory=list)
    teaches_classes: list[ShortText] = Field(default_factory=list)
    related_to: list[RelationBody] = Field(default_factory=list)
    available: bool = True

    def member(self, cipher: Cipher) -> StaffMember:
        """In the words of the domain; of relatives only a fingerprint is kept."""
        return StaffMember(
            id=self.staff_id,
            name=self.name,
            roles=self.roles,
            credentials=[licence.credential() for licence in self.occupations],
            teaches_classes=self.teaches_classes,
            related_to=[
                Relation(fingerprint=cipher.fingerprint(relative.id_number.strip().upper()), relation=relative.relation)
                for relative in self.related_to
            ],
            available=self.available,
        )


class RoomBody(Strict):
    room_id: ShortText
    kind: RoomKind
    seats: Whole
    gap_cm: Whole | None = None
    occupation_codes: list[OccupationCode] = Field(default_factory=list)
    site: ShortText

    def entry(self) -> RoomEntry:
        """In the words of the domain."""
        return RoomEntry(
            id=self.room_id,
            kind=self.kind,
            site=self.site,
            seats=self.seats,
            gap_cm=self.gap_cm,
            occupation_codes=self.occupation_codes,
        )


class Registered(BaseModel):
    registered: int


class StaffRegistered(Registered):
    """`gaps`: what of the announced duties of these people does not hold any more."""

    gaps: list[Gap]


@router.get("/staff")
async def list_staff(
    desk: Plans,
    _: RegistryReader,
    role: views.DutyRole | None = None,
    cards_end_before: Day | None = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Page[views.StaffView]:
    """The staff register; with a day, whose card runs out before it, the first to do so first."""
    return await views.list_staff(desk.staff, role=role, cards_end_before=cards_end_before, after=cursor, limit=limit)


@router.put("/staff", dependencies=[takes(2 * MIB)])
async def register_staff(
    entries: Annotated[list[StaffBody], Body(max_length=MOST_ENTRIES)],
    desk: Plans,
    cipher: Sealing,
    now: Now,
    _: Registrar,
) -> StaffRegistered:
    """Enter staff, or replace what the registry says of them; which announced duties are open now is answered."""
    await registries.register_staff(desk.staff, [entry.member(cipher) for entry in entries], now=now)
    gaps = await plans.list_gaps_of_staff(desk, staff_ids={entry.staff_id for entry in entries}, now=now)
    return StaffRegistered(registered=len(entries), gaps=gaps)


@router.get("/rooms")
async def list_rooms(
    desk: Plans,
    _: RegistryReader,
    kind: RoomKind | None = None,
    site: ShortText | None = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Page[views.RoomView]:
    """The rooms by id, of one kind or site if it is named."""
    where = {name: value for name, value in {"kind": kind, "site": site}.items() if value}
    return await views.list_rooms(desk.rooms, where, after=cursor, limit=limit)


@router.put("/rooms")
async def register_rooms(
    entries: Annotated[list[RoomBody], Body(max_length=MOST_ENTRIES)],
    desk: Plans,
    _: ExamAffairs,
) -> Registered:
    """Enter rooms, or replace what is known of them."""
    await registries.register_rooms(desk, [entry.entry() for entry in entries])
    return Registered(registered=len(entries))

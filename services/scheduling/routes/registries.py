"""Routes of the registries: staff and rooms."""

from typing import Annotated, Any, Literal

from fastapi import Body
from pydantic import BaseModel, Field

from libs.chassis.web.http import MIB, Now, Routes, takes
from libs.contracts.event import Day, Level, OccupationCode, Whole
from services.scheduling import use_cases, views
from services.scheduling.domain.orders.gaps import Gap
from services.scheduling.domain.registry.room import RoomKind
from services.scheduling.domain.registry.staff import Admission, Credential, ExaminerClass, Relation, StaffMember, Title
from services.scheduling.ports import Cipher
from services.scheduling.routes.access import (
    AtDesk,
    Cursor,
    ExamAffairs,
    Limit,
    Registrar,
    RegistryReader,
    Sealing,
    ShortText,
    Strict,
)

MOST_ENTRIES = 2000

router = Routes(tags=["registries"])


class AdmissionBody(Strict):
    """What was shown to become an examiner (PER-02, PER-03); `exception_signed_by` is the head's (PER-05)."""

    certificate_level: Level
    title: Title
    practice_years: Whole = Field(ge=0)
    occupation_highest_level: Literal[1, 2] = 1
    exception_signed_by: str | None = None


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
        fields = self.model_dump(exclude={"code", "admission"})
        admission = Admission(**self.admission.model_dump()) if self.admission else None
        return Credential(occupation_code=self.code, admission=admission, **fields)


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
            credentials=[one.credential() for one in self.occupations],
            teaches_classes=self.teaches_classes,
            related_to=[
                Relation(fingerprint=cipher.fingerprint(one.id_number.strip().upper()), relation=one.relation)
                for one in self.related_to
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

    def entry(self) -> use_cases.RoomEntry:
        """In the words of the domain."""
        return use_cases.RoomEntry(
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
    at: AtDesk,
    _: RegistryReader,
    role: views.DutyRole | None = None,
    cards_end_before: Day | None = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> dict[str, Any]:
    """The staff register; with a day, whose card runs out before it, the first to do so first."""
    return await views.list_staff(at.staff, role=role, cards_end_before=cards_end_before, after=cursor, limit=limit)


@router.put("/staff", dependencies=[takes(2 * MIB)])
async def register_staff(
    entries: Annotated[list[StaffBody], Body(max_length=MOST_ENTRIES)],
    at: AtDesk,
    cipher: Sealing,
    now: Now,
    _: Registrar,
) -> StaffRegistered:
    """Enter staff, or replace what the registry says of them; which announced duties are open now is answered."""
    await use_cases.register_staff(at.staff, [entry.member(cipher) for entry in entries], now=now)
    gaps = await views.gaps_of_staff(at, staff_ids={entry.staff_id for entry in entries}, now=now)
    return StaffRegistered(registered=len(entries), gaps=gaps)


@router.get("/rooms")
async def list_rooms(
    at: AtDesk,
    _: RegistryReader,
    kind: RoomKind | None = None,
    site: ShortText | None = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> dict[str, Any]:
    """The rooms."""
    where = {name: value for name, value in {"kind": kind, "site": site}.items() if value}
    return await views.list_rooms(at.rooms, where, after=cursor, limit=limit)


@router.put("/rooms")
async def register_rooms(
    entries: Annotated[list[RoomBody], Body(max_length=MOST_ENTRIES)],
    at: AtDesk,
    _: ExamAffairs,
) -> Registered:
    """Enter rooms, or replace what is known of them."""
    await use_cases.register_rooms(at, [entry.entry() for entry in entries])
    return Registered(registered=len(entries))

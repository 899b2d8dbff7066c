"""Routes of the registries: staff and rooms."""

from typing import Annotated

from fastapi import Body
from pydantic import BaseModel, Field

from libs.chassis.domain import Cipher, Page
from libs.chassis.web.http import MIB, Cursor, Limit, Now, Routes, Strict, takes
from libs.contracts.event import Day, OccupationCode, Whole
from services.scheduling.domain.orders.gaps import Gap
from services.scheduling.domain.qualifications.kinds import QualificationKind
from services.scheduling.domain.qualifications.qualification import Appointment, FileStage, Qualification
from services.scheduling.domain.qualifications.yearly import Grade, YearlyDuty, YearlyRecord
from services.scheduling.domain.registry.room import PracticalWay, RoomEntry, RoomKind
from services.scheduling.domain.registry.site import Site
from services.scheduling.domain.registry.staff import ExaminerClass, Relation, StaffMember
from services.scheduling.routes.access import ExamAffairs, Plans, Registrar, RegistryReader, Sealing, ShortText
from services.scheduling.routes.qualifications import AdmissionBody
from services.scheduling.use_cases import registries
from services.scheduling.views import plans
from services.scheduling.views import registries as views

# Few enough for one transaction; a longer register comes in parts.
MOST_ENTRIES = 2000

router = Routes(tags=["registries"])


class HeldBody(Strict):
    """A card that somebody holds: a list hands on what was given after training and test, and says when (PER-06)."""

    card_number: ShortText
    contract_from: Day | None = None
    contract_until: Day
    trained_on: Day
    tested_on: Day
    last_education: Day
    last_assessment: Day
    admission: AdmissionBody

    def qualification(self, kind: QualificationKind, staff_id: str) -> Qualification:
        """In the words of the domain."""
        return Qualification(
            kind=kind,
            staff_id=staff_id,
            stage=FileStage.IN_FORCE,
            admission=self.admission.shown(),
            trained_on=self.trained_on,
            tested_on=self.tested_on,
            appointment=Appointment(
                card_number=self.card_number, term_from=self.contract_from, term_until=self.contract_until
            ),
            yearly=[
                YearlyRecord(duty=YearlyDuty.EDUCATION, on=self.last_education, grade=Grade.PASSED),
                YearlyRecord(duty=YearlyDuty.ASSESSMENT, on=self.last_assessment, grade=Grade.PASSED),
            ],
        )


class CredentialBody(HeldBody):
    """A card of an examiner in one occupation."""

    code: OccupationCode
    examiner_class: ExaminerClass
    card_valid_until: Day
    card_issued_on: Day | None = None
    examining_since: Day

    def credential(self, staff_id: str) -> Qualification:
        """In the words of the domain."""
        held = self.qualification(QualificationKind(self.examiner_class.value), staff_id)
        held.occupation_code, held.since = self.code, self.examining_since
        held.appointment = Appointment(
            card_number=self.card_number,
            issued_on=self.card_issued_on,
            valid_until=self.card_valid_until,
            term_from=self.contract_from,
            term_until=self.contract_until,
        )
        return held


class RelationBody(Strict):
    id_number: ShortText
    relation: ShortText


class StaffBody(Strict):
    """`id_number`: the own one, of which a fingerprint is kept; without it the one from before stays."""

    staff_id: ShortText
    name: ShortText
    roles: list[ShortText]
    id_number: ShortText | None = None
    occupations: list[CredentialBody] = Field(default_factory=list)
    supervision: HeldBody | None = None
    teaches_classes: list[ShortText] = Field(default_factory=list)
    related_to: list[RelationBody] = Field(default_factory=list)
    available: bool = True

    def member(self, cipher: Cipher) -> StaffMember:
        """In the words of the domain; of relatives only a fingerprint is kept."""
        return StaffMember(
            id=self.staff_id,
            name=self.name,
            roles=self.roles,
            person=cipher.fingerprint(self.id_number.strip().upper()) if self.id_number else None,
            qualifications=self._held(),
            teaches_classes=self.teaches_classes,
            related_to=[
                Relation(fingerprint=cipher.fingerprint(relative.id_number.strip().upper()), relation=relative.relation)
                for relative in self.related_to
            ],
            available=self.available,
        )

    def _held(self) -> list[Qualification]:
        held = [licence.credential(self.staff_id) for licence in self.occupations]
        if self.supervision:
            held.append(self.supervision.qualification(QualificationKind.SUPERVISOR, self.staff_id))
        return held


class RoomBody(Strict):
    room_id: ShortText
    kind: RoomKind
    seats: Whole
    gap_cm: Whole | None = None
    occupation_codes: list[OccupationCode] = Field(default_factory=list)
    site: ShortText
    is_single: bool = False
    is_undisturbed: bool = False
    has_computers: bool = False
    way: PracticalWay | None = None

    def entry(self) -> RoomEntry:
        """In the words of the domain."""
        return RoomEntry(
            id=self.room_id,
            kind=self.kind,
            site=self.site,
            seats=self.seats,
            gap_cm=self.gap_cm,
            occupation_codes=self.occupation_codes,
            is_single=self.is_single,
            is_undisturbed=self.is_undisturbed,
            has_computers=self.has_computers,
            way=self.way,
        )


class SiteBody(Strict):
    site: ShortText
    chief: ShortText
    deputies: list[ShortText] = Field(max_length=20)


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


@router.get("/sites")
async def list_sites(desk: Plans, _: RegistryReader, cursor: Cursor = None, limit: Limit = 100) -> Page[views.SiteView]:
    """The sites by name, with those who lead them."""
    return await views.list_sites(desk.sites, after=cursor, limit=limit)


@router.put("/sites")
async def register_site(body: SiteBody, desk: Plans, _: ExamAffairs) -> Registered:
    """Enter who leads a site: one chief and the deputies."""
    await registries.register_site(desk, Site(id=body.site, chief=body.chief, deputies=body.deputies))
    return Registered(registered=1)

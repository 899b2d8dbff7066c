"""Secret carriers over HTTP: the register, and each step of a handling by its own people."""

from typing import Annotated

from fastapi import Path
from pydantic import AwareDatetime, Field

from libs.chassis.domain import Act, Decision, Page
from libs.chassis.identity import Actor
from libs.chassis.web.http import Cursor, Limit, Now, Routes, Strict, allow, repository
from services.itembank.domain.secrecy.secret_material import (
    Carrier,
    CarrierEntry,
    Deed,
    HandlingRequest,
    SecretMaterial,
)
from services.itembank.ports import SecretMaterials
from services.itembank.use_cases import secret_materials as use_cases
from services.itembank.views import secret_materials as views

router = Routes(tags=["secret-materials"])

STAFF = ("item-bank", "exam-affairs", "general-office", "item-reviewer")
Staff = Annotated[Actor, allow(*STAFF)]
Readers = Annotated[Actor, allow(*STAFF, "director", "auditor")]
Keeper = Annotated[Actor, allow("item-bank", "general-office")]
GeneralOffice = Annotated[Actor, allow("general-office")]
Director = Annotated[Actor, allow("director")]
Materials = Annotated[SecretMaterials, repository("secret_materials")]
Number = Annotated[int, Path(ge=1, le=100_000)]
Short = Annotated[str, Field(max_length=200)]
Person = Annotated[str, Field(min_length=1, max_length=100)]
Copies = Annotated[int, Field(ge=1, le=500)]
PATH = "/secret-materials/{material_id}/handlings"


class MaterialBody(Strict):
    """A line of the register; `source` is from whom or what it comes: a printing, a meeting and who was there."""

    material_id: str = Field(pattern=r"^[A-Za-z0-9-]{1,40}$")
    name: str = Field(min_length=1, max_length=200)
    carrier: Carrier
    copies: Copies
    place: str = Field(min_length=1, max_length=200)
    source: str = Field(min_length=1, max_length=200)

    def entry(self) -> CarrierEntry:
        return CarrierEntry(
            name=self.name, carrier=self.carrier, copies=self.copies, place=self.place, source=self.source
        )


class HandlingBody(Strict):
    """What somebody asks the head for."""

    deed: Deed
    copies: Copies
    purpose: Short
    place: Short = ""
    measures: Annotated[str, Field(max_length=500)] = ""
    people: Annotated[list[Person], Field(max_length=10)] = Field(default_factory=list)
    due_back: AwareDatetime | None = None

    def request(self) -> HandlingRequest:
        return HandlingRequest(
            deed=self.deed,
            copies=self.copies,
            purpose=self.purpose,
            place=self.place,
            measures=self.measures,
            people=self.people,
            due_back=self.due_back,
        )


class VerdictBody(Strict):
    approved: bool
    reason: Short = ""


class EscortBody(Strict):
    staff_id: Person


class ReceiversBody(Strict):
    """Who gets how many copies; of copying alone."""

    receivers: dict[Person, Copies] = Field(default_factory=dict, max_length=100)


class ReturnBody(Strict):
    copies: Copies


@router.get("/secret-materials")
async def list_materials(
    *,
    materials: Materials,
    _: Readers,
    waits: bool | None = None,
    is_out: bool | None = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Page[views.SecretMaterialView]:
    """The register: all, those with a request that waits for the head, or those of which something is out."""
    return await views.list_materials(materials, waits=waits, is_out=is_out, cursor=cursor, limit=limit)


@router.get("/secret-materials/{material_id}")
async def show_material(material_id: str, materials: Materials, _: Readers) -> views.SecretMaterialView:
    """One carrier with all its handlings."""
    return views.show_material(await materials.get(material_id))


@router.post("/secret-materials", status_code=201)
async def register(body: MaterialBody, materials: Materials, now: Now, actor: Keeper) -> views.SecretMaterialView:
    """Enter a carrier into the register."""
    act = Act(actor.id, now)
    material = SecretMaterial.register(body.material_id, body.entry(), roles=actor.roles, act=act)
    return views.show_material(await use_cases.register(materials, material))


@router.post(PATH, status_code=201)
async def ask(
    material_id: str, body: HandlingBody, materials: Materials, now: Now, actor: Staff
) -> views.SecretMaterialView:
    """Ask the head for a loan, a journey, copies or a destruction."""
    request = body.request()
    return await _done(materials, material_id, lambda one: one.ask(request, act=Act(actor.id, now)))


@router.post(PATH + "/{no}/decision")
async def decide(  # noqa: PLR0913 -- FastAPI hands each over by name
    *, material_id: str, no: Number, body: VerdictBody, materials: Materials, now: Now, actor: Director
) -> views.SecretMaterialView:
    """The head approves or refuses."""
    decision = Decision(actor.id, now, body.reason)
    return await _done(materials, material_id, lambda one: one.decide(no, approved=body.approved, decision=decision))


@router.post(PATH + "/{no}/signature")
async def sign(material_id: str, no: Number, materials: Materials, now: Now, actor: Staff) -> views.SecretMaterialView:
    """Whoever takes it in hand signs the pledge."""
    return await _done(materials, material_id, lambda one: one.sign(no, act=Act(actor.id, now)))


@router.post(PATH + "/{no}/escort")
async def name_escort(  # noqa: PLR0913 -- FastAPI hands each over by name
    *, material_id: str, no: Number, body: EscortBody, materials: Materials, now: Now, actor: GeneralOffice
) -> views.SecretMaterialView:
    """Name who goes along to the place of destruction."""
    act = Act(actor.id, now)
    return await _done(materials, material_id, lambda one: one.name_escort(no, body.staff_id, act=act))


@router.post(PATH + "/{no}/handing-over")
async def hand_over(  # noqa: PLR0913 -- FastAPI hands each over by name
    *, material_id: str, no: Number, body: ReceiversBody, materials: Materials, now: Now, actor: Keeper
) -> views.SecretMaterialView:
    """Let approved copies go, or make them."""

    def step(one: SecretMaterial) -> None:
        one.hand_over(no, receivers=body.receivers, roles=actor.roles, act=Act(actor.id, now))

    return await _done(materials, material_id, step)


@router.post(PATH + "/{no}/return")
async def take_back(  # noqa: PLR0913 -- FastAPI hands each over by name
    *, material_id: str, no: Number, body: ReturnBody, materials: Materials, now: Now, actor: Keeper
) -> views.SecretMaterialView:
    """Lent or taken copies are back in the cabinet."""

    def step(one: SecretMaterial) -> None:
        one.take_back(no, copies=body.copies, roles=actor.roles, act=Act(actor.id, now))

    return await _done(materials, material_id, step)


@router.post(PATH + "/{no}/destruction")
async def confirm_destruction(
    material_id: str, no: Number, materials: Materials, now: Now, actor: Staff
) -> views.SecretMaterialView:
    """The escort saw it destroyed."""
    return await _done(materials, material_id, lambda one: one.confirm_destruction(no, act=Act(actor.id, now)))


async def _done(materials: SecretMaterials, material_id: str, step: use_cases.Step) -> views.SecretMaterialView:
    return views.show_material(await use_cases.handle(materials, material_id=material_id, step=step))

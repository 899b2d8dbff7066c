"""The register of secret carriers as it is read: what there is, where, in whose hands."""

from datetime import datetime

from pydantic import BaseModel

from libs.chassis.domain import Page, Query
from services.itembank.domain.secrecy.secret_material import Carrier, Deed, Handling, SecretMaterial
from services.itembank.ports import SecretMaterials


class HandlingView(BaseModel):
    """One handling, with every step that was taken."""

    no: int
    deed: Deed
    copies: int
    purpose: str
    place: str
    measures: str
    people: list[str]
    due_back: datetime | None
    asked_by: str
    asked_at: datetime
    approved: bool | None
    decided_by: str | None
    decided_at: datetime | None
    opinion: str
    signers: list[str]
    signed: list[str]
    escort: str
    handed_over_by: str | None
    handed_over_at: datetime | None
    receivers: dict[str, int]
    ended_by: str | None
    ended_at: datetime | None
    overdue_at: datetime | None


class SecretMaterialView(BaseModel):
    """A carrier, how many copies there are, and how many of them lie in the cabinet."""

    material_id: str
    name: str
    carrier: Carrier
    keeper: str
    copies: int
    at_hand: int
    place: str
    source: str
    registered_by: str
    registered_at: datetime
    waits: bool
    handlings: list[HandlingView]


async def list_materials(
    materials: SecretMaterials, *, waits: bool | None, is_out: bool | None, cursor: str | None, limit: int
) -> Page[SecretMaterialView]:
    asked = {"waits": waits, "is_out": is_out}
    where = {name: value for name, value in asked.items() if value is not None}
    page = await materials.find(Query(where, after=cursor, limit=limit))
    return Page([show_material(one) for one in page.items], page.next)


def show_material(one: SecretMaterial) -> SecretMaterialView:
    return SecretMaterialView(
        material_id=one.id,
        name=one.entry.name,
        carrier=one.entry.carrier,
        keeper=one.keeper,
        copies=one.copies,
        at_hand=one.at_hand,
        place=one.entry.place,
        source=one.entry.source,
        registered_by=one.registered.by,
        registered_at=one.registered.at,
        waits=one.waits,
        handlings=[_handling(handling) for handling in one.handlings],
    )


def _handling(one: Handling) -> HandlingView:
    request, decision, over, ended = one.request, one.decision, one.handed_over, one.ended
    return HandlingView(
        no=one.no,
        deed=request.deed,
        copies=request.copies,
        purpose=request.purpose,
        place=request.place,
        measures=request.measures,
        people=request.people,
        due_back=request.due_back,
        asked_by=one.asked.by,
        asked_at=one.asked.at,
        approved=one.approved,
        decided_by=decision.by if decision else None,
        decided_at=decision.at if decision else None,
        opinion=decision.reason if decision else "",
        signers=sorted(one.signers),
        signed=[act.by for act in one.signed],
        escort=one.escort,
        handed_over_by=over.by if over else None,
        handed_over_at=over.at if over else None,
        receivers=one.receivers,
        ended_by=ended.by if ended else None,
        ended_at=ended.at if ended else None,
        overdue_at=one.overdue_at,
    )

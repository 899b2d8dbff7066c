"""Secret carriers: registered, and handled once the head approved it."""

from collections.abc import Callable
from datetime import datetime

from services.itembank.domain.errors.secret_material import SecretMaterialKnownError
from services.itembank.domain.secrecy.secret_material import SecretMaterial
from services.itembank.ports import SecretMaterials

Step = Callable[[SecretMaterial], object]


async def register(materials: SecretMaterials, material: SecretMaterial) -> SecretMaterial:
    if await materials.find_one(material.id):
        raise SecretMaterialKnownError(material.id)
    materials.save(material)
    return material


async def handle(materials: SecretMaterials, *, material_id: str, step: Step) -> SecretMaterial:
    material = await materials.get(material_id)
    step(material)
    materials.save(material)
    return material


async def ring(materials: SecretMaterials, *, material_id: str, no: int, now: datetime) -> None:
    material = await materials.get(material_id)
    material.ring(no, now=now)
    materials.save(material)

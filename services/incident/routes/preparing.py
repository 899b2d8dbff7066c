"""The leading group, its precautions, training and drills."""

from typing import Annotated

from fastapi import Query

from libs.chassis.web.http import Now, Routes, repository
from services.incident.domain.preparation.leading_group import Member
from services.incident.domain.preparation.preparation import PreparationKind
from services.incident.ports import LeadingGroups as LeadingGroupsPort
from services.incident.ports import Preparations as PreparationsPort
from services.incident.routes.bodies import CheckBody, LeadingGroupBody, Numbered, PrecautionBody, PreparationBody
from services.incident.routes.parameters import (
    AtPreparations,
    Command,
    Commanders,
    Director,
    LeadingGroup,
    RegisterReader,
    person,
)
from services.incident.use_cases import preparing
from services.incident.views import preparation
from services.incident.views.preparation import LeadingGroupPage, PreparationsPage

router = Routes(tags=["preparing"])

LeadingGroups = Annotated[LeadingGroupsPort, repository("leading_groups")]
Preparations = Annotated[PreparationsPort, repository("preparations")]


@router.put("/leading-group", status_code=204)
async def found_leading_group(body: LeadingGroupBody, leading_groups: LeadingGroups, now: Now, actor: Director) -> None:
    """Found the leading group, or found it anew with other members."""
    members = [Member(**member.model_dump()) for member in body.members]
    await preparing.found_leading_group(
        leading_groups, on=body.founded_on, document=body.document, members=members, by=person(actor), now=now
    )


@router.get("/leading-group")
async def show_leading_group(leading_groups: LeadingGroups, _actor: RegisterReader) -> LeadingGroupPage:
    """Its members, who answers for what, and what it decided."""
    return await preparation.show_leading_group(leading_groups)


@router.post("/leading-group/precautions", status_code=201)
async def decide_precaution(
    body: PrecautionBody, leading_groups: LeadingGroups, now: Now, actor: LeadingGroup
) -> Numbered:
    """Take a precaution, and put it into one member's hands."""
    number = await preparing.decide_precaution(
        leading_groups, text=body.text, person_id=body.person_id, by=person(actor), now=now
    )
    return Numbered(number=number)


@router.post("/leading-group/precautions/{number}/checks", status_code=204)
async def check_precaution(
    number: int, body: CheckBody, leading_groups: LeadingGroups, now: Now, actor: Commanders
) -> None:
    """Enter whether a precaution was found to be carried out."""
    await preparing.check_precaution(
        leading_groups, number=number, carried_out=body.carried_out, note=body.note, by=person(actor), now=now
    )


@router.post("/preparations", status_code=201)
async def record_preparation(body: PreparationBody, desk: AtPreparations, now: Now, actor: Command) -> dict[str, str]:
    """Put a training, publicity, a drill or experience passed on on record."""
    held = body.model_dump()
    identifier = await preparing.record_preparation(desk, **held, by=person(actor), now=now)
    return {"id": identifier}


@router.get("/preparations")
async def list_preparations(
    preparations: Preparations,
    _actor: RegisterReader,
    kind: PreparationKind | None = None,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> PreparationsPage:
    """What was held, in order of its day."""
    return await preparation.list_preparations(preparations, kind=kind, cursor=cursor, limit=limit)

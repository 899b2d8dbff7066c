"""The leading group, its precautions, training and drills."""

from typing import Annotated

from libs.chassis.web.http import Cursor, Limit, Now, Routes, repository
from services.incident.domain.preparation.leading_group import Member
from services.incident.domain.preparation.preparation import Held, PreparationKind
from services.incident.ports import LeadingGroups as LeadingGroupsPort
from services.incident.ports import Preparations as PreparationsPort
from services.incident.routes.bodies import (
    CheckBody,
    LeadingGroupBody,
    Numbered,
    PrecautionBody,
    PreparationBody,
    Recorded,
)
from services.incident.routes.parameters import (
    AtPreparations,
    Command,
    Commanders,
    Director,
    LeadingGroup,
    RegisterReader,
    acting,
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
    members = [
        Member(person_id=one.person_id, name=one.name, office=one.office, department=one.department, duty=one.duty)
        for one in body.members
    ]
    await preparing.found_leading_group(
        leading_groups,
        on=body.founded_on,
        document=body.document,
        members=members,
        act=acting(actor, now),
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
        leading_groups,
        number=number,
        carried_out=body.carried_out,
        note=body.note,
        act=acting(actor, now),
    )


@router.post("/preparations", status_code=201)
async def record_preparation(body: PreparationBody, desk: AtPreparations, now: Now, actor: Command) -> Recorded:
    """Put a training, publicity, a drill or experience passed on on record."""
    held = Held(kind=body.kind, held_on=body.held_on, subject=body.subject, attended_by=body.attended_by)
    identifier = await preparing.record_preparation(
        desk, held=held, incident_id=body.incident_id, act=acting(actor, now)
    )
    return Recorded(id=identifier)


@router.get("/preparations")
async def list_preparations(
    preparations: Preparations,
    _actor: RegisterReader,
    kind: PreparationKind | None = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> PreparationsPage:
    """What was held, in order of its day."""
    return await preparation.list_preparations(preparations, kind=kind, cursor=cursor, limit=limit)

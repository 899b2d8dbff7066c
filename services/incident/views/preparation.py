"""The leading group and what it decided; what was held to make people ready."""

from datetime import date, datetime
from typing import Self

from pydantic import BaseModel

from libs.chassis.domain import Query
from services.incident.domain.preparation.leading_group import THE_GROUP, Check, Founding, LeadingGroup, Member
from services.incident.domain.preparation.preparation import Attendance, PreparationKind
from services.incident.ports import LeadingGroups, Preparations


class PrecautionLine(BaseModel):
    """What was decided; `unassigned`: whoever saw to it is no member any more."""

    number: int
    text: str
    person_id: str
    unassigned: bool
    decided_by: str
    decided_at: datetime
    checks: list[Check]


class LeadingGroupPage(BaseModel):
    """The group as it was founded last, and as it was before, the oldest first."""

    founded_on: date
    document: str
    members: list[Member]
    precautions: list[PrecautionLine]
    entered_by: str
    entered_at: datetime
    earlier: list[Founding]

    @classmethod
    def of(cls, group: LeadingGroup) -> Self:
        """The page of this group."""
        return cls(
            founded_on=group.founded_on,
            document=group.document,
            members=group.members,
            precautions=[
                PrecautionLine(
                    number=one.number,
                    text=one.text,
                    person_id=one.person_id,
                    unassigned=not group.has(one.person_id),
                    decided_by=one.decided_by,
                    decided_at=one.decided_at,
                    checks=one.checks,
                )
                for one in group.precautions
            ],
            entered_by=group.entered_by,
            entered_at=group.entered_at,
            earlier=group.earlier,
        )


class PreparationLine(BaseModel, from_attributes=True):
    """One thing that was held."""

    id: str
    kind: PreparationKind
    held_on: date
    subject: str
    attended_by: list[str]
    incident_id: str | None
    recorded_by: str
    recorded_at: datetime
    earlier: list[Attendance]


class PreparationsPage(BaseModel):
    """What was held, in order of its day."""

    items: list[PreparationLine]
    next: str | None


async def show_leading_group(groups: LeadingGroups) -> LeadingGroupPage:
    """The group, its members and precautions."""
    return LeadingGroupPage.of(await groups.get(THE_GROUP))


async def list_preparations(
    preparations: Preparations, *, kind: PreparationKind | None, cursor: str | None, limit: int
) -> PreparationsPage:
    """What was held of a kind, or of all."""
    where: dict[str, object] = {} if kind is None else {"kind": kind}
    page = await preparations.find(Query(where, order_by="held_on", after=cursor, limit=limit))
    return PreparationsPage(items=[PreparationLine.model_validate(one) for one in page.items], next=page.next)

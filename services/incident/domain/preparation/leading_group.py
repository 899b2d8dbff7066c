"""The standing leading group: who founded it, who is in it and answers for what, what it decided (INC-01, INC-02)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from libs.chassis.domain import Aggregate
from services.incident.domain.errors import TextMissingError
from services.incident.domain.people import Person, StaffAct
from services.incident.domain.preparation.errors import (
    GroupIncompleteError,
    GroupWithoutHeadError,
    NotAMemberError,
    PrecautionNotFoundError,
)

THE_GROUP: Final = "leading-group"


class Office(StrEnum):
    """From which office somebody comes into the group; the first is its head."""

    SUPERIOR = "superior"
    DIRECTOR = "director"
    DEPARTMENT_HEAD = "department-head"

    @property
    def zh(self) -> str:
        """The word that the plan itself has for it."""
        return _PLAN_WORDS[self]


_PLAN_WORDS: Final = {
    Office.SUPERIOR: "上级分管领导",
    Office.DIRECTOR: "评价机构主任",
    Office.DEPARTMENT_HEAD: "部门负责人",
}


@dataclass(frozen=True, kw_only=True)
class Member:
    """One person of the group; `duty` is the part of prevention that this person answers for."""

    person_id: str
    name: str
    office: Office
    department: str = ""
    duty: str


@dataclass(frozen=True, kw_only=True)
class Check:
    """Somebody looked whether a precaution is carried out."""

    carried_out: bool
    note: str
    by: str
    at: datetime


@dataclass(kw_only=True)
class Precaution:
    """What the group decided against incidents, and which member sees to it."""

    number: int
    text: str
    person_id: str
    decided_by: str
    decided_at: datetime
    checks: list[Check] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Founding:
    """The group as it was founded once; it stays on record when the group is founded anew."""

    founded_on: date
    document: str
    members: list[Member]
    entered_by: str
    entered_at: datetime


@dataclass(kw_only=True)
class LeadingGroup(Aggregate):
    """There is one; its members may change, what it decided and who was in it before stays."""

    id: str
    founded_on: date
    document: str
    members: list[Member]
    entered_by: str
    entered_at: datetime
    precautions: list[Precaution] = field(default_factory=list)
    earlier: list[Founding] = field(default_factory=list)

    def __post_init__(self) -> None:
        offices = [member.office for member in self.members]
        if offices.count(Office.SUPERIOR) != 1:
            raise GroupWithoutHeadError
        absent = [office.zh for office in (Office.DIRECTOR, Office.DEPARTMENT_HEAD) if office not in offices]
        idle = [member.name for member in self.members if not member.duty.strip()]
        if absent or idle:
            raise GroupIncompleteError(absent, idle)

    def decide(self, text: str, *, person_id: str, by: Person, now: datetime) -> Precaution:
        """Take a precaution, and put it into one member's hands."""
        if not text.strip():
            raise TextMissingError
        if not self.has(person_id):
            raise NotAMemberError(person_id)

        precaution = Precaution(
            number=len(self.precautions) + 1, text=text, person_id=person_id, decided_by=by.id, decided_at=now
        )
        self.precautions.append(precaution)
        return precaution

    def check(self, number: int, *, carried_out: bool, note: str, by: Person, now: datetime) -> None:
        """Enter whether a precaution was found to be carried out."""
        if not 1 <= number <= len(self.precautions):
            raise PrecautionNotFoundError(number)

        check = Check(carried_out=carried_out, note=note, by=by.id, at=now)
        self.precautions[number - 1].checks.append(check)

    @property
    def founding(self) -> Founding:
        """The founding that counts now, which is the last one."""
        return Founding(
            founded_on=self.founded_on,
            document=self.document,
            members=self.members,
            entered_by=self.entered_by,
            entered_at=self.entered_at,
        )

    def has(self, person_id: str) -> bool:
        """Whether this person is a member."""
        return any(member.person_id == person_id for member in self.members)


def founded(
    *, on: date, document: str, members: Sequence[Member], before: LeadingGroup | None, act: StaffAct
) -> LeadingGroup:
    """Found the group, or found it anew with other members."""
    return LeadingGroup(
        id=THE_GROUP,
        founded_on=on,
        document=document,
        members=list(members),
        entered_by=act.by.id,
        entered_at=act.at,
        precautions=before.precautions if before else [],
        earlier=[*before.earlier, before.founding] if before else [],
    )

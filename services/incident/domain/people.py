"""Who acts: a member of staff and the roles held."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """The roles that the emergency plan gives a part to, and the auditor, who only reads."""

    INVIGILATOR = "invigilator"
    EXAMINER = "examiner"
    SUPERVISOR = "supervisor"
    SITE_HEAD = "site-head"
    EXAM_AFFAIRS = "exam-affairs"
    LEADING_GROUP = "leading-group"
    DIRECTOR = "director"
    AUDITOR = "auditor"

    @property
    def zh(self) -> str:
        """The word that the plan itself has for it."""
        return _PLAN_WORDS[self]


_PLAN_WORDS = {
    Role.INVIGILATOR: "监考人员",
    Role.EXAMINER: "考评人员",
    Role.SUPERVISOR: "巡考人员",
    Role.SITE_HEAD: "考点负责人",
    Role.EXAM_AFFAIRS: "考务管理责任人",
    Role.LEADING_GROUP: "应急处理领导小组",
    Role.DIRECTOR: "评价机构负责人",
    Role.AUDITOR: "审计人员",
}


@dataclass(frozen=True, kw_only=True)
class DisplayName:
    """How a person is shown: name and office as the duty list had them, or at least the office."""

    name: str = ""
    office: str = ""


@dataclass(frozen=True)
class Person:
    """A member of staff, as the token names them."""

    id: str
    roles: AbstractSet[str]

    @property
    def office(self) -> str:
        """The first of the plan's words that fits a role held."""
        return next((role.zh for role in Role if self.holds(role)), "")

    def holds(self, *roles: Role) -> bool:
        """Whether at least one of these roles is this person's."""
        return not self.roles.isdisjoint(roles)


@dataclass(frozen=True)
class StaffAct:
    """Who does something and when (UTC), with the roles that decide whether they may; else as the chassis' `Act`."""

    by: Person
    at: datetime

"""Who is on duty in one session, and what a team must have."""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace as changed
from datetime import datetime
from typing import Literal, Self

from libs.contracts.event import Part
from libs.contracts.scheduling import Assignment, Duty
from services.scheduling.domain.errors.team import (
    AlreadyOnDutyError,
    NotOnDutyHereError,
    NotOnDutyYetError,
    SupervisorExaminesError,
    TeamIncompleteError,
)
from services.scheduling.domain.sessions.times import ApprovedOrder

# SCH-21: examiners of a practical room, the leader included.
SMALLEST_TEAM = 3
Post = Duty | Literal["supervisor", "safety-officer"]


@dataclass(frozen=True)
class Team:
    """The members who run one session, the supervisor who watches it, and who looks after its safety alone (SCH-34)."""

    session_id: str
    part: Part
    members: Sequence[Assignment]
    supervisor_id: str
    safety_officer_id: str | None = None

    def must_be_complete(self) -> None:
        """Refuse a team that lacks somebody, has not exactly one in charge, or watches itself."""
        duties = [member.duty for member in self.members]
        others = len(duties) - 1
        if self.part == "theory":
            sound = duties.count("chief-invigilator") == 1 and duties.count("deputy-invigilator") == others >= 1
        else:
            examiners = duties.count("examiner")
            sound = duties.count("leader") == 1 and examiners == others >= SMALLEST_TEAM - 1
        if not sound or len(self._member_ids) < len(duties):
            raise TeamIncompleteError(self.session_id)
        if self.supervisor_id in self._member_ids:
            raise SupervisorExaminesError(self.session_id)
        if self.safety_officer_id in {*self._member_ids, self.supervisor_id}:
            raise AlreadyOnDutyError(self.session_id, str(self.safety_officer_id))

    @property
    def posts(self) -> list[tuple[str, Post]]:
        """Everybody with a duty, and which: the members first, then the supervisor and the safety officer."""
        posts: list[tuple[str, Post]] = [(member.staff_id, member.duty) for member in self.members]
        posts.append((self.supervisor_id, "supervisor"))
        return [*posts, (self.safety_officer_id, "safety-officer")] if self.safety_officer_id else posts

    @property
    def _member_ids(self) -> set[str]:
        return {member.staff_id for member in self.members}

    @property
    def _bound(self) -> set[str]:
        """Who can be in this room alone."""
        return self._member_ids | ({self.safety_officer_id} if self.safety_officer_id else set())

    def has_member(self, staff_id: str) -> bool:
        """Whether this person invigilates or examines here."""
        return staff_id in self._member_ids

    def includes(self, staff_id: str) -> bool:
        """Whether this person has any duty here, watching included."""
        return self.has_member(staff_id) or staff_id in {self.supervisor_id, self.safety_officer_id}

    def duty_of(self, staff_id: str) -> Post:
        """What somebody does here, watching included. Raises `NotOnDutyHereError`."""
        for on_duty, duty in self.posts:
            if on_duty == staff_id:
                return duty
        raise NotOnDutyHereError(self.session_id, staff_id)

    def duty_left_by(self, staff_id: str, *, ordered: ApprovedOrder, now: datetime) -> Post:
        """What somebody who is replaced does here. Raises `NotOnDutyHereError`, and `NotOnDutyYetError` for a while."""
        if not self.includes(staff_id) and ordered.may_have_overtaken(now):
            raise NotOnDutyYetError(self.session_id, staff_id)
        return self.duty_of(staff_id)

    def with_replacement(self, leaving: str, arriving: str) -> Self:
        """The team after somebody took the duty of another one over. Raises what refuses it."""
        self.duty_of(leaving)
        self.must_not_include(arriving)
        return changed(
            self,
            members=[
                Assignment(staff_id=arriving if member.staff_id == leaving else member.staff_id, duty=member.duty)
                for member in self.members
            ],
            supervisor_id=arriving if self.supervisor_id == leaving else self.supervisor_id,
            safety_officer_id=arriving if self.safety_officer_id == leaving else self.safety_officer_id,
        )

    def must_not_include(self, staff_id: str) -> None:
        """Refuse somebody who has a duty here already."""
        if self.includes(staff_id):
            raise AlreadyOnDutyError(self.session_id, staff_id)

    def shares_somebody_with(self, other: Self, *, same_site: bool) -> bool:
        """Whether anybody would be in two places: one supervisor watches all rooms of a site, the others one room."""
        return (
            not self._bound.isdisjoint(other._bound)
            or other.supervisor_id in self._bound
            or self.supervisor_id in other._bound
            or (self.supervisor_id == other.supervisor_id and not same_site)
        )

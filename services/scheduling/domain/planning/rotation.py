"""Rotation over batches: nobody goes where he was the last time, or with whom, if another may go (PER-16)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from libs.contracts.beijing import beijing_day
from libs.contracts.scheduling import Assignment
from services.scheduling.domain.planning.diary import Diary
from services.scheduling.domain.planning.request import PlanRequest, SessionDraft
from services.scheduling.domain.registry.staff import StaffMember
from services.scheduling.domain.sessions.session import Session


@dataclass(frozen=True)
class LastTime:
    """Where examiners were in the batch before, and with whom."""

    rooms: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    mates: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, past: Sequence[Session]) -> "LastTime":
        """What each did in the last of the batches that he was in."""
        last: dict[str, str] = {}
        for session in sorted(past, key=lambda one: one.starts_at):
            last.update(dict.fromkeys((member.staff_id for member in session.team), session.batch_id))
        found = cls()
        for session in past:
            team = {member.staff_id for member in session.team}
            for staff_id in (one for one in team if last[one] == session.batch_id):
                found.rooms[staff_id].add(session.room_id)
                found.mates[staff_id] |= team - {staff_id}
        return found

    def is_again(self, staff_id: str, room_id: str, team: set[str]) -> bool:
        """Whether this is the room of last time, or somebody of last time is there."""
        others = team - {staff_id}
        met = self.mates[staff_id] | {one for one in others if staff_id in self.mates[one]}
        return room_id in self.rooms[staff_id] or bool(met & others)


def rotate_examiners(request: PlanRequest, diary: Diary, drafts: Sequence[SessionDraft]) -> None:
    """Exchange whoever is again where he was for somebody who is not, as long as there is one.

    `diary` has everything that people do. Each exchange leaves one fewer who is again where he was, so it ends.
    """
    past = [one for one in request.past if one.part == "practical"]
    if not past:
        return
    last = LastTime.of(past)
    ordered = sorted(drafts, key=lambda draft: (draft.slot.starts_at, draft.room.id))
    while any(_rotated(request, diary, draft, last) for draft in ordered):
        pass


def _rotated(request: PlanRequest, diary: Diary, draft: SessionDraft, last: LastTime) -> bool:
    """Whether somebody of this session was exchanged."""
    changed = False
    for member in list(draft.team):
        team = {one.staff_id for one in draft.team}
        if not last.is_again(member.staff_id, draft.room.id, team):
            continue
        arriving = _another(request, diary, draft, member, last)
        if arriving:
            diary.take_over(draft, member.staff_id, arriving)
            draft.team = [Assignment(staff_id=arriving, duty=one.duty) if one is member else one for one in draft.team]
            changed = True
    return changed


def _another(request: PlanRequest, diary: Diary, draft: SessionDraft, member: Assignment, last: LastTime) -> str | None:
    stay = {one.staff_id for one in draft.team} - {member.staff_id}
    free = [
        one
        for one in diary.on_call(request.staff, "examiner", draft.slot)
        if _may_go(one, draft, member)
        and diary.reaches(one.id, draft.room.site, draft.slot)
        and not last.is_again(one.id, draft.room.id, stay)
    ]
    return free[0].id if free else None


def _may_go(one: StaffMember, draft: SessionDraft, member: Assignment) -> bool:
    day = beijing_day(draft.slot.starts_at)
    may = one.may_lead(draft.subject, day) if member.duty == "leader" else one.may_examine(draft.subject, day)
    return may and not any(
        one.is_recused_from(person=candidate.person, class_name=candidate.class_name) for candidate in draft.candidates
    )

"""Whether there are examiners enough, and which rule is short when there are not."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from libs.contracts.beijing import beijing_day
from services.scheduling.domain.batches.enrolment import Enrolment
from services.scheduling.domain.errors.plan import (
    ExaminerPoolShortError,
    ExaminersShortError,
    LeadersShortError,
    RecusalLeavesTooFewError,
    SeniorExaminersShortError,
    ShortageError,
    SupervisorsShortError,
    TimesShortError,
    WorkstationsShortError,
)
from services.scheduling.domain.exam_subject import ExamSubject
from services.scheduling.domain.planning.diary import Diary
from services.scheduling.domain.planning.request import PlanRequest, Slot
from services.scheduling.domain.registry.room import RoomKind
from services.scheduling.domain.registry.staff import SENIOR_LEVELS, StaffMember
from services.scheduling.domain.sessions.team import SMALLEST_TEAM

# PER-21: examiners of an occupation.
SMALLEST_POOL = 4


class ExaminerSupply:
    """The qualified examiners of a batch, before anybody is assigned."""

    def __init__(self, request: PlanRequest) -> None:
        self._request = request
        self._starts = request.timetable.slots("practical")
        self._days = sorted({beijing_day(start) for start in self._starts})
        self._teaching: defaultdict[str, set[str]] = defaultdict(set)
        self._related: defaultdict[str, set[str]] = defaultdict(set)
        for member in request.staff:
            if member.plays("examiner"):
                for class_name in member.teaches_classes:
                    self._teaching[class_name].add(member.id)
                for relation in member.related_to:
                    self._related[relation.fingerprint].add(member.id)
        self._occupations = {member.id: member.occupations for member in request.staff}

    def recused_from(self, candidate: Enrolment) -> frozenset[str]:
        """The examiners of the candidate's occupation who must not examine this candidate (PER-12)."""
        close = self._related.get(candidate.person, set()) | self._teaching.get(candidate.class_name or "", set())
        return frozenset(staff_id for staff_id in close if candidate.occupation_code in self._occupations[staff_id])

    def must_suffice(self, subjects: Collection[ExamSubject]) -> None:
        """Refuse before any search what no arrangement could mend: pool, team and leader of each subject."""
        for occupation_code in sorted({subject.occupation_code for subject in subjects}):
            pool = max((len(self._pool(occupation_code, start)) for start in self._starts), default=0)
            if pool < SMALLEST_POOL:
                raise ExaminerPoolShortError(occupation_code, short_by=SMALLEST_POOL - pool)
        for subject in subjects:
            best = max((len(self._qualified(subject, start)) for start in self._starts), default=0)
            if best < SMALLEST_TEAM:
                raise _too_few(subject, SMALLEST_TEAM - best)
            if not any(self._leaders(subject, start) for start in self._starts):
                raise LeadersShortError(subject.occupation_code, subject.level, short_by=1)

    def shortage(
        self, unseated: Sequence[Enrolment], diary: Diary, theory_ends: dict[str, datetime], sites_unwatched: int
    ) -> ShortageError:
        """Name the cause for the subject with most people left over."""
        [(subject, _)] = Counter(candidate.subject for candidate in unseated).most_common(1)
        left = [candidate for candidate in unseated if candidate.subject == subject]
        rooms = [r for r in self._request.rooms if r.kind is RoomKind.PRACTICAL and r.is_for(subject.occupation_code)]
        slots = [Slot(start, self._request.timetable.length("practical", subject)) for start in self._starts]
        if not rooms:
            return WorkstationsShortError(subject.occupation_code, short_by=len(left))
        if recusal := self._recusal(subject, left):
            return recusal
        if sites_unwatched:
            return SupervisorsShortError(short_by=sites_unwatched)
        if all(not self._times(candidate, slots, diary, theory_ends) for candidate in left):
            return TimesShortError(short_by=len(left))
        free_then = [slot for slot in slots if any(diary.has_room(room, slot) for room in rooms)]
        if not free_then:
            return WorkstationsShortError(subject.occupation_code, short_by=len(left))
        on_call = [len(self._on_call(subject, slot, diary)) for slot in free_then]
        return _too_few(subject, max(1, SMALLEST_TEAM - max(on_call)))

    def _recusal(self, subject: ExamSubject, left: Sequence[Enrolment]) -> RecusalLeavesTooFewError | None:
        short = {}
        for candidate in left:
            recused = self.recused_from(candidate)
            unrelated = max(len({m.id for m in self._qualified(subject, s)} - recused) for s in self._starts)
            leader = any({m.id for m in self._leaders(subject, start)} - recused for start in self._starts)
            if unrelated < SMALLEST_TEAM or not leader:
                short[candidate.id] = max(1, SMALLEST_TEAM - unrelated)
        if not short:
            return None
        return RecusalLeavesTooFewError(
            subject.occupation_code, len(short), subject.level, short_by=max(short.values())
        )

    def _times(
        self, candidate: Enrolment, slots: Sequence[Slot], diary: Diary, theory_ends: dict[str, datetime]
    ) -> list[Slot]:
        over = theory_ends.get(candidate.id)
        sites = self._request.sites_of("practical", candidate.occupation_code)
        return [
            slot
            for slot in slots
            if (over is None or over <= slot.in_room.begins_at) and diary.has_candidate(candidate, slot, sites)
        ]

    def _on_call(self, subject: ExamSubject, slot: Slot, diary: Diary) -> list[StaffMember]:
        day = beijing_day(slot.starts_at)
        on_call = diary.on_call(self._request.staff, "examiner", slot)
        return [member for member in on_call if member.may_examine(subject, day)]

    def _pool(self, occupation_code: str, start: datetime) -> list[StaffMember]:
        """Valid cards of both classes count (domain note A3-18): level 5 is what each of them may examine."""
        return self._qualified(ExamSubject(occupation_code, 5), start)

    def _qualified(self, subject: ExamSubject, start: datetime) -> list[StaffMember]:
        day = beijing_day(start)
        return [member for member in self._request.staff if member.may_examine(subject, day)]

    def _leaders(self, subject: ExamSubject, start: datetime) -> list[StaffMember]:
        day = beijing_day(start)
        return [member for member in self._request.staff if member.may_lead(subject, day)]


def _too_few(subject: ExamSubject, short_by: int) -> ShortageError:
    if subject.level in SENIOR_LEVELS:
        return SeniorExaminersShortError(subject.occupation_code, subject.level, short_by=short_by)
    return ExaminersShortError(subject.occupation_code, subject.level, short_by=short_by)

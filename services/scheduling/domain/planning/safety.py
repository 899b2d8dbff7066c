"""Full-time safety officers for the practical rooms of occupations that are dangerous (SCH-34)."""

from collections.abc import Sequence

from services.scheduling.domain.errors.plan import SafetyOfficersShortError
from services.scheduling.domain.planning.diary import Diary
from services.scheduling.domain.planning.request import PlanRequest, SessionDraft


def put_safety_officers(request: PlanRequest, diary: Diary, drafts: Sequence[SessionDraft]) -> None:
    """One to each such room, who does nothing else meanwhile. Raises `SafetyOfficersShortError`.

    `diary` has everything else that people do. Who looks after safety does that alone, so whoever is free will do.
    """
    wanted = [draft for draft in drafts if draft.subject.occupation_code in request.rules.safety_occupations]
    short = 0
    for draft in sorted(wanted, key=lambda draft: (draft.slot.starts_at, draft.room.id)):
        on_call = diary.on_call(request.staff, "safety-officer", draft.slot)
        free = [member for member in on_call if diary.reaches(member.id, draft.room.site, draft.slot)]
        if not free:
            short += 1
            continue
        draft.safety_officer = free[0].id
        diary.take_for_safety(free[0].id, draft)
    if short:
        raise SafetyOfficersShortError(short_by=short)

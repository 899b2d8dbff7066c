"""Who does nothing else meanwhile: a supervisor at each site and time (QSP-10, QSP-19), safety officers (SCH-34)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from libs.contracts.beijing import beijing_day
from services.scheduling.domain.errors.plan import SafetyOfficersShortError
from services.scheduling.domain.planning.diary import Diary
from services.scheduling.domain.planning.request import PlanRequest, SessionDraft, SiteSupervisor, Slot


class Supervision:
    """The supervisors of one part of the examination."""

    def __init__(self, request: PlanRequest, diary: Diary) -> None:
        self._diary = diary
        # Who is close to a candidate of the batch watches none of it: its process and its result are one thing.
        batch = [*request.candidates, *request.beside]
        people = {candidate.person for candidate in batch}
        classes = {candidate.class_name for candidate in batch if candidate.class_name}
        self._staff = [
            member
            for member in request.staff
            if classes.isdisjoint(member.teaches_classes)
            and not any(relation.fingerprint in people for relation in member.related_to)
        ]
        self._watching: dict[tuple[datetime, str], str] = {}
        self.sites_unwatched = 0

    def by_site(self, sites: Iterable[str], slot: Slot) -> dict[str, SiteSupervisor]:
        """Who watches which site, or could; a site that is missing has nobody left."""
        wanted = sorted(set(sites))
        watched = {
            site: self._watching[slot.starts_at, site] for site in wanted if (slot.starts_at, site) in self._watching
        }
        day = beijing_day(slot.starts_at)
        on_call = self._diary.on_call(self._staff, "supervisor", slot)
        free = [member.id for member in on_call if member.may_supervise(day)]
        by_site = dict(watched)
        for site in (one for one in wanted if one not in watched):
            who = next((one for one in free if self._diary.reaches(one, site, slot)), None)
            if who is not None:
                free.remove(who)
                by_site[site] = who
        self.sites_unwatched = max(self.sites_unwatched, len(wanted) - len(by_site))
        return {site: SiteSupervisor(staff_id, slot) for site, staff_id in by_site.items()}

    def enter(self, draft: SessionDraft) -> None:
        """Remember who watches, for other rooms of the same site and time."""
        self._watching[draft.slot.starts_at, draft.room.site] = draft.supervisor.staff_id


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

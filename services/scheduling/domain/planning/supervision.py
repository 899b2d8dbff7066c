"""Who watches: one internal supervisor at each site and time, who does nothing else meanwhile (QSP-10, QSP-19)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from services.scheduling.domain.planning.diary import Diary
from services.scheduling.domain.planning.request import SessionDraft, SiteSupervisor, Slot
from services.scheduling.domain.registry.staff import StaffMember


class Supervision:
    """The supervisors of one part of the examination."""

    def __init__(self, staff: Sequence[StaffMember], diary: Diary) -> None:
        self._staff, self._diary = staff, diary
        self._watching: dict[tuple[datetime, str], str] = {}
        self.sites_unwatched = 0

    def by_site(self, sites: Iterable[str], slot: Slot) -> dict[str, SiteSupervisor]:
        """Who watches which site, or could; a site that is missing has nobody left."""
        wanted = sorted(set(sites))
        watched = {
            site: self._watching[slot.starts_at, site] for site in wanted if (slot.starts_at, site) in self._watching
        }
        free = [member.id for member in self._diary.on_call(self._staff, "supervisor", slot)]
        unwatched = [site for site in wanted if site not in watched]
        by_site = {**watched, **dict(zip(unwatched, free, strict=False))}
        self.sites_unwatched = max(self.sites_unwatched, len(wanted) - len(by_site))
        return {site: SiteSupervisor(staff_id, slot) for site, staff_id in by_site.items()}

    def enter(self, draft: SessionDraft) -> None:
        """Remember who watches, for other rooms of the same site and time."""
        self._watching[draft.slot.starts_at, draft.room.site] = draft.supervisor.staff_id

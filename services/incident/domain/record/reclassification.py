"""Taking an incident for what it turned out to be (INC-04)."""

from dataclasses import dataclass

from libs.contracts.incident import IncidentReclassified
from services.incident.domain.classification.classification import Classification
from services.incident.domain.people import Person, Role
from services.incident.domain.record.errors import ReclassifierNotEntitledError, TierUnchangedError
from services.incident.domain.record.journal import Journal
from services.incident.domain.record.timeline import EntryKind


@dataclass(frozen=True, kw_only=True)
class Reclassification:
    """From what an incident was taken for to what it is."""

    before: Classification
    after: Classification

    @property
    def changes_tier(self) -> bool:
        """Whether another ladder is to be followed."""
        return self.before.tier != self.after.tier

    def must_be_open_to(self, by: Person) -> None:
        """Refuse one that changes nothing, or that makes less of it on nobody's authority."""
        before, after = self.before, self.after
        if (after.category, after.tier, after.rule) == (before.category, before.tier, before.rule):
            raise TierUnchangedError
        is_less = (before.tier, after.tier) == ("major", "general")
        if is_less and not by.holds(Role.LEADING_GROUP, Role.DIRECTOR):
            raise ReclassifierNotEntitledError

    def announce(self, journal: Journal, *, reason: str, by: str) -> None:
        """Enter it, and tell the other services."""
        before, after = self.before, self.after
        note = f"{before.tier_zh} {before.category} → {after.tier_zh} {after.category}（{after.rule}）：{reason}"
        journal.enter(EntryKind.RECLASSIFIED, by, note=note)
        journal.record(
            IncidentReclassified(
                **journal.ids,
                category=after.category,
                tier=after.tier,
                previous_category=before.category,
                previous_tier=before.tier,
                rule=after.rule,
                reclassified_by=by,
                reclassified_at=journal.now,
            )
        )

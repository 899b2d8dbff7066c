"""Whether an application may be accepted: the offer, the scope, and the conditions of its level (REG-07, REG-18)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.registration.domain.admission.conditions import Claim, Clause
from services.registration.domain.admission.standards import Edition, Standards
from services.registration.domain.batch import Batch
from services.registration.domain.errors.conditions import LevelRefusedError
from services.registration.domain.errors.eligibility import (
    DuplicateApplicationError,
    NotOfferedError,
    OccupationNameDiffersError,
    OutsideScopeError,
)
from services.registration.domain.errors.entry import RowRefusedError
from services.registration.domain.roster.entry import RosterEntry
from services.registration.domain.scope import FiledScope, offer_key


@dataclass(frozen=True, kw_only=True)
class AdmissionRules:
    """What applications are judged by on a day: the filing list and the national standards in force."""

    scope: FiledScope
    standards: Standards

    def refusals_of(self, entry: RosterEntry, batch: Batch, *, duplicate: bool, today: date) -> list[RowRefusedError]:
        """All that stands against an entry: what its cells say, then batch and scope, then the condition claimed."""
        refusals = list(entry.refusals)
        if duplicate:
            refusals.append(DuplicateApplicationError())
        if entry.level is None:
            return refusals

        offer = batch.offer_at(entry.occupation_code, entry.work_type, entry.level)
        if not self.scope.covers(offer_key(entry.occupation_code, entry.work_type, entry.level), today):
            refusals.append(OutsideScopeError())
        elif offer is None:
            refusals.append(NotOfferedError())
        elif offer.occupation != entry.occupation:
            refusals.append(OccupationNameDiffersError())
        return [
            *refusals,
            *self.level_refusals(entry.occupation_code, entry.claim, entry.level, born_on=entry.born_on, today=today),
        ]

    def level_refusals(
        self, occupation_code: str, claim: Claim, level: int, *, born_on: date | None, today: date
    ) -> Sequence[LevelRefusedError]:
        """What stands against this level alone. A blank condition is none here: its empty cell is one already."""
        if not claim.condition:
            return []
        return self.standards.shortfalls(occupation_code, claim, level, born_on=born_on, today=today)

    def assess(self, sought: "Sought", batch: Batch, *, today: date) -> "Assessment":
        """Hold a claim against every condition of its level and of the lower ones that the batch examines."""
        edition = self.standards.in_force(sought.occupation_code, today)
        lower = {
            offer.level
            for offer in batch.plan.offers
            if (offer.occupation_code, offer.work_type) == (sought.occupation_code, sought.work_type)
            and sought.level is not None
            and offer.level > sought.level
        }
        levels = [level for level in (sought.level, *sorted(lower)) if level is not None]
        clauses = {
            level: edition.clauses(sought.claim, level, born_on=sought.born_on, today=today) if edition else []
            for level in levels
        }
        return Assessment(edition=edition, claimed=sought.claim.condition, clauses=clauses)


@dataclass(frozen=True, kw_only=True)
class Sought:
    """What somebody applies for, and with what."""

    occupation_code: str
    work_type: str
    level: int | None
    claim: Claim
    born_on: date | None


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """The clause that is met, or every clause that is missed and by how much; the level applied for comes first."""

    edition: Edition | None
    claimed: str
    clauses: dict[int, list[Clause]]

    @property
    def other_ways(self) -> list[Clause]:
        """Clauses that are met though another was claimed: at the same level, or at a lower one (REG-16)."""
        met = [clause for clauses in self.clauses.values() for clause in clauses if clause.is_met]
        return [clause for clause in met if clause.condition.code != self.claimed]

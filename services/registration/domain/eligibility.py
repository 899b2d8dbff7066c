"""Whether an application may be accepted: the offer, the scope, and the conditions of its level (REG-07, REG-18)."""

from datetime import date

from services.registration.domain.batch import Batch
from services.registration.domain.conditions import Claim, shortfalls
from services.registration.domain.entry import RosterEntry
from services.registration.domain.errors.conditions import LevelRefusedError
from services.registration.domain.errors.eligibility import (
    DuplicateApplicationError,
    NotOfferedError,
    OccupationNameDiffersError,
    OutsideScopeError,
)
from services.registration.domain.errors.entry import RowRefusedError
from services.registration.domain.scope import FiledScope, offer_key


def refusals_of(
    entry: RosterEntry, batch: Batch, scope: FiledScope, *, duplicate: bool, today: date
) -> list[RowRefusedError]:
    """Everything that stands against an entry: what its cells say, then batch and scope, then the condition claimed."""
    refusals = list(entry.refusals)
    if duplicate:
        refusals.append(DuplicateApplicationError())
    if entry.level is None:
        return refusals

    offer = batch.offer_at(entry.occupation_code, entry.work_type, entry.level)
    if not scope.covers(offer_key(entry.occupation_code, entry.work_type, entry.level), today):
        refusals.append(OutsideScopeError())
    elif offer is None:
        refusals.append(NotOfferedError())
    elif offer.occupation != entry.occupation:
        refusals.append(OccupationNameDiffersError())
    born_on = entry.number.born_on if entry.number else None
    return refusals + level_refusals(entry.claim, entry.level, born_on=born_on, today=today)


def level_refusals(claim: Claim, level: int, *, born_on: date | None, today: date) -> list[LevelRefusedError]:
    """What stands against this level alone. A blank condition is no finding here: its empty cell is one already."""
    return shortfalls(claim, level, born_on=born_on, today=today) if claim.condition else []

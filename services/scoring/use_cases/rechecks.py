"""After publication: objections, and the re-checks that upheld ones ask for."""

from datetime import datetime
from decimal import Decimal

from libs.contracts.certification import ObjectionDecided
from libs.contracts.event import Part
from services.scoring.domain.errors import ResultNotYetPublishedError
from services.scoring.domain.result import Objection
from services.scoring.ports import Results


async def note_objection(results: Results, *, event: ObjectionDecided) -> None:
    """Keep how an objection was decided."""
    result = await results.find_one(event.application_id)
    if result is None:
        raise ResultNotYetPublishedError(event.application_id)
    objection = Objection(part=event.part, decision=event.decision)
    result.note_objection(event.objection_id, objection, decided_at=event.decided_at)
    results.save(result)


async def recheck_result(  # noqa: PLR0913 -- a re-check is documented: for what, why, by whom
    results: Results,
    *,
    application_id: str,
    objection_id: str,
    part: Part,
    score: Decimal,
    reason: str,
    by: str,
    second_by: str | None,
    now: datetime,
) -> int:
    """Add the outcome of a re-check to a published result; answers the number of the revision."""
    result = await results.get(application_id)
    result.recheck(objection_id, part, score, reason=reason, by=by, second_by=second_by, now=now)
    results.save(result)
    return result.revision

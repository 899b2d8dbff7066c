"""After registration: objections, and the re-checks that upheld ones ask for."""

from libs.chassis.domain import Decision
from libs.contracts.certification import ObjectionDecided, ReviewObjectionDecided
from libs.contracts.event import ScoredPart
from services.scoring.domain.errors.result import ResultNotYetPublishedError
from services.scoring.domain.result import Objection, Recheck
from services.scoring.ports import Results


async def note_objection(
    results: Results, *, event: ObjectionDecided | ReviewObjectionDecided, part: ScoredPart
) -> None:
    """Keep how an objection was decided."""
    result = await results.find_one(event.application_id)
    if result is None:
        raise ResultNotYetPublishedError(event.application_id)
    objection = Objection(part=part, decision=event.decision)
    result.note_objection(event.objection_id, objection, decided_at=event.decided_at)
    results.save(result)


async def recheck_result(results: Results, *, application_id: str, recheck: Recheck, decision: Decision) -> int:
    """Add the outcome of a re-check to a published result; answers the number of the revision."""
    result = await results.get(application_id)
    result.recheck(recheck, decision)
    results.save(result)
    return result.revision

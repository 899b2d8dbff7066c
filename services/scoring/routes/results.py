"""Published results and their re-checks."""

from decimal import Decimal

from pydantic import BaseModel

from libs.chassis.domain import Decision
from libs.chassis.web.http import Cursor, Limit, Now, Routes, Strict, versioned
from libs.contracts.event import ScoredPart
from services.scoring.domain.result import Recheck
from services.scoring.routes.parameters import Lead, Reader, Reason, ResultRepository
from services.scoring.use_cases import rechecks
from services.scoring.views import results as views

router = Routes(tags=["scoring"], dependencies=[versioned(application_id="results")])


class RecheckBody(Strict):
    """The documented outcome of a re-check."""

    objection_id: str
    part: ScoredPart
    score: Decimal
    reason: Reason
    second_by: str | None = None


class Revised(BaseModel):
    """The revision that a re-check made."""

    revision: int


@router.get("/batches/{batch_id}/results")
async def list_results(
    batch_id: str,
    results: ResultRepository,
    _: Reader,
    awaiting: bool | None = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> views.ResultsView:
    """The results of a batch that are published; `awaiting=true`: those that wait for a re-check."""
    return await views.list_results(results, batch_id=batch_id, awaiting=awaiting, after=cursor, limit=limit)


@router.get("/results/{application_id}")
async def show_result(application_id: str, results: ResultRepository, _: Reader) -> views.ResultView:
    """One published result; one that is unpublished is as absent as one that never was."""
    return views.show_result(await results.get(application_id))


@router.post("/results/{application_id}/rechecks", status_code=201)
async def recheck_result(
    application_id: str, body: RecheckBody, results: ResultRepository, now: Now, actor: Lead
) -> Revised:
    """Record the outcome of a re-check after an upheld objection."""
    revision = await rechecks.recheck_result(
        results,
        application_id=application_id,
        recheck=Recheck(objection_id=body.objection_id, part=body.part, score=body.score, second_by=body.second_by),
        decision=Decision(actor.id, now, body.reason),
    )
    return Revised(revision=revision)

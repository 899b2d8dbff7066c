"""Published results and their re-checks."""

from decimal import Decimal
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel

from libs.chassis.identity import Actor
from libs.chassis.web.http import Now, Routes, allow, versioned
from libs.contracts.event import Part
from services.scoring import use_cases, views
from services.scoring.routes.edge import LARGEST_CHUNK, READERS, Body, Reason, ResultRepository

router = Routes(tags=["scoring"], dependencies=[versioned(application_id="results")])


class Recheck(Body):
    """The documented outcome of a re-check."""

    objection_id: str
    part: Part
    score: Decimal
    reason: Reason
    second_by: str | None = None


class Revised(BaseModel):
    """The revision that a re-check made."""

    revision: int


@router.get("/batches/{batch_id}/results")
async def show_results(
    *,
    batch_id: str,
    results: ResultRepository,
    _: Annotated[Actor, allow(*READERS)],
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=LARGEST_CHUNK)] = 100,
) -> views.ResultsView:
    """Published results only."""
    return await views.results_of_batch(results, batch_id=batch_id, cursor=cursor, limit=limit)


@router.get("/results/{application_id}")
async def show_result(
    *, application_id: str, results: ResultRepository, _: Annotated[Actor, allow(*READERS)]
) -> views.ResultView:
    """One published result; unpublished and absent answer alike."""
    return await views.result_of_application(results, application_id=application_id)


@router.post("/results/{application_id}/rechecks", status_code=201)
async def recheck_result(
    *,
    application_id: str,
    recheck: Recheck,
    results: ResultRepository,
    now: Now,
    actor: Annotated[Actor, allow("marking-lead")],
) -> Revised:
    """Record the outcome of a re-check after an upheld objection."""
    revision = await use_cases.recheck_result(
        results, application_id=application_id, by=actor.id, now=now, **recheck.model_dump()
    )
    return Revised(revision=revision)

"""Score lists: check, approval, publication; and how far a batch is."""

from typing import Annotated

from fastapi import Depends, Query
from pydantic import BaseModel

from libs.chassis.identity import Actor
from libs.chassis.web.http import EarlyNow, Now, Routes, allow
from services.scoring import use_cases, views
from services.scoring.ports import Registry
from services.scoring.routes.edge import (
    LARGEST_CHUNK,
    ORGANISERS,
    READERS,
    CandidateRepository,
    CodeRepository,
    InMarking,
    ListId,
    ListRepository,
    ResultRepository,
    ScriptRepository,
    SessionRepository,
)

router = Routes(tags=["scoring"])


class Checked(BaseModel):
    """How many scores were recomputed and found right."""

    checked: int


class Chunk(BaseModel):
    """How far a command in chunks is; repeat it until nothing remains."""

    done: int
    remaining: int


async def _registry(  # noqa: PLR0913 -- injected
    *,
    sessions: SessionRepository,
    candidates: CandidateRepository,
    codes: CodeRepository,
    scripts: ScriptRepository,
    lists: ListRepository,
    results: ResultRepository,
) -> Registry:
    return Registry(
        sessions=sessions, candidates=candidates, codes=codes, scripts=scripts, lists=lists, results=results
    )


InRegistry = Annotated[Registry, Depends(_registry)]


@router.post("/batches/{batch_id}/lists/{code}/{level}/check")
async def check_list(
    *, list_id: ListId, marking: InMarking, now: Now, actor: Annotated[Actor, allow("score-checker")]
) -> Checked:
    """Have all scores of a list recomputed once."""
    return Checked(checked=await use_cases.check_list(marking, list_id=list_id, by=actor.id, now=now))


@router.post("/batches/{batch_id}/lists/{code}/{level}/approval", status_code=204)
async def approve_list(
    *, list_id: ListId, marking: InMarking, now: EarlyNow, actor: Annotated[Actor, allow("marking-lead")]
) -> None:
    """Register the scores of a list and open its codes for publication."""
    await use_cases.approve_list(marking, list_id=list_id, by=actor.id, now=now)


@router.post("/batches/{batch_id}/lists/{code}/{level}/publication")
async def publish_list(
    *,
    list_id: ListId,
    registry: InRegistry,
    now: EarlyNow,
    actor: Annotated[Actor, allow(*ORGANISERS)],
    limit: Annotated[int, Query(ge=1, le=LARGEST_CHUNK)] = 250,
) -> Chunk:
    """Post the next results of an approved list."""
    done, remaining = await use_cases.publish_list(registry, list_id=list_id, limit=limit, by=actor.id, now=now)
    return Chunk(done=done, remaining=remaining)


@router.get("/batches/{batch_id}/lists")
async def show_lists(
    *, batch_id: str, lists: ListRepository, scripts: ScriptRepository, _: Annotated[Actor, allow(*READERS)]
) -> list[views.ListView]:
    """The lists of a batch: state and counts."""
    return await views.lists_of_batch(lists, scripts, batch_id=batch_id)


@router.get("/batches/{batch_id}/sessions", response_model_exclude_none=True)
async def show_sessions(
    *,
    batch_id: str,
    sessions: SessionRepository,
    scripts: ScriptRepository,
    actor: Annotated[Actor, allow("examiner", "coder", *READERS)],
) -> list[views.SessionView]:
    """Where scripts wait to be marked or ruled on, session by session; an examiner sees the own ones."""
    if actor.has_any("coder", *READERS):
        return await views.sessions_of_batch(sessions, scripts, batch_id=batch_id)
    return await views.sessions_of_examiner(sessions, scripts, batch_id=batch_id, staff_id=actor.id)


@router.get("/batches/{batch_id}/progress")
async def show_progress(
    *,
    batch_id: str,
    sessions: SessionRepository,
    scripts: ScriptRepository,
    lists: ListRepository,
    results: ResultRepository,
    _: Annotated[Actor, allow.staff()],
) -> views.ProgressView:
    """Where a batch is, in counts."""
    return await views.progress_of_batch(sessions, scripts, lists, results, batch_id=batch_id)

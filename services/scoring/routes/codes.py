"""Blind codes: read by the coder as a command, because every reading is noted."""

from typing import Annotated

from libs.chassis.identity import Actor
from libs.chassis.web.http import Now, Routes, allow, secret
from services.scoring import use_cases, views
from services.scoring.routes.edge import (
    READERS,
    CandidateRepository,
    CodeRepository,
    InvolvementRepository,
    ListId,
    ListRepository,
    ScriptRepository,
    SessionRepository,
)

router = Routes(tags=["scoring"])


@router.post("/sessions/{session_id}/code-readings", dependencies=[secret])
async def read_codes(  # noqa: PLR0913 -- FastAPI injects by parameter
    *,
    session_id: str,
    sessions: SessionRepository,
    scripts: ScriptRepository,
    codes: CodeRepository,
    candidates: CandidateRepository,
    lists: ListRepository,
    involvements: InvolvementRepository,
    now: Now,
    actor: Annotated[Actor, allow("coder")],
) -> views.CodesView:
    """The coding record of a session. Whoever read it marks nothing of the list and does not check it."""
    record = await use_cases.read_codes(
        sessions, codes, lists, involvements, session_id=session_id, by=actor.id, now=now
    )
    return await views.codes_view(scripts, candidates, record)


@router.get("/batches/{batch_id}/lists/{code}/{level}/code-readings")
async def show_readings_of_codes(
    *, list_id: ListId, involvements: InvolvementRepository, _: Annotated[Actor, allow(*READERS)]
) -> list[views.CodesReadView]:
    """Who read codes of a list, of which session and when."""
    return await views.readings_of_codes(involvements, list_id=list_id)

"""Blind codes: read by the coder as a command, because every reading is noted."""

from typing import Annotated

from libs.chassis.domain import Act
from libs.chassis.identity import Actor
from libs.chassis.web.http import Now, Routes, allow, secret
from services.scoring.routes.parameters import AtCodingDesk, AtMarkingDesk, ListId, Reader
from services.scoring.use_cases import codes
from services.scoring.views import codes as views

router = Routes(tags=["scoring"])


@router.post("/sessions/{session_id}/code-readings", dependencies=[secret])
async def read_codes(
    session_id: str, desk: AtCodingDesk, now: Now, actor: Annotated[Actor, allow("coder")]
) -> views.CodesView:
    """The coding record of a session. Whoever read it marks nothing of the list and does not check it."""
    record = await codes.read_codes(desk, session_id=session_id, act=Act(actor.id, now))
    return await views.show_codes(desk, record)


@router.get("/batches/{batch_id}/lists/{code}/{level}/code-readings")
async def list_code_readings(list_id: ListId, desk: AtMarkingDesk, _: Reader) -> list[views.CodesReadView]:
    """Who read codes of a list, of which session and when."""
    return await views.list_code_readings(desk.involvements, list_id=list_id)

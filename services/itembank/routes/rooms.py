"""The papers of a room over HTTP: what is opened there, and opening it by two people."""

from typing import Annotated

from fastapi import Response

from libs.chassis.domain import Act
from libs.chassis.identity import Actor
from libs.chassis.web.http import EarlyNow, Routes, Strict, allow, repositories, secret, versioned
from services.itembank.ports import OpeningDesk
from services.itembank.use_cases import papers as use_cases
from services.itembank.views import rooms as views

router = Routes(tags=["papers"], dependencies=[versioned(paper_id="papers")])

ON_DUTY = Annotated[Actor, allow("invigilator", "examiner")]
AtOpening = Annotated[OpeningDesk, repositories(OpeningDesk)]


class OpeningBody(Strict):
    session_id: str


@router.post(
    "/papers/{paper_id}/openings",
    dependencies=[secret],
    responses={202: {"description": "The first of two; waiting."}},
)
async def open_paper(  # noqa: PLR0913 -- FastAPI hands each over by name
    *, paper_id: str, body: OpeningBody, desk: AtOpening, now: EarlyNow, actor: ON_DUTY, response: Response
) -> views.WaitingForSecondKey | views.OpenedPaper:
    """One of two keys. 202 for the first person; 200 with the content for the second, and for either of them later."""
    opening, content = await use_cases.open_paper(
        desk, paper_id=paper_id, session_id=body.session_id, act=Act(actor.id, now)
    )
    response.status_code = 200 if opening.opened else 202
    return views.show_opening(opening, content, patience=desk.second_key_within)


@router.get("/sessions/{session_id}/papers")
async def list_papers_of_session(session_id: str, desk: AtOpening, actor: ON_DUTY) -> views.SessionPapers:
    """What whoever is on duty opens in the own room, from when, and how far the two keys are."""
    return await views.list_papers_of_session(desk, session_id=session_id, by=actor.id)

"""Opening the papers of one's own room: two people on duty sign in turn, each under the own name."""

from typing import Annotated

from fastapi import Form
from fastapi.responses import Response

from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit
from apps.gateway.screens.exam_day import FORMS
from apps.gateway.screens.fields import Keyed
from apps.web.words import clock

pages = Pages()


@pages.shows("room_papers")
async def show_papers(visit: InVisit, session_id: str) -> Response:
    found = await visit.ask("itembank").get("/sessions/{session_id}/papers", session_id=session_id)
    return visit.draw("room_papers.html", session_id=session_id, found=found, forms=FORMS)


@pages.does("room_papers", "/{paper_id}", step_up=True)
async def open_paper(visit: InVisit, session_id: str, paper_id: str, sent: Annotated[Keyed, Form()]) -> Response:
    """What was opened is the answer itself: the gateway keeps nothing of it, and no address leads to it."""
    told = await visit.ask("itembank").do(
        "POST", "/papers/{paper_id}/openings", key=sent.key, body={"session_id": session_id}, paper_id=paper_id
    )
    if told["state"] == "waiting":
        until = clock(told["second_until"])
        said = f"您已签名。请另一名当班人员用自己的账户在 {until} 前签名，逾期须重新开始。"
        return visit.go("room_papers", said=said, session_id=session_id)
    return visit.draw("opened_paper.html", session_id=session_id, paper=told, forms=FORMS)

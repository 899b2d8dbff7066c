"""Score sheets on paper: two people type each, one sheet after another, and neither is shown what the other typed."""

from typing import Annotated, Any

from fastapi import Form
from fastapi.responses import Response

from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit
from apps.gateway.routes.scoring.marking import SheetForm

pages = Pages()

SHEETS = "/sessions/{session_id}/typed-sheets"
STATES = {
    "new": ("未录入", "quiet"),
    "once": ("已录一遍", "quiet"),
    "differs": ("两遍不一致", "warn"),
    "taken": ("已采用", "good"),
}


@pages.shows("typed_sheets")
async def show_examiners(visit: InVisit, session_id: str) -> Response:
    """How far the sheets of each examiner are."""
    told = await visit.ask("scoring").get(SHEETS, session_id=session_id)
    counts = {
        examiner: {state: sum(one["state"] == state for one in _of(told, examiner)) for state in STATES}
        for examiner in told["examiners"]
    }
    return visit.draw("typed_sheets.html", session_id=session_id, counts=counts, states=STATES)


@pages.shows("type_sheets")
async def show_next(visit: InVisit, session_id: str, staff_id: str, code: str = "") -> Response:
    """The next sheet that this person has not typed; `code` asks for one of them."""
    told = await visit.ask("scoring").get(SHEETS, session_id=session_id)
    sheets = _of(told, staff_id)
    waiting = [one for one in sheets if not one["mine"] and one["state"] != "taken"]
    asked = next((one for one in waiting if one["code"] == code), None)
    return visit.draw(
        "type_sheets.html",
        session_id=session_id,
        staff_id=staff_id,
        sheets=sheets,
        waiting=waiting,
        following=asked or next(iter(waiting), None),
        lines=told["lines"],
        states=STATES,
    )


@pages.does("type_sheets")
async def type_sheet(visit: InVisit, session_id: str, staff_id: str, sent: Annotated[SheetForm, Form()]) -> Response:
    """Whatever comes of it, the next sheet is there to be typed."""
    done = await visit.ask("scoring").do(
        "POST",
        SHEETS,
        key=sent.key,
        body=sent.sheet() | {"examiner": staff_id},
        beside="marks",
        session_id=session_id,
    )
    said = {
        "once": f"编号 {sent.code} 已录一遍。",
        "differs": f"编号 {sent.code} 两遍不一致，请第三人对照评分表录入。",
        "taken": f"编号 {sent.code} 两人录入一致，已采用。",
    }[done["state"]]
    return visit.go("type_sheets", session_id=session_id, staff_id=staff_id, said=said)


def _of(told: Any, examiner: str) -> list[Any]:
    return [one for one in told["sheets"] if one["examiner"] == examiner]

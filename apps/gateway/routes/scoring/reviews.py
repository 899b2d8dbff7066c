"""The comprehensive review of levels 2 and 1: its panel, the reviewers' sheets, and what its leader decides."""

import re
from decimal import Decimal
from typing import Annotated, Any, Literal

from fastapi import Form
from fastapi.responses import Response
from pydantic import Field

from apps.gateway.answering.listing import Cell, Listing, Row
from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit, Visit
from apps.gateway.screens.fields import Keyed
from apps.gateway.screens.page_map import address

pages = Pages()

EXAMINER, EXAM_AFFAIRS = frozenset({"examiner"}), frozenset({"exam-affairs"})
REVIEWED = (1, 2)
A_LIST = "/batches/{batch_id}/lists/{code}/{level}"
STATES = {
    "awaited": ("待评审", "quiet"),
    "begun": ("评审中", "quiet"),
    "disputed": ("待裁定", "warn"),
    "done": ("已评审", "good"),
    "absent": ("缺考", "late"),
}
Candidate = Annotated[str, Field(min_length=1, max_length=60)]
Mark = Annotated[Decimal, Field(ge=0, le=100, max_digits=6)]
Reason = Annotated[str, Field(min_length=2, max_length=500)]


class ReviewersForm(Keyed):
    """The reviewers by number, parted in whichever way; the first leads."""

    members: Annotated[str, Field(min_length=1, max_length=400)]

    def each(self) -> list[str]:
        """The reviewers one by one."""
        return [one for one in re.split(r"[\s,，、;；]+", self.members) if one]


class SheetForm(Keyed):
    application_id: Candidate
    thesis: Mark
    defence: Mark


class CorrectedSheetForm(SheetForm):
    reason: Reason


class RulingForm(Keyed):
    score: Mark
    reason: Reason


class AbsenceForm(Keyed):
    application_id: Candidate
    absent: Literal["yes", "no"]
    reason: Reason


def review_of(batch_id: str, row: Row) -> str:
    """Where the candidates of a list are reviewed; nowhere below level 2."""
    if row["level"] not in REVIEWED:
        return ""
    return address("reviews", batch_id=batch_id, code=row["occupation_code"], level=str(row["level"]))


def leading_to_review(row: Row) -> Cell:
    """The level of a list, leading to its review if it has one."""
    below = ["综合评审"] if row["reviews"] else []
    return Cell(f"{row['level']} 级", to=row["reviews"], below=below)


@pages.shows("reviews")
async def show_reviews(visit: InVisit, batch_id: str, code: str, level: str) -> Response:
    told = await visit.ask("scoring").get(A_LIST + "/reviews", batch_id=batch_id, code=code, level=level)
    rows = told["reviews"]
    return visit.draw(
        "reviews.html",
        at={"batch_id": batch_id, "code": code, "level": level},
        told=told,
        panel=told.get("panel"),
        listing=Listing(items=rows),
        tickets={one["application_id"]: one["ticket_number"] for one in rows},
        missing=_own(rows, submitted=False),
        submitted=_own(rows, submitted=True),
        states=STATES,
    )


def _own(rows: list[Any], *, submitted: bool) -> dict[str, str]:
    """The candidates of whom a reviewer's own sheet is in, or is not: application → ticket."""
    return {
        one["application_id"]: one["ticket_number"]
        for one in rows
        if one.get("submitted") is submitted and one.get("state") != "absent"
    }


@pages.does("reviews", "/reviewers", roles=EXAM_AFFAIRS)
async def name_reviewers(
    visit: InVisit, batch_id: str, code: str, level: str, sent: Annotated[ReviewersForm, Form()]
) -> Response:
    members = sent.each()
    body = {"members": members, "leader": members[0] if members else ""}
    await visit.ask("scoring").do(
        "PUT",
        A_LIST + "/reviewers",
        key=sent.key,
        body=body,
        beside="members",
        batch_id=batch_id,
        code=code,
        level=level,
    )
    return visit.go("reviews", batch_id=batch_id, code=code, level=level, said="评审组已指定。")


@pages.does("reviews", "/sheets", roles=EXAMINER)
async def submit_sheet(
    visit: InVisit, batch_id: str, code: str, level: str, sent: Annotated[SheetForm, Form()]
) -> Response:
    sheet = sent.model_dump(mode="json", exclude={"key"})
    at = {"batch_id": batch_id, "code": code, "level": level}
    return await _done(visit, at, "review-sheets", sent, {"sheets": [sheet]}, beside="thesis", said="评审表已提交。")


@pages.does("reviews", "/sheet-corrections", roles=EXAMINER)
async def correct_sheet(
    visit: InVisit, batch_id: str, code: str, level: str, sent: Annotated[CorrectedSheetForm, Form()]
) -> Response:
    at = {"batch_id": batch_id, "code": code, "level": level}
    body = sent.model_dump(mode="json", exclude={"key"})
    said = "评审表已更正，原评审表仍保留。"
    return await _done(visit, at, "review-corrections", sent, body, beside="thesis", said=said)


@pages.does("reviews", "/rulings/{application_id}", roles=EXAMINER)
async def rule_review(  # noqa: PLR0913, PLR0917 -- FastAPI injects by parameter
    visit: InVisit, batch_id: str, code: str, level: str, application_id: str, sent: Annotated[RulingForm, Form()]
) -> Response:
    at = {"batch_id": batch_id, "code": code, "level": level}
    body = {"application_id": application_id, "score": str(sent.score), "reason": sent.reason}
    return await _done(visit, at, "review-rulings", sent, body, beside="score", said="已裁定。")


@pages.does("reviews", "/absences", roles=EXAMINER)
async def note_absence(
    visit: InVisit, batch_id: str, code: str, level: str, sent: Annotated[AbsenceForm, Form()]
) -> Response:
    at = {"batch_id": batch_id, "code": code, "level": level}
    body = {"application_id": sent.application_id, "absent": sent.absent == "yes", "reason": sent.reason}
    return await _done(visit, at, "review-absences", sent, body, beside="application_id", said="已登记。")


async def _done(  # noqa: PLR0913 -- what is done at which list
    visit: Visit, at: dict[str, str], what: str, sent: Keyed, body: Any, *, beside: str, said: str
) -> Response:
    await visit.ask("scoring").do("POST", f"{A_LIST}/{what}", key=sent.key, body=body, beside=beside, **at)
    return visit.go("reviews", **at, said=said)

"""What follows an upheld objection: the part is looked at again, and what comes of it stands in public anew."""

from decimal import Decimal
from typing import Annotated, Literal

from fastapi import Form, Query
from fastapi.responses import Response
from pydantic import Field

from apps.gateway.answering.listing import Filter, Listing
from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit
from apps.gateway.routes.certification.notices import OBJECTED, OUTCOMES
from apps.gateway.screens.fields import KeyedAndSeen

pages = Pages()

AT_ONCE = 50
A_RESULT = "/results/{application_id}"
WAITING = {"true": "待复核", "false": "无待复核", "all": "全部"}


class RecheckForm(KeyedAndSeen):
    """`second_by` looked as well; nobody but the two sees the sheet."""

    part: Literal["theory", "practical", "review"]
    score: Decimal
    reason: Annotated[str, Field(min_length=2, max_length=500)]
    second_by: Annotated[str, Field(max_length=40)] = ""


@pages.shows("rechecks")
async def show_rechecks(
    visit: InVisit,
    batch_id: str,
    awaiting: Literal["true", "false", "all"] = "true",
    cursor: Annotated[str, Query(max_length=500)] = "",
) -> Response:
    asked = {"awaiting": awaiting if awaiting != "all" else "", "cursor": cursor, "limit": AT_ONCE}
    found = await visit.ask("scoring").get("/batches/{batch_id}/results", query=asked, batch_id=batch_id)
    chosen = Filter(name="awaiting", label="状态", value=awaiting, options=WAITING)
    listing = Listing(items=found["items"], filters=[chosen], next=found["next"])
    return visit.draw("rechecks.html", batch_id=batch_id, listing=listing, parts=OBJECTED, outcomes=OUTCOMES)


@pages.shows("result")
async def show_result(visit: InVisit, application_id: str) -> Response:
    result, seen = await visit.ask("scoring").see(A_RESULT, application_id=application_id)
    return visit.draw("result.html", result=result, seen=seen, parts=OBJECTED, outcomes=OUTCOMES)


@pages.does("result", "/rechecks/{objection_id}", roles=frozenset({"marking-lead"}), step_up=True)
async def recheck(
    visit: InVisit, application_id: str, objection_id: str, sent: Annotated[RecheckForm, Form()]
) -> Response:
    body = {"objection_id": objection_id, "part": sent.part, "score": str(sent.score), "reason": sent.reason}
    await visit.ask("scoring").do(
        "POST",
        A_RESULT + "/rechecks",
        key=sent.key,
        seen=sent.seen,
        body=body | {"second_by": sent.second_by or None},
        application_id=application_id,
    )
    return visit.go("result", application_id=application_id, said="复核结果已登记，更正后的成绩重新公示。")

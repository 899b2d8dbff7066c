"""The plan of a year: its batches, and who may be examined in which."""

from typing import Annotated, Any

from fastapi import Form
from fastapi.responses import Response
from pydantic import Field

from apps.gateway.answering.listing import Listing
from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit
from apps.gateway.domain.errors import ServiceRefusedError
from apps.gateway.screens.fields import Keyed, lines
from apps.gateway.screens.page_map import EXAM_AFFAIRS
from libs.contracts.names import LEVEL_NAMES

pages = Pages()

NOT_FOUND = 404
A_BATCH = r"([a-z0-9][a-z0-9-]*) (\d{4}-\d{2}-\d{2}) (\d{4}-\d{2}-\d{2}) (\S+)"
AN_OFFER = r"([a-z0-9][a-z0-9-]*) (\d(?:-\d+){3}) ([1-5](?:[ 、,，][1-5])*)"


class AnnualPlanForm(Keyed):
    """A batch a line; then what each of them examines, an occupation a line."""

    batches: Annotated[str, Field(max_length=4000)]
    chances: Annotated[str, Field(max_length=20000)]

    def body(self) -> dict[str, Any]:
        """As registration takes it. Raises `LineNotReadError`."""
        told: dict[str, list[dict[str, Any]]] = {}
        for one in lines(self.chances, AN_OFFER, field="chances", example="2027-spring 4-03-02-01 5、4、3"):
            levels = [int(level) for level in one[3] if level.isdecimal()]
            told.setdefault(one[1], []).extend({"occupation_code": one[2], "level": level} for level in levels)
        batches = lines(self.batches, A_BATCH, field="batches", example="2027-spring 2027-03-01 2027-05-15 春季")
        return {
            "batches": [
                {"batch_id": one[1], "opens_by": one[2], "examines_on": one[3], "name": one[4]}
                | {"chances": told.get(one[1], [])}
                for one in batches
            ]
        }


@pages.shows("annual_plan")
async def show_annual_plan(visit: InVisit, year: str) -> Response:
    try:
        plan = await visit.ask("registration").get("/annual-plans/{year}", year=year)
    except ServiceRefusedError as refusal:
        if refusal.status != NOT_FOUND:
            raise
        plan = {"year": year, "batches": [], "filed_by": "", "filed_at": None}
    return visit.draw(
        "annual_plan.html",
        plan=plan,
        listing=Listing(items=plan["batches"]),
        levels=LEVEL_NAMES,
        form=visit.form("annual_plan", year=year),
    )


@pages.does("annual_plan", roles=EXAM_AFFAIRS | {"director"})
async def file_annual_plan(visit: InVisit, year: str, sent: Annotated[AnnualPlanForm, Form()]) -> Response:
    await visit.ask("registration").do(
        "PUT", "/annual-plans/{year}", key=sent.key, body=sent.body(), beside="batches", year=year
    )
    return visit.go("annual_plan", said=f"{year} 年的年度计划已登记。", year=year)

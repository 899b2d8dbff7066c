"""What was issued in a year, by occupation and level, and what became of it."""

from typing import Annotated

from fastapi import Path
from fastapi.responses import Response

from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit
from apps.gateway.routes.certification.certificates import STATES
from libs.contracts.beijing import beijing_day

pages = Pages()


@pages.shows("certificate_years")
async def show_this_year(visit: InVisit) -> Response:
    """The year that it is."""
    return visit.go("certificate_year", year=str(beijing_day(visit.exam_now).year))


@pages.shows("certificate_year")
async def show_year(visit: InVisit, year: Annotated[int, Path(ge=2000, le=2099)]) -> Response:
    told = await visit.ask("certification").get("/statistics/{year}", year=str(year))
    return visit.draw("certificate_year.html", told=told, states=STATES)

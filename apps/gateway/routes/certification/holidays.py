"""The years' holidays, by which the days of a public notice are counted."""

from typing import Annotated, Any

from fastapi import Form
from fastapi.responses import Response
from pydantic import Field

from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit
from apps.gateway.screens.fields import Keyed, days, lines
from apps.gateway.screens.page_map import GENERAL_OFFICE

pages = Pages()

A_BREAK = r"(\d{4}-\d{2}-\d{2})(?:\s*(?:至|到|[-—~～]|\s)\s*(\d{4}-\d{2}-\d{2}))?"
Lines = Annotated[str, Field(max_length=2000)]


class HolidaysForm(Keyed):
    """What the notice of a year says; a break of one day is that day alone."""

    year: Annotated[int, Field(ge=2025, le=2099)]
    reference: Annotated[str, Field(min_length=2, max_length=200)]
    breaks: Annotated[Lines, Field(min_length=1)]
    weekend_workdays: Lines = ""

    def body(self) -> dict[str, Any]:
        """As certification takes it. Raises `LineNotReadError`."""
        read = lines(self.breaks, A_BREAK, field="breaks", example="2027-01-01 至 2027-01-03")
        return {
            "reference": self.reference,
            "breaks": [{"first": one[1], "last": one[2] or one[1]} for one in read],
            "weekend_workdays": [one.isoformat() for one in days(self.weekend_workdays, field="weekend_workdays")],
        }


@pages.shows("holidays")
async def show_holidays(visit: InVisit) -> Response:
    years = await visit.ask("certification").get("/holiday-years")
    return visit.draw("holidays.html", years=years, form=visit.form("holidays"))


@pages.does("holidays", roles=GENERAL_OFFICE)
async def enter_holidays(visit: InVisit, sent: Annotated[HolidaysForm, Form()]) -> Response:
    await visit.ask("certification").do(
        "PUT", "/holiday-years/{year}", key=sent.key, body=sent.body(), beside="breaks", year=str(sent.year)
    )
    return visit.go("holidays", said=f"{sent.year} 年放假安排已登记，正在公示的期限已重新推算，变动见下。")

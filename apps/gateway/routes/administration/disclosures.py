"""Who took whole identifiers out, for those who look after it."""

from typing import Annotated

from fastapi import Query
from fastapi.responses import Response

from apps.gateway.answering.listing import Listing
from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit
from apps.gateway.use_cases import disclosures

pages = Pages()


@pages.shows("disclosures")
async def show_disclosures(visit: InVisit, cursor: Annotated[str, Query(max_length=500)] = "") -> Response:
    found = await visit.read(disclosures.list_disclosures, cursor=cursor)
    return visit.draw("disclosures.html", listing=Listing(items=found.items, next=found.next))

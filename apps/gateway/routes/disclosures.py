"""Who took whole identifiers out, for those who look after it."""

from typing import Annotated

from fastapi import Query
from fastapi.responses import Response

from apps.gateway.listing import Listing
from apps.gateway.pages import Pages
from apps.gateway.use_cases import disclosures
from apps.gateway.visit import InVisit

pages = Pages()


@pages.shows("disclosures")
async def show_disclosures(visit: InVisit, cursor: Annotated[str, Query(max_length=500)] = "") -> Response:
    found = await visit.read(disclosures.list_disclosures, cursor=cursor)
    return visit.draw("disclosures.html", listing=Listing(items=found.items, next=found.next))

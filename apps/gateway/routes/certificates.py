"""Certificates of a batch: the list, one of them, and its PDF."""

from typing import Annotated, Literal

from fastapi import Query
from fastapi.responses import Response

from apps.gateway.listing import Filter, Listing
from apps.gateway.pages import Pages
from apps.gateway.routes.notices import OUTCOMES
from apps.gateway.visit import InVisit

pages = Pages()

AT_ONCE = 50
STATES = {"valid": ("有效", "good"), "suspended": ("暂停使用", "late")}


@pages.shows("certificates")
async def show_certificates(
    visit: InVisit,
    batch_id: str,
    status: Literal["valid", "suspended", ""] = "",
    cursor: Annotated[str, Query(max_length=500)] = "",
) -> Response:
    asked = {"status": status, "cursor": cursor, "limit": AT_ONCE}
    found = await visit.ask("certification").get(
        "/batches/{batch_id}/certificates",
        query=asked,
        batch_id=batch_id,
    )
    states = {code: word for code, (word, _) in STATES.items()}
    listing = Listing(
        items=found["items"],
        filters=[Filter(name="status", label="状态", value=status, options={"": "全部", **states})],
        next=found["next"],
    )
    return visit.draw("certificates.html", batch_id=batch_id, listing=listing, states=STATES)


@pages.shows("certificate")
async def show_certificate(visit: InVisit, number: str) -> Response:
    certificate = await visit.ask("certification").get("/certificates/{number}", number=number)
    return visit.draw("certificate.html", certificate=certificate, states=STATES, outcomes=OUTCOMES)


@pages.does("certificate", "/pdf", step_up=True)
async def show_pdf(visit: InVisit, number: str) -> Response:
    """A POST, so that no copied address leads to somebody's certificate; the whole identifier is on it alone."""
    answer = await visit.ask("certification").file("/certificates/{number}/pdf", number=number)
    return Response(
        answer.content,
        media_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="certificate-{number}.pdf"'},
    )

"""What a batch has to collect, as it was announced, and who was let off. What was paid is not kept anywhere here."""

import asyncio

from fastapi.responses import Response

from apps.gateway.answering.listing import Listing
from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit
from apps.gateway.screens.exam_day import PARTS

pages = Pages()

AT_ONCE = 500


@pages.shows("fees")
async def show_fees(visit: InVisit, batch_id: str) -> Response:
    """A fee is stated for a level, whole: of what one part of it costs nothing is known."""
    registration = visit.ask("registration")
    batch, waived = await asyncio.gather(
        registration.get("/batches/{batch_id}", batch_id=batch_id),
        registration.every(
            "/batches/{batch_id}/applications", query={"fee_waived": "true", "limit": AT_ONCE}, batch_id=batch_id
        ),
    )
    announced = await registration.get("/announcements/{id}", id=batch["announcement_id"])
    fen = {one["level"]: one["fen"] for one in announced["fees"]}
    rows = [
        one | {"fen": fen.get(one["level"]), "due": fen.get(one["level"], 0) * one["approved"]}
        for one in batch["totals"]
    ]
    return visit.draw(
        "fees.html",
        batch=batch,
        listing=Listing(items=rows),
        waived=Listing(items=waived, total=len(waived)),
        due=sum(row["due"] for row in rows),
        unstated=any(row["fen"] is None for row in rows),
        parts=PARTS,
    )

"""All batches and incidents in figures, for the head of the institution."""

import asyncio
from typing import Any

from fastapi.responses import Response

from apps.gateway.answering.listing import Listing
from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit, Visit
from apps.gateway.routes.office.batches import STATES, told_of
from apps.gateway.routes.office.todo import late_today
from apps.gateway.screens.exam_day import PARTS

pages = Pages()

NEWEST = 20
ASKED_AT_ONCE = 4
SERVICES = ("registration", "scheduling", "scoring", "certification")


@pages.shows("overview")
async def show_overview(visit: InVisit) -> Response:
    batches, statistics, current, (late, quiet) = await asyncio.gather(
        visit.ask("registration").get("/batches", query={"limit": NEWEST}),
        visit.ask("incident").get("/incidents/statistics"),
        visit.ask("incident").get("/incidents/open"),
        late_today(visit),
    )
    turns = asyncio.Semaphore(ASKED_AT_ONCE)

    async def figures(batch: dict[str, Any]) -> dict[str, Any]:
        async with turns:
            return await _figures(visit, batch)

    rows = await asyncio.gather(*map(figures, batches["items"]))
    names = {row["batch_id"]: row["name"] for row in rows}
    return visit.draw(
        "overview.html",
        listing=Listing(items=rows),
        incidents=Listing(items=[one | {"name": names.get(one["batch_id"], "")} for one in statistics["batches"]]),
        current=current["items"],
        late=late,
        parts=PARTS,
        states=STATES,
        away=sorted({*quiet, *(sentence for row in rows for sentence in row["away"])}),
        has_more=bool(batches["next"]),
        newest=NEWEST,
    )


async def _figures(visit: Visit, batch: dict[str, Any]) -> dict[str, Any]:
    """What each service counts of a batch; of one that does not answer its sentence, and no figure."""
    told = await asyncio.gather(
        *(
            told_of(
                visit,
                one,
                "/batches/{batch_id}" + ("/progress" if one != SERVICES[0] else ""),
                batch_id=batch["batch_id"],
            )
            for one in SERVICES
        )
    )
    known = {one: found if isinstance(found, dict) else {} for one, found in zip(SERVICES, told, strict=True)}
    return {**batch, **known, "away": [found for found in told if isinstance(found, str)]}

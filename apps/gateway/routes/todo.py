"""What waits for whoever is signed in: counted by asking the services, so it goes away by itself."""

import asyncio
from collections.abc import Mapping
from typing import Any

from fastapi.responses import Response

from apps.gateway.checklist import Known, Step, next_step, steps_of
from apps.gateway.page_map import address
from apps.gateway.pages import Pages
from apps.gateway.routes.batches import PROGRESS, told_of
from apps.gateway.routes.jobs import STATES
from apps.gateway.use_cases import jobs
from apps.gateway.visit import InVisit, Visit

pages = Pages()

# The newest of each state: what is older than these is found in the list of batches.
NEWEST = 20
ASKED_AT_ONCE = 4


@pages.shows("todo")
async def show_todo(visit: InVisit) -> Response:
    """One line a batch: the next step of its checklist, where it is this person's and its time has come."""
    registration = visit.ask("registration")
    lists = await asyncio.gather(
        *(registration.get("/batches", query={"state": state, "limit": NEWEST}) for state in ("open", "closed"))
    )
    batches = [batch for found in lists for batch in found["items"]]
    turns = asyncio.Semaphore(ASKED_AT_ONCE)

    async def waiting(batch: Mapping[str, Any]) -> tuple[Step | None, list[str]]:
        async with turns:
            return await _waiting(visit, batch)

    found = await asyncio.gather(*map(waiting, batches))
    return visit.draw(
        "todo.html",
        jobs=await visit.read(jobs.news_of, account_id=visit.account.id),
        job_states=STATES,
        items=[
            (batch, step, address(step.page, batch_id=batch["batch_id"]) + step.query)
            for batch, (step, _) in zip(batches, found, strict=True)
            if step
        ],
        away=sorted({sentence for _, away in found for sentence in away}),
        has_more=any(one["next"] for one in lists),
        newest=NEWEST,
    )


async def _waiting(visit: Visit, batch: Mapping[str, Any]) -> tuple[Step | None, list[str]]:
    """The step that waits for this person, and who did not answer.

    A batch that takes applications waits for registration alone.
    """
    is_open = batch["state"] == "open"
    services = () if is_open else PROGRESS
    told = await asyncio.gather(
        told_of(visit, "registration", "/batches/{batch_id}", batch["batch_id"]),
        *(told_of(visit, service, "/batches/{batch_id}/progress", batch["batch_id"]) for service in services),
    )
    known = dict.fromkeys(("registration", *PROGRESS)) | {
        service: one for service, one in zip(("registration", *services), told, strict=True) if isinstance(one, dict)
    }
    step = next_step(steps_of(Known(**known)))
    is_mine = step is not None and step.role in visit.roles and step.is_due(visit.now)
    return step if is_mine else None, [one for one in told if isinstance(one, str)]

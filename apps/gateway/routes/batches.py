"""Batches, and what is next in each."""

import asyncio
from typing import Annotated, Any, Literal

from fastapi import Form, Query
from fastapi.responses import Response
from pydantic import BaseModel, Field

from apps.gateway.checklist import Known, next_step, steps_of
from apps.gateway.domain.errors import ServiceAwayError, ServiceRefusedError
from apps.gateway.listing import Filter, Listing
from apps.gateway.page_map import PAGE
from apps.gateway.pages import Pages
from apps.gateway.visit import InVisit, Visit

pages = Pages()

STATES = {"open": "报名中", "closed": "已截止报名"}
PROGRESS = ("scheduling", "itembank", "scoring", "certification")
# The pages of a batch beside its applications.
FURTHER = ("plan", "papers", "marking", "score_lists", "notices", "objections", "certificates")
MISSING = 404
NOT_TOLD = {403, MISSING}
AT_ONCE = 20


class OpenForm(BaseModel):
    batch_id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]


@pages.shows("batches")
async def show_batches(
    visit: InVisit,
    state: Literal["open", "closed", ""] = "",
    cursor: Annotated[str, Query(max_length=500)] = "",
) -> Response:
    asked = {"state": state, "cursor": cursor, "limit": AT_ONCE}
    found = await visit.ask("registration").get("/batches", query=asked)
    listing = Listing(
        items=found["items"],
        filters=[Filter(name="state", label="状态", value=state, options={"": "全部", **STATES})],
        next=found["next"],
    )
    return visit.draw("batches.html", listing=listing, states=STATES, form=visit.form("batches", "/find"))


@pages.does("batches", "/find")
async def find_batch(visit: InVisit, sent: Annotated[OpenForm, Form()]) -> Response:
    """Go to a batch by its number."""
    return visit.go("batch", batch_id=sent.batch_id)


@pages.shows("batch")
async def show_batch(visit: InVisit, batch_id: str) -> Response:
    batch, *progress = await asyncio.gather(
        told_of(visit, "registration", "/batches/{batch_id}", batch_id),
        *(told_of(visit, service, "/batches/{batch_id}/progress", batch_id) for service in PROGRESS),
    )
    away = [told for told in (batch, *progress) if isinstance(told, str)]
    known = [told if isinstance(told, dict) else None for told in (batch, *progress)]
    steps = steps_of(Known(**dict(zip(("registration", *PROGRESS), known, strict=True))))
    return visit.draw(
        "batch.html",
        batch_id=batch_id,
        batch=known[0],
        states=STATES,
        steps=steps,
        following=next_step(steps),
        away=away,
        partly=None in (batch, *progress),
        further=[PAGE[name] for name in FURTHER if visit.may_see(name)],
        close=visit.form("batch", "/closure", batch_id=batch_id),
    )


async def told_of(visit: Visit, service: str, path: str, batch_id: str) -> Any:
    """What a service tells; none if it may not, a sentence if it does not answer."""
    try:
        return await visit.ask(service).get(path, batch_id=batch_id)
    except ServiceAwayError as away:
        return away.sentence
    except ServiceRefusedError as refusal:
        if refusal.status == MISSING and service == "registration":
            raise
        if refusal.status not in NOT_TOLD:
            raise
        return None


@pages.does("batch", "/closure", roles=frozenset({"exam-affairs"}))
async def close_registration(visit: InVisit, batch_id: str, key: Annotated[str, Form()]) -> Response:
    await visit.ask("registration").do("POST", "/batches/{batch_id}/closure", key=key, batch_id=batch_id)
    return visit.go("batch", batch_id=batch_id, said="已截止报名。")

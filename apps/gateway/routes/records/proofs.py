"""One event of the archive, and the file that proves it to whoever has no access here."""

import json
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Form, Path
from fastapi.responses import Response

from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit, Visit
from apps.gateway.asking import NAMES
from apps.gateway.domain.errors import EventMissingError, NotSignedYetError
from apps.gateway.routes.records.archive import LARGEST, line_of
from apps.gateway.screens.fields import Keyed

pages = Pages()

AT_ONCE = 500
Position = Annotated[int, Path(ge=1, le=LARGEST)]


@pages.shows("archived_event")
async def show_event(visit: InVisit, position: Position) -> Response:
    event = await _event(visit, position)
    return visit.draw(
        "archived_event.html",
        event=line_of(event),
        chainhash=event["chainhash"],
        services=NAMES,
        signed=await _signed_day(visit, position),
        proof=visit.form("archived_event", "/proof", position=str(position)),
    )


@pages.does("archived_event", "/proof")
async def hand_out_proof(visit: InVisit, position: Position, _: Annotated[Keyed, Form()]) -> Response:
    """The event, its way to the root of the first signed day that has it, and that day's signature."""
    event, signed = await _event(visit, position), await _signed_day(visit, position)
    if signed is None:
        raise NotSignedYetError
    proof = await visit.ask("archive").get("/proofs", query={"event_id": event["id"], "day": signed["day"]})
    named = {"Content-Disposition": f'attachment; filename="proof-{position}.json"'}
    return Response(json.dumps(proof, ensure_ascii=False, indent=1), media_type="application/json", headers=named)


async def _event(visit: Visit, position: int) -> dict[str, Any]:
    found = (await visit.ask("archive").get("/events", query={"after": position - 1, "limit": 1}))["items"]
    if not found:
        raise EventMissingError(position)
    event: dict[str, Any] = found[0]
    return event


async def _signed_day(visit: Visit, position: int) -> Mapping[str, Any] | None:
    """The first day whose signature covers it; the archive tells the oldest first."""
    heads = await visit.ask("archive").every("/tree-heads", query={"limit": AT_ONCE})
    return next((head for head in heads if position <= head["size"]), None)

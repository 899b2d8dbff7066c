"""The evidence: how long the chain is, whether it still proves itself, and who did what."""

from typing import Annotated, Any

from fastapi import Form, Query
from fastapi.responses import Response

from apps.gateway.asking import NAMES
from apps.gateway.event_words import change_of, people_of, word_of
from apps.gateway.fields import Keyed
from apps.gateway.listing import Listing
from apps.gateway.pages import Pages
from apps.gateway.visit import InVisit, Visit
from libs.contracts.archive import GENESIS, Verdict, exported_line, verify_chain

pages = Pages()

AT_ONCE = 50
PIECE = 1000
# Proved within a click: a longer chain is exported, and proved by the command.
LONGEST = 50_000
LARGEST = 2**53
Position = Annotated[int, Query(ge=0, le=LARGEST)]


@pages.shows("evidence")
async def show_evidence(visit: InVisit) -> Response:
    return await _evidence(visit, None)


@pages.does("evidence", "/proof")
async def prove_evidence(visit: InVisit, _: Annotated[Keyed, Form()]) -> Response:
    """Read the chain as it was when asked, from its first event, and prove every link; it changes nothing."""
    chain = await visit.ask("archive").get("/chain")
    return await _evidence(visit, await _proved(visit, min(chain["count"], LONGEST)))


async def _evidence(visit: Visit, verdict: Verdict | None) -> Response:
    chain = await visit.ask("archive").get("/chain")
    return visit.draw(
        "evidence.html", chain=chain, longest=LONGEST, verdict=verdict, proof=visit.form("evidence", "/proof")
    )


async def _proved(visit: Visit, count: int) -> Verdict:
    """Event by event, so that no more than a page of them is held."""
    lines: list[bytes] = []
    after = 0
    while after < count:
        query = {"after": after, "limit": min(PIECE, count - after)}
        found = (await visit.ask("archive").get("/events", query=query))["items"]
        if not found:
            break
        lines += [exported_line(event) for event in found]
        after = found[-1]["archiveposition"]
    return verify_chain(lines) if lines else Verdict(0, GENESIS)


@pages.shows("audit")
async def show_audit(visit: InVisit, before: Position = 0) -> Response:
    """The newest first: a page ends before this position, or at the end of the chain."""
    archive = visit.ask("archive")
    count = (await archive.get("/chain"))["count"]
    end = min(before - 1, count) if before else count
    first = max(end - AT_ONCE, 0)
    found = (await archive.get("/events", query={"after": first, "limit": AT_ONCE}))["items"] if end else []
    listing = Listing(items=[_line(one) for one in reversed(found) if one["archiveposition"] <= end])
    return visit.draw("audit.html", listing=listing, older=first + 1 if first else 0, services=NAMES)


@pages.shows("batch_events")
async def show_batch_events(visit: InVisit, batch_id: str, after: Position = 0) -> Response:
    query = {"after": after, "limit": AT_ONCE}
    found = await visit.ask("archive").get("/batches/{batch_id}/events", query=query, batch_id=batch_id)
    listing = Listing(items=[_line(one) for one in found["items"]])
    return visit.draw("batch_events.html", batch_id=batch_id, listing=listing, next=found["next"], services=NAMES)


def _line(event: dict[str, Any]) -> dict[str, Any]:
    """Of an event all but what it tells: that is read where it belongs."""
    return {
        "position": event["archiveposition"],
        "time": event["time"],
        "source": event["source"],
        "what": word_of(event),
        "change": change_of(event),
        "subject": event["subject"].partition("/")[2],
        "people": people_of(event),
    }

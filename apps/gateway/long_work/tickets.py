"""Admission tickets as one PDF, set with typst."""

import asyncio
import io
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from apps.gateway.domain.errors import NoTicketsError, TicketsNotSetError
from apps.gateway.domain.job import Job
from apps.gateway.long_work.work import InHand, Step
from apps.web.words import clock, day
from libs.chassis.typesetting import NotSetError, Typesetter
from libs.contracts.beijing import BEIJING

TEMPLATES: Final = Path(__file__).parent
AT_ONCE = 100


class TicketFile:
    """All tickets of a batch in one file, in the order of their applications."""

    def __init__(self, *, font_dir: Path, font_families: Sequence[str]) -> None:
        self._font_dir = font_dir
        self._families = font_families

    async def step(self, hand: InHand) -> Step:
        """A page of tickets, set: typst keeps megabytes for each sheet. Raises `TicketsNotSetError`."""
        query = {"cursor": hand.job.cursor, "limit": AT_ONCE}
        found = await hand.ask("scheduling").get(
            "/batches/{batch_id}/tickets", query=query, batch_id=hand.job.given["batch_id"]
        )
        tickets = [_words(ticket) for ticket in found["items"]]
        if not tickets:
            raise NoTicketsError
        # a compiler of its own for each page: see above
        typesetter = Typesetter(TEMPLATES, font_dir=self._font_dir, font_families=self._families)
        try:
            sheets = await typesetter.set("ticket", tickets, at=hand.job.ordered_at)
        except NotSetError:
            raise TicketsNotSetError from None
        return Step(pieces=[sheets], done=len(tickets), cursor=found["next"] or "")

    async def file(self, hand: InHand) -> AsyncIterator[bytes]:
        """All of them behind each other."""
        yield await asyncio.to_thread(_together, [sheets async for sheets in hand.pieces])

    def name(self, job: Job) -> tuple[str, str]:
        """See `Work.name`."""
        return f"tickets-{job.given['batch_id']}.pdf", "application/pdf"


def _together(parts: Sequence[bytes]) -> bytes:
    from pypdf import PdfWriter  # noqa: PLC0415 -- most processes never print

    together, file = PdfWriter(), io.BytesIO()
    for part in parts:
        together.append(io.BytesIO(part), import_outline=False)
    together.write(file)
    return file.getvalue()


def _words(ticket: Mapping[str, Any]) -> dict[str, Any]:
    work_type = "" if ticket["work_type"] == "--" else f"（{ticket['work_type']}）"
    return {
        "ticket_number": ticket["ticket_number"] or "",
        "name": ticket["name"],
        "id_number": ticket["id_number"],
        "occupation": ticket["occupation"] + work_type,
        "level": ticket["level"],
        "application_id": ticket["application_id"],
        "sittings": [sitting_words(one) for one in ticket["sittings"]],
        "notes": ticket["notes"],
    }


def sitting_words(sitting: Mapping[str, Any]) -> list[str]:
    """One part of a ticket: what, when, where."""
    when = sitting["called_off"] or ""
    if sitting["starts_at"]:
        on = datetime.fromisoformat(sitting["starts_at"]).astimezone(BEIJING).date()
        when = f"{day(on)} {clock(sitting['starts_at'])} 至 {clock(sitting['ends_at'])}"
    return [
        f"{sitting['part']}（{sitting['sat_as']}）",
        when,
        sitting["site"] or "",
        sitting["room"],
        str(sitting["seat"]),
    ]

"""Admission tickets and sign-in sheets as one PDF each, set with typst."""

import asyncio
import base64
import io
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import httpx

from apps.gateway.asking import in_turns
from apps.gateway.domain.errors import NoTicketsError, ServiceRefusedError, TicketsNotSetError
from apps.gateway.domain.job import Job
from apps.gateway.long_work.work import InHand, Step
from apps.gateway.screens.exam_day import PARTS
from apps.web.words import clock, day, moment
from libs.chassis.typesetting import NotSetError, Typesetter
from libs.contracts.beijing import BEIJING
from libs.contracts.names import LEVEL_NAMES

TEMPLATES: Final = Path(__file__).parent
AT_ONCE = 100
PHOTOS_AT_ONCE = 8
# Typst takes JSON alone; a drawing can hold a picture as text.
DRAWING: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="295" height="413">'
    '<image width="295" height="413" href="data:image/jpeg;base64,{}"/></svg>'
)


class Print:
    """What the prints have in common: pages are set apart, for typst keeps megabytes for each sheet."""

    template: str

    def __init__(self, *, font_dir: Path, font_families: Sequence[str]) -> None:
        self._font_dir = font_dir
        self._families = font_families

    async def set(self, content: object, *, at: datetime) -> bytes:
        """One part of it. Raises `TicketsNotSetError`."""
        typesetter = Typesetter(TEMPLATES, font_dir=self._font_dir, font_families=self._families)
        try:
            return await typesetter.set(self.template, content, at=at)
        except NotSetError:
            raise TicketsNotSetError from None

    async def file(self, hand: InHand) -> AsyncIterator[bytes]:
        """All parts behind each other."""
        yield await asyncio.to_thread(_together, [sheets async for sheets in hand.pieces])

    def name(self, job: Job) -> tuple[str, str]:
        """See `Work.name`."""
        return f"{self.template}s-{job.given['batch_id']}.pdf", "application/pdf"


class TicketFile(Print):
    """All tickets of a batch in one file, in the order of their applications."""

    template = "ticket"

    async def step(self, hand: InHand) -> Step:
        """A page of tickets. Raises `NoTicketsError`, `TicketsNotSetError`."""
        query = {"cursor": hand.job.cursor, "limit": AT_ONCE}
        found = await hand.ask("scheduling").get(
            "/batches/{batch_id}/tickets", query=query, batch_id=hand.job.given["batch_id"]
        )
        if not found["items"]:
            raise NoTicketsError
        photos = await _photos(hand, found["items"])
        tickets = [_words(one) | {"photo": of} for one, of in zip(found["items"], photos, strict=True)]
        sheets = await self.set(tickets, at=hand.job.ordered_at)
        return Step(pieces=[sheets], done=len(tickets), cursor=found["next"] or "")


class SignInSheets(Print):
    """A sheet for each room and time of a batch, with the photo of everybody who sits there, to be signed."""

    template = "sign-in"

    async def step(self, hand: InHand) -> Step:
        """One session. Raises `NoTicketsError`, `TicketsNotSetError`."""
        scheduling = hand.ask("scheduling")
        query = {"batch_id": hand.job.given["batch_id"], "cursor": hand.job.cursor, "limit": 1}
        found = await scheduling.get("/sessions", query=query)
        if not found["items"]:
            raise NoTicketsError
        session = await scheduling.get("/sessions/{session_id}", session_id=found["items"][0]["session_id"])
        photos = await _photos(hand, session["seats"])
        sheet = {
            "part": PARTS[session["part"]],
            "occupation": session["occupation_code"],
            "level": LEVEL_NAMES[session["level"]],
            "site": session["site"],
            "room": session["room"],
            "when": f"{moment(session['starts_at'])} 至 {clock(session['ends_at'])}",
            "seats": [
                {"seat": seat["seat"], "name": seat["name"] or "", "ticket": seat["ticket_number"] or "", "photo": of}
                for seat, of in zip(session["seats"], photos, strict=True)
            ],
        }
        sheets = await self.set(sheet, at=hand.job.ordered_at)
        return Step(pieces=[sheets], done=1, cursor=found["next"] or "")


async def _photos(hand: InHand, rows: Sequence[Mapping[str, Any]]) -> list[str | None]:
    return await in_turns(PHOTOS_AT_ONCE, [photo(hand, row["application_id"]) for row in rows])


async def photo(hand: InHand, application_id: str) -> str | None:
    """The photo of an application as a drawing; none if there is none yet."""
    try:
        answer = await hand.ask("registration").file(
            "/applications/{application_id}/photo", application_id=application_id
        )
    except ServiceRefusedError as refusal:
        if refusal.status != httpx.codes.NOT_FOUND:
            raise
        return None
    return DRAWING.format(base64.b64encode(answer.content).decode())


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

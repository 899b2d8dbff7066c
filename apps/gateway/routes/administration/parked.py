"""Messages that a service could not handle: what waits, why, and what an operator does about it.

What is in them is not shown: it may name people, and nobody needs it to decide.
"""

import asyncio
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import Form
from fastapi.responses import Response
from pydantic import Field

from apps.gateway.answering.listing import Filter, Listing
from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit, Visit
from apps.gateway.asking import NAMES
from apps.gateway.domain.errors import MessageMissingError, ServiceAwayError
from apps.gateway.routes.registration.applications import Happened
from apps.gateway.screens.fields import Keyed

pages = Pages()

STATES = {
    "waiting": ("等待重试", "warn"),
    "parked": ("已搁置", "late"),
    "replayed": ("已重新处理", "good"),
    "dropped": ("已放弃", "quiet"),
}
TIMER = "timer"
OPEN = ("waiting", "parked")
SHOWN = {"open": "未处理", "replayed": "已重新处理", "dropped": "已放弃"}


class DropForm(Keyed):
    reason: Annotated[str, Field(min_length=2, max_length=500)]


@pages.shows("parked")
async def show_parked(visit: InVisit, state: Literal["open", "replayed", "dropped"] = "open") -> Response:
    states = OPEN if state == "open" else (state,)
    told = await asyncio.gather(*(_of(visit, service, states) for service in NAMES))
    rows = [one for found in told if isinstance(found, list) for one in found]
    listing = Listing(
        items=sorted(rows, key=lambda one: one["parked_at"], reverse=True),
        filters=[Filter(name="state", label="状态", value=state, options=SHOWN)],
        total=len(rows),
    )
    away = [found for found in told if isinstance(found, str)]
    return visit.draw("parked.html", listing=listing, states=STATES, services=NAMES, away=away)


@pages.shows("parked_message")
async def show_parked_message(visit: InVisit, service: str, message: str) -> Response:
    """Of what the service tells, all but the content."""
    told = await _asked(visit, service).get("/internal/parked/message", query={"id": _read(message)})
    return visit.draw(
        "parked_message.html",
        message={name: value for name, value in told.items() if name != "body"},
        service=service,
        states=STATES,
        services=NAMES,
        history=[_happened(line) for line in told["history"]],
        replay=visit.form("parked_message", "/replay", service=service, message=message),
        drop=visit.form("parked_message", "/drop", service=service, message=message),
    )


@pages.does("parked_message", "/replay", step_up=True)
async def replay_message(visit: InVisit, service: str, message: str, sent: Annotated[Keyed, Form()]) -> Response:
    path = "/internal/parked/replay?id={id}"
    await _asked(visit, service).do("POST", path, key=sent.key, id=_read(message))
    return visit.go("parked_message", service=service, message=message, said="已重新处理。")


@pages.does("parked_message", "/drop", step_up=True)
async def drop_message(visit: InVisit, service: str, message: str, sent: Annotated[DropForm, Form()]) -> Response:
    path = "/internal/parked/drop?id={id}"
    await _asked(visit, service).do("POST", path, key=sent.key, body={"reason": sent.reason}, id=_read(message))
    return visit.go("parked_message", service=service, message=message, said="已放弃，原因记录在案。")


async def _of(visit: Visit, service: str, states: tuple[str, ...]) -> list[dict[str, Any]] | str:
    """What a service has in these states; a sentence if it does not answer."""
    try:
        found = [
            one
            for state in states
            for one in await visit.ask(service).every("/internal/parked", query={"state": state})
        ]
    except ServiceAwayError as away:
        return away.sentence
    return [one | {"service": service, "mark": _mark(one["id"])} for one in found]


def _happened(line: str) -> Happened:
    """A line of its history: when, what became of it, by whom, why."""
    at, state, by, *why = line.split(" ", 3)
    what = "：".join([STATES[state][0], *why])
    return Happened(at=datetime.fromisoformat(at), what=what, by="系统" if by == TIMER else by)


def _asked(visit: Visit, service: str) -> Any:
    if service not in NAMES:
        raise MessageMissingError
    return visit.ask(service)


def _mark(identifier: str) -> str:
    """An id holds what an address reads otherwise."""
    return urlsafe_b64encode(identifier.encode()).decode().rstrip("=")


def _read(mark: str) -> str:
    try:
        return urlsafe_b64decode(mark + "=" * (-len(mark) % 4)).decode()
    except ValueError:
        raise MessageMissingError from None

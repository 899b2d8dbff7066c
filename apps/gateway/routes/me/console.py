"""The way into the duty console: its browsers come here to be known, it asks for tokens of theirs by itself."""

import json
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import Query, Request
from fastapi.responses import Response
from pydantic import Field

from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit
from apps.gateway.domain.account import Account
from apps.gateway.domain.errors import ConsoleCodeError, ConsoleMissingError
from apps.gateway.domain.session import StaffSession
from apps.gateway.gateway import Gateway
from apps.gateway.ports import Records
from apps.gateway.use_cases import console
from apps.web.handover import begin_address, challenge_of, code_address
from libs.chassis.sealing import SealBrokenError
from libs.chassis.web.http import Now, Routes, Strict, allow, asks, repositories, secret
from libs.contracts.sealing import Purpose

CODE_LASTS = timedelta(minutes=1)
SERVICE = "incident"

pages = Pages()
programs = Routes(prefix="/console/sessions", tags=["console"])

Challenge = Annotated[str, Query(pattern="^[0-9a-f]{64}$")]
Number = Annotated[str, Field(min_length=40, max_length=64)]
Kept = Annotated[Records, repositories(Records)]


class Entry(Strict):
    """The code that came through the browser, and the number whose digest went there before."""

    code: Annotated[str, Field(max_length=500)]
    number: Number


class Known(Strict):
    number: Number


@pages.shows("console")
async def show_console(visit: InVisit, challenge: str = "") -> Response:
    """Whoever comes from signing in is not sent on at once: a form's answer may lead to this site alone."""
    if not visit.gateway.settings.console_url:
        raise ConsoleMissingError
    if not challenge:
        return visit.go_to(begin_address(visit.gateway.settings.console_url))
    return visit.draw("console.html", challenge=challenge)


@pages.shows("console_entry")
async def enter_console(visit: InVisit, challenge: Challenge) -> Response:
    """On to the console with a code for who knows the number behind the challenge. Nothing is changed here."""
    if not visit.gateway.settings.console_url:
        raise ConsoleMissingError
    told = json.dumps([visit.session.id, (visit.now + CODE_LASTS).isoformat()])
    code = visit.gateway.cipher.seal(told, purpose=Purpose.CONSOLE_CODE, owner=challenge)
    return visit.go_to(code_address(visit.gateway.settings.console_url, code))


@programs.post("", dependencies=[secret, allow.anyone()])
async def open_console(request: Request, body: Entry, kept: Kept, now: Now) -> dict[str, Any]:
    gateway: Gateway = request.app.state.service
    opened_in = _opened_in(gateway, body, now)
    return _lent(gateway, *await console.open_console(kept, opened_in=opened_in, number=body.number, now=now), now)


@programs.post("/renewal", dependencies=[asks, allow.anyone()])
async def renew(request: Request, body: Known, kept: Kept, now: Now) -> dict[str, Any]:
    return _lent(request.app.state.service, *await console.console_of(kept, body.number, now), now)


@programs.post("/end", status_code=204, dependencies=[secret, allow.anyone()])
async def end_console(body: Known, kept: Kept, now: Now) -> None:
    await console.end_console(kept, number=body.number, now=now)


def _opened_in(gateway: Gateway, body: Entry, now: datetime) -> str:
    try:
        opened = gateway.cipher.open(body.code, purpose=Purpose.CONSOLE_CODE, owner=challenge_of(body.number))
    except SealBrokenError:
        raise ConsoleCodeError from None
    session_id, ends_at = json.loads(opened)
    if now >= datetime.fromisoformat(ends_at):
        raise ConsoleCodeError
    return str(session_id)


def _lent(gateway: Gateway, session: StaffSession, account: Account, now: datetime) -> dict[str, Any]:
    """A token of the person's own for the incident service, and how long it and the session are good, in seconds."""
    token, ends_at = gateway.mint.lent(session, account, SERVICE, now=now)
    return {
        "token": token,
        "seconds": (ends_at - now).total_seconds(),
        "session_seconds": (session.ends_at - now).total_seconds(),
    }

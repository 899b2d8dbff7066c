"""Nothing typed is lost: a form that has to wait for a proof is kept sealed, and filled in again."""

import json
from typing import Any
from urllib.parse import parse_qsl

from fastapi import Request, Response
from starlette.exceptions import HTTPException

from apps.gateway.answering.visit import ARRIVAL, SESSION, Form, Visit, set_cookie
from apps.gateway.domain.arrival import LASTS, Arrival
from apps.gateway.domain.kept_form import KeptForm
from apps.gateway.domain.session import StaffSession
from apps.gateway.identity.credentials import cookie_digest, cookie_value
from apps.gateway.use_cases import sessions
from libs.chassis.domain import TooOftenError
from libs.chassis.web.commands import ReadRequest
from libs.contracts.sealing import Purpose

NEVER_KEPT = {"password", "again", "current_password", "code", "slip"}
URLENCODED = "application/x-www-form-urlencoded"


async def keep_until_sign_in(request: ReadRequest, visit: Visit) -> Response:
    """Keep it with a browser that has to sign in, for whoever had signed in here before; so many from one place."""
    answer = visit.go("sign_in")
    try:
        visit.gateway.keeping.spend(visit.place.address, now=visit.now)
    except TooOftenError:
        return answer
    if not await typed_in(request):
        return answer
    ended = await visit.read(_ended_session, id=cookie_digest(request.cookies.get(SESSION, "")))
    value = cookie_value()
    arrival = Arrival(id=cookie_digest(value), ends_at=visit.now + LASTS, then=visit.path + visit.shown)
    await keep(request, visit, typed_by=ended.account_id if ended else "", arrival=arrival)
    set_cookie(answer, ARRIVAL, value, seconds=int(LASTS.total_seconds()))
    return answer


async def _ended_session(records: Any, *, id: str) -> StaffSession | None:
    found: StaffSession | None = await records.sessions.find_one(id)
    return found


async def keep(
    request: ReadRequest,
    visit: Visit,
    *,
    typed_by: str,
    arrival: Arrival | None = None,
    session: StaffSession | None = None,
) -> None:
    """Keep it with an arrival or a session, for whoever typed it; files, passwords and codes are not kept."""
    typed = {name: value for name, value in (await typed_in(request)).items() if name not in NEVER_KEPT}
    identifier = cookie_value()
    sealed = visit.gateway.cipher.seal(
        json.dumps([visit.path, request.url.path, typed]), purpose=Purpose.KEPT_FORM, owner=identifier
    )
    form = KeptForm(id=identifier, typed_by=typed_by, sealed=sealed, ends_at=visit.now + LASTS)
    await visit.change(sessions.keep_form, form=form, arrival=arrival, session_id=session.id if session else "")


async def give_back(visit: Visit) -> None:
    """Fill the form in again when its page is shown; on every other page say that it waits."""
    here, action, typed = await _waiting(visit)
    if not here:
        return
    if here == visit.request.url.path:
        visit.returned = Form(action, typed.get("key") or cookie_value(), typed)
    visit.waiting = here


async def is_what_waited(request: ReadRequest, visit: Visit) -> bool:
    """Something else that was done meanwhile leaves it where it is."""
    if not visit.session.kept:
        return False
    _, action, _ = await _waiting(visit)
    return action in {"", request.url.path}


async def _waiting(visit: Visit) -> tuple[str, str, dict[str, str]]:
    """The page, the address and the fields of what waits; nothing of each if it was too long ago."""
    form = await visit.read(sessions.kept_form, session=visit.session, now=visit.now)
    if form is None:
        return "", "", {}
    here, action, typed = json.loads(visit.gateway.cipher.open(form.sealed, purpose=Purpose.KEPT_FORM, owner=form.id))
    return here, action, typed


async def typed_in(request: Request) -> dict[str, str]:
    """The fields of a form as they were sent, of many ticks under one name a line each; files are not among them."""
    typed: dict[str, str] = {}
    for name, value in await _fields(request):
        typed[name] = f"{typed[name]}\n{value}" if name in typed else value
    return typed


async def _fields(request: Request) -> list[tuple[str, str]]:
    if is_urlencoded(request):
        return parse_qsl((await request.body()).decode(errors="replace"), keep_blank_values=True)
    try:
        return [(name, value) for name, value in (await request.form()).multi_items() if isinstance(value, str)]
    except HTTPException:  # Starlette's word for a form that is none
        return []


def is_urlencoded(request: Request) -> bool:
    return request.headers.get("Content-Type", "").startswith(URLENCODED)

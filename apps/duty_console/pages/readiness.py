"""Whether every post of every ladder has somebody on an examination day (INC-40)."""

from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any

import httpx
from fastapi import Request
from fastapi.responses import Response
from nicegui import app

from apps.duty_console.pages import plain
from apps.duty_console.pages.session import Session
from apps.duty_console.service import IncidentService, RefusedError, UnreachableError
from apps.duty_console.settings import Settings
from apps.duty_console.words import called, people
from libs.contracts.beijing import BEIJING


def serve(http: httpx.AsyncClient, settings: Settings) -> None:
    """Add the page."""

    @app.get("/readiness")
    async def readiness(request: Request, batch: str = "", day: str = "") -> Response:
        session = Session.signed_in(request)
        tomorrow = (datetime.now(UTC).astimezone(BEIJING) + timedelta(days=1)).date().isoformat()
        batch, day = batch or settings.batch_id, day or tomorrow
        found = await _found(IncidentService(http, session), batch, day) if batch else ""
        body = f'<main class="card"><h2>应急值守就绪检查</h2>{_form(batch, day)}{found}</main>'
        return plain.live_page("就绪检查", body, session)


async def _found(service: IncidentService, batch_id: str, day: str) -> str:
    try:
        found = await service.get(f"/rosters/{batch_id}/readiness", {"day": day})
    except (RefusedError, UnreachableError) as fault:
        return plain.refused(fault)
    return _posts(found, await _names(service, batch_id))


async def _names(service: IncidentService, batch_id: str) -> dict[str, str]:
    try:
        roster = await service.get(f"/rosters/{batch_id}")
    except (RefusedError, UnreachableError):
        return {}
    return people(roster["duties"])


def _posts(found: dict[str, Any], names: dict[str, str]) -> str:
    gaps = found["gaps"]
    verdict = f"有 {gaps} 个岗位无人值守" if gaps else "每个岗位都有人值守"
    posts = "".join(_post(post, names) for post in found["posts"])
    return f'<p class="verdict {"late" if gaps else "good"}">{verdict}</p><ul class="ladder">{posts}</ul>'


def _post(post: dict[str, Any], names: dict[str, str]) -> str:
    on_duty = "、".join(called(person, names) for person in post["people"])
    return (
        f'<li class="{"gap" if post["gap"] else "taken"}"><p>'
        f"<strong>{escape(' '.join(filter(None, (post['name'], post['site']))))}</strong>"
        f'<span class="{"late" if post["gap"] else ""}">{escape(on_duty or "无人值守")}</span></p></li>'
    )


def _form(batch_id: str, day: str) -> str:
    return f"""<form class="form" method="get" action="/readiness"><div class="pair">
<p><label for="batch">批次</label><input id="batch" name="batch" required value="{escape(batch_id)}"></p>
<p><label for="day">考试日</label><input id="day" name="day" type="date" required value="{escape(day)}"></p></div>
<button class="button">检查</button></form>"""

"""Whether every post of every ladder has somebody on an examination day (INC-40)."""

from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any

import httpx
from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from nicegui import ui

from apps.duty_console.pages.session import Session
from apps.duty_console.pages.shell import Shell, key_button, tag
from apps.duty_console.service import RefusedError, UnreachableError
from apps.duty_console.settings import Settings
from apps.duty_console.words import BEIJING, called


def serve(http: httpx.AsyncClient, settings: Settings) -> None:
    """Add the page."""

    @ui.page("/readiness")
    async def page(request: Request, batch: str = "", day: str = "") -> Response | None:
        session = Session.of(request)
        if session is None:
            return RedirectResponse("/sign-in", status_code=303)
        tomorrow = (datetime.now(UTC).astimezone(BEIJING) + timedelta(days=1)).date().isoformat()
        await Readiness(http, session).build(batch or settings.batch_id, day or tomorrow)
        return None


class Readiness(Shell):
    """The page of one person."""

    async def build(self, batch_id: str, day: str) -> None:
        """Draw it."""
        with self.header():
            key_button("escape", "返回列表", lambda: ui.navigate.to("/"))
        with ui.element("div").classes("card"):
            tag("h2", "应急值守就绪检查")
            ui.html(_form(batch_id, day), sanitize=False)
            if not batch_id:
                return
            try:
                found = await self.service.get(f"/rosters/{batch_id}/readiness", {"day": day})
            except RefusedError as refusal:
                tag("p", refusal.detail, "refusal", role="alert")
            except UnreachableError:
                tag("p", "突发事件服务没有回应。", "refusal", role="alert")
            else:
                _posts(found, await self._names(batch_id))

    async def _names(self, batch_id: str) -> dict[str, str]:
        try:
            roster = await self.service.get(f"/rosters/{batch_id}")
        except (RefusedError, UnreachableError):
            return {}
        return {duty["person_id"]: duty["name"] for duty in roster["duties"]}


def _posts(found: dict[str, Any], names: dict[str, str]) -> None:
    gaps = found["gaps"]
    tag("p", f"有 {gaps} 个岗位无人值守" if gaps else "每个岗位都有人值守", "verdict late" if gaps else "verdict good")
    with tag("ul", "", "ladder"):
        for post in found["posts"]:
            with tag("li", "", "gap" if post["gap"] else "taken"), tag("p"):
                tag("strong", " ".join(filter(None, (post["name"], post["site"]))))
                people = "、".join(called(person, names) for person in post["people"])
                tag("span", people or "无人值守", "late" if post["gap"] else "")


def _form(batch_id: str, day: str) -> str:
    return f"""<form class="form" method="get" action="/readiness"><div class="pair">
<p><label for="batch">批次</label><input id="batch" name="batch" required value="{escape(batch_id)}"></p>
<p><label for="day">考试日</label><input id="day" name="day" type="date" required value="{escape(day)}"></p></div>
<button class="button">检查</button></form>"""

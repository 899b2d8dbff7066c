"""Every incident of a batch, closed ones too, and the papers that are made of them."""

from collections.abc import Mapping
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
from apps.duty_console.words import clock
from libs.contracts.names import TIER_NAMES

A_PAGE = 500


def serve(http: httpx.AsyncClient, settings: Settings) -> None:
    """Add the page and the files."""

    @app.get("/register")
    async def register(request: Request, batch: str = "") -> Response:
        session = Session.signed_in(request)
        batch = batch or settings.batch_id
        found = await _found(IncidentService(http, session), batch) if batch else ""
        body = f'<main class="statistics"><h2>突发事件登记册</h2>{_form(batch)}{found}</main>'
        return plain.live_page("登记册", body, session)

    @app.get("/register.{kind}")
    async def register_file(kind: str, request: Request, batch: str = "") -> Response:
        service = IncidentService(http, Session.signed_in(request))
        return await plain.handed_on(service.download(f"/incidents/register.{kind}", {"batch_id": batch}))

    @app.get("/timelines/{incident_id}")
    async def timeline(incident_id: str, request: Request) -> Response:
        service = IncidentService(http, Session.signed_in(request))
        return await plain.handed_on(service.download(f"/incidents/{incident_id}/timeline.pdf"))


async def _found(service: IncidentService, batch_id: str) -> str:
    lines: list[Mapping[str, Any]] = []
    asked: dict[str, Any] = {"batch_id": batch_id, "limit": A_PAGE}
    try:
        while True:
            page = await service.get("/incidents", asked)
            lines += page["items"]
            if page["next"] is None:
                return _table(batch_id, lines)
            asked["cursor"] = page["next"]
    except (RefusedError, UnreachableError) as fault:
        return plain.refused(fault)


def _table(batch_id: str, lines: list[Mapping[str, Any]]) -> str:
    rows = "".join(map(_row, lines)) or '<tr><td colspan="6">没有。</td></tr>'
    files = "".join(
        f'<a class="button" href="/register.{kind}?batch={escape(batch_id)}">{kind.upper()}</a>'
        for kind in ("pdf", "csv")
    )
    head = "".join(f'<th scope="col">{name}</th>' for name in ("发现", "等级", "类别", "地点", "初次报告", "状态"))
    return f"""<p class="buttons files">{files}</p><div class="scrolled"><table class="chart register">
<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"""


def _row(line: Mapping[str, Any]) -> str:
    is_late = line["overdue_at"] is not None
    place = " ".join(filter(None, (line["site"], line["room"])))
    cells = (
        clock(line["discovered_at"]),
        TIER_NAMES[line["tier"]],
        f'<a class="link" href="/?reported={escape(line["incident_id"])}">{escape(line["name"])}</a>',
        escape(place),
        f'<span class="{"late" * is_late}">{clock(line["first_report_at"]) or "没有"}{"，逾期" * is_late}</span>',
        f"{clock(line['closed_at'])} 办结" if line["closed_at"] else "处理中",
    )
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _form(batch_id: str) -> str:
    return f"""<form class="form choice" method="get" action="/register">
<p><label for="batch">批次</label><input id="batch" name="batch" required value="{escape(batch_id)}"></p>
<button class="button">查看</button></form>"""

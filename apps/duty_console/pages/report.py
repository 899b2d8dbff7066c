"""One form to report with: plain HTML, kept and sent by the browser, so that no outage eats a report."""

from contextlib import suppress
from html import escape
from typing import Any

import httpx
from fastapi import Request
from fastapi.responses import JSONResponse, Response
from nicegui import app

from apps.duty_console.pages import plain
from apps.duty_console.pages.session import Session
from apps.duty_console.service import IncidentService, RefusedError, UnreachableError
from apps.duty_console.settings import Settings
from apps.duty_console.words import TIERS, told_in_beijing

OFFLINE = "突发事件服务没有回应。"
SOMEBODY_ELSE = "这份报告是别人写的，要由本人登录后送出。"
OFFLINE_BODY = """{strips}<main class="card"><h1>突发事件值班台</h1>
<p class="hint" id="offline">连不上值班台服务器。上报的内容存在本机，连接恢复后自动送出。</p>
{form}</main>"""
QUESTIONS = (
    ("exam_can_go_on", "考试还能继续进行吗？"),
    ("grave_harm", "是否造成或可能造成严重后果（人员伤亡、试卷泄密等）？"),
)


def serve(http: httpx.AsyncClient, settings: Settings) -> None:
    """Add the page and what its form calls."""

    @app.get("/report")
    async def show(request: Request) -> Response:
        session = Session.signed_in(request)
        form = _form(await _kinds(IncidentService(http, session)), settings.batch_id)
        return plain.live_page("上报", f'<main class="card"><h2>上报突发事件</h2>{form}</main>', session)

    @app.post("/report")
    async def report(request: Request) -> Response:
        session = Session.signed_in(request)
        form = {name: str(value).strip() for name, value in (await request.form()).items()}
        if session.id != form.get("person"):
            return JSONResponse({"detail": SOMEBODY_ELSE}, status_code=401)
        service = IncidentService(http, session)
        return await _answered(service.post("/incidents", _discovery(form), key=form.get("key", "")))

    @app.get("/offline")
    async def offline(request: Request) -> Response:
        session = Session.of(request)
        form = _form(await _kinds(IncidentService(http, session)), settings.batch_id) if session else ""
        return plain.page("没有连接", OFFLINE_BODY.format(strips=plain.strips(session), form=form))

    @app.get("/classification")
    async def classify(request: Request) -> Response:
        asked = {name: value for name, value in request.query_params.items() if value}
        return await _answered(
            IncidentService(http, Session.signed_in(request)).get("/incidents/classification", asked)
        )


# The last that was heard of the plan's list, for a form that is opened while nobody answers.
_known_kinds: list[dict[str, Any]] = []


async def _kinds(service: IncidentService) -> list[dict[str, Any]]:
    with suppress(RefusedError, UnreachableError):
        _known_kinds[:] = await service.get("/incidents/kinds")
    return _known_kinds


async def _answered(asked: Any) -> Response:
    try:
        return JSONResponse(await asked)
    except RefusedError as refusal:
        return JSONResponse({"detail": refusal.detail}, status_code=refusal.status)
    except UnreachableError:
        return JSONResponse({"detail": OFFLINE}, status_code=503)


def _discovery(form: dict[str, str]) -> dict[str, Any]:
    """The form as the service wants it; what is wrong in it is the service's to say."""
    said: dict[str, Any] = {name: form.get(name, "") for name in ("batch_id", "site", "room", "description")}
    said["discovered_at"] = told_in_beijing(form.get("discovered_at", ""))
    said["session_ids"] = form.get("session_ids", "").split()
    said["drill"] = form.get("drill") == "true"
    if form.get("kind"):
        said["kind"] = form["kind"]
    elif all(form.get(name) for name, _ in QUESTIONS):
        said["answers"] = {name: form[name] for name, _ in QUESTIONS}
    if form.get("rooms_in_disorder"):
        said["rooms_in_disorder"] = form["rooms_in_disorder"]
    return said


def _form(kinds: list[dict[str, Any]], batch_id: str) -> str:
    groups = "".join(
        f'<optgroup label="{word}事件">'
        + "".join(
            f'<option value="{escape(kind["code"])}">{escape(kind["name"])}</option>'
            for kind in kinds
            if kind["tier"] == tier
        )
        + "</optgroup>"
        for tier, word in TIERS.items()
    )
    questions = "".join(
        f'<fieldset><legend>{words}</legend><label><input type="radio" name="{name}" value="true"> 是</label>'
        f'<label><input type="radio" name="{name}" value="false"> 否</label></fieldset>'
        for name, words in QUESTIONS
    )
    return f"""<form class="form" id="report" method="post" action="/report" autocomplete="off">
<div class="pair"><p><label for="batch">批次</label>
<input id="batch" name="batch_id" required maxlength="64" pattern="[\\w.\\-]+" value="{escape(batch_id)}"></p>
<p><label for="found">发现时间（北京时间）</label>
<input id="found" name="discovered_at" type="datetime-local" step="1" required data-now></p></div>
<div class="pair"><p><label for="site">考点</label><input id="site" name="site" required maxlength="100"></p>
<p><label for="room">考场</label><input id="room" name="room" maxlength="100"></p></div>
<p><label for="sessions">涉及场次编号（空格分开；不清楚可不填，但补时、停考等处置须有场次）</label>
<input id="sessions" name="session_ids" maxlength="4000"></p>
<p><label for="kind">事件类别</label><select id="kind" name="kind"><option value="">说不准：回答下面三个问题</option>
{groups}</select></p>
<div class="questions" data-without="kind">{questions}
<p><label for="rooms">出现秩序混乱、舞弊的考场有几个？</label>
<input id="rooms" name="rooms_in_disorder" type="number" min="0" max="999" inputmode="numeric"></p></div>
<p class="proposal" id="proposal" role="status"></p>
<p><label for="what">发生了什么</label>
<textarea id="what" name="description" rows="4" required maxlength="4000"></textarea></p>
<p><label class="check"><input type="checkbox" name="drill" value="true"> 这是演练</label></p>
<p class="refusal" id="refusal" role="alert"></p>
<button class="button primary">上报</button>
</form>"""

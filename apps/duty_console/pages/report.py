"""One form to report with: plain HTML, kept and sent by the browser, so that no outage eats a report."""

from collections.abc import Mapping
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
from apps.duty_console.words import PARTS, clock, told_in_beijing
from libs.contracts.names import TIER_NAMES

# The sessions of a day, and the sites that the duty list names.
Day = Mapping[str, Any]
OFFLINE = "突发事件服务没有回应。"
SOMEBODY_ELSE = "这份报告是别人写的，要由本人登录后送出。"
OFFLINE_BODY = """{strips}<main class="card"><h1>突发事件值班台</h1>
<p class="hint" id="offline">连不上值班台服务器。上报的内容存在本机，连接恢复后自动送出。</p>
{form}</main>"""
ASKED = ("batch_id", "site", "room", "kind", "discovered_at", "session_ids", "drill", "rooms_in_disorder")
QUESTIONS = (
    ("exam_can_go_on", "考试还能继续进行吗？"),
    ("grave_harm", "是否造成或可能造成严重后果（人员伤亡、试卷泄密等）？"),
)


def serve(http: httpx.AsyncClient, settings: Settings) -> None:
    """Add the page and what its form calls."""

    @app.get("/report")
    async def show(request: Request) -> Response:
        session = Session.signed_in(request)
        form = await _filled(IncidentService(http, session), settings.batch_id)
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
        form = await _filled(IncidentService(http, session), settings.batch_id) if session else ""
        return plain.page("没有连接", OFFLINE_BODY.format(strips=plain.strips(session), form=form))

    @app.get("/classification")
    async def classify(request: Request) -> Response:
        asked = {name: value for name, value in request.query_params.items() if value}
        return await _answered(
            IncidentService(http, Session.signed_in(request)).get("/incidents/classification", asked)
        )

    @app.get("/similar")
    async def similar(request: Request) -> Response:
        asked = _asked_of(dict(request.query_params))
        return await _answered(IncidentService(http, Session.signed_in(request)).get("/incidents/similar", asked))


# The last that was heard of the plan's list, for a form that is opened while nobody answers.
_known_kinds: list[dict[str, Any]] = []


async def _filled(service: IncidentService, batch_id: str) -> str:
    day: Day = {}
    with suppress(RefusedError, UnreachableError):
        day = await service.get("/sessions")
    return _form(await _kinds(service), day, batch_id)


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
    for name in ("rooms_in_disorder", "joins"):
        if form.get(name):
            said[name] = form[name]
    return said


def _asked_of(form: dict[str, str]) -> dict[str, Any]:
    """The form as far as it tells which open incidents it may be about."""
    said = _discovery(form)
    return {**{name: said[name] for name in ASKED if name in said}, **said.get("answers", {})}


def _form(kinds: list[dict[str, Any]], day: Day, batch_id: str) -> str:
    return f"""<form class="form" id="report" method="post" action="/report" autocomplete="off">
{_where(day, batch_id)}
{_when()}
{_what(kinds)}
<fieldset class="big same" id="same" hidden><legend>已有人上报，是同一起事件吗？</legend></fieldset>
<p><label for="what">发生了什么（可以先不写）</label>
<textarea id="what" name="description" rows="3" maxlength="4000"></textarea></p>
<p><label for="pictures">照片（可以不加）</label><input id="pictures" type="file" accept="image/*" multiple></p>
<p><label class="check"><input type="checkbox" name="drill" value="true"> 这是演练</label></p>
<p class="refusal" id="refusal" role="alert"></p>
<button class="button primary">上报</button>
</form>
<section id="own" aria-label="我上报的事件" hidden></section>"""


def _where(day: Day, batch_id: str) -> str:
    """Whoever is on duty finds the own sessions first; the place is then filled in, and can be written over."""
    sessions = sorted(day.get("sessions", ()), key=lambda one: (not one["mine"], one["starts_at"], one["room"]))
    sites = day.get("sites", [])
    site = sites[0] if len(sites) == 1 else ""
    choices = "".join(_session(one, site) for one in sessions)
    here = f'<fieldset class="big" id="here"><legend>哪一场</legend>{choices}{ELSEWHERE}</fieldset>' if sessions else ""
    named = "".join(f'<option value="{escape(name)}">' for name in sites)
    return f"""{here}<div class="pair" id="place">
<p><label for="site">考点</label>
<input id="site" name="site" required maxlength="100" list="sites" value="{escape(site)}">
<datalist id="sites">{named}</datalist></p>
<p><label for="room">考场</label><input id="room" name="room" maxlength="100"></p></div>
<details id="batches"{"" if batch_id else " open"}><summary>批次</summary>
<p><label for="batch">批次编号</label>
<input id="batch" name="batch_id" required maxlength="64" pattern="[\\w.\\-]+" value="{escape(batch_id)}">
</p></details>"""


ELSEWHERE = '<label><input type="radio" name="session_ids" value="" data-elsewhere checked><span>别处</span></label>'


def _session(one: dict[str, Any], site: str) -> str:
    words = f"{one['room']} · {PARTS.get(one['part'], one['part'])} · {clock(one['starts_at'])[:5]}"
    return (
        f'<label class="{"mine" if one["mine"] else "others"}"><input type="radio" name="session_ids"'
        f' value="{escape(one["session_id"])}" data-site="{escape(one.get("site") or site)}"'
        f' data-room="{escape(one["room"])}" data-batch="{escape(one["batch_id"])}">'
        f"<span>{escape(words)}</span></label>"
    )


def _when() -> str:
    just = "".join(
        f'<label><input type="radio" name="ago" value="{minutes}"{" checked" if minutes == "0" else ""}>'
        f"<span>{words}</span></label>"
        for minutes, words in (("0", "刚刚"), ("5", "5 分钟前"), ("10", "10 分钟前"), ("", "其他时间"))
    )
    return f"""<fieldset class="big"><legend>什么时候发现的</legend>{just}</fieldset>
<p data-with="ago"><label for="found">发现时间（北京时间）</label>
<input id="found" name="discovered_at" type="datetime-local" step="1" data-now></p>"""


def _what(kinds: list[dict[str, Any]]) -> str:
    buttons = "".join(
        f'<label class="{tier}"><input type="radio" name="kind" value="{escape(kind["code"])}" required>'
        f"<span>{escape(kind['name'])}</span></label>"
        for tier in TIER_NAMES
        for kind in kinds
        if kind["tier"] == tier
    )
    questions = "".join(
        f'<fieldset><legend>{words}</legend><label><input type="radio" name="{name}" value="true"> 是</label>'
        f'<label><input type="radio" name="{name}" value="false"> 否</label></fieldset>'
        for name, words in QUESTIONS
    )
    unsure = '<label><input type="radio" name="kind" value="" required><span>说不准：回答三个问题</span></label>'
    return f"""<fieldset class="big kinds"><legend>事件类别</legend>{buttons}{unsure}</fieldset>
<div class="questions" data-with="kind">{questions}
<p><label for="rooms">出现秩序混乱、舞弊的考场有几个？</label>
<input id="rooms" name="rooms_in_disorder" type="number" min="0" max="999" inputmode="numeric"></p></div>
<p class="proposal" id="proposal" role="status"></p>"""

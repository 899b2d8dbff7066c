"""Reporting what goes wrong, from anywhere in two taps; and what becomes of the report."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import Form
from fastapi.responses import Response
from pydantic import AfterValidator, Field

from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import Form as SentForm
from apps.gateway.answering.visit import InVisit, Visit
from apps.gateway.domain.errors import ServiceAwayError, ServiceRefusedError
from apps.gateway.screens.exam_day import PARTS, lasting
from apps.gateway.screens.fields import Keyed
from apps.web.words import clock
from libs.contracts.beijing import BEIJING
from libs.contracts.names import TIER_NAMES

pages = Pages()

ANOTHER = "another"
A_DAY, A_LITTLE = timedelta(days=1), timedelta(minutes=5)
Short = Annotated[str, AfterValidator(str.strip), Field(max_length=100)]

# The last that was heard of the plan's list, for a form that is opened while nobody answers.
_known_kinds: list[Mapping[str, Any]] = []


class ReportForm(Keyed):
    """`joins`: the open incident that this is about too, `another` if it is none of those offered, or not asked yet."""

    kind: Annotated[Short, Field(min_length=1)]
    description: Annotated[str, Field(max_length=4000)] = ""
    session_id: Short = ""
    site: Annotated[Short, Field(min_length=1)]
    batch_id: Annotated[Short, Field(min_length=1)]
    at: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
    joins: Short = ""


@dataclass(frozen=True)
class Day:
    """Where somebody may be today. `sites` maps the own sessions to theirs; `all_sites` are those of the duty lists."""

    sessions: Sequence[Mapping[str, Any]] = ()
    sites: Mapping[str, str] = field(default_factory=dict)
    all_sites: Sequence[str] = ()

    def now_in(self, now: datetime) -> Mapping[str, Any] | None:
        """The own session that is nearest to this moment."""
        mine = [one for one in self.sessions if one["mine"]]
        return min(mine, key=lambda one: _away(one, now), default=None)

    def room_of(self, session_id: str) -> str:
        """The room of a session; none if it is not of this day."""
        return next((str(one["room"]) for one in self.sessions if one["session_id"] == session_id), "")


@pages.shows("report_incident")
async def show_report(visit: InVisit) -> Response:
    return await _form(visit)


@pages.does("report_incident")
async def report(visit: InVisit, sent: Annotated[ReportForm, Form()]) -> Response:
    found = _found(sent, await _day(visit), visit.exam_now)
    if not sent.joins and (similar := await _similar(visit, found)):
        visit.returned = SentForm(visit.request.url.path, sent.key, sent.model_dump())
        return await _form(visit, similar)
    body = {**found, "description": sent.description}
    if sent.joins not in {"", ANOTHER}:
        body["joins"] = sent.joins
    incident = await visit.ask("incident").do("POST", "/incidents", key=sent.key, body=body)
    joined = "已并入正在处理的同一起事件。" if incident["incident_id"] == sent.joins else "报告已收到。"
    return visit.go("incident", said=joined, incident_id=incident["incident_id"])


@pages.shows("incident")
async def show_incident(visit: InVisit, incident_id: str) -> Response:
    incident = await visit.ask("incident").get("/incidents/{incident_id}", incident_id=incident_id)
    left = datetime.fromisoformat(incident["first_report_due_at"]) - visit.exam_now
    return visit.draw(
        "incident.html",
        incident=incident,
        tiers=TIER_NAMES,
        left=lasting(left),
        is_over=left <= timedelta(0),
    )


async def _form(visit: Visit, similar: Sequence[Mapping[str, Any]] = ()) -> Response:
    day = await _day(visit)
    here = day.now_in(visit.exam_now)
    batches = sorted({one["batch_id"] for one in day.sessions})
    site = day.sites.get(here["session_id"], "") if here else ""
    return visit.draw(
        "report_incident.html",
        form=visit.form("report_incident"),
        kinds=await _kinds(visit),
        similar=similar,
        sessions={"": "不在考场内", **{one["session_id"]: _named(one) for one in day.sessions}},
        here=here,
        site=site or (day.all_sites[0] if len(day.all_sites) == 1 else ""),
        batch_id=here["batch_id"] if here else batches[0] if len(batches) == 1 else "",
        at=clock(visit.exam_now),
        tiers=TIER_NAMES,
        another=ANOTHER,
    )


async def _day(visit: Visit) -> Day:
    """What is known of today; a report does not wait for a service that is away, its place is then typed."""
    try:
        day = await visit.ask("incident").get("/sessions")
    except (ServiceAwayError, ServiceRefusedError):
        return Day()
    sites = {}
    if visit.is_for("my_sessions"):
        with suppress(ServiceAwayError, ServiceRefusedError):
            own = await visit.ask("scheduling").get("/sessions", query={"mine": "true"})
            sites = {one["session_id"]: one["site"] for one in own["items"]}
    sessions = sorted(day["sessions"], key=lambda one: (not one["mine"], one["starts_at"], one["room"]))
    return Day(sessions, sites, day["sites"])


async def _kinds(visit: Visit) -> list[Mapping[str, Any]]:
    with suppress(ServiceAwayError, ServiceRefusedError):
        _known_kinds[:] = await visit.ask("incident").get("/incidents/kinds")
    return _known_kinds


async def _similar(visit: Visit, found: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """What is open and may be the same; a report does not wait for the answer."""
    try:
        told = await visit.ask("incident").get("/incidents/similar", query=found)
    except (ServiceAwayError, ServiceRefusedError):
        return ()
    offered: Sequence[Mapping[str, Any]] = told["items"]
    return offered


def _found(sent: ReportForm, day: Day, now: datetime) -> dict[str, Any]:
    return {
        "batch_id": sent.batch_id,
        "site": sent.site,
        "room": day.room_of(sent.session_id),
        "kind": sent.kind,
        "discovered_at": _moment(sent.at, now).isoformat(),
        "session_ids": [sent.session_id] if sent.session_id else [],
    }


def _moment(told: str, now: datetime) -> datetime:
    """A time of day in Beijing: today's, or yesterday's if today's is still to come."""
    hour, minute = (int(part) for part in told.split(":"))
    at = now.astimezone(BEIJING).replace(hour=hour, minute=minute, second=0, microsecond=0)
    return at - A_DAY if at > now + A_LITTLE else at


def _away(session: Mapping[str, Any], now: datetime) -> timedelta:
    """How far from a moment a session is; nothing while it lasts."""
    starts_at = datetime.fromisoformat(session["starts_at"])
    ends_at = datetime.fromisoformat(session["ends_at"] or session["starts_at"])
    return max(starts_at - now, now - ends_at, timedelta(0))


def _named(session: Mapping[str, Any]) -> str:
    mine = "（您当班）" if session["mine"] else ""
    return f"{session['room']} {clock(session['starts_at'])} {PARTS[session['part']]}{mine}"

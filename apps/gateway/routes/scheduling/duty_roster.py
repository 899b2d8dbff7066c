"""Who is on duty for incidents in a batch, where the plan wants somebody, and what is missing on a day."""

import asyncio
import re
from datetime import date
from typing import Annotated, Any

from fastapi import Form
from fastapi.responses import Response
from pydantic import BeforeValidator, Field

from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit, Visit
from apps.gateway.domain.errors import ServiceRefusedError
from apps.gateway.screens.fields import Keyed, lines
from apps.web.words import CHANNELS, POSTS
from libs.contracts.beijing import beijing_day

pages = Pages()

A_ROSTER = "/rosters/{batch_id}"
CODES = {word: code for code, word in (POSTS | CHANNELS).items()}
REACHED = "|".join(word for code, word in CHANNELS.items() if code not in {"console", "webhook"})
DUTY = (
    rf"({'|'.join(POSTS.values())})\s+(\S+)\s+(\S+)"
    rf"((?:\s+[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})*)((?:\s+(?:考点|{REACHED})=\S+)*)"
)
EXAMPLE = "考点负责人 S-0017 宋磊超 2026-09-19 2026-09-20 短信=13800000000"
MISSING = 404


def _or_none(typed: object) -> object:
    return typed or None


OptionalDay = Annotated[date | None, BeforeValidator(_or_none)]


class RosterForm(Keyed):
    """The evacuation plan is that of the site without a name; others stay as they are."""

    duties: Annotated[str, Field(min_length=1, max_length=20_000)]
    posted_on: OptionalDay = None
    buildings_checked_on: OptionalDay = None
    drilled_on: OptionalDay = None
    shelters: Annotated[str, Field(max_length=500)] = ""
    routes: Annotated[str, Field(max_length=2000)] = ""
    people_on_routes: Annotated[str, Field(max_length=2000)] = ""

    def evacuation(self) -> dict[str, Any]:
        """As the incident service takes it."""
        told = self.model_dump(mode="json", exclude={"key", "duties"})
        return told | {"site": "", "people_on_routes": self.people_on_routes.split()}


@pages.shows("duty_roster")
async def show_duty_roster(visit: InVisit, batch_id: str, day: str = "") -> Response:
    on = _read(day) or beijing_day(visit.now)
    roster, ready = await asyncio.gather(
        _roster(visit, batch_id),
        visit.ask("incident").get(A_ROSTER + "/readiness", query={"day": on.isoformat()}, batch_id=batch_id),
    )
    plans = {one["site"]: one for one in roster["evacuation"]} if roster else {}
    return visit.draw(
        "duty_roster.html",
        batch_id=batch_id,
        roster=roster,
        ready=ready,
        day=on,
        posts=POSTS,
        channels=CHANNELS,
        plan=plans.get("", {}),
        example=EXAMPLE,
        form=visit.form("duty_roster", batch_id=batch_id),
    )


@pages.does("duty_roster", roles=frozenset({"exam-affairs"}))
async def enter_duty_roster(visit: InVisit, batch_id: str, sent: Annotated[RosterForm, Form()]) -> Response:
    roster = await _roster(visit, batch_id)
    elsewhere = [one for one in roster["evacuation"] if one["site"]] if roster else []
    kept = [{name: told for name, told in one.items() if name != "missing"} for one in elsewhere]
    duties = [_duty(one) for one in lines(sent.duties, DUTY, field="duties", example=EXAMPLE)]
    body = {"duties": duties, "evacuation": [sent.evacuation(), *kept]}
    await visit.ask("incident").do("PUT", A_ROSTER, key=sent.key, body=body, beside="duties", batch_id=batch_id)
    return visit.go("duty_roster", batch_id=batch_id, said="值班名单已登记，替换了原来的名单。")


async def _roster(visit: Visit, batch_id: str) -> Any:
    """None while nobody has entered one."""
    try:
        return await visit.ask("incident").get(A_ROSTER, batch_id=batch_id)
    except ServiceRefusedError as refusal:
        if refusal.status != MISSING:
            raise
        return None


def _duty(line: re.Match[str]) -> dict[str, Any]:
    post, person_id, name, days, told = line.groups()
    known = dict(one.split("=", 1) for one in told.split())
    return {
        "post": CODES[post],
        "person_id": person_id,
        "name": name,
        "site": known.pop("考点", ""),
        "days": days.split(),
        "addresses": {CODES[channel]: address for channel, address in known.items()},
    }


def _read(day: str) -> date | None:
    try:
        return date.fromisoformat(day)
    except ValueError:
        return None

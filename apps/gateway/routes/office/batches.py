"""Batches, and what is next in each."""

import asyncio
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Protocol

from fastapi import Form
from fastapi.responses import Response
from pydantic import BaseModel, Field

from apps.gateway.answering.listing import Cell, Choice, Column, DeclaredList, Row, plain
from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit
from apps.gateway.asking import Asked
from apps.gateway.domain.errors import ServiceAwayError, ServiceRefusedError
from apps.gateway.long_work.exporting import exported
from apps.gateway.screens.checklist import Known, next_step, steps_of
from apps.gateway.screens.fields import Keyed
from apps.gateway.screens.page_map import PAGE, address
from apps.web.words import day, moment

pages = Pages()

STATES = {"open": "报名中", "closed": "已截止报名"}
PROGRESS = ("scheduling", "itembank", "scoring", "certification")
# All pages of a batch, as the offices are parted.
FURTHER: Mapping[str, tuple[str, ...]] = {
    "报名": ("applications", "counter", "roster", "photos", "fees"),
    "考务": ("plan", "tickets", "duty_roster"),
    "试卷和阅卷": ("papers", "marking", "answer_keys", "score_lists", "rechecks"),
    "结果和证书": ("notices", "objections", "certificates", "batch_reporting"),
    "表单和档案": ("forms", "contents", "batch_file", "batch_events"),
}
MISSING = 404
NOT_TOLD = {403, MISSING}


class OpenForm(BaseModel):
    batch_id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]


def _period(row: Row) -> str:
    return f"{moment(row['registration_opens_at'])} 至 {moment(row['registration_closes_at'])}"


LIST = DeclaredList(
    page="batches",
    service="registration",
    path="/batches",
    caption="批次",
    columns=[
        Column(
            "批次",
            lambda row: Cell(row["name"], to=address("batch", batch_id=row["batch_id"]), below=[row["batch_id"]]),
        ),
        Column("评价机构", plain("institution")),
        Column("报名起止", _period),
        Column("状态", lambda row: Cell(STATES[row["state"]], tone="good" if row["state"] == "open" else "quiet")),
    ],
    choices=[Choice(name="state", label="状态", options=STATES)],
    empty="还没有批次：考务管理责任人发布公告、开设批次后，在这里显示。",
)
exported(pages, LIST)


@pages.shows("batches")
async def show_batches(visit: InVisit) -> Response:
    return visit.draw("batches.html", listing=await LIST.shown(visit), form=visit.form("batches", "/find"))


@pages.does("batches", "/find")
async def find_batch(visit: InVisit, sent: Annotated[OpenForm, Form()]) -> Response:
    """Go to a batch by its number."""
    return visit.go("batch", batch_id=sent.batch_id)


@pages.shows("batch")
async def show_batch(visit: InVisit, batch_id: str) -> Response:
    batch, *progress = await asyncio.gather(
        told_of(visit, "registration", "/batches/{batch_id}", batch_id=batch_id),
        *(told_of(visit, service, "/batches/{batch_id}/progress", batch_id=batch_id) for service in PROGRESS),
    )
    away = [told for told in (batch, *progress) if isinstance(told, str)]
    known = [told if isinstance(told, dict) else None for told in (batch, *progress)]
    steps = steps_of(Known(**dict(zip(("registration", *PROGRESS), known, strict=True))))
    return visit.draw(
        "batch.html",
        batch_id=batch_id,
        batch=known[0],
        states=STATES,
        steps=steps,
        following=next_step(steps),
        away=away,
        partly=None in (batch, *progress),
        further={
            office: seen
            for office, names in FURTHER.items()
            if (seen := [PAGE[one] for one in names if visit.may_see(one)])
        },
        close=visit.form("batch", "/closure", batch_id=batch_id),
        late=visit.form("batch", "/late", batch_id=batch_id),
    )


class Asks(Protocol):
    """Whoever asks the services: somebody on a page, or beside it."""

    def ask(self, service: str) -> Asked:
        """One of them."""
        ...


async def told_of(
    person: Asks, service: str, path: str, *, query: Mapping[str, Any] | None = None, **parts: str
) -> Any:
    """What a service tells; none if it may not, a sentence if it does not answer."""
    try:
        return await person.ask(service).get(path, query=query, **parts)
    except ServiceAwayError as away:
        return away.sentence
    except ServiceRefusedError as refusal:
        if refusal.status == MISSING and path == "/batches/{batch_id}":
            raise
        if refusal.status not in NOT_TOLD:
            raise
        return None


@pages.does("batch", "/closure", roles=frozenset({"exam-affairs"}))
async def close_registration(visit: InVisit, batch_id: str, sent: Annotated[Keyed, Form()]) -> Response:
    await visit.ask("registration").do("POST", "/batches/{batch_id}/closure", key=sent.key, batch_id=batch_id)
    return visit.go("batch", batch_id=batch_id, said="已截止报名。")


class LateForm(Keyed):
    """Through which day people are let in after the list was reported."""

    until: date
    reason: Annotated[str, Field(min_length=1, max_length=200)]


@pages.does("batch", "/late", roles=frozenset({"director"}))
async def let_in_late(visit: InVisit, batch_id: str, sent: Annotated[LateForm, Form()]) -> Response:
    path, body = "/batches/{batch_id}/late-intakes", sent.model_dump(mode="json", include={"until", "reason"})
    await visit.ask("registration").do("POST", path, key=sent.key, body=body, batch_id=batch_id)
    return visit.go("batch", batch_id=batch_id, said=f"已同意补报，截止 {day(sent.until.isoformat())}。")

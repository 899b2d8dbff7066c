"""What waits for whoever is signed in: counted by asking the services, so it goes away by itself."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from fastapi.responses import Response

from apps.gateway.answering.pages import Pages
from apps.gateway.answering.visit import InVisit
from apps.gateway.asking import Asked
from apps.gateway.domain.account import Account
from apps.gateway.domain.errors import ServiceAwayError, ServiceRefusedError
from apps.gateway.gateway import Gateway
from apps.gateway.identity.minting import Proof
from apps.gateway.ports import Records
from apps.gateway.routes.day.exam_day import AT_ONCE
from apps.gateway.routes.me.jobs import STATES
from apps.gateway.routes.office.batches import PROGRESS, told_of
from apps.gateway.routes.records.forms import ABOUT, own_forms
from apps.gateway.screens.checklist import Known, Step, next_step, steps_of
from apps.gateway.screens.exam_day import PARTS, Session
from apps.gateway.screens.page_map import GENERAL_OFFICE, SITE_OFFICES, address
from apps.gateway.use_cases import jobs
from libs.contracts.beijing import beijing_day

pages = Pages()

# The newest of each state: what is older than these is found in the list of batches.
NEWEST = 20
# All forms of a batch are looked through for each person.
WITH_FORMS = 6
ASKED_AT_ONCE = 4
# So many forms are named, the most urgent; of more there is how many of each batch and year.
FORMS_AT_ONCE = 8
# Next year's holidays are made known in November.
KNOWN_BY_MONTH = 12
# Who plans the year, and what is said of it.
PLANNERS = frozenset({"exam-affairs", "director"})
DECIDERS = frozenset({"director"})
REMINDERS = {
    "plan-due": ("登记年度计划", "warn"),
    "plan-overdue": ("年度计划逾期未登记", "late"),
    "batch-due": ("按年度计划开批次", "warn"),
    "batch-overdue": ("年度计划的批次逾期未开", "late"),
}


class Person(Protocol):
    """Whoever it waits for."""

    @property
    def roles(self) -> frozenset[str]:
        """What they hold now."""
        ...

    @property
    def exam_now(self) -> datetime:
        """When it is asked for, by the time of the examination."""
        ...

    def ask(self, service: str) -> Asked:
        """A service, in their name."""
        ...


@dataclass(frozen=True)
class Due:
    """What waits: a batch with its step, today's rooms where a step is `late`, and what is due `of_the_year`.

    `elsewhere` are batches whose next step is somebody else's or not due yet, as far as all of it is told. `holidays`
    are years whose holidays somebody has to enter. `questioned` are certificates, by batch, that wait for a
    decision. `away` did not answer; there are `has_more` batches than were looked
    at. `newest` are the batches of each state whose forms are looked at, too.
    """

    items: Sequence[tuple[Mapping[str, Any], Step]]
    elsewhere: Sequence[tuple[Mapping[str, Any], Step]]
    late: Sequence[Session]
    of_the_year: Sequence[Mapping[str, Any]]
    holidays: Sequence[Mapping[str, Any]]
    questioned: Mapping[str, int]
    away: Sequence[str]
    has_more: bool
    newest: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Turn:
    """The next step of a batch, whether it waits for this person now, whether all of it was told, and who was away."""

    step: Step | None
    is_theirs: bool
    is_whole: bool
    away: Sequence[str]


@dataclass(frozen=True)
class Beside:
    """Somebody for whom it is counted beside the pages."""

    gateway: Gateway
    proof: Proof
    account: Account
    now: datetime

    @property
    def roles(self) -> frozenset[str]:
        """Those of now."""
        return self.account.roles(self.now)

    @property
    def exam_now(self) -> datetime:
        """See `Person.exam_now`."""
        return self.gateway.exam_clock.now()

    def ask(self, service: str) -> Asked:
        """See `Person.ask`."""
        return self.gateway.ask(service, self.proof, self.account)


@pages.shows("todo")
async def show_todo(visit: InVisit) -> Response:
    """One line a batch: the next step of its checklist, where it is this person's and its time has come; own forms."""
    due = await due_for(visit)
    forms, forms_away = await own_forms(visit, due.newest)
    return visit.draw(
        "todo.html",
        jobs=await visit.read(jobs.news_of, account_id=visit.account.id),
        job_states=STATES,
        items=[(batch, step, address(step.page, batch_id=batch["batch_id"]) + step.query) for batch, step in due.items],
        elsewhere=due.elsewhere,
        late=due.late,
        of_the_year=due.of_the_year,
        holidays=due.holidays,
        questioned=due.questioned,
        reminders=REMINDERS,
        parts=PARTS,
        forms=forms,
        at_once=FORMS_AT_ONCE,
        files=_by_file(forms),
        about=ABOUT,
        with_forms=WITH_FORMS,
        away=sorted({*due.away, *forms_away}),
        has_more=due.has_more,
        newest=NEWEST,
    )


def _by_file(forms: Sequence[Mapping[str, Any]]) -> list[tuple[str, str, Mapping[str, int]]]:
    """Where the forms of each batch and year are, what that is called, and how many wait there."""
    every, late = Counter(one["file"] for one in forms), Counter(one["file"] for one in forms if one["overdue"])
    return [(*file, {"all": count, "late": late[file]}) for file, count in every.items()]


async def count_for(gateway: Gateway, proof: Proof, account_id: str, roles: frozenset[str]) -> int | None:
    """How much of it there is; none if they hold these roles no more, or somebody does not answer."""
    account = await gateway.read(_account, id=account_id)
    person = Beside(gateway, proof, account, gateway.clock.now())
    if account.disabled or person.roles != roles:
        return None
    try:
        due = await due_for(person)
    except (ServiceAwayError, ServiceRefusedError):
        return None
    return None if due.away else sum(map(len, (due.items, due.late, due.of_the_year, due.holidays, due.questioned)))


async def _account(records: Records, *, id: str) -> Account:
    return await records.accounts.get(id)


async def due_for(person: Person) -> Due:
    """What waits for somebody."""
    registration = person.ask("registration")
    of_the_year = await registration.get("/annual-plans/reminders") if person.roles & PLANNERS else []
    late, quiet = await late_today(person) if not person.roles.isdisjoint(SITE_OFFICES) else ([], [])
    holidays = await _years_to_enter(person) if person.roles & GENERAL_OFFICE else []
    questioned, silent = await _certificates_to_decide(person) if person.roles & DECIDERS else ({}, [])
    lists = await asyncio.gather(
        *(registration.get("/batches", query={"state": state, "limit": NEWEST}) for state in ("open", "closed"))
    )
    batches = [batch for found in lists for batch in found["items"]]
    turns = asyncio.Semaphore(ASKED_AT_ONCE)

    async def waiting(batch: Mapping[str, Any]) -> Turn:
        async with turns:
            return await _turn(person, batch)

    found = await asyncio.gather(*map(waiting, batches))
    return Due(
        items=[(batch, turn.step) for batch, turn in zip(batches, found, strict=True) if turn.step and turn.is_theirs],
        elsewhere=[
            (batch, turn.step)
            for batch, turn in zip(batches, found, strict=True)
            if turn.step and turn.is_whole and not turn.is_theirs
        ],
        late=late,
        of_the_year=of_the_year,
        holidays=holidays,
        questioned=questioned,
        away=sorted({*quiet, *silent, *(sentence for turn in found for sentence in turn.away)}),
        has_more=any(one["next"] for one in lists),
        newest=[batch["batch_id"] for found in lists for batch in found["items"][:WITH_FORMS]],
    )


async def late_today(person: Person) -> tuple[list[Session], list[str]]:
    """Today's rooms where a step was not done in time, and who did not answer."""
    try:
        today = await person.ask("scheduling").every("/sessions", query={"limit": AT_ONCE})
    except ServiceAwayError as away:
        return [], [away.sentence]
    return [one for one in today if one["late_steps"]], []


async def _years_to_enter(person: Person) -> list[Mapping[str, Any]]:
    """Years that terms count on already, and from December on the next."""
    today = beijing_day(person.exam_now)
    known_by = today.year + (today.month >= KNOWN_BY_MONTH)
    years = await told_of(person, "certification", "/holiday-years")
    told: list[Mapping[str, Any]] = years if isinstance(years, list) else []
    return [one for one in told if not one["known"] and (one["provisional_results"] or one["year"] <= known_by)]


async def _certificates_to_decide(person: Person) -> tuple[dict[str, int], list[str]]:
    """How many certificates of each batch wait for a decision, and who did not answer."""
    try:
        told = await person.ask("certification").every("/questioned-certificates", query={})
    except ServiceAwayError as away:
        return {}, [away.sentence]
    return Counter(one["batch_id"] for one in told), []


async def _turn(person: Person, batch: Mapping[str, Any]) -> Turn:
    """The next step of a batch, as far as this person is told.

    A batch that takes applications waits for registration alone.
    """
    is_open = batch["state"] == "open"
    services = () if is_open else PROGRESS
    told = await asyncio.gather(
        told_of(person, "registration", "/batches/{batch_id}", batch_id=batch["batch_id"]),
        *(told_of(person, service, "/batches/{batch_id}/progress", batch_id=batch["batch_id"]) for service in services),
    )
    known = dict.fromkeys(("registration", *PROGRESS)) | {
        service: one for service, one in zip(("registration", *services), told, strict=True) if isinstance(one, dict)
    }
    step = next_step(steps_of(Known(**known)))
    return Turn(
        step=step,
        is_theirs=step is not None and step.role in person.roles and step.is_due(person.exam_now),
        is_whole=all(isinstance(one, dict) for one in told),
        away=[one for one in told if isinstance(one, str)],
    )

"""What may be seen of banks, papers and openings: metadata, never content."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel

from libs.chassis.domain import Query, every
from libs.contracts.event import Form, Part
from libs.contracts.scheduling import CalledOff
from services.itembank.domain.bank import Bank
from services.itembank.domain.blueprint import Blueprint
from services.itembank.domain.opening import Opening, opening_id
from services.itembank.domain.paper import Paper, State
from services.itembank.ports import Banks, Blueprints, Openings, Papers, Sessions


class BankView(BaseModel):
    """Size and acceptance of a bank."""

    occupation_code: str
    level: int
    category: str
    revision: int
    accepted: bool
    points: int
    theory: int
    practical: int
    defence: int
    content_digest: str


class PaperView(BaseModel):
    """A paper from outside."""

    paper_id: str
    batch_id: str
    occupation_code: str
    level: int
    part: Part
    form: Form
    items: int
    state: State
    digest: str | None
    solver: str
    input_digest: str
    sealed_at: datetime | None


class BanksPage(BaseModel):
    """A page of banks."""

    items: list[BankView]
    next: str | None


class RangeView(BaseModel):
    prefix: str
    weight: int


class BlueprintView(BaseModel):
    """What papers are assembled by."""

    occupation_code: str
    level: int
    minutes: int
    choice: int
    judgement: int
    marks_each: Decimal
    difficulty: float
    ranges: list[RangeView]
    practical_minutes: int
    practical_tasks: int
    drawn_by: str
    drawn_at: datetime


class BlueprintsPage(BaseModel):
    """A page of blueprints."""

    items: list[BlueprintView]
    next: str | None


class RoomPaper(BaseModel):
    """A paper that is written in a session; `waiting` for the second key, `opened`, or neither yet."""

    paper_id: str
    form: Form
    sealed: bool
    state: Literal["closed", "waiting", "opened"]
    first_by: str | None
    second_until: datetime | None
    opened_by: list[str]


class SessionPapers(BaseModel):
    """What is opened in a session, and from when to when."""

    session_id: str
    opens_at: datetime
    ends_at: datetime
    called_off: CalledOff | None
    papers: list[RoomPaper]


class PapersPage(BaseModel):
    """A page of papers."""

    items: list[PaperView]
    next: str | None


class CustodyLine(BaseModel):
    """One act on a paper; with the session where it happened in a room."""

    act: str
    by: str
    at: datetime
    session_id: str | None = None


def bank_view(bank: Bank) -> BankView:
    return BankView(
        occupation_code=bank.occupation_code,
        level=bank.level,
        category=bank.category,
        revision=bank.revision,
        accepted=bank.acceptance is not None,
        points=len(bank.points),
        theory=len(bank.cards),
        practical=bank.practical,
        defence=bank.defence,
        content_digest=bank.content_digest,
    )


def paper_view(paper: Paper) -> PaperView:
    return PaperView(
        paper_id=paper.id,
        batch_id=paper.batch_id,
        occupation_code=paper.occupation_code,
        level=paper.level,
        part=paper.part,
        form=paper.form,
        items=paper.items,
        state=paper.state,
        digest=paper.digest,
        solver=paper.solver,
        input_digest=paper.input_digest,
        sealed_at=paper.sealed_at,
    )


async def bank_of(banks: Banks, bank_id: str) -> BankView:
    return bank_view(await banks.get(bank_id))


async def all_banks(banks: Banks, *, cursor: str | None, limit: int) -> BanksPage:
    page = await banks.find(Query(after=cursor, limit=limit))
    return BanksPage(items=[bank_view(bank) for bank in page.items], next=page.next)


async def all_blueprints(blueprints: Blueprints, *, cursor: str | None, limit: int) -> BlueprintsPage:
    page = await blueprints.find(Query(after=cursor, limit=limit))
    return BlueprintsPage(items=[_blueprint(one) for one in page.items], next=page.next)


def _blueprint(blueprint: Blueprint) -> BlueprintView:
    theory, practical = blueprint.theory, blueprint.practical
    return BlueprintView(
        occupation_code=blueprint.occupation_code,
        level=blueprint.level,
        minutes=theory.minutes,
        choice=theory.choice,
        judgement=theory.judgement,
        marks_each=theory.marks_each,
        difficulty=theory.difficulty,
        ranges=[RangeView(prefix=one.prefix, weight=one.weight) for one in theory.ranges],
        practical_minutes=practical.minutes,
        practical_tasks=practical.tasks,
        drawn_by=blueprint.drawn_by,
        drawn_at=blueprint.drawn_at,
    )


async def papers_of_session(  # noqa: PLR0913 -- what is in which room, and who asks
    papers: Papers, sessions: Sessions, openings: Openings, *, session_id: str, by: str, patience: timedelta
) -> SessionPapers:
    """The papers of a session, for those on duty in it."""
    session = await sessions.get(session_id)
    session.must_be_staffed_by(by)
    written = [one async for one in every(papers, {"batch_id": session.batch_id}) if session.opens(one)]
    shown = []
    for paper in written:
        opening = await openings.find_one(opening_id(paper.id, session_id))
        waits = opening is not None and opening.first_at is not None and not opening.opened
        shown.append(
            RoomPaper(
                paper_id=paper.id,
                form=paper.form,
                sealed=paper.state is State.SEALED,
                state="opened" if opening and opening.opened else "waiting" if waits else "closed",
                first_by=opening.first_by if opening and waits else None,
                second_until=opening.first_at + patience if opening and opening.first_at and waits else None,
                opened_by=opening.opened_by if opening else [],
            )
        )
    return SessionPapers(
        session_id=session.id,
        opens_at=session.papers_open_at,
        ends_at=session.ends_at,
        called_off=session.called_off,
        papers=shown,
    )


async def papers_of(
    papers: Papers, *, batch_id: str, state: State | None, cursor: str | None, limit: int
) -> PapersPage:
    where = {"batch_id": batch_id} | ({"state": state} if state else {})
    page = await papers.find(Query(where, after=cursor, limit=limit))
    return PapersPage(items=[paper_view(paper) for paper in page.items], next=page.next)


async def progress_of(papers: Papers, openings: Openings, batch_id: str) -> dict[str, int]:
    """How many papers there are and are sealed, and how often one was opened in a session."""
    return {
        "papers": await papers.count({"batch_id": batch_id}),
        "sealed": await papers.count({"batch_id": batch_id, "state": State.SEALED}),
        "opened": await openings.count({"batch_id": batch_id, "opened": True}),
    }


async def custody_of(papers: Papers, openings: Openings, paper_id: str) -> dict[str, Any]:
    """The whole ledger of a paper, in order of time."""
    paper = await papers.get(paper_id)
    lines = [CustodyLine(act=one.act, by=one.by, at=one.at) for one in paper.custody]
    lines += [
        CustodyLine(act=one.act, by=one.by, at=one.at, session_id=opening.session_id)
        async for opening in every(openings, {"paper_id": paper_id})
        for one in opening.custody
    ]
    return {"paper_id": paper_id, "entries": sorted(lines, key=lambda line: line.at)}


def opening_view(opening: Opening, content: dict[str, Any] | None, *, patience: timedelta) -> dict[str, Any]:
    """The content for two; for the first of them, until when the second must come."""
    if content is None:
        until = opening.first_at + patience if opening.first_at else None
        return {"state": "waiting", "paper_id": opening.paper_id, "second_until": until}
    return {"state": "opened", "opened_by": opening.opened_by, **content}

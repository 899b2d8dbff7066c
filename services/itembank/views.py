"""What may be seen of banks, papers and openings: metadata, never content."""

from datetime import datetime, timedelta
from typing import Any

from pydantic import BaseModel

from libs.chassis.domain import every
from libs.contracts.event import Form, Part
from services.itembank.domain.bank import Bank
from services.itembank.domain.opening import Opening
from services.itembank.domain.paper import Paper, State
from services.itembank.ports import Banks, Openings, Papers


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


async def papers_of(papers: Papers, *, batch_id: str, cursor: str | None, limit: int) -> PapersPage:
    page = await papers.find({"batch_id": batch_id}, after=cursor, limit=limit)
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

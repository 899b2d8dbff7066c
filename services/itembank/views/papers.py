"""What may be seen of papers from outside: metadata and the ledger, never content."""

from datetime import datetime

from pydantic import BaseModel

from libs.chassis.domain import Page, Query, every
from libs.contracts.event import Form, Part
from services.itembank.domain.custody import CustodyAct
from services.itembank.domain.paper import Paper, PaperState
from services.itembank.ports import CustodyDesk, Openings, Papers


class PaperView(BaseModel):
    """A paper from outside, without its content."""

    paper_id: str
    batch_id: str
    occupation_code: str
    level: int
    part: Part
    form: Form
    items: int
    state: PaperState
    digest: str | None
    solver: str
    input_digest: str
    gap: int | None
    miss: float | None
    sealed_at: datetime | None
    origin: str
    city_reference: str


class AssembledPapers(BaseModel):
    """The papers of one occupation and level of a batch."""

    papers: list[PaperView]


class KeyRelease(BaseModel):
    """What scoring takes in: `key` is sealed JSON, right answers by question number."""

    paper_id: str
    batch_id: str
    occupation_code: str
    level: int
    part: Part
    form: Form
    digest: str | None
    items: int
    key: str


class CustodyLine(BaseModel):
    """One act on a paper; with the session where it happened in a room."""

    act: CustodyAct
    by: str
    at: datetime
    session_id: str | None = None


class Custody(BaseModel):
    """The whole ledger of a paper, in order of time."""

    paper_id: str
    entries: list[CustodyLine]


class PapersProgress(BaseModel):
    """How many papers of a batch there are and are sealed, and how often one was opened in a session."""

    papers: int
    sealed: int
    opened: int


async def list_papers(
    papers: Papers, *, batch_id: str, state: PaperState | None, cursor: str | None, limit: int
) -> Page[PaperView]:
    where = {"batch_id": batch_id} | ({"state": state} if state else {})
    page = await papers.find(Query(where, after=cursor, limit=limit))
    return Page([show_paper(paper) for paper in page.items], page.next)


async def show_progress(papers: Papers, openings: Openings, batch_id: str) -> PapersProgress:
    return PapersProgress(
        papers=await papers.count({"batch_id": batch_id}),
        sealed=await papers.count({"batch_id": batch_id, "state": PaperState.SEALED}),
        opened=await openings.count({"batch_id": batch_id, "opened": True}),
    )


async def show_custody(desk: CustodyDesk, paper_id: str) -> Custody:
    paper = await desk.papers.get(paper_id)
    lines = [CustodyLine(act=entry.act, by=entry.by, at=entry.at) for entry in paper.custody]
    lines += [
        CustodyLine(act=entry.act, by=entry.by, at=entry.at, session_id=opening.session_id)
        async for opening in every(desk.openings, {"paper_id": paper_id})
        for entry in opening.custody
    ]
    return Custody(paper_id=paper_id, entries=sorted(lines, key=lambda line: line.at))


def show_paper(paper: Paper) -> PaperView:
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
        gap=paper.gap,
        miss=None if paper.miss is None else paper.miss / 1000,
        sealed_at=paper.sealed_at,
        origin=paper.origin,
        city_reference=paper.city_approval.reference if paper.city_approval else "",
    )


def show_key(paper: Paper, key: str) -> KeyRelease:
    return KeyRelease(
        paper_id=paper.id,
        batch_id=paper.batch_id,
        occupation_code=paper.occupation_code,
        level=paper.level,
        part=paper.part,
        form=paper.form,
        digest=paper.digest,
        items=paper.items,
        key=key,
    )

"""Papers over HTTP: assembly, review, sealing, their ledger, and the release of keys."""

import secrets
from typing import Annotated, Literal

from pydantic import Field

from libs.chassis.domain import Act, Page
from libs.chassis.identity import Actor
from libs.chassis.web.http import (
    Cursor,
    EarlyNow,
    Limit,
    Now,
    Routes,
    Strict,
    allow,
    repositories,
    repository,
    secret,
    versioned,
)
from libs.contracts.event import Level, OccupationCode
from services.itembank.domain.content import PaperContent
from services.itembank.domain.paper import Examination, PaperState
from services.itembank.ports import AssemblyDesk, CustodyDesk, KeyDesk, Openings, SealingDesk
from services.itembank.routes.delivery import CityApprovalBody
from services.itembank.routes.parameters import PaperStore
from services.itembank.use_cases import papers as use_cases
from services.itembank.views import papers as views

router = Routes(tags=["papers"], dependencies=[versioned(paper_id="papers")])

PAPER_READERS = Annotated[
    Actor, allow("item-bank", "item-reviewer", "exam-affairs", "marking-lead", "director", "auditor")
]
AtSealing = Annotated[SealingDesk, repositories(SealingDesk)]
LARGEST_SEED = 2**31 - 1


class AssemblyBody(Strict):
    """The same seed, bank and blueprint give the same papers; without a seed one is drawn."""

    batch_id: str = Field(min_length=1, max_length=64)
    occupation_code: OccupationCode
    level: Level
    seed: int = Field(default_factory=lambda: secrets.randbelow(LARGEST_SEED + 1), ge=0, le=LARGEST_SEED)

    def examination(self) -> Examination:
        return Examination(batch_id=self.batch_id, occupation_code=self.occupation_code, level=self.level)


class ReviewBody(Strict):
    verdict: Literal["approved", "returned"] = "approved"
    remark: str = Field(default="", max_length=500)


@router.post("/papers/assembly", status_code=201)
async def assemble_papers(
    body: AssemblyBody,
    desk: Annotated[AssemblyDesk, repositories(AssemblyDesk)],
    now: Now,
    actor: Annotated[Actor, allow("item-bank")],
) -> views.AssembledPapers:
    """Make theory A, B and spare and practical A and spare of one occupation and level."""
    assembled = await use_cases.assemble_papers(desk, body.examination(), seed=body.seed, act=Act(actor.id, now))
    return views.AssembledPapers(papers=[views.show_paper(paper) for paper in assembled])


@router.post("/papers/{paper_id}/readings", dependencies=[secret])
async def read_paper_for_review(
    paper_id: str, desk: AtSealing, now: Now, actor: Annotated[Actor, allow("item-reviewer")]
) -> PaperContent:
    """The whole paper with its answers, for the reviewer, until it is sealed; a command because it is noted."""
    return await use_cases.read_paper_for_review(desk, paper_id=paper_id, act=Act(actor.id, now))


@router.post("/papers/{paper_id}/review", status_code=204)
async def review_paper(
    paper_id: str,
    body: ReviewBody,
    papers: PaperStore,
    now: Now,
    actor: Annotated[Actor, allow("item-reviewer")],
) -> None:
    """Approve a paper, or return it."""
    await use_cases.review_paper(
        papers,
        paper_id=paper_id,
        approved=body.verdict == "approved",
        remark=body.remark,
        act=Act(actor.id, now),
    )


@router.post("/papers/{paper_id}/city-approval")
async def approve_paper_by_city(
    paper_id: str, body: CityApprovalBody, papers: PaperStore, now: Now, actor: Annotated[Actor, allow("item-bank")]
) -> views.PaperView:
    """The city centre approves a reviewed paper of national items."""
    act = Act(actor.id, now)
    approved = await use_cases.approve_paper_by_city(papers, paper_id=paper_id, approval=body.approval(act), act=act)
    return views.show_paper(approved)


@router.post("/papers/{paper_id}/seal")
async def seal_paper(
    paper_id: str, desk: AtSealing, now: Now, actor: Annotated[Actor, allow("item-bank")]
) -> views.PaperView:
    """Seal a paper that was approved."""
    return views.show_paper(await use_cases.seal_paper(desk, paper_id=paper_id, act=Act(actor.id, now)))


@router.post("/papers/{paper_id}/key-release", dependencies=[secret])
async def release_key(
    paper_id: str,
    desk: Annotated[KeyDesk, repositories(KeyDesk)],
    now: EarlyNow,
    actor: Annotated[Actor, allow("marking-lead")],
) -> views.KeyRelease:
    """The sealed key of a theory paper, once every session of its examination has ended."""
    paper, key = await use_cases.release_key(desk, paper_id=paper_id, act=Act(actor.id, now))
    return views.show_key(paper, key)


@router.get("/papers")
async def list_papers(
    papers: PaperStore,
    _: PAPER_READERS,
    batch_id: str,
    state: PaperState | None = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Page[views.PaperView]:
    """The papers of a batch, without content."""
    return await views.list_papers(papers, batch_id=batch_id, state=state, cursor=cursor, limit=limit)


@router.get("/papers/{paper_id}")
async def show_paper(paper_id: str, papers: PaperStore, _: PAPER_READERS) -> views.PaperView:
    """One paper from outside, without its content."""
    return views.show_paper(await papers.get(paper_id))


@router.get("/papers/{paper_id}/custody")
async def show_custody(
    paper_id: str,
    desk: Annotated[CustodyDesk, repositories(CustodyDesk)],
    _: Annotated[Actor, allow("item-bank", "quality", "supervisor", "director", "auditor")],
) -> views.Custody:
    """Who did what to a paper, and when."""
    return await views.show_custody(desk, paper_id)


@router.get("/batches/{batch_id}/progress")
async def show_progress(
    batch_id: str,
    papers: PaperStore,
    openings: Annotated[Openings, repository("openings")],
    _: Annotated[Actor, allow.staff()],
) -> views.PapersProgress:
    """How far the papers of a batch are."""
    return await views.show_progress(papers, openings, batch_id)

"""Papers over HTTP: assembly, review, sealing, opening, and the release of keys."""

import secrets
from typing import Annotated, Any, Literal

from fastapi import Response
from pydantic import BaseModel, Field

from libs.chassis.identity import Actor
from libs.chassis.web.http import EarlyNow, Now, Routes, allow, provided, secret, versioned
from libs.contracts.event import Form, Level, OccupationCode, Part
from services.itembank import use_cases, views
from services.itembank.domain.paper import State
from services.itembank.ports import Sealer
from services.itembank.routes.edge import (
    BankStore,
    BlueprintStore,
    Body,
    Cursor,
    Limit,
    Locks,
    OpeningStore,
    PaperStore,
    SessionStore,
)
from services.itembank.settings import Settings

router = Routes(tags=["papers"], dependencies=[versioned(paper_id="papers")])

PAPER_READERS = ("item-bank", "item-reviewer", "exam-affairs", "marking-lead", "director", "auditor")
LARGEST_SEED = 2**31 - 1


class AssemblyBody(Body):
    """The same seed, bank and blueprint give the same papers; without a seed one is drawn."""

    batch_id: str = Field(min_length=1, max_length=64)
    occupation_code: OccupationCode
    level: Level
    seed: int = Field(default_factory=lambda: secrets.randbelow(LARGEST_SEED + 1), ge=0, le=LARGEST_SEED)


class ReviewBody(Body):
    verdict: Literal["approved", "returned"] = "approved"
    remark: str = Field(default="", max_length=500)


class OpeningBody(Body):
    session_id: str


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


@router.post("/papers/assembly", status_code=201)
async def assemble_papers(  # noqa: PLR0913 -- FastAPI hands each over by name
    *,
    body: AssemblyBody,
    banks: BankStore,
    blueprints: BlueprintStore,
    papers: PaperStore,
    vault: Locks,
    now: Now,
    actor: Annotated[Actor, allow("item-bank")],
) -> dict[str, list[views.PaperView]]:
    """Make theory A, B and spare and practical A and spare of one occupation and level."""
    assembled = await use_cases.assemble_papers(
        banks, blueprints, papers, vault, **body.model_dump(), by=actor.id, now=now
    )
    return {"papers": [views.paper_view(paper) for paper in assembled]}


@router.post("/papers/{paper_id}/readings", dependencies=[secret])
async def read_paper_for_review(
    paper_id: str,
    papers: PaperStore,
    vault: Locks,
    now: Now,
    actor: Annotated[Actor, allow("item-reviewer")],
) -> dict[str, Any]:
    """The whole paper with its answers, for the reviewer, until it is sealed; a command because it is noted."""
    return await use_cases.read_paper_for_review(papers, vault, paper_id=paper_id, by=actor.id, now=now)


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
        papers, paper_id=paper_id, approved=body.verdict == "approved", remark=body.remark, by=actor.id, now=now
    )


@router.post("/papers/{paper_id}/seal")
async def seal_paper(
    paper_id: str, papers: PaperStore, vault: Locks, now: Now, actor: Annotated[Actor, allow("item-bank")]
) -> views.PaperView:
    """Seal a reviewed paper."""
    return views.paper_view(await use_cases.seal_paper(papers, vault, paper_id=paper_id, by=actor.id, now=now))


@router.post(
    "/papers/{paper_id}/openings",
    dependencies=[secret],
    responses={202: {"description": "The first of two; waiting."}},
)
async def open_paper(  # noqa: PLR0913 -- FastAPI hands each over by name
    *,
    paper_id: str,
    body: OpeningBody,
    papers: PaperStore,
    sessions: SessionStore,
    openings: OpeningStore,
    vault: Locks,
    settings: Annotated[Settings, provided("settings")],
    now: EarlyNow,
    actor: Annotated[Actor, allow("invigilator", "examiner")],
    response: Response,
) -> dict[str, Any]:
    """One of two keys. 202 for the first person; 200 with the content for the second, and for either of them later."""
    opening, content = await use_cases.open_paper(
        papers,
        sessions,
        openings,
        vault,
        paper_id=paper_id,
        session_id=body.session_id,
        by=actor.id,
        patience=settings.second_key_within,
        now=now,
    )
    response.status_code = 200 if opening.opened else 202
    return views.opening_view(opening, content, patience=settings.second_key_within)


@router.post("/papers/{paper_id}/key-release", dependencies=[secret])
async def release_key(  # noqa: PLR0913 -- FastAPI hands each over by name
    *,
    paper_id: str,
    papers: PaperStore,
    sessions: SessionStore,
    vault: Locks,
    sealer: Annotated[Sealer, provided("cipher")],
    now: EarlyNow,
    actor: Annotated[Actor, allow("marking-lead")],
) -> KeyRelease:
    """The sealed key of a theory paper, once every session of its examination has ended."""
    paper, key = await use_cases.release_key(papers, sessions, vault, sealer, paper_id=paper_id, by=actor.id, now=now)
    return KeyRelease(**views.paper_view(paper).model_dump(include=set(KeyRelease.model_fields)), key=key)


@router.get("/papers")
async def list_papers(
    papers: PaperStore,
    _: Annotated[Actor, allow(*PAPER_READERS)],
    batch_id: str,
    state: State | None = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> views.PapersPage:
    """The papers of a batch, without content."""
    return await views.papers_of(papers, batch_id=batch_id, state=state, cursor=cursor, limit=limit)


@router.get("/sessions/{session_id}/papers")
async def list_papers_of_session(  # noqa: PLR0913 -- FastAPI hands each over by name
    *,
    session_id: str,
    papers: PaperStore,
    sessions: SessionStore,
    openings: OpeningStore,
    settings: Annotated[Settings, provided("settings")],
    actor: Annotated[Actor, allow("invigilator", "examiner")],
) -> views.SessionPapers:
    """What whoever is on duty opens in the own room, from when, and how far the two keys are."""
    return await views.papers_of_session(
        papers, sessions, openings, session_id=session_id, by=actor.id, patience=settings.second_key_within
    )


@router.get("/papers/{paper_id}")
async def show_paper(paper_id: str, papers: PaperStore, _: Annotated[Actor, allow(*PAPER_READERS)]) -> views.PaperView:
    """One paper, without content."""
    return views.paper_view(await papers.get(paper_id))


@router.get("/papers/{paper_id}/custody")
async def show_custody(
    paper_id: str,
    papers: PaperStore,
    openings: OpeningStore,
    _: Annotated[Actor, allow("item-bank", "quality", "supervisor", "director", "auditor")],
) -> dict[str, Any]:
    """Who did what to a paper, and when."""
    return await views.custody_of(papers, openings, paper_id)


@router.get("/batches/{batch_id}/progress")
async def show_progress(
    batch_id: str, papers: PaperStore, openings: OpeningStore, _: Annotated[Actor, allow.staff()]
) -> dict[str, int]:
    """How far the papers of a batch are."""
    return await views.progress_of(papers, openings, batch_id)

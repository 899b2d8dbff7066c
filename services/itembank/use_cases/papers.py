"""Papers from their assembly to the release of their keys."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from functools import partial

from libs.chassis.domain import Act, every
from libs.contracts.scoring import ItemsAnalysed
from libs.contracts.sealing import Purpose
from services.itembank.domain.assembly import ItemStock, assemble, paper_ids
from services.itembank.domain.bank import Bank
from services.itembank.domain.content import PaperContent
from services.itembank.domain.items.item import version_id
from services.itembank.domain.items.item_figures import Figures
from services.itembank.domain.items.item_use import ItemUse, resting
from services.itembank.domain.opening import Opening, opening_id
from services.itembank.domain.paper import Examination, Paper, must_allow_reassembly
from services.itembank.domain.resources import subject_id
from services.itembank.domain.writing.provenance import CityApproval
from services.itembank.ports import AssemblyDesk, FiguresDesk, KeyDesk, OpeningDesk, Papers, SealingDesk, Sessions
from services.itembank.use_cases.banks import versions_of

ASSEMBLY = ThreadPoolExecutor(max_workers=1, thread_name_prefix="assembly")
"""One at a time: each search takes 20 MiB and a core, and so many threads keep so much memory."""


async def assemble_papers(desk: AssemblyDesk, examination: Examination, *, seed: int, act: Act) -> list[Paper]:
    batch_id, occupation_code, level = examination.batch_id, examination.occupation_code, examination.level
    bank = await desk.banks.get(subject_id(occupation_code, level))
    blueprint = await desk.blueprints.get(bank.id)
    earlier = {paper: await desk.papers.find_one(paper) for paper in paper_ids(batch_id, occupation_code, level)}
    must_allow_reassembly(paper for paper in earlier.values() if paper)
    bank.must_be_usable()
    stock = await _stock_of(desk, bank, batch_id=batch_id)
    examination = replace(examination, origin=bank.delivery.origin)
    # Seconds of computation: off the event loop, so that openings and timers are not kept waiting.
    making = partial(assemble, bank, stock, blueprint, batch_id=batch_id, seed=seed)
    contents = await asyncio.get_running_loop().run_in_executor(ASSEMBLY, making)
    assembled = [
        Paper.assemble(content, examination=examination, vault=desk.vault, earlier=earlier[content.paper_id], act=act)
        for content in contents
    ]
    for paper in assembled:
        desk.papers.save(paper)
    await desk.item_uses.put(ItemUse.note(contents, bank_id=bank.id, batch_id=batch_id, vault=desk.vault, act=act))
    return assembled


async def _stock_of(desk: AssemblyDesk, bank: Bank, *, batch_id: str) -> ItemStock:
    uses = [use async for use in every(desk.item_uses, {"bank_id": bank.id})]
    items = [item for item in await versions_of(desk, bank) if item.in_bank]
    seen = await desk.times_seen(use for use in uses if use.batch_id != batch_id)
    return ItemStock(
        items=items,
        vault=desk.vault,
        resting=resting(uses, batch_id=batch_id, vault=desk.vault),
        worn=frozenset(item_id for item_id, batches in seen.items() if batches >= desk.item_exposure),
    )


async def note_item_figures(desk: FiguresDesk, event: ItemsAnalysed, *, seq: int) -> None:
    """Keep with each version of an item how it did; which item a number is stands in the sealed paper."""
    paper = await desk.papers.get(event.paper_id)
    printed = {question.no: question for question in paper.unseal(desk.vault).questions}
    bank_id = subject_id(event.occupation_code, event.level)
    for told in event.items:
        question = printed[told.no]
        item = await desk.items.find_one(version_id(bank_id, question.item_id, question.version))
        if item is None:
            continue
        item.note_figures(
            paper.id,
            Figures(
                batch_id=event.batch_id,
                candidates=event.candidates,
                difficulty=told.difficulty,
                discrimination=told.discrimination,
                analysed_at=event.analysed_at,
                told=seq,
            ),
        )
        desk.items.save(item)


async def read_paper_for_review(desk: SealingDesk, *, paper_id: str, act: Act) -> PaperContent:
    paper = await desk.papers.get(paper_id)
    content = paper.read_for_review(desk.vault, act=act)
    desk.papers.save(paper)
    return content


async def review_paper(papers: Papers, *, paper_id: str, approved: bool, remark: str, act: Act) -> None:
    paper = await papers.get(paper_id)
    paper.review(approved=approved, remark=remark, act=act)
    papers.save(paper)


async def approve_paper_by_city(papers: Papers, *, paper_id: str, approval: CityApproval, act: Act) -> Paper:
    paper = await papers.get(paper_id)
    paper.hear_city(approval, act=act)
    papers.save(paper)
    return paper


async def seal_paper(desk: SealingDesk, *, paper_id: str, act: Act) -> Paper:
    paper = await desk.papers.get(paper_id)
    paper.seal(desk.vault, act=act)
    desk.papers.save(paper)
    return paper


async def open_paper(
    desk: OpeningDesk, *, paper_id: str, session_id: str, act: Act
) -> tuple[Opening, PaperContent | None]:
    """The first person gets no content yet; the second, and later either of the two, does."""
    paper = await desk.papers.get(paper_id)
    session = await desk.sessions.get(session_id)
    session.must_admit(paper, act=act)
    opening = await desk.openings.find_one(opening_id(paper_id, session_id)) or Opening.of(
        paper_id=paper_id, batch_id=paper.batch_id, session_id=session_id
    )
    opening.turn_key(act, patience=desk.second_key_within)
    desk.openings.save(opening)
    return opening, paper.unseal(desk.vault) if opening.opened else None


async def release_key(desk: KeyDesk, *, paper_id: str, act: Act) -> tuple[Paper, str]:
    paper = await desk.papers.get(paper_id)
    key = paper.release_key(desk.vault, sessions_end=await ends_of(desk.sessions, paper), act=act)
    desk.papers.save(paper)
    return paper, desk.cipher.seal(key.model_dump_json(), purpose=Purpose.ANSWER_KEY, owner=paper.id)


async def ends_of(sessions: Sessions, paper: Paper) -> list[datetime]:
    """When each session that its key waits for ends."""
    where = {
        "batch_id": paper.batch_id,
        "occupation_code": paper.occupation_code,
        "level": paper.level,
        "part": paper.part,
    }
    held = [session async for session in every(sessions, where) if session.may_write(paper)]
    for session in held:
        session.must_have_a_day()
    return [session.ends_at for session in held]

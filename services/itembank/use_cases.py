"""What the item bank does when it is asked or told."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from libs.chassis.domain import carry_out, every
from libs.contracts.incident import ReprintApproved, SparePaperApproved
from libs.contracts.scheduling import SessionCalledOff, SessionPlanned
from libs.contracts.sealing import Purpose
from services.itembank.domain.assembly import assemble, paper_id, paper_ids
from services.itembank.domain.bank import Acceptance, Bank
from services.itembank.domain.blueprint import Blueprint, PracticalPlan, TheoryPlan
from services.itembank.domain.disposition import Disposition
from services.itembank.domain.envelope import Vault
from services.itembank.domain.errors.paper import PaperNotFoundError
from services.itembank.domain.errors.session import (
    SessionNotYetPlannedError,
    SpareNotSealedError,
    SpareNotYetSealedError,
)
from services.itembank.domain.opening import Opening, opening_id
from services.itembank.domain.paper import Paper, refuse_reassembly
from services.itembank.domain.resources import Resources, refuse_other_subject, subject_id
from services.itembank.domain.session import ExamSession, Reprint
from services.itembank.ports import Banks, Blueprints, Dispositions, Openings, Papers, Sealer, Sessions

ASSEMBLY = ThreadPoolExecutor(max_workers=1, thread_name_prefix="assembly")
"""One at a time: each search takes 20 MiB and a core, and so many threads keep so much memory."""


async def import_bank(  # noqa: PLR0913 -- see Bank.take_in
    banks: Banks,
    vault: Vault,
    *,
    subject: str,
    resources: Resources,
    acceptance: Acceptance | None,
    by: str,
    now: datetime,
) -> Bank:
    refuse_other_subject(resources.occupation_code, resources.level, expected=subject)
    earlier = await banks.find_one(subject)
    bank = Bank.take_in(resources, acceptance=acceptance, vault=vault, earlier=earlier, by=by, now=now)
    banks.save(bank)
    return bank


async def draw_up_blueprint(  # noqa: PLR0913 -- see Blueprint.draw_up
    blueprints: Blueprints,
    *,
    subject: str,
    occupation_code: str,
    level: int,
    theory: TheoryPlan,
    practical: PracticalPlan,
    by: str,
    now: datetime,
) -> None:
    refuse_other_subject(occupation_code, level, expected=subject)
    await blueprints.put(
        Blueprint.draw_up(
            occupation_code=occupation_code, level=level, theory=theory, practical=practical, by=by, now=now
        )
    )


async def assemble_papers(  # noqa: PLR0913 -- an assembly is named by all of them
    banks: Banks,
    blueprints: Blueprints,
    papers: Papers,
    vault: Vault,
    *,
    batch_id: str,
    occupation_code: str,
    level: int,
    seed: int,
    by: str,
    now: datetime,
) -> list[Paper]:
    bank = await banks.get(subject_id(occupation_code, level))
    blueprint = await blueprints.get(bank.id)
    earlier = {one: await papers.find_one(one) for one in paper_ids(batch_id, occupation_code, level)}
    refuse_reassembly(paper for paper in earlier.values() if paper)
    resources = bank.resources(vault)
    # Seconds of computation: off the event loop, so that openings and timers are not kept waiting.
    making = partial(assemble, bank, resources, blueprint, batch_id=batch_id, seed=seed)
    contents = await asyncio.get_running_loop().run_in_executor(ASSEMBLY, making)
    assembled = [
        Paper.assemble(
            content,
            batch_id=batch_id,
            occupation_code=occupation_code,
            level=level,
            vault=vault,
            earlier=earlier[content.paper_id],
            by=by,
            now=now,
        )
        for content in contents
    ]
    for paper in assembled:
        papers.save(paper)
    return assembled


async def read_paper_for_review(
    papers: Papers, vault: Vault, *, paper_id: str, by: str, now: datetime
) -> dict[str, Any]:
    paper = await papers.get(paper_id)
    content = paper.read_for_review(vault, by=by, now=now)
    papers.save(paper)
    return content.for_review()


async def review_paper(  # noqa: PLR0913 -- a verdict, its remark, whose and when
    papers: Papers, *, paper_id: str, approved: bool, remark: str, by: str, now: datetime
) -> None:
    paper = await papers.get(paper_id)
    paper.review(approved=approved, remark=remark, by=by, now=now)
    papers.save(paper)


async def seal_paper(papers: Papers, vault: Vault, *, paper_id: str, by: str, now: datetime) -> Paper:
    paper = await papers.get(paper_id)
    paper.seal(vault, by=by, now=now)
    papers.save(paper)
    return paper


async def open_paper(  # noqa: PLR0913 -- who, what, where, when
    papers: Papers,
    sessions: Sessions,
    openings: Openings,
    vault: Vault,
    *,
    paper_id: str,
    session_id: str,
    by: str,
    patience: timedelta,
    now: datetime,
) -> tuple[Opening, dict[str, Any] | None]:
    """The first person gets no content yet; the second, and later either of the two, does."""
    paper = await papers.get(paper_id)
    session = await sessions.get(session_id)
    session.admit(paper, by=by, now=now)
    opening = await openings.find_one(opening_id(paper_id, session_id)) or Opening.of(
        paper_id=paper_id, batch_id=paper.batch_id, session_id=session_id
    )
    opening.turn_key(by=by, patience=patience, now=now)
    openings.save(opening)
    return opening, paper.unseal(vault).for_the_room() if opening.opened else None


async def release_key(  # noqa: PLR0913 -- who, what, when, and who seals the answer
    papers: Papers, sessions: Sessions, vault: Vault, sealer: Sealer, *, paper_id: str, by: str, now: datetime
) -> tuple[Paper, str]:
    paper = await papers.get(paper_id)
    released = paper.release_key(vault, sessions_end=await ends_of(sessions, paper), by=by, now=now)
    papers.save(paper)
    return paper, sealer.seal(released.model_dump_json(), purpose=Purpose.ANSWER_KEY, owner=paper.id)


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


async def plan_session(sessions: Sessions, planned: SessionPlanned, *, seq: int) -> None:
    session = await sessions.find_one(planned.session_id)
    if session:
        session.replan(planned, seq=seq)
    else:
        session = ExamSession.plan(planned, seq=seq)
    sessions.save(session)


async def extend_session(sessions: Sessions, *, session_id: str, ends_at: datetime, seq: int) -> None:
    session = await planned_session(sessions, session_id)
    session.extend(ends_at=ends_at, seq=seq)
    sessions.save(session)


async def call_off_session(sessions: Sessions, off: SessionCalledOff, *, seq: int) -> None:
    """Open no paper in a session that was stopped or postponed."""
    session = await planned_session(sessions, off.session_id)
    session.call_off(off.called_off, at=off.called_off_at, seq=seq)
    sessions.save(session)


async def release_spares(
    papers: Papers, sessions: Sessions, dispositions: Dispositions, *, order: SparePaperApproved, now: datetime
) -> None:
    """Release each session's own spare, or answer why not. An order without a number waits until it can be done."""
    if order.disposition is None:
        for session_id in order.session_ids:
            await _release_spare(papers, sessions, session_id, incident_id=order.incident_id, now=now)
        return

    async def release(session_id: str) -> None:
        session = await planned_session(sessions, session_id)
        session.must_not_be_over(now)
        try:
            await _release_spare(papers, sessions, session_id, incident_id=order.incident_id, now=now)
        except SpareNotYetSealedError as unsealed:
            raise SpareNotSealedError(session_id) from unsealed

    disposition = Disposition.of(order.incident_id, order.batch_id, order.disposition)
    await carry_out(dispositions, disposition, order.session_ids, release, now=now)


async def reprint_papers(
    papers: Papers, sessions: Sessions, dispositions: Dispositions, *, order: ReprintApproved, now: datetime
) -> None:
    """Have the papers of sessions printed again, from the spare or copied."""

    async def reprint(session_id: str) -> None:
        session = await planned_session(sessions, session_id)
        subject = (session.batch_id, session.occupation_code, session.level, session.part)
        forms = session.forms_printed_from(order.source)
        printed = [paper for form in forms if (paper := await papers.find_one(paper_id(*subject, form)))]
        if order.source == "spare" and not any(paper.sealed_at for paper in printed):
            raise SpareNotSealedError(session_id)
        if len(printed) < len(forms):
            raise PaperNotFoundError(paper_id(*subject, forms[-1]))
        session.reprint(
            Reprint(
                incident_id=order.incident_id,
                source=order.source,
                copies=order.copies,
                by=order.approved_by,
                at=now,
            ),
            printed,
        )
        sessions.save(session)
        for paper in printed:
            papers.save(paper)

    disposition = Disposition.of(order.incident_id, order.batch_id, order.disposition)
    await carry_out(dispositions, disposition, order.session_ids, reprint, now=now)


async def _release_spare(
    papers: Papers, sessions: Sessions, session_id: str, *, incident_id: str, now: datetime
) -> None:
    session = await planned_session(sessions, session_id)
    spare_id = paper_id(session.batch_id, session.occupation_code, session.level, session.part, "spare")
    spare = await papers.find_one(spare_id)
    if spare is None:
        raise SpareNotYetSealedError(spare_id)
    session.release_spare(spare, incident_id=incident_id, now=now)
    sessions.save(session)


async def planned_session(sessions: Sessions, session_id: str) -> ExamSession:
    """A session that an event speaks of; its plan may still be on the way."""
    session = await sessions.find_one(session_id)
    if session is None:
        raise SessionNotYetPlannedError(session_id)
    return session

"""Orders of the incident service about papers are carried out, session by session, and answered."""

from datetime import datetime

from libs.chassis.domain import carry_out
from libs.contracts.incident import ReprintApproved, SparePaperApproved
from services.itembank.domain.assembly import paper_id
from services.itembank.domain.disposition import Disposition
from services.itembank.domain.errors.paper import PaperNotFoundError
from services.itembank.domain.errors.session import SpareNotSealedError, SpareNotYetSealedError
from services.itembank.domain.session import ApprovedReprint
from services.itembank.ports import PaperOrderDesk
from services.itembank.use_cases.sessions import planned_session


async def release_spares(desk: PaperOrderDesk, *, order: SparePaperApproved, now: datetime) -> None:
    """Release each session's own spare, or answer why not. An order without a number waits until it can be done."""
    if order.disposition is None:
        for session_id in order.session_ids:
            await _release_spare(desk, session_id, incident_id=order.incident_id, now=now)
        return

    async def release(session_id: str) -> None:
        session = await planned_session(desk.sessions, session_id)
        session.must_not_be_over(now)
        try:
            await _release_spare(desk, session_id, incident_id=order.incident_id, now=now)
        except SpareNotYetSealedError as unsealed:
            raise SpareNotSealedError(session_id) from unsealed

    disposition = Disposition.of(order.incident_id, order.batch_id, order.disposition)
    await carry_out(desk.dispositions, disposition, order.session_ids, release, now=now)


async def reprint_papers(desk: PaperOrderDesk, *, order: ReprintApproved, now: datetime) -> None:
    """Have the papers of sessions printed again, from the spare or copied."""

    async def reprint(session_id: str) -> None:
        session = await planned_session(desk.sessions, session_id)
        subject = (session.batch_id, session.occupation_code, session.level, session.part)
        forms = session.forms_printed_from(order.source)
        printed = [paper for form in forms if (paper := await desk.papers.find_one(paper_id(*subject, form)))]
        if order.source == "spare" and not any(paper.sealed_at for paper in printed):
            raise SpareNotSealedError(session_id)
        if len(printed) < len(forms):
            raise PaperNotFoundError(paper_id(*subject, forms[-1]))
        approved = ApprovedReprint(
            incident_id=order.incident_id,
            source=order.source,
            copies=order.copies,
            by=order.approved_by,
            at=now,
        )
        session.reprint(approved, printed)
        desk.sessions.save(session)
        for paper in printed:
            desk.papers.save(paper)

    disposition = Disposition.of(order.incident_id, order.batch_id, order.disposition)
    await carry_out(desk.dispositions, disposition, order.session_ids, reprint, now=now)


async def _release_spare(desk: PaperOrderDesk, session_id: str, *, incident_id: str, now: datetime) -> None:
    session = await planned_session(desk.sessions, session_id)
    spare_id = paper_id(session.batch_id, session.occupation_code, session.level, session.part, "spare")
    spare = await desk.papers.find_one(spare_id)
    if spare is None:
        raise SpareNotYetSealedError(spare_id)
    session.release_spare(spare, incident_id=incident_id, now=now)
    desk.sessions.save(session)

"""The registers: consultations, loans, destructions. Nobody is named in them but our own, by number."""

from datetime import datetime
from typing import Final

from pydantic import BaseModel

from libs.chassis.domain import Decision, Page, Query
from libs.chassis.identity import Actor
from services.archive.domain.access.consultation import Consultation, Watcher
from services.archive.domain.access.loan import Loan
from services.archive.domain.destruction import Destruction, Opinion, Side
from services.archive.domain.errors.destruction import DestructionNotFoundError
from services.archive.ports import Consultations, Destructions, Loans

REGISTER_READERS: Final = ("general-office", "supervisor", "quality", "auditor", "director")


class RequestView(BaseModel):
    """Who asked for what and why, and what the head said."""

    id: str
    batch_id: str
    item_ids: list[str]
    organisation: str
    staff_id: str
    asked_by: str
    asked_at: datetime
    reason: str
    approved: bool | None
    decided_by: str | None
    decided_at: datetime | None


class ConsultationView(RequestView):
    """A consultation; `present` is who watches, by office."""

    present: dict[Watcher, str]
    opened_at: datetime | None
    ended_at: datetime | None


class LoanView(RequestView):
    """A loan; `due_at` is known once it is out."""

    days: int
    renewals: int
    handed_out_at: datetime | None
    due_at: datetime | None
    overdue_at: datetime | None
    returned_at: datetime | None
    returned_to: str | None


class DestructionView(BaseModel):
    """A review and what came of it; `signatures` is who was there, by office."""

    id: str
    batch_id: str
    side: Side
    item_ids: list[str]
    proposed_by: str
    proposed_at: datetime
    members: list[str]
    opinions: dict[str, Opinion]
    approved: bool | None
    decision: Decision | None
    signatures: dict[Watcher, str]
    carried_out_at: datetime | None


async def list_consultations(
    consultations: Consultations, *, is_over: bool | None, after: str | None, limit: int
) -> Page[ConsultationView]:
    """The register of consultations, newest last."""
    where = {} if is_over is None else {"is_over": is_over}
    page = await consultations.find(Query(where, after=after, limit=limit))
    return Page([_consultation(one) for one in page.items], page.next)


async def show_consultation(consultations: Consultations, consultation_id: str) -> ConsultationView:
    """One of them. Raises `AbsentError`."""
    return _consultation(await consultations.get(consultation_id))


async def show_loan(loans: Loans, loan_id: str) -> LoanView:
    """One of them. Raises `AbsentError`."""
    return _loan(await loans.get(loan_id))


async def show_destruction(destructions: Destructions, destruction_id: str, reader: Actor) -> DestructionView:
    """One of them, to its group and those who read all. Raises `DestructionNotFoundError` for everybody else."""
    one = await destructions.get(destruction_id)
    if reader.id not in one.members and not reader.has_any(*REGISTER_READERS):
        raise DestructionNotFoundError(destruction_id)
    return _destruction(one)


async def list_loans(loans: Loans, *, is_out: bool | None, after: str | None, limit: int) -> Page[LoanView]:
    """The register of loans, newest last."""
    where = {} if is_out is None else {"is_out": is_out}
    page = await loans.find(Query(where, after=after, limit=limit))
    return Page([_loan(one) for one in page.items], page.next)


async def list_destructions(destructions: Destructions, *, after: str | None, limit: int) -> Page[DestructionView]:
    """The register of reviews and destructions, newest last."""
    page = await destructions.find(Query(after=after, limit=limit))
    return Page([_destruction(one) for one in page.items], page.next)


def _consultation(one: Consultation) -> ConsultationView:
    asked, decision = one.approval.asked, one.approval.decision
    return ConsultationView(
        id=one.id,
        batch_id=one.batch_id,
        item_ids=one.item_ids,
        organisation=one.reader.organisation,
        staff_id=one.reader.staff_id,
        asked_by=asked.by,
        asked_at=asked.at,
        reason=asked.reason,
        approved=one.approval.approved,
        decided_by=decision.by if decision else None,
        decided_at=decision.at if decision else None,
        present=one.present,
        opened_at=one.opened_at,
        ended_at=one.ended_at,
    )


def _loan(one: Loan) -> LoanView:
    asked, decision = one.approval.asked, one.approval.decision
    return LoanView(
        id=one.id,
        batch_id=one.batch_id,
        item_ids=one.item_ids,
        organisation=one.borrower.organisation,
        staff_id=one.borrower.staff_id,
        asked_by=asked.by,
        asked_at=asked.at,
        reason=asked.reason,
        approved=one.approval.approved,
        decided_by=decision.by if decision else None,
        decided_at=decision.at if decision else None,
        days=one.days,
        renewals=len(one.renewals),
        handed_out_at=one.handed_out_at,
        due_at=one.due_at,
        overdue_at=one.overdue_at,
        returned_at=one.returned_at,
        returned_to=one.returned_to,
    )


def _destruction(one: Destruction) -> DestructionView:
    return DestructionView(
        id=one.id,
        batch_id=one.batch_id,
        side=one.side,
        item_ids=one.item_ids,
        proposed_by=one.proposed.by,
        proposed_at=one.proposed.at,
        members=one.members,
        opinions=one.opinions,
        approved=one.approved,
        decision=one.decision,
        signatures={office: signed.by for office, signed in one.signatures.items()},
        carried_out_at=one.carried_out_at,
    )

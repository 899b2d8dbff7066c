"""Loans: asked for, approved, handed out, renewed, counted when they come back."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from libs.chassis.domain import Act, Decision
from services.archive.domain.access.loan import Loan
from services.archive.domain.access.person import Outsider
from services.archive.domain.item import FiledItem
from services.archive.ports import AccessDesk
from services.archive.use_cases.consulting import items_of_one_batch, must_be_a_stranger, next_number


async def ask(desk: AccessDesk, *, item_ids: Sequence[str], borrower: Outsider, days: int, asked: Decision) -> Loan:
    """Register that somebody wants to take papers along."""
    items = await items_of_one_batch(desk, item_ids)
    await must_be_a_stranger(desk, borrower, items[0].batch_id)
    number = await next_number(desk, items[0].batch_id, "L")
    loan = Loan.ask(number, items, borrower, days=days, asked=asked)
    desk.loans.save(loan)
    return loan


async def decide(desk: AccessDesk, *, loan_id: str, approved: bool, decision: Decision) -> None:
    """The head approves or refuses a loan."""
    loan = await desk.loans.get(loan_id)
    loan.decide(approved=approved, decision=decision)
    desk.loans.save(loan)


async def hand_out(desk: AccessDesk, *, loan_id: str, act: Act) -> None:
    """Let the papers of an approved loan go."""
    loan = await desk.loans.get(loan_id)
    items = await items_of_one_batch(desk, loan.item_ids)
    loan.hand_out(items, act=act)
    _keep(desk, loan, items)


async def renew(desk: AccessDesk, *, loan_id: str, days: int, decision: Decision) -> None:
    """The head lets somebody keep the papers a little longer."""
    loan = await desk.loans.get(loan_id)
    loan.renew(days, decision=decision)
    desk.loans.save(loan)


async def take_back(desk: AccessDesk, *, loan_id: str, pages: Mapping[str, int], act: Act) -> None:
    """Count the pages that come back."""
    loan = await desk.loans.get(loan_id)
    items = await items_of_one_batch(desk, loan.item_ids)
    loan.take_back(items, pages, act=act)
    _keep(desk, loan, items)


async def ring(desk: AccessDesk, *, loan_id: str, now: datetime) -> None:
    """Tell once that something is overdue."""
    loan = await desk.loans.get(loan_id)
    loan.ring(now=now)
    desk.loans.save(loan)


def _keep(desk: AccessDesk, loan: Loan, items: Sequence[FiledItem]) -> None:
    desk.loans.save(loan)
    for item in items:
        desk.items.save(item)

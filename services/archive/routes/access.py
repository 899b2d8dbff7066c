"""Consultations and loans: asked for by the general office, decided by the director."""

from typing import Annotated

from fastapi import Response
from pydantic import BaseModel

from libs.chassis.domain import Act, Cipher, Decision, Page
from libs.chassis.identity import Actor
from libs.chassis.web.http import Cursor, Limit, Now, Routes, allow, provided, repositories, repository
from libs.contracts.sealing import Purpose
from services.archive.domain.errors.consultation import NotBothPresentError
from services.archive.ports import AccessDesk, Consultations, Loans
from services.archive.routes import bodies
from services.archive.routes.files import OFFICE, Vault
from services.archive.use_cases import consulting, lending
from services.archive.views import access as views

router = Routes(tags=["archive"])

DIRECTOR = Annotated[Actor, allow("director")]
WATCHER = Annotated[Actor, allow("general-office", "supervisor")]
WATCHED = Annotated[Actor, allow(*views.REGISTER_READERS)]
ConsultationStore = Annotated[Consultations, repository("consultations")]
LoanStore = Annotated[Loans, repository("loans")]
AtAccess = Annotated[AccessDesk, repositories(AccessDesk)]
Sealing = Annotated[Cipher, provided("cipher")]


class Numbered(BaseModel):
    """The number of what was asked for."""

    id: str


@router.get("/consultations")
async def list_consultations(
    consultations: ConsultationStore,
    _: WATCHED,
    is_over: bool | None = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Page[views.ConsultationView]:
    """Who asked to see what; nobody is named but our own."""
    return await views.list_consultations(consultations, is_over=is_over, after=cursor, limit=limit)


@router.get("/consultations/{consultation_id}")
async def show_consultation(
    consultation_id: str, consultations: ConsultationStore, _: WATCHED
) -> views.ConsultationView:
    """One consultation, without the name of whoever reads."""
    return await views.show_consultation(consultations, consultation_id)


@router.post("/consultations", status_code=201)
async def ask_to_consult(
    body: bodies.ConsultationBody, desk: AtAccess, cipher: Sealing, now: Now, actor: OFFICE
) -> Numbered:
    """Register that somebody wants to see items, for a special reason."""
    reader, asked = body.reader.sealed(cipher), Decision(actor.id, now, body.reason)
    request = await consulting.ask(desk, item_ids=body.item_ids, reader=reader, asked=asked)
    return Numbered(id=request.id)


@router.post("/consultations/{consultation_id}/decision", status_code=204)
async def decide_consultation(
    consultation_id: str, body: bodies.VerdictBody, desk: AtAccess, now: Now, actor: DIRECTOR
) -> None:
    """Approve or refuse a consultation."""
    decision = Decision(actor.id, now, body.reason)
    await consulting.decide(desk, consultation_id=consultation_id, approved=body.approved, decision=decision)


@router.post("/consultations/{consultation_id}/presence", status_code=204)
async def attend_consultation(
    consultation_id: str, body: bodies.OfficeBody, desk: AtAccess, now: Now, actor: WATCHER
) -> None:
    """Be there, in person, for one of the two offices."""
    if body.office not in actor.roles:
        raise NotBothPresentError
    await consulting.attend(desk, consultation_id=consultation_id, office=body.office, act=Act(actor.id, now))


@router.get("/consultations/{consultation_id}/items/{item_id}/scan", response_class=Response)
async def show_scan(consultation_id: str, item_id: str, desk: AtAccess, vault: Vault, actor: WATCHER) -> Response:
    """The scan of an item, to the two who watch, while they do."""
    content = await consulting.show_scan(desk, vault, consultation_id=consultation_id, item_id=item_id, by=actor.id)
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}
    return Response(content, media_type="application/octet-stream", headers=headers)


@router.post("/consultations/{consultation_id}/end", status_code=204)
async def end_consultation(  # noqa: PLR0913, PLR0917 -- FastAPI hands each over by name
    consultation_id: str, body: bodies.RecordBody, desk: AtAccess, cipher: Sealing, now: Now, actor: WATCHER
) -> None:
    """End a consultation with the record of what was read, which is sealed."""
    text = body.record.strip()
    record = cipher.seal(text, purpose=Purpose.ARCHIVE_READER, owner=consultation_id) if text else ""
    await consulting.end(desk, consultation_id=consultation_id, record=record, act=Act(actor.id, now))


@router.get("/loans")
async def list_loans(
    loans: LoanStore,
    _: WATCHED,
    is_out: bool | None = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Page[views.LoanView]:
    """The register of loans: what is out, until when, what is overdue."""
    return await views.list_loans(loans, is_out=is_out, after=cursor, limit=limit)


@router.get("/loans/{loan_id}")
async def show_loan(loan_id: str, loans: LoanStore, _: WATCHED) -> views.LoanView:
    """One loan, without the name of whoever borrows."""
    return await views.show_loan(loans, loan_id)


@router.post("/loans", status_code=201)
async def ask_to_borrow(body: bodies.LoanBody, desk: AtAccess, cipher: Sealing, now: Now, actor: OFFICE) -> Numbered:
    """Register that somebody wants to take papers along, for a special reason."""
    request = await lending.ask(
        desk,
        item_ids=body.item_ids,
        borrower=body.borrower.sealed(cipher),
        days=body.days,
        asked=Decision(actor.id, now, body.reason),
    )
    return Numbered(id=request.id)


@router.post("/loans/{loan_id}/decision", status_code=204)
async def decide_loan(loan_id: str, body: bodies.VerdictBody, desk: AtAccess, now: Now, actor: DIRECTOR) -> None:
    """Approve or refuse a loan."""
    decision = Decision(actor.id, now, body.reason)
    await lending.decide(desk, loan_id=loan_id, approved=body.approved, decision=decision)


@router.post("/loans/{loan_id}/handing-out", status_code=204)
async def hand_out(loan_id: str, desk: AtAccess, now: Now, actor: OFFICE) -> None:
    """Let the papers of an approved loan go."""
    await lending.hand_out(desk, loan_id=loan_id, act=Act(actor.id, now))


@router.post("/loans/{loan_id}/renewals", status_code=204)
async def renew_loan(loan_id: str, body: bodies.RenewalBody, desk: AtAccess, now: Now, actor: DIRECTOR) -> None:
    """Let somebody keep the papers some days more."""
    await lending.renew(desk, loan_id=loan_id, days=body.days, decision=Decision(actor.id, now, body.reason))


@router.post("/loans/{loan_id}/return", status_code=204)
async def take_back(loan_id: str, body: bodies.ReturnBody, desk: AtAccess, now: Now, actor: OFFICE) -> None:
    """Count what comes back, page by page."""
    await lending.take_back(desk, loan_id=loan_id, pages=body.pages, act=Act(actor.id, now))

"""What staff and the public read."""

import hmac
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel

from libs.chassis.domain import Files, every
from libs.contracts.sealing import Purpose
from services.certification.domain.batch import printed_work_type
from services.certification.domain.candidate import Candidate
from services.certification.domain.certificate import (
    LEVEL_NAMES,
    TOKEN_DIGITS,
    Certificate,
    Status,
    as_typed,
    holder_text,
    masked,
    masked_number,
    verification_text,
)
from services.certification.domain.errors import NotVerifiedError
from services.certification.domain.notice import Notice, Stage, batch_stage
from services.certification.domain.objection import Objection
from services.certification.domain.result import PartResult, Result
from services.certification.domain.tries import Tries
from services.certification.ports import (
    Batches,
    Candidates,
    Certificates,
    Cipher,
    Notices,
    Objections,
)


async def progress(notices: Notices, batch_id: str) -> dict[str, int]:
    """How many results of a batch stand at each stage."""
    return {stage.value: await notices.count({"batch_stage": batch_stage(batch_id, stage)}) for stage in Stage}


async def list_notices(
    notices: Notices, batch_id: str, *, stage: Stage | None, cursor: str | None, limit: int
) -> dict[str, Any]:
    """The posted results of a batch, by application."""
    where = {"batch_stage": batch_stage(batch_id, stage)} if stage else {"batch_id": batch_id}
    page = await notices.find(where, after=cursor, limit=limit)
    return {"items": [notice_view(notice) for notice in page.items], "next": page.next}


async def list_objections(
    objections: Objections, batch_id: str, *, decided: bool | None, cursor: str | None, limit: int
) -> dict[str, Any]:
    """The objections of a batch and what was decided."""
    where = {"batch_id": batch_id} | ({"is_decided": decided} if decided is not None else {})
    page = await objections.find(where, after=cursor, limit=limit)
    return {"items": [objection_view(objection) for objection in page.items], "next": page.next}


async def list_certificates(  # noqa: PLR0913 -- which certificates, and which page of them
    certificates: Certificates,
    cipher: Cipher,
    batch_id: str,
    *,
    status: Status | None,
    cursor: str | None,
    limit: int,
) -> dict[str, Any]:
    """The certificates of a batch in full, with the personal data opened."""
    where = {"batch_id": batch_id} | ({"status": status} if status else {})
    page = await certificates.find(where, after=cursor, limit=limit)
    return {"items": [certificate_view(certificate, cipher) for certificate in page.items], "next": page.next}


async def read_pdf(certificates: Certificates, files: Files, number: str) -> bytes:
    """The electronic certificate, byte for byte as issued."""
    certificate = await certificates.get(number)
    return await files.read(certificate.pdf_sha256)


async def verify(  # noqa: PLR0913 -- what is asked, by whom, and how often that may be
    certificates: Certificates, cipher: Cipher, tries: Tries, *, number: str, token: str, address: str, now: datetime
) -> dict[str, Any]:
    """What the holder of the QR code learns. An unknown number and a wrong token get the same answer, in the same time.

    A token is the digest of its number, so a wrong one is known before anybody looks whether there is such a number.
    Who holds the right one is answered however often others tried: nobody puts a certificate out of use by guessing.
    """
    tries.asked.spend(address, now=now)
    expected = cipher.fingerprint(verification_text(number))[:TOKEN_DIGITS]
    matches = hmac.compare_digest(expected.encode(), token.encode())
    certificate = await certificates.find_one(number) if matches else None
    if certificate is None:
        tries.wrong.spend(number, now=now)
        raise NotVerifiedError
    return _verified(certificate, cipher)


async def verify_by_hand(  # noqa: PLR0913 -- what is asked, by whom, and how often that may be
    certificates: Certificates,
    cipher: Cipher,
    tries: Tries,
    *,
    number: str,
    name: str,
    last_six: str,
    address: str,
    now: datetime,
) -> dict[str, Any]:
    """The same for who types in what is on the paper; whatever of it is wrong or unknown, the answer is the same.

    All of it makes one keyed digest that is looked up: how long that takes tells nothing of which part was right.
    """
    tries.asked.spend(address, now=now)
    number = as_typed(number)
    tries.wrong_by_hand.must_have_left(number, now=now)
    found = await certificates.find({"holder": cipher.fingerprint(holder_text(number, name, last_six))}, limit=1)
    if not found.items:
        tries.wrong_by_hand.spend(number, now=now)
        raise NotVerifiedError
    return _verified(found.items[0], cipher)


class NoticedBatch(BaseModel):
    """A batch of which so many results stand in public notice."""

    batch_id: str
    institution: str
    results: int


class NoticedResult(BaseModel):
    """One posted result as the public may see it; a part that was not taken, or called off, is null."""

    application_id: str
    name: str
    id_number: str
    occupation: str
    work_type: str
    level: str
    theory: Literal["passed", "failed"] | None
    practical: Literal["passed", "failed"] | None
    notice_from: date
    notice_until: date


class PublicNotice(BaseModel):
    """A page of the public notice of a batch."""

    items: list[NoticedResult]
    next: str | None


async def noticed_batches(batches: Batches, notices: Notices) -> list[NoticedBatch]:
    """Batches with results whose term is not over."""
    return [
        NoticedBatch(batch_id=batch.id, institution=batch.institution, results=results)
        async for batch in every(batches)
        if (results := await notices.count({"batch_id": batch.id, "is_standing": True}))
    ]


async def public_notice(  # noqa: PLR0913 -- whose results, and which page of them
    notices: Notices, candidates: Candidates, cipher: Cipher, batch_id: str, *, cursor: str | None, limit: int
) -> PublicNotice:
    """From the posting until the term is over, objected to or not; neither scores nor reasons."""
    page = await notices.find({"batch_id": batch_id, "is_standing": True}, after=cursor, limit=limit)
    items = [_noticed(notice, await candidates.get(notice.id), cipher) for notice in page.items]
    return PublicNotice(items=items, next=page.next)


def _noticed(notice: Notice, candidate: Candidate, cipher: Cipher) -> NoticedResult:
    def opened(sealed: str, purpose: Purpose) -> str:
        """One broken seal hides its own person alone."""
        readable = cipher.opens(sealed, purpose=purpose, owner=candidate.id)
        return cipher.open(sealed, purpose=purpose, owner=candidate.id) if readable else ""

    return NoticedResult(
        application_id=notice.id,
        name=masked(opened(candidate.name, Purpose.CANDIDATE_NAME)),
        id_number=masked_number(opened(candidate.id_number, Purpose.RESIDENT_NUMBER)),
        occupation=candidate.occupation,
        work_type=printed_work_type(candidate.work_type),
        level=LEVEL_NAMES[candidate.level],
        theory=_pass_or_fail(notice.result.theory),
        practical=_pass_or_fail(notice.result.practical),
        notice_from=notice.notice_from,
        notice_until=notice.notice_until,
    )


def _pass_or_fail(part: PartResult) -> Literal["passed", "failed"] | None:
    if part.cancelled or part.outcome == "not-taken":
        return None
    return "passed" if part.passed else "failed"


def _verified(certificate: Certificate, cipher: Cipher) -> dict[str, Any]:
    return {
        "number": certificate.id,
        "name": masked(_holder(certificate, cipher)),
        "occupation": certificate.occupation,
        "work_type": certificate.work_type,
        "level": LEVEL_NAMES[certificate.level],
        "institution": certificate.institution,
        "issued_on": certificate.issued_on,
        "status": certificate.status.value,
        "pdf_sha256": certificate.pdf_sha256,
    }


def objection_view(objection: Objection) -> dict[str, Any]:
    """One objection as staff see it."""
    return {
        "objection_id": objection.id,
        "application_id": objection.application_id,
        "part": objection.part,
        "reason": objection.reason,
        "lodged_by": objection.lodged_by,
        "lodged_at": objection.lodged_at,
        "decision": objection.decision,
        "decision_reason": objection.decision_reason,
        "decided_by": objection.decided_by,
        "decided_at": objection.decided_at,
    }


def notice_view(notice: Notice) -> dict[str, Any]:
    """One posted result as staff see it."""
    return {
        "application_id": notice.id,
        "occupation_code": notice.occupation_code,
        "level": notice.level,
        "stage": notice.stage.value,
        **_result(notice.result),
        "void": notice.result.void_parts,
        "cancelled": notice.result.cancelled_parts,
        **_period(notice.score_published_at, notice.notice_from, notice.notice_until),
        "ends_at": notice.ends_at,
        "revision": notice.revision,
        "open_objections": notice.open_objections,
        "awaited_corrections": notice.awaited_corrections,
        "released_at": notice.released_at,
        "kept_part": notice.kept_part,
        "kept_until": notice.kept_until,
        "certificate_number": notice.certificate_number,
        "withheld_because": notice.withheld_because.sentence if notice.withheld_because else None,
    }


def _holder(certificate: Certificate, cipher: Cipher) -> str:
    return cipher.open(certificate.name, purpose=Purpose.CANDIDATE_NAME, owner=certificate.application_id)


def certificate_view(certificate: Certificate, cipher: Cipher) -> dict[str, Any]:
    """One certificate with the personal data opened."""
    return {
        "number": certificate.id,
        "application_id": certificate.application_id,
        "name": _holder(certificate, cipher),
        "id_number": cipher.open(
            certificate.id_number, purpose=Purpose.RESIDENT_NUMBER, owner=certificate.application_id
        ),
        "occupation_code": certificate.occupation_code,
        "occupation": certificate.occupation,
        "work_type": certificate.work_type,
        "level": certificate.level,
        "level_name": LEVEL_NAMES[certificate.level],
        "institution_code": certificate.institution_code,
        "institution": certificate.institution,
        **_result(certificate.result),
        **_period(certificate.score_published_at, certificate.notice_from, certificate.notice_until),
        "issued_on": certificate.issued_on,
        "issued_at": certificate.issued_at,
        "print_serial": certificate.print_serial,
        "pdf_sha256": certificate.pdf_sha256,
        "status": certificate.status.value,
    }


def _result(result: Result) -> dict[str, Decimal | str | None]:
    return {
        "theory_score": result.theory.score,
        "theory_outcome": result.theory.outcome,
        "practical_score": result.practical.score,
        "practical_outcome": result.practical.outcome,
    }


def _period(published_at: datetime, first: date, last: date) -> dict[str, datetime | date]:
    return {"score_published_at": published_at, "notice_from": first, "notice_until": last}

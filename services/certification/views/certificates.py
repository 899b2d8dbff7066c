"""Certificates in full, as the general office reads them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from pydantic import BaseModel

from libs.chassis.domain import Cipher, Files, Page, Query
from libs.contracts.certification import CopyEnd
from libs.contracts.event import Level
from libs.contracts.names import LEVEL_NAMES
from libs.contracts.sealing import Purpose
from services.certification.domain.certificate import Certificate, CertificateStatus
from services.certification.domain.result import Outcome
from services.certification.ports import CertificateDesk, Certificates


@dataclass(frozen=True, kw_only=True)
class CertificateFilter:
    """Which certificates of a batch are asked for; what is left out narrows nothing."""

    batch_id: str
    status: CertificateStatus | None = None
    level: Level | None = None

    def where(self) -> dict[str, object]:
        """The same, by the fields that certificates are indexed by."""
        asked = {"status": self.status, "level": self.level}
        return {"batch_id": self.batch_id} | {name: value for name, value in asked.items() if value is not None}


class CertificateView(BaseModel):
    """One certificate with the personal data opened."""

    number: str
    application_id: str
    name: str
    id_number: str
    occupation_code: str
    occupation: str
    work_type: str
    level: int
    level_name: str
    institution_code: str
    institution: str
    theory_score: Decimal | None
    theory_outcome: Outcome
    practical_score: Decimal | None
    practical_outcome: Outcome
    review_score: Decimal | None
    score_published_at: datetime
    notice_from: date
    notice_until: date
    issued_on: date
    issued_at: datetime
    print_serial: str
    pdf_sha256: str
    status: CertificateStatus
    earlier_copies: list["EarlierCopyView"]
    open_reissue: str | None
    blank: str


class EarlierCopyView(BaseModel):
    """A copy that counts no more, and what became of it."""

    print_serial: str
    end: CopyEnd
    ended_at: datetime


async def list_certificates(
    desk: CertificateDesk, filter: CertificateFilter, *, cursor: str | None, limit: int
) -> Page[CertificateView]:
    """The certificates of a batch."""
    page = await desk.certificates.find(Query(filter.where(), after=cursor, limit=limit))
    return Page([_view(certificate, desk.cipher) for certificate in page.items], page.next)


async def show_certificate(desk: CertificateDesk, number: str) -> CertificateView:
    """One certificate in full. Raises `CertificateNotFoundError`."""
    return _view(await desk.certificates.get(number), desk.cipher)


async def show_pdf(certificates: Certificates, files: Files, number: str) -> bytes:
    """The electronic certificate, byte for byte as issued."""
    certificate = await certificates.get(number)
    return await files.read(certificate.pdf_sha256)


def _view(certificate: Certificate, cipher: Cipher) -> CertificateView:
    result, owner = certificate.result, certificate.application_id
    return CertificateView(
        number=certificate.id,
        application_id=certificate.application_id,
        name=certificate.opened_name(cipher),
        id_number=cipher.open(certificate.id_number, purpose=Purpose.RESIDENT_NUMBER, owner=owner),
        occupation_code=certificate.occupation_code,
        occupation=certificate.occupation,
        work_type=certificate.work_type,
        level=certificate.level,
        level_name=LEVEL_NAMES[certificate.level],
        institution_code=certificate.institution_code,
        institution=certificate.institution,
        theory_score=result.theory.score,
        theory_outcome=result.theory.outcome,
        practical_score=result.practical.score,
        practical_outcome=result.practical.outcome,
        review_score=result.review.score if result.review else None,
        score_published_at=certificate.score_published_at,
        notice_from=certificate.notice_from,
        notice_until=certificate.notice_until,
        issued_on=certificate.issued_on,
        issued_at=certificate.issued_at,
        print_serial=certificate.print_serial,
        pdf_sha256=certificate.pdf_sha256,
        status=certificate.status,
        earlier_copies=[
            EarlierCopyView(print_serial=one.print_serial, end=one.end, ended_at=one.ended_at)
            for one in certificate.earlier
        ],
        open_reissue=certificate.open_reissue,
        blank=certificate.blank,
    )

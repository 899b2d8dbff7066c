"""The certificate: what is printed on it, and the entry that proves it."""

import json
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Self

from libs.chassis.domain import Aggregate, Cipher
from libs.contracts.certification import CertificateIssued, CertificateSuspended
from libs.contracts.names import LEVEL_NAMES
from libs.contracts.sealing import Purpose
from services.certification.domain.batch import Batch, printed_work_type
from services.certification.domain.candidate import Candidate
from services.certification.domain.errors.certificate import NotEntitledError
from services.certification.domain.errors.notice import NotReleasedError
from services.certification.domain.notice import Notice, Stage
from services.certification.domain.result import Result

FIRST_PRINT = 1
# 128 bits of the keyed digest: short enough for a QR code, too many to try.
TOKEN_DIGITS = 32
# An identifier shorter than the old resident number (15 places) would show too much of itself: it is starred whole.
SHORTEST_MASKED = 15


class CertificateStatus(StrEnum):
    """What the public is told about a certificate."""

    VALID = "valid"
    SUSPENDED = "suspended"


@dataclass(frozen=True, kw_only=True)
class IssueTerms:
    """How certificates are issued: under which address they are verified, and how many in one run."""

    verification_url: str
    block: int


@dataclass(frozen=True, kw_only=True)
class ReleasedResult:
    """A result that a certificate may be issued for, and whose it is."""

    notice: Notice
    candidate: Candidate


@dataclass(frozen=True, kw_only=True)
class TakenNumber:
    """A number that was taken for a certificate, and what goes with it: its token, its day, its QR code's address."""

    number: str
    token: str
    issued_on: date
    verification_url: str


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The words on one printed certificate (CER-09). It holds opened personal data and is never stored."""

    name: str
    id_type: str
    id_number: str
    occupation: str
    work_type: str
    level: str
    number: str
    institution: str
    issued_on: date
    print_serial: str
    verification_url: str

    @classmethod
    def of(cls, candidate: Candidate, *, name: str, id_number: str, institution: str, numbered: TakenNumber) -> Self:
        """The first print for a candidate whose name and number have been opened."""
        return cls(
            name=name,
            id_type=candidate.id_kind,
            id_number=id_number,
            occupation=candidate.occupation,
            work_type=printed_work_type(candidate.work_type),
            level=LEVEL_NAMES[candidate.level],
            number=numbered.number,
            institution=institution,
            issued_on=numbered.issued_on,
            print_serial=print_serial(numbered.number),
            verification_url=numbered.verification_url,
        )


@dataclass(frozen=True, kw_only=True)
class VerifiedBy:
    """What a certificate is verified by: its token, the digest of what is on the paper, and that of its file."""

    token: str
    holder: str
    pdf_sha256: str


@dataclass(kw_only=True)
class Certificate(Aggregate):
    """One certificate; its id is its number, which is used once. Personal data stay sealed.

    It is issued to a candidate whose released result passed both parts, and it keeps that result as it was. It is found
    by its token (the QR code), and by `holder`, the digest of number, name and last six places for who types them in.
    Nothing on it changes afterwards. When what it was issued for becomes void, it is suspended: the public is told so,
    and people take it back. A suspended certificate stays suspended.
    """

    id: str
    application_id: str
    batch_id: str
    institution_code: str
    institution: str
    name: str
    id_number: str
    occupation_code: str
    occupation: str
    work_type: str
    level: int
    result: Result
    score_published_at: datetime
    notice_from: date
    notice_until: date
    issued_on: date
    issued_at: datetime
    print_serial: str
    verification_token: str
    pdf_sha256: str
    status: CertificateStatus = CertificateStatus.VALID
    holder: str = ""

    @classmethod
    def issue(cls, released: ReleasedResult, *, batch: Batch, sheet: Sheet, proof: VerifiedBy, now: datetime) -> Self:
        """Issue for a result that passed whole. Raises `NotReleasedError`, `NotEntitledError`."""
        notice, candidate = released.notice, released.candidate
        if not notice.result.passed_whole:
            raise NotEntitledError
        if notice.stage is not Stage.RELEASED:
            raise NotReleasedError

        notice.issue(sheet.number)
        certificate = cls(
            id=sheet.number,
            application_id=candidate.id,
            batch_id=batch.id,
            institution_code=batch.institution_code,
            institution=batch.institution,
            name=candidate.name,
            id_number=candidate.id_number,
            occupation_code=candidate.occupation_code,
            occupation=candidate.occupation,
            work_type=sheet.work_type,
            level=candidate.level,
            result=notice.result,
            score_published_at=notice.score_published_at,
            notice_from=notice.notice_from,
            notice_until=notice.notice_until,
            issued_on=sheet.issued_on,
            issued_at=now,
            print_serial=sheet.print_serial,
            verification_token=proof.token,
            pdf_sha256=proof.pdf_sha256,
            holder=proof.holder,
        )
        certificate.record(
            CertificateIssued(
                certificate_number=sheet.number,
                application_id=candidate.id,
                batch_id=batch.id,
                occupation_code=candidate.occupation_code,
                level=candidate.level,
                issued_on=sheet.issued_on,
                pdf_sha256=proof.pdf_sha256,
                issued_at=now,
            )
        )
        return certificate

    def opened_name(self, cipher: Cipher) -> str:
        """The name that is printed on it. Raises `SealBrokenError`."""
        return cipher.open(self.name, purpose=Purpose.CANDIDATE_NAME, owner=self.application_id)

    def suspend(self, *, now: datetime) -> None:
        """What it was issued for became void. It is taken back by people (CER-33); one suspended stays so."""
        if self.status is CertificateStatus.SUSPENDED:
            return

        self.status = CertificateStatus.SUSPENDED
        self.record(
            CertificateSuspended(
                certificate_number=self.id,
                application_id=self.application_id,
                batch_id=self.batch_id,
                suspended_at=now,
            )
        )


def print_serial(number: str, *, copy: int = FIRST_PRINT) -> str:
    """Which print of which certificate this is; a replacement keeps the number and counts on here."""
    return f"{number[13:]}-{copy:02d}"


def verification_text(number: str) -> str:
    """What the token of a certificate is the keyed digest of; no identifier of a person looks like it."""
    return f"certificate:{number}"


def as_typed(text: str) -> str:
    """What somebody typed in, however the keyboard was set."""
    return unicodedata.normalize("NFKC", text).strip().upper()


def holder_text(number: str, name: str, last_six: str) -> str:
    """What is on the paper, for who has no camera; a keyed digest of it finds the certificate."""
    return f"holder:{json.dumps([as_typed(text) for text in (number, name, last_six)])}"


def masked_number(text: str) -> str:
    """An identifier as the public may see it. Most of the last six stay hidden: who knows them may ask by hand."""
    if len(text) < SHORTEST_MASKED:
        return "*" * len(text)
    return f"{text[:3]}{'*' * (len(text) - 5)}{text[-2:]}"


def masked_name(name: str) -> str:
    """A name as the public may see it: the first character, the rest starred."""
    return name[:1] + "*" * (len(name) - 1)

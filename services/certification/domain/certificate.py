"""The certificate: what is printed on it, and the entry that proves it."""

import json
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Self

from libs.chassis.domain import Aggregate
from libs.contracts.certification import CertificateIssued, CertificateSuspended
from services.certification.domain.batch import Batch, printed_work_type
from services.certification.domain.candidate import Candidate
from services.certification.domain.errors import NotEntitledError, NotReleasedError
from services.certification.domain.notice import Notice, Stage
from services.certification.domain.result import Result

LEVEL_NAMES = {5: "五级/初级工", 4: "四级/中级工", 3: "三级/高级工", 2: "二级/技师", 1: "一级/高级技师"}
ID_TYPE = "居民身份证"
FIRST_PRINT = 1


class Status(StrEnum):
    """What the public is told about a certificate."""

    VALID = "valid"
    SUSPENDED = "suspended"


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
    def of(  # noqa: PLR0913 -- the words of one sheet
        cls,
        candidate: Candidate,
        *,
        name: str,
        id_number: str,
        institution: str,
        number: str,
        issued_on: date,
        verification_url: str,
    ) -> Self:
        """The first print for a candidate whose name and number have been opened."""
        return cls(
            name=name,
            id_type=ID_TYPE,
            id_number=id_number,
            occupation=candidate.occupation,
            work_type=printed_work_type(candidate.work_type),
            level=LEVEL_NAMES[candidate.level],
            number=number,
            institution=institution,
            issued_on=issued_on,
            print_serial=print_serial(number),
            verification_url=verification_url,
        )


@dataclass(kw_only=True)
class Certificate(Aggregate):
    """One certificate; its id is its number. Personal data stay sealed."""

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
    status: Status = Status.VALID
    holder: str = ""

    @classmethod
    def issue(  # noqa: PLR0913 -- everything that proves a certificate
        cls,
        *,
        candidate: Candidate,
        notice: Notice,
        batch: Batch,
        sheet: Sheet,
        verification_token: str,
        holder: str,
        pdf_sha256: str,
        now: datetime,
    ) -> Self:
        """Issue to a candidate whose released result passed whole; `holder` is what `holder_text` is found by.

        Raises `NotReleasedError`, `NotEntitledError`.
        """
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
            verification_token=verification_token,
            pdf_sha256=pdf_sha256,
            holder=holder,
        )
        certificate.record(
            CertificateIssued(
                certificate_number=sheet.number,
                application_id=candidate.id,
                batch_id=batch.id,
                occupation_code=candidate.occupation_code,
                level=candidate.level,
                issued_on=sheet.issued_on,
                pdf_sha256=pdf_sha256,
                issued_at=now,
            )
        )
        return certificate

    def suspend(self, *, now: datetime) -> None:
        """What it was issued for became void. It is taken back by people (CER-33); one suspended stays so."""
        if self.status is Status.SUSPENDED:
            return

        self.status = Status.SUSPENDED
        self.record(
            CertificateSuspended(
                certificate_number=self.id,
                application_id=self.application_id,
                batch_id=self.batch_id,
                suspended_at=now,
            )
        )


TOKEN_DIGITS = 32
SHORTEST_MASKED = 15


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
    return f"holder:{json.dumps([as_typed(one) for one in (number, name, last_six)])}"


def masked_number(text: str) -> str:
    """An identifier as the public may see it. Most of the last six stay hidden: who knows them may ask by hand."""
    if len(text) < SHORTEST_MASKED:
        return "*" * len(text)
    return f"{text[:3]}{'*' * (len(text) - 5)}{text[-2:]}"


def masked(name: str) -> str:
    """A name as the public may see it: the first character, the rest starred."""
    return name[:1] + "*" * (len(name) - 1)

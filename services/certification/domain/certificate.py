"""The certificate: what is printed on it, and the entry that proves it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Self

from libs.chassis.domain import Aggregate, Cipher
from libs.contracts.certification import (
    CertificateIssued,
    CertificateReinstated,
    CertificateReissued,
    CertificateRevoked,
    CertificateSuspended,
    CertificateVoided,
    CopyEnd,
    RevokedFor,
    VoidFor,
)
from libs.contracts.sealing import Purpose
from services.certification.domain.batch import Batch
from services.certification.domain.candidate import Candidate
from services.certification.domain.errors.certificate import (
    AlreadyOnBlankError,
    CertificateEndedError,
    NotEntitledError,
    NotFiledError,
    NotPrintableError,
)
from services.certification.domain.errors.notice import NotReleasedError
from services.certification.domain.filing import FilingRecord
from services.certification.domain.notice import Notice, Stage
from services.certification.domain.result import Result
from services.certification.domain.sheet import Sheet
from services.certification.domain.verification.proof import FIRST_PRINT, VerifiedBy

# What holds a certificate whose result became void, beside the proceedings about it.
VOID_RESULT = "result"


class CertificateStatus(StrEnum):
    """What the public is told about a certificate."""

    VALID = "valid"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    VOID = "void"


def year_subject(year: int, occupation_code: str, level: int) -> str:
    """What the certificates of a year, occupation and level are counted by."""
    return f"{year}:{occupation_code}:{level}"


ENDED = frozenset({CertificateStatus.REVOKED, CertificateStatus.VOID})


@dataclass(frozen=True, kw_only=True)
class ReleasedResult:
    """A released result that a certificate may be issued for, whose it is, the photo, and the filing that allows it."""

    notice: Notice
    candidate: Candidate
    filing: FilingRecord | None = None
    photo: bytes = b""

    def must_allow(self, sheet: Sheet) -> FilingRecord:
        """The filing under which it is issued. Raises `NotReleasedError`, `NotEntitledError`, `NotFiledError`."""
        if not self.notice.whole_result.passed_whole:
            raise NotEntitledError
        if self.notice.stage is not Stage.RELEASED:
            raise NotReleasedError
        if self.filing is None or not self.filing.allows(sheet.institution, sheet.seal, on=sheet.issued_on):
            raise NotFiledError
        return self.filing


@dataclass(frozen=True, kw_only=True)
class EarlierCopy:
    """A copy that counts no more: it was lost, or taken back when the next one was given."""

    print_serial: str
    pdf_sha256: str
    end: CopyEnd
    ended_at: datetime


@dataclass(frozen=True, kw_only=True)
class NextCopy:
    """What is different on a copy that takes the place of the last one; personal data stay sealed."""

    print_serial: str
    name: str
    id_number: str
    proof: VerifiedBy


@dataclass(kw_only=True)
class Certificate(Aggregate):
    """One certificate; its id is its number, which is used once. Personal data stay sealed.

    It is issued to a candidate whose released result passed both parts, and it keeps that result as it was. It is found
    by its token (the QR code), and by `holder`, the digest of number, name and last six places for who types them in.

    One copy of it counts. A reissue keeps the number and puts the next copy in its place; the earlier ones stay on
    record. While something holds it (its result became void, a proceeding is open) it is suspended. Revoked or declared
    void it is ended for good.
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
    filing_id: str = ""
    seal: str = ""
    held_for: list[str] = field(default_factory=list)
    earlier: list[EarlierCopy] = field(default_factory=list)
    reissues: int = 0
    open_reissue: str | None = None
    blank: str = ""
    photo: str = ""

    @classmethod
    def issue(cls, released: ReleasedResult, *, batch: Batch, sheet: Sheet, proof: VerifiedBy, now: datetime) -> Self:
        """Issue for a result that passed whole. Raises `NotReleasedError`, `NotEntitledError`, `NotFiledError`."""
        filing, notice, candidate = released.must_allow(sheet), released.notice, released.candidate

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
            result=notice.whole_result,
            score_published_at=notice.score_published_at,
            notice_from=notice.notice_from,
            notice_until=notice.notice_until,
            issued_on=sheet.issued_on,
            issued_at=now,
            print_serial=sheet.print_serial,
            verification_token=proof.token,
            pdf_sha256=proof.pdf_sha256,
            holder=proof.holder,
            filing_id=filing.id,
            seal=sheet.seal,
            photo=candidate.photo,
        )
        certificate.record(certificate._told())
        return certificate

    def _told(self) -> CertificateIssued:
        return CertificateIssued(
            certificate_number=self.id,
            application_id=self.application_id,
            batch_id=self.batch_id,
            occupation_code=self.occupation_code,
            level=self.level,
            issued_on=self.issued_on,
            pdf_sha256=self.pdf_sha256,
            issued_at=self.issued_at,
        )

    @property
    def year_subject(self) -> str:
        """In which line of which year's statistics it stands."""
        return year_subject(self.issued_on.year, self.occupation_code, self.level)

    def opened_name(self, cipher: Cipher) -> str:
        """The name that is printed on it. Raises `SealBrokenError`."""
        return cipher.open(self.name, purpose=Purpose.CANDIDATE_NAME, owner=self.application_id)

    def opened_number(self, cipher: Cipher) -> str:
        """The identifier that is printed on it. Raises `SealBrokenError`."""
        return cipher.open(self.id_number, purpose=Purpose.RESIDENT_NUMBER, owner=self.application_id)

    @property
    def copy(self) -> int:
        """Which of its copies counts."""
        return FIRST_PRINT + len(self.earlier)

    def go_on_blank(self, serial: str) -> None:
        """It is printed on a blank of the stock. Raises `NotPrintableError`, `AlreadyOnBlankError`."""
        if self.status is not CertificateStatus.VALID:
            raise NotPrintableError(self.id)
        if self.blank:
            raise AlreadyOnBlankError(self.id, self.blank)

        self.blank = serial

    def come_off_blank(self, serial: str) -> None:
        """The blank that it was printed on is void."""
        if self.blank == serial:
            self.blank = ""

    def must_not_be_ended(self) -> None:
        """Refuse what is wanted of one that was ended. Raises `CertificateEndedError`."""
        if self.status in ENDED:
            raise CertificateEndedError(self.id)

    def suspend(self, *, now: datetime, hold: str = VOID_RESULT) -> None:
        """Hold it for something more. One that is ended stays so."""
        if self.status in ENDED or hold in self.held_for:
            return

        was_valid = self.status is CertificateStatus.VALID
        if not was_valid and not self.held_for:
            self.held_for.append(VOID_RESULT)  # it was suspended before what holds it was kept
        self.held_for = list(dict.fromkeys([*self.held_for, hold]))
        self.status = CertificateStatus.SUSPENDED
        if was_valid:
            self.record(
                CertificateSuspended(
                    certificate_number=self.id,
                    application_id=self.application_id,
                    batch_id=self.batch_id,
                    suspended_at=now,
                )
            )

    def let_go(self, hold: str, *, now: datetime) -> None:
        """What was looked into is nothing; it is valid again when nothing else holds it."""
        self.held_for = [other for other in self.held_for if other != hold]
        if self.status is not CertificateStatus.SUSPENDED or self.held_for:
            return

        self.status = CertificateStatus.VALID
        self.record(
            CertificateReinstated(
                certificate_number=self.id,
                application_id=self.application_id,
                batch_id=self.batch_id,
                reinstated_at=now,
            )
        )

    def revoke(self, ground: RevokedFor, *, by: str, now: datetime) -> None:
        """The holder loses the level (CER-33). Raises `CertificateEndedError`."""
        self.must_not_be_ended()

        self.status = CertificateStatus.REVOKED
        self.record(
            CertificateRevoked(
                certificate_number=self.id,
                application_id=self.application_id,
                batch_id=self.batch_id,
                ground=ground,
                revoked_at=now,
                revoked_by=by,
            )
        )

    def declare_void(self, ground: VoidFor, *, now: datetime) -> None:
        """It should never have been issued like this (CER-26 to CER-30). Raises `CertificateEndedError`."""
        self.must_not_be_ended()

        self.status = CertificateStatus.VOID
        self.record(
            CertificateVoided(
                certificate_number=self.id,
                application_id=self.application_id,
                batch_id=self.batch_id,
                ground=ground,
                voided_at=now,
            )
        )

    def replace_copy(self, following: NextCopy, *, end: CopyEnd, now: datetime) -> None:
        """The next copy counts from now on, and the last one no more (CER-20). Raises `CertificateEndedError`."""
        self.must_not_be_ended()

        self.earlier.append(
            EarlierCopy(print_serial=self.print_serial, pdf_sha256=self.pdf_sha256, end=end, ended_at=now)
        )
        self.print_serial, self.name, self.id_number = following.print_serial, following.name, following.id_number
        self.verification_token, self.holder = following.proof.token, following.proof.holder
        self.pdf_sha256 = following.proof.pdf_sha256
        self.record(
            CertificateReissued(
                certificate_number=self.id,
                application_id=self.application_id,
                batch_id=self.batch_id,
                copy_number=self.copy,
                earlier_copy=end,
                pdf_sha256=self.pdf_sha256,
                reissued_at=now,
            )
        )

"""Another copy of a certificate: for one that was lost, damaged, or printed with wrong data (CER-19, CER-20)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Literal, Self

from libs.chassis.domain import Act, Aggregate, Cipher, Decision
from libs.contracts.beijing import beijing_day
from libs.contracts.names import LEVEL_NAMES
from libs.contracts.sealing import Purpose
from services.certification.domain.candidate import Candidate
from services.certification.domain.certificate import Certificate, CertificateStatus, NextCopy
from services.certification.domain.errors.reissue import (
    AnotherPersonError,
    CardDiffersError,
    IdCardNotSeenError,
    NotFiledTodayError,
    NothingWrongError,
    NotInQuerySystemError,
    NotValidForReissueError,
    OldCopyNotReturnedError,
    OwnReissueError,
    PostMissingError,
    RefusalReasonMissingError,
    ReissueOpenError,
    ReissueStageError,
)
from services.certification.domain.filing import FilingRecord
from services.certification.domain.sheet import Sheet, print_serial
from services.certification.domain.verification.proof import VerifiedBy, as_typed, holder_text, verification_token

Cause = Literal["lost", "damaged", "wrong-data"]
Ruling = Literal["approved", "refused"]
Way = Literal["in-person", "post"]


class ReissueStage(StrEnum):
    """How far a reissue has come; `refused` and `handed-over` end it."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    PRINTED = "printed"
    HANDED_OVER = "handed-over"


@dataclass(frozen=True, kw_only=True)
class ShownCard:
    """The ID card as the clerk has it in hand, and the day on which the entry was found in the national system."""

    name: str
    id_number: str
    original_seen: bool
    found_on: date | None


@dataclass(frozen=True, kw_only=True)
class HandOver:
    """How a copy reached its holder; by post it has a consignment number. The signature is on the paper list."""

    way: Way
    consignment: str
    old_copy_returned: bool


@dataclass(kw_only=True)
class Reissue(Aggregate):
    """Another copy, asked for with the original ID card, approved by somebody else, printed and handed over.

    A lost copy counts no more once the next one is printed. A damaged or wrong one counts until it is taken back, which
    is when the next one is given. So one copy counts at any time. What is corrected is taken from the card; name or
    number may be wrong, not both.
    """

    id: str
    number: str
    batch_id: str
    cause: Cause
    name: str
    id_number: str
    found_on: date
    asked_by: str
    asked_at: datetime
    stage: ReissueStage = ReissueStage.ASKED
    reason: str = ""
    decided_by: str | None = None
    decided_at: datetime | None = None
    following: NextCopy | None = None
    printed_by: str | None = None
    printed_at: datetime | None = None
    way: Way | None = None
    consignment: str = ""
    handed_over_by: str | None = None
    handed_over_at: datetime | None = None

    @classmethod
    def ask(cls, certificate: Certificate, cause: Cause, card: ShownCard, *, cipher: Cipher, act: Act) -> Self:
        """Take an application in. Raises what stands against it."""
        if certificate.status is not CertificateStatus.VALID:
            raise NotValidForReissueError(certificate.id)
        if certificate.open_reissue:
            raise ReissueOpenError(certificate.id)
        if not card.original_seen:
            raise IdCardNotSeenError
        if card.found_on is None or not certificate.issued_on <= card.found_on <= beijing_day(act.at):
            raise NotInQuerySystemError(certificate.issued_on)
        name, id_number = card.name.strip(), as_typed(card.id_number)
        _must_be_the_holders(name, id_number, certificate, cause, cipher)

        certificate.reissues += 1
        certificate.open_reissue = f"{certificate.id}-r{certificate.reissues}"
        owner = certificate.application_id
        return cls(
            id=certificate.open_reissue,
            number=certificate.id,
            batch_id=certificate.batch_id,
            cause=cause,
            name=cipher.seal(name, purpose=Purpose.CANDIDATE_NAME, owner=owner),
            id_number=cipher.seal(id_number, purpose=Purpose.RESIDENT_NUMBER, owner=owner),
            found_on=card.found_on,
            asked_by=act.by,
            asked_at=act.at,
        )

    def decide(self, ruling: Ruling, *, certificate: Certificate, decision: Decision) -> None:
        """Approve, or refuse while nothing is printed; by somebody else."""
        if ruling == "approved" or self.stage is not ReissueStage.APPROVED:
            self._must_be(ReissueStage.ASKED)
        if decision.by == self.asked_by:
            raise OwnReissueError
        if ruling == "refused" and not decision.reason.strip():
            raise RefusalReasonMissingError

        self.stage = ReissueStage(ruling)
        self.reason, self.decided_by, self.decided_at = decision.reason.strip(), decision.by, decision.at
        if ruling == "refused":
            certificate.open_reissue = None

    def sheet(self, certificate: Certificate, candidate: Candidate, *, cipher: Cipher, verification_url: str) -> Sheet:
        """What is printed: what the certificate says, with the name and number of the card. The day of issue stays."""
        self._must_be(ReissueStage.APPROVED)
        token = verification_token(cipher, self.number, copy=certificate.copy + 1)
        return Sheet(
            name=cipher.open(self.name, purpose=Purpose.CANDIDATE_NAME, owner=candidate.id),
            id_type=candidate.id_kind,
            id_number=cipher.open(self.id_number, purpose=Purpose.RESIDENT_NUMBER, owner=candidate.id),
            occupation=certificate.occupation,
            work_type=certificate.work_type,
            level=LEVEL_NAMES[certificate.level],
            number=self.number,
            institution=certificate.institution,
            seal=certificate.seal or certificate.institution,
            issued_on=certificate.issued_on,
            print_serial=print_serial(self.number, copy=certificate.copy + 1),
            verification_url=f"{verification_url}/{self.number}?token={token}",
        )

    def print(self, sheet: Sheet, *, pdf_sha256: str, certificate: Certificate, cipher: Cipher, act: Act) -> None:
        """Keep what was printed; a lost copy counts no more."""
        self._must_be(ReissueStage.APPROVED)
        if certificate.status is not CertificateStatus.VALID:
            raise NotValidForReissueError(certificate.id)

        self.stage, self.printed_by, self.printed_at = ReissueStage.PRINTED, act.by, act.at
        proof = VerifiedBy(
            token=verification_token(cipher, self.number, copy=certificate.copy + 1),
            holder=cipher.fingerprint(holder_text(self.number, sheet.name, sheet.id_number[-6:])),
            pdf_sha256=pdf_sha256,
        )
        self.following = NextCopy(
            print_serial=sheet.print_serial, name=self.name, id_number=self.id_number, proof=proof
        )
        if self.cause == "lost":
            certificate.replace_copy(self.following, end="lost", now=act.at)

    def hand_over(self, given: HandOver, *, certificate: Certificate, act: Act) -> None:
        """Give the copy to its holder; a damaged or wrong one is taken back at the same time."""
        self._must_be(ReissueStage.PRINTED)
        if certificate.status is not CertificateStatus.VALID:
            raise NotValidForReissueError(certificate.id)
        if given.way == "post" and not given.consignment.strip():
            raise PostMissingError
        if self.cause != "lost" and not given.old_copy_returned:
            raise OldCopyNotReturnedError

        if self.cause != "lost" and self.following:
            certificate.replace_copy(self.following, end="taken-back", now=act.at)
        certificate.open_reissue = None
        self.stage, self.way, self.consignment = ReissueStage.HANDED_OVER, given.way, given.consignment.strip()
        self.handed_over_by, self.handed_over_at = act.by, act.at

    def _must_be(self, stage: ReissueStage) -> None:
        if self.stage is not stage:
            raise ReissueStageError


def must_be_filed(certificate: Certificate, filings: Sequence[FilingRecord], *, on: date) -> None:
    """A copy carries the name and the seal of a filing that is in force on this day. Raises `NotFiledTodayError`."""
    institution = certificate.institution
    if not any(one.allows(institution, certificate.seal or institution, on=on) for one in filings):
        raise NotFiledTodayError(institution)


def _must_be_the_holders(name: str, id_number: str, certificate: Certificate, cause: Cause, cipher: Cipher) -> None:
    same_name = name == certificate.opened_name(cipher)
    same_number = id_number == as_typed(certificate.opened_number(cipher))
    if cause != "wrong-data":
        if not (same_name and same_number):
            raise CardDiffersError
    elif same_name and same_number:
        raise NothingWrongError
    elif not (same_name or same_number):
        raise AnotherPersonError

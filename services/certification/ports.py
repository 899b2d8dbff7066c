"""What the use cases need from outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from libs.chassis.domain import Cipher, Repository
from services.certification.domain.aftermath.proceeding import Proceeding
from services.certification.domain.aftermath.reissue import Reissue
from services.certification.domain.aftermath.scope_finding import ScopeFinding
from services.certification.domain.batch import Batch
from services.certification.domain.calendar.holiday_year import HolidayYear
from services.certification.domain.candidate import Candidate
from services.certification.domain.certificate import Certificate
from services.certification.domain.exam_sitting import ExamSitting
from services.certification.domain.notice import Notice
from services.certification.domain.numbers import NumberLedger
from services.certification.domain.objection import Objection
from services.certification.domain.sheet import IssueTerms, Sheet
from services.certification.domain.tries import VerificationTries

Batches = Repository[Batch]
Candidates = Repository[Candidate]
Notices = Repository[Notice]
Objections = Repository[Objection]
Ledgers = Repository[NumberLedger]
Certificates = Repository[Certificate]
Proceedings = Repository[Proceeding]
Reissues = Repository[Reissue]
ScopeFindings = Repository[ScopeFinding]
ExamSittings = Repository[ExamSitting]
HolidayYears = Repository[HolidayYear]


class Press(Protocol):  # one implementation, `TypstPress`: the use cases must not know how pages are set
    """Sets certificates on pages, and prints them."""

    async def print(self, sheets: Sequence[Sheet]) -> list[bytes]:
        """Print each sheet; answers the files."""
        ...

    async def unprintable(self, words: Sequence[str]) -> set[int]:
        """The places of those texts that the press cannot set."""
        ...


@dataclass(frozen=True, kw_only=True)
class PostingDesk:
    """What a published result is posted with."""

    batches: Batches
    candidates: Candidates
    notices: Notices
    holiday_years: HolidayYears


@dataclass(frozen=True, kw_only=True)
class CorrectionDesk:
    """What a result is posted anew with, and what counts its days again."""

    notices: Notices
    holiday_years: HolidayYears


@dataclass(frozen=True, kw_only=True)
class ReleaseDesk:
    """What a released result goes on with: what was kept before, and when its examination was."""

    notices: Notices
    exam_sittings: ExamSittings


@dataclass(frozen=True, kw_only=True)
class ObjectionDesk:
    """What lodging and deciding an objection touch; a dismissal may release."""

    notices: Notices
    exam_sittings: ExamSittings
    objections: Objections

    @property
    def releasing(self) -> ReleaseDesk:
        """What a release needs of it."""
        return ReleaseDesk(notices=self.notices, exam_sittings=self.exam_sittings)


@dataclass(frozen=True, kw_only=True)
class AmendmentDesk:
    """What a decision of the head about a posted result touches."""

    notices: Notices
    objections: Objections
    certificates: Certificates
    holiday_years: HolidayYears


@dataclass(frozen=True, kw_only=True)
class IssueDesk:
    """What an issue run works with."""

    batches: Batches
    candidates: Candidates
    notices: Notices
    ledgers: Ledgers
    certificates: Certificates
    scope_findings: ScopeFindings
    press: Press
    cipher: Cipher
    issue_terms: IssueTerms


@dataclass(frozen=True, kw_only=True)
class ReissueDesk:
    """What another copy of a certificate is asked for, printed and handed over with."""

    reissues: Reissues
    certificates: Certificates
    candidates: Candidates
    press: Press
    cipher: Cipher
    issue_terms: IssueTerms


@dataclass(frozen=True, kw_only=True)
class ProceedingDesk:
    """What is looked into, and which certificates it touches."""

    proceedings: Proceedings
    certificates: Certificates


@dataclass(frozen=True, kw_only=True)
class ScopeDesk:
    """What was found not to be filed, and which certificates were issued for it."""

    scope_findings: ScopeFindings
    certificates: Certificates


@dataclass(frozen=True, kw_only=True)
class CertificateDesk:
    """What the general office reads certificates with."""

    certificates: Certificates
    cipher: Cipher


@dataclass(frozen=True, kw_only=True)
class VerificationDesk:
    """What the public verifies a certificate with."""

    certificates: Certificates
    cipher: Cipher
    tries: VerificationTries


@dataclass(frozen=True, kw_only=True)
class PublicNoticeDesk:
    """What the public reads the notice of a batch with."""

    notices: Notices
    candidates: Candidates
    cipher: Cipher

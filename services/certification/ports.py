"""What the use cases need from outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
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
from services.certification.domain.filing import FilingRecord
from services.certification.domain.notice import Notice
from services.certification.domain.numbers import NumberLedger
from services.certification.domain.objection import Objection
from services.certification.domain.sheet import IssueTerms, Sheet
from services.certification.domain.stock.account import StockAccount
from services.certification.domain.stock.blank import Blank
from services.certification.domain.stock.destruction import StockDestruction
from services.certification.domain.stock.drawing import Drawing
from services.certification.domain.stock.print_run import StockPrint
from services.certification.domain.stock.stocktake import Stocktake
from services.certification.domain.verification.employer import EmployerKey
from services.certification.domain.verification.tries import VerificationTries

Batches = Repository[Batch]
Candidates = Repository[Candidate]
Notices = Repository[Notice]
Objections = Repository[Objection]
Ledgers = Repository[NumberLedger]
Certificates = Repository[Certificate]
Proceedings = Repository[Proceeding]
Reissues = Repository[Reissue]
ScopeFindings = Repository[ScopeFinding]
Filings = Repository[FilingRecord]
EmployerKeys = Repository[EmployerKey]
Blanks = Repository[Blank]
Drawings = Repository[Drawing]
StockAccounts = Repository[StockAccount]
StockPrints = Repository[StockPrint]
StockDestructions = Repository[StockDestruction]
Stocktakes = Repository[Stocktake]
ExamSittings = Repository[ExamSitting]
HolidayYears = Repository[HolidayYear]


class Press(Protocol):  # one implementation, `TypstPress`: the use cases must not know how pages are set
    """Sets certificates on pages, and prints them."""

    async def print(self, sheets: Sequence[Sheet], *, at: datetime) -> list[bytes]:
        """Print each sheet, signed by the institution at this time; answers the files."""
        ...

    async def overprint(self, sheets: Sequence[Sheet]) -> bytes:
        """The words of these sheets at their places on pre-printed blanks; answers one file."""
        ...

    async def must_be_photo(self, content: bytes) -> None:
        """Refuse what is no photo to print. Raises `NotAPhotoError`."""
        ...

    async def unprintable(self, words: Sequence[str]) -> set[int]:
        """The places of those texts that the press cannot set."""
        ...


class CodeSigner(Protocol):  # one implementation: domain and use cases hold no key
    """Signs what a QR code stands for, so that it is checked without asking anybody."""

    @property
    def public_key(self) -> bytes:
        """32 bytes that anybody checks it against."""
        ...

    @property
    def earlier_keys(self) -> Sequence[bytes]:
        """Those that codes from before are checked against."""
        ...

    def sign(self, text: bytes, /) -> bytes:
        """An Ed25519 signature: 64 bytes."""
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
    filings: Filings
    press: Press
    cipher: Cipher
    code_signer: CodeSigner
    issue_terms: IssueTerms


@dataclass(frozen=True, kw_only=True)
class ReissueDesk:
    """What another copy of a certificate is asked for, printed and handed over with."""

    reissues: Reissues
    certificates: Certificates
    candidates: Candidates
    filings: Filings
    press: Press
    cipher: Cipher
    code_signer: CodeSigner
    issue_terms: IssueTerms


@dataclass(frozen=True, kw_only=True)
class ProceedingDesk:
    """What is looked into, which certificates it touches, and the results that they were issued for."""

    proceedings: Proceedings
    certificates: Certificates
    notices: Notices


@dataclass(frozen=True, kw_only=True)
class ScopeDesk:
    """What was found not to be filed, which certificates were issued for it, and for which results."""

    scope_findings: ScopeFindings
    certificates: Certificates
    notices: Notices


@dataclass(frozen=True, kw_only=True)
class StockDesk:
    """What becomes of blanks, and of the certificates on them."""

    blanks: Blanks
    drawings: Drawings
    stock_accounts: StockAccounts
    stock_destructions: StockDestructions
    stocktakes: Stocktakes
    certificates: Certificates
    notices: Notices


@dataclass(frozen=True, kw_only=True)
class StockPressDesk:
    """What certificates are printed on blanks with."""

    blanks: Blanks
    stock_accounts: StockAccounts
    stock_prints: StockPrints
    certificates: Certificates
    candidates: Candidates
    press: Press
    cipher: Cipher


@dataclass(frozen=True, kw_only=True)
class PhotoDesk:
    """What a photo is taken in with, before its certificate is issued."""

    candidates: Candidates
    notices: Notices
    press: Press


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


class EmployerQuotas(Protocol):  # one implementation, `StoredQuotas`: an answer that reads commits nothing itself
    """How many certificates each key has asked about today, whichever process it asked."""

    async def spend(self, key_id: str, count: int, *, now: datetime) -> None:
        """Count so many more, or none. Raises `QuotaSpentError`."""
        ...


@dataclass(frozen=True, kw_only=True)
class EmployerDesk:
    """What an employer is answered with."""

    employer_keys: EmployerKeys
    certificates: Certificates
    cipher: Cipher
    tries: VerificationTries
    quotas: EmployerQuotas

    @property
    def verification(self) -> VerificationDesk:
        """What each paper is looked up with."""
        return VerificationDesk(certificates=self.certificates, cipher=self.cipher, tries=self.tries)


@dataclass(frozen=True, kw_only=True)
class CredentialDesk:
    """What a certificate is shown as a credential with."""

    certificates: Certificates
    cipher: Cipher
    tries: VerificationTries
    code_signer: CodeSigner
    issue_terms: IssueTerms


@dataclass(frozen=True, kw_only=True)
class StatisticsDesk:
    """What a year is counted by: certificates, what was filed, and the ledgers of numbers."""

    certificates: Certificates
    filings: Filings
    ledgers: Ledgers


@dataclass(frozen=True, kw_only=True)
class StatusDesk:
    """What is said of certificates that count no more with."""

    certificates: Certificates
    code_signer: CodeSigner
    issue_terms: IssueTerms


@dataclass(frozen=True, kw_only=True)
class PublicNoticeDesk:
    """What the public reads the notice of a batch with."""

    notices: Notices
    candidates: Candidates
    cipher: Cipher

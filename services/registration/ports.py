"""What registration needs from outside: its documents, a reader of roster files, a cipher."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from libs.chassis.domain import Cipher, Repository
from libs.forms.watch import FormWatch
from services.registration.domain.admission.eligibility import AdmissionRules
from services.registration.domain.announcement import Announcement
from services.registration.domain.annual_plan import AnnualPlan
from services.registration.domain.application import Application
from services.registration.domain.bars.bar import Bar
from services.registration.domain.batch import Batch
from services.registration.domain.disposition import Disposition
from services.registration.domain.fees.account import FeeAccount
from services.registration.domain.fees.book import FeeBook, FeeReceipt, ReceiptNumbers
from services.registration.domain.integrity import IntegrityFile
from services.registration.domain.photos.photo import CandidatePhoto, PhotoKey
from services.registration.domain.roster.table import RosterTable
from services.registration.domain.roster.upload import RosterUpload
from services.registration.domain.scope import Offer

Announcements = Repository[Announcement]
Batches = Repository[Batch]
Uploads = Repository[RosterUpload]
Applications = Repository[Application]
AnnualPlans = Repository[AnnualPlan]
IntegrityFiles = Repository[IntegrityFile]
Dispositions = Repository[Disposition]


class RosterFiles(Protocol):  # one implementation: use cases do not know the libraries that read workbooks
    """Reads an uploaded file and writes it back with notes. Does not hold up other requests."""

    async def read(self, body: bytes, /) -> RosterTable:
        """Its rows; raises the `RosterFileError` that makes it unfit."""
        ...

    async def annotated(self, roster: RosterTable, notes: Sequence[tuple[str, str]], /) -> bytes:
        """The roster as a workbook, each row in its place with its notes behind it."""
        ...

    async def template(self, offers: Sequence[Offer], /) -> bytes:
        """A workbook to be filled in for a batch that examines these."""
        ...


class Studio(Protocol):  # one implementation: use cases do not know the library that reads pictures
    """Makes the one picture that is kept of what a camera gave. Does not hold up other requests."""

    async def develop(self, content: bytes, /) -> bytes:
        """A JPEG of the institution's size, with nothing in it but the picture; raises what refuses it."""
        ...

    async def unpack(self, body: bytes, /) -> list[tuple[str, bytes]]:
        """The files of a ZIP by their names; raises `NotAPackError`."""
        ...


class PhotoSealing(Protocol):  # one implementation: use cases know no key
    """Seals pictures under the key of their batch."""

    def new_key(self, batch_id: str) -> str: ...

    def seal(self, picture: bytes, *, key: str, batch_id: str, owner: str) -> str: ...

    def open(self, sealed: str, *, key: str, batch_id: str, owner: str) -> bytes: ...


@dataclass(frozen=True, kw_only=True)
class PhotoDesk:
    """What is at hand where photos are taken in. Its parts are found by their names."""

    applications: Applications
    batches: Batches
    candidate_photos: Repository[CandidatePhoto]
    photo_keys: Repository[PhotoKey]
    photo_studio: Studio
    photo_seals: PhotoSealing
    cipher: Cipher


@dataclass(frozen=True, kw_only=True)
class RegistrationDesk:
    """What registration keeps and works with, handed to a use case as one. Its parts are found by their names."""

    announcements: Announcements
    batches: Batches
    applications: Applications
    uploads: Uploads
    annual_plans: AnnualPlans
    integrity_files: IntegrityFiles
    bars: Repository[Bar]
    fee_accounts: Repository[FeeAccount]
    fee_books: Repository[FeeBook]
    receipts: Repository[FeeReceipt]
    receipt_numbers: Repository[ReceiptNumbers]
    roster_files: RosterFiles
    form_watches: Repository[FormWatch]
    admission: AdmissionRules
    cipher: Cipher

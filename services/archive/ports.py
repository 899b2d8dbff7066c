"""What the archive's use cases need."""

from dataclasses import dataclass
from typing import Protocol

from libs.chassis.domain import Cipher, Repository, every
from services.archive.domain.batch_file import BatchFile
from services.archive.domain.batch_key import BatchKey
from services.archive.domain.chain import Chain
from services.archive.domain.consultation import Consultation
from services.archive.domain.contents import ContentsRow
from services.archive.domain.destruction import Destruction
from services.archive.domain.item import FiledItem
from services.archive.domain.loan import Loan
from services.archive.domain.missing import Holdings, MissingPaper, lacks
from services.archive.domain.person import Concerned
from services.archive.domain.record import Record
from services.archive.domain.session import Session

# Found by `position` once they are in the chain and by `waiting` before.
Records = Repository[Record]
# There is only one.
Chains = Repository[Chain]
# One row for each form and each item of each batch.
Contents = Repository[ContentsRow]
BatchFiles = Repository[BatchFile]
Items = Repository[FiledItem]
Sessions = Repository[Session]
Consultations = Repository[Consultation]
Loans = Repository[Loan]
Destructions = Repository[Destruction]


class BatchCiphers(Protocol):  # one implementation, `BatchVault`: use cases must not know how sealing is done
    """What makes the people of a batch unreadable without its key."""

    async def cipher_of(self, batch_id: str) -> Cipher | None:
        """None once the key was destroyed."""
        ...


class ScanVault(Protocol):  # one implementation, `BatchVault`: use cases must not know how sealing is done
    """Scans, each under the key of its batch."""

    async def put(self, batch_id: str, content: bytes, /) -> str:
        """Keep one; answers under which name."""
        ...

    async def read(self, batch_id: str, name: str, /) -> bytes:
        """The one of this name. Raises `FileMissingError`, also when its key was destroyed."""
        ...


@dataclass(frozen=True, kw_only=True)
class FilingDesk:
    """What papers are filed with."""

    batch_files: BatchFiles
    items: Items
    sessions: Sessions
    contents: Contents
    records: Records

    async def missing(self, file: BatchFile) -> list[MissingPaper]:
        """What keeps the files of a batch from being closed."""
        of_batch = {"batch_id": file.id}
        rows = [row async for row in every(self.contents, of_batch)]
        holdings = Holdings(
            sessions=[one async for one in every(self.sessions, of_batch)],
            items=[one async for one in every(self.items, of_batch)],
            forms=[row for row in rows if not row.is_item],
        )
        return lacks(file, holdings)


@dataclass(frozen=True, kw_only=True)
class AccessDesk:
    """What papers are shown and lent with."""

    batch_files: BatchFiles
    items: Items
    concerned: Repository[Concerned]
    consultations: Consultations
    loans: Loans
    records: Records


@dataclass(frozen=True, kw_only=True)
class DestructionDesk:
    """What destroying touches."""

    batch_files: BatchFiles
    items: Items
    contents: Contents
    destructions: Destructions
    batch_keys: Repository[BatchKey]
    records: Records

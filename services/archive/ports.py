"""What the archive's use cases need."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from libs.chassis.domain import Cipher, Repository, every
from libs.forms.watch import FormWatch
from services.archive.domain.access.consultation import Consultation
from services.archive.domain.access.loan import Loan
from services.archive.domain.access.person import Concerned
from services.archive.domain.batch_file import BatchFile
from services.archive.domain.batch_key import BatchKey
from services.archive.domain.contents import ContentsRow
from services.archive.domain.destruction import Destruction
from services.archive.domain.evidence.chain import Chain
from services.archive.domain.evidence.missing_event import MissingEvent
from services.archive.domain.evidence.record import Record
from services.archive.domain.evidence.tree import TreeTile
from services.archive.domain.evidence.tree_head import TreeHead
from services.archive.domain.item import FiledItem
from services.archive.domain.kinds import MANAGEMENT_FILE
from services.archive.domain.missing import Holdings, MissingPaper, lacks
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
TreeHeads = Repository[TreeHead]
TreeTiles = Repository[TreeTile]
Gaps = Repository[MissingEvent]


class Signer(Protocol):  # one implementation, `HeadSigner`: use cases must not know how it is signed
    """Signs in the name of the archive."""

    @property
    def public_key(self) -> str:
        """What its signatures are checked with."""
        ...

    def sign(self, text: bytes) -> str:
        """A signature over a text."""
        ...


class Vault(Protocol):  # one implementation, `BatchVault`: use cases must not know how sealing is done
    """What is personal in a batch, under the key of that batch."""

    async def cipher_of(self, batch_id: str) -> Cipher | None:
        """What seals and opens its values; none once its key was destroyed."""
        ...

    async def put(self, batch_id: str, content: bytes, /) -> str:
        """Keep a scan; answers under which name."""
        ...

    async def read(self, batch_id: str, name: str, /) -> bytes:
        """The scan of this name. Raises `FileMissingError`, also when the key was destroyed."""
        ...

    async def sealed(self, name: str, /) -> bytes:
        """The same as it is kept. Raises `FileMissingError`."""
        ...


@dataclass(frozen=True, kw_only=True)
class VaultDesk:
    """What a vault is opened with, inside one unit of work."""

    batch_keys: Repository[BatchKey]
    scans: Repository[Any]
    vaults: Callable[[Repository[BatchKey], Repository[Any]], Vault]

    def vault(self) -> Vault:
        """The vault of this unit of work."""
        return self.vaults(self.batch_keys, self.scans)


@dataclass(frozen=True, kw_only=True)
class FilingDesk:
    """What papers are filed with."""

    batch_files: BatchFiles
    items: Items
    sessions: Sessions
    contents: Contents
    form_watches: Repository[FormWatch]

    async def file_of(self, batch_id: str) -> BatchFile:
        """The files of a batch; those that belong to none are always there. Raises `AbsentError`."""
        if batch_id == MANAGEMENT_FILE:
            return await self.batch_files.find_one(batch_id) or BatchFile.begin(batch_id)
        return await self.batch_files.get(batch_id)

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


@dataclass(frozen=True, kw_only=True)
class DestructionDesk:
    """What a review and a destruction touch."""

    batch_files: BatchFiles
    items: Items
    contents: Contents
    destructions: Destructions
    batch_keys: Repository[BatchKey]


@dataclass(frozen=True, kw_only=True)
class TreeDesk:
    """What the chain and its tree grow and are proved with."""

    records: Records
    chains: Chains
    gaps: Gaps
    tree_tiles: TreeTiles
    tree_heads: TreeHeads

    async def tiles(self, names: Iterable[str]) -> dict[str, TreeTile]:
        """The tiles of these names."""
        return {name: await self.tree_tiles.get(name) for name in names}

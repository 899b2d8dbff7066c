"""What the archive's use cases need."""

from dataclasses import dataclass

from libs.chassis.domain import Repository, every
from services.archive.domain.batch_file import BatchFile
from services.archive.domain.chain import Chain
from services.archive.domain.contents import ContentsRow
from services.archive.domain.item import FiledItem
from services.archive.domain.missing import Holdings, MissingPaper, lacks
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

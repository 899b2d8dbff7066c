"""What the archive's use cases need."""

from libs.chassis.domain import Repository
from services.archive.domain.chain import Chain
from services.archive.domain.contents import ContentsRow
from services.archive.domain.record import Record

# Found by `position` once they are in the chain and by `waiting` before.
Records = Repository[Record]
# There is only one.
Chains = Repository[Chain]
# One row for each form of each batch.
Contents = Repository[ContentsRow]

"""Saving what is the archive's own: what was done to it goes into the line for the chain in the same commit."""

from typing import TypeVar

from libs.chassis.domain import Repository
from services.archive.domain.access.consultation import Consultation
from services.archive.domain.access.loan import Loan
from services.archive.domain.batch_file import BatchFile
from services.archive.domain.destruction import Destruction
from services.archive.domain.evidence.tree_head import TreeHead
from services.archive.domain.item import FiledItem
from services.archive.ports import Records

D = TypeVar("D", BatchFile, FiledItem, Consultation, Loan, Destruction, TreeHead)


def keep(records: Records, repository: Repository[D], thing: D) -> None:
    """Save a thing together with its deeds."""
    for record in thing.deeds.collect():
        records.save(record)
    repository.save(thing)

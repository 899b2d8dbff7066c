"""Where records and the chain are kept. `waiting` and `position` index only the records that have one."""

from collections.abc import Sequence
from typing import Any

from libs.chassis.store.port import Collection, Index
from services.archive.domain.chain import Chain
from services.archive.domain.contents import ContentsRow
from services.archive.domain.errors import EventAlreadyAppendedError
from services.archive.domain.record import Record

RECORDS = Collection(
    "records",
    Record,
    indexes=[
        Index("waiting"),
        Index("position", unique=True, taken=lambda p: EventAlreadyAppendedError(str(p))),
        Index("subject"),
        Index("in_history", read=lambda record: record.position, within=("subject",)),
        Index("batch"),
        Index("in_batch", read=lambda record: record.position, within=("batch",)),
    ],
)
CHAINS = Collection("chains", Chain)
CONTENTS = Collection("contents", ContentsRow, indexes=[Index("volume", within=("batch_id",)), Index("batch_id")])

COLLECTIONS: Sequence[Collection[Any]] = [RECORDS, CHAINS, CONTENTS]

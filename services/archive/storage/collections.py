"""Where the archive keeps everything. `waiting` and `position` index only the records that have one."""

from collections.abc import Sequence
from typing import Any

from libs.chassis.store.files import Piece
from libs.chassis.store.port import Absent, Collection, Index, Waiting
from services.archive.domain.access.consultation import Consultation
from services.archive.domain.access.loan import Loan
from services.archive.domain.access.person import Concerned
from services.archive.domain.batch_file import BatchFile
from services.archive.domain.batch_key import BatchKey
from services.archive.domain.contents import ContentsRow
from services.archive.domain.destruction import Destruction
from services.archive.domain.errors.destruction import DestructionNotFoundError
from services.archive.domain.errors.record import EventAlreadyAppendedError
from services.archive.domain.evidence.chain import Chain
from services.archive.domain.evidence.missing_event import MissingEvent
from services.archive.domain.evidence.record import Record
from services.archive.domain.evidence.tree import TreeTile
from services.archive.domain.evidence.tree_head import TreeHead
from services.archive.domain.item import FiledItem
from services.archive.domain.session import Session

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
CHAINS = Collection(
    "chains",
    Chain,
    indexes=[Index("is_waiting", read=lambda chain: chain.ends_at is not None)],
    waiting=Waiting({"is_waiting": True}, lambda chain: chain.awaited),
)
TREE_TILES = Collection("tree_tiles", TreeTile)
TREE_HEADS = Collection("tree_heads", TreeHead, missing=Absent("tree-head-not-found", "没有 {id} 的签名树头。"))
GAPS = Collection("gaps", MissingEvent, indexes=[Index("is_open")])
CONTENTS = Collection(
    "contents",
    ContentsRow,
    indexes=[
        Index("volume", within=("batch_id",)),
        Index("batch_id"),
        Index("title"),
        Index("subject_id"),
        Index("place"),
    ],
)
BATCH_FILES = Collection(
    "batch_files",
    BatchFile,
    missing=Absent("batch-file-not-found", "没有批次 {id} 的案卷。"),
    indexes=[Index("is_waiting"), Index("is_closed", read=lambda file: file.closed_at is not None)],
    waiting=Waiting({"is_waiting": True}, lambda file: file.awaited),
)
ITEMS = Collection(
    "items", FiledItem, missing=Absent("item-not-found", "没有编号为 {id} 的归档件。"), indexes=[Index("batch_id")]
)
SESSIONS = Collection("sessions", Session, indexes=[Index("batch_id")])
SCANS = Collection("scans", Piece)
BATCH_KEYS = Collection("batch_keys", BatchKey)
CONCERNED = Collection("concerned", Concerned)
CONSULTATIONS = Collection(
    "consultations",
    Consultation,
    missing=Absent("consultation-not-found", "没有编号为 {id} 的查阅申请。"),
    indexes=[Index("is_over")],
)
LOANS = Collection(
    "loans",
    Loan,
    missing=Absent("loan-not-found", "没有编号为 {id} 的外借申请。"),
    indexes=[Index("is_out"), Index("is_waiting")],
    waiting=Waiting({"is_waiting": True}, lambda loan: loan.awaited),
)
DESTRUCTIONS = Collection("destructions", Destruction, missing=DestructionNotFoundError)

COLLECTIONS: Sequence[Collection[Any]] = [
    RECORDS,
    CHAINS,
    CONTENTS,
    BATCH_FILES,
    ITEMS,
    SESSIONS,
    SCANS,
    BATCH_KEYS,
    CONCERNED,
    CONSULTATIONS,
    LOANS,
    DESTRUCTIONS,
    TREE_TILES,
    TREE_HEADS,
    GAPS,
]

"""Where the item bank keeps everything."""

from collections.abc import Sequence
from typing import Any

from libs.chassis.store.port import Absent, Collection, Index, Waiting
from services.itembank.domain.bank import Bank
from services.itembank.domain.blueprint import Blueprint
from services.itembank.domain.disposition import Disposition
from services.itembank.domain.errors.paper import PaperNotFoundError
from services.itembank.domain.items.item import Item
from services.itembank.domain.items.item_use import ItemUse
from services.itembank.domain.items.reading import ItemReader
from services.itembank.domain.opening import Opening
from services.itembank.domain.paper import Paper
from services.itembank.domain.secrecy.secret_material import SecretMaterial
from services.itembank.domain.session import ExamSession
from services.itembank.domain.writing.examiner import Examiner

BANKS = Collection("banks", Bank, missing=Absent("bank-not-found", "没有找到题库 {id}，请先导入。"))
ITEMS = Collection(
    "items", Item, indexes=[Index("bank_id"), Index("in_bank"), Index("part"), Index("item_id"), Index("advice")]
)
EXAMINERS = Collection("examiners", Examiner)
ITEM_USES = Collection("item_uses", ItemUse, indexes=[Index("bank_id")])
ITEM_READERS = Collection("item_readers", ItemReader)
SECRET_MATERIALS = Collection(
    "secret_materials",
    SecretMaterial,
    missing=Absent("secret-material-not-found", "没有编号为 {id} 的保密资料。"),
    indexes=[Index("waits"), Index("is_out")],
    waiting=Waiting({"is_out": True}, lambda material: material.awaited),
)
BLUEPRINTS = Collection(
    "blueprints", Blueprint, missing=Absent("blueprint-not-found", "没有找到组卷方案 {id}，请先录入。")
)
PAPERS = Collection("papers", Paper, missing=PaperNotFoundError, indexes=[Index("batch_id"), Index("state")])
SESSIONS = Collection(
    "sessions",
    ExamSession,
    missing=Absent("session-not-found", "没有找到考试场次 {id}。"),
    indexes=[Index("batch_id"), Index("occupation_code"), Index("level"), Index("part")],
)
OPENINGS = Collection("openings", Opening, indexes=[Index("batch_id"), Index("paper_id"), Index("opened")])
DISPOSITIONS = Collection("dispositions", Disposition)

COLLECTIONS: Sequence[Collection[Any]] = [
    BANKS,
    ITEMS,
    ITEM_USES,
    EXAMINERS,
    ITEM_READERS,
    SECRET_MATERIALS,
    BLUEPRINTS,
    PAPERS,
    SESSIONS,
    OPENINGS,
    DISPOSITIONS,
]

"""How the item bank keeps things: its collections, and envelopes under AES-256-GCM."""

import base64
import os
from collections.abc import Sequence
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from libs.chassis.sealing import FieldCipher
from libs.chassis.store.port import Absent, Collection, Index, Waiting
from libs.contracts.sealing import Purpose
from services.itembank.domain.bank import Bank
from services.itembank.domain.blueprint import Blueprint
from services.itembank.domain.disposition import Disposition
from services.itembank.domain.envelope import Envelope
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
ITEMS = Collection("items", Item, indexes=[Index("bank_id"), Index("in_bank"), Index("part"), Index("item_id")])
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

# What AES-GCM asks for.
NONCE_BYTES = 12


class WrappingVault:
    """Every envelope has a data key of its own, wrapped by the service's field keys; both are bound to the context."""

    def __init__(self, cipher: FieldCipher) -> None:
        self._cipher = cipher

    def close(self, content: bytes, *, context: str) -> Envelope:
        """Encrypt under a fresh 256-bit key."""
        key, nonce, bound = AESGCM.generate_key(256), os.urandom(NONCE_BYTES), context.encode()
        return Envelope(
            content=_text(nonce + AESGCM(key).encrypt(nonce, content, bound)),
            wrapped_key=_text(self._cipher.seal_bytes(key, purpose=Purpose.CONTENT_KEY, owner=context)),
        )

    def open(self, envelope: Envelope, *, context: str) -> bytes:
        """Decrypt; raises `cryptography.exceptions.InvalidTag` if anything was altered."""
        wrapped, content = base64.b64decode(envelope.wrapped_key), base64.b64decode(envelope.content)
        key = self._cipher.open_bytes(wrapped, purpose=Purpose.CONTENT_KEY, owner=context)
        return AESGCM(key).decrypt(content[:NONCE_BYTES], content[NONCE_BYTES:], context.encode())


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()

"""What scoring keeps, and how a sealed key is opened."""

from typing import Any

from cryptography.exceptions import InvalidTag

from libs.chassis.sealing import FieldCipher
from libs.chassis.store import Collection, Index
from services.scoring.domain.answer_key import AnswerKey
from services.scoring.domain.answer_upload import AnswerUpload
from services.scoring.domain.candidate import Candidate
from services.scoring.domain.coding import CodingRecord
from services.scoring.domain.disposition import Disposition
from services.scoring.domain.errors import (
    CodesNotFoundError,
    KeyNotFoundError,
    KeyUnreadableError,
    ListNotFoundError,
    ResultNotFoundError,
    ScriptNotFoundError,
    SessionNotFoundError,
    SlotTakenError,
)
from services.scoring.domain.result import Result
from services.scoring.domain.score_list import ScoreList
from services.scoring.domain.script import Script
from services.scoring.domain.session import Session

SESSIONS = Collection(
    "sessions",
    Session,
    missing=SessionNotFoundError,
    indexes=[
        Index("batch_id"),
        Index("list_id"),
        Index("called_off"),
        Index("finished", read=lambda session: session.finished_at is not None),
    ],
)
CANDIDATES = Collection("candidates", Candidate, indexes=[Index("list_id")])
# The one way from a code to a candidate lies in a collection of its own, apart from the scripts that markers work on.
CODES = Collection("codes", CodingRecord, missing=CodesNotFoundError, indexes=[Index("list_id")])
SCRIPTS = Collection(
    "scripts",
    Script,
    missing=ScriptNotFoundError,
    indexes=[
        Index("session_id"),
        Index("batch_id"),
        Index("list_id"),
        Index("standing"),
    ],
)
KEYS = Collection(
    "keys", AnswerKey, missing=KeyNotFoundError, indexes=[Index("slot", unique=True, taken=SlotTakenError)]
)
UPLOADS = Collection("uploads", AnswerUpload, indexes=[Index("session_id")])
LISTS = Collection("lists", ScoreList, missing=ListNotFoundError, indexes=[Index("batch_id"), Index("state")])
RESULTS = Collection("results", Result, missing=ResultNotFoundError, indexes=[Index("batch_id")])
DISPOSITIONS = Collection("dispositions", Disposition)
COLLECTIONS: list[Collection[Any]] = [SESSIONS, CANDIDATES, CODES, SCRIPTS, KEYS, UPLOADS, LISTS, RESULTS, DISPOSITIONS]


class KeySeals:
    """Opens sealed keys with the field key that item bank and scoring share."""

    def __init__(self, cipher: FieldCipher) -> None:
        self._cipher = cipher

    def open(self, key: AnswerKey, /) -> str:
        """What is in the sealed key; raises `KeyUnreadableError`."""
        try:
            return self._cipher.open(key.sealed_key)
        except (InvalidTag, KeyError, ValueError) as unreadable:
            raise KeyUnreadableError(key.id) from unreadable

    def seal(self, _: AnswerKey, opened: str, /) -> str:
        """A corrected key, sealed as it came."""
        return self._cipher.seal(opened)

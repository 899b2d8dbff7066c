"""What scoring keeps, and how a sealed key is opened."""

import json
from typing import Any

from pydantic import ValidationError

from libs.chassis.sealing import FieldCipher, SealBrokenError
from libs.chassis.store.port import Absent, Collection, Index
from libs.contracts.itembank import ReleasedKey
from libs.contracts.sealing import Purpose
from services.scoring.domain.answer_key import AnswerKey
from services.scoring.domain.answer_sheets import AnswerUpload
from services.scoring.domain.candidate import Candidate
from services.scoring.domain.coding import CodingRecord
from services.scoring.domain.disposition import Disposition
from services.scoring.domain.errors.answer_key import KeyNotFoundError, KeyUnreadableError, SlotTakenError
from services.scoring.domain.errors.paper import PaperNotAnnouncedError
from services.scoring.domain.errors.script import ScriptNotFoundError
from services.scoring.domain.involvement import Involvement
from services.scoring.domain.paper import Paper
from services.scoring.domain.result import Result
from services.scoring.domain.reviewing.panel import ReviewPanel
from services.scoring.domain.reviewing.review import Review
from services.scoring.domain.score_list import ScoreList
from services.scoring.domain.script import Script
from services.scoring.domain.session import Session

SESSIONS = Collection(
    "sessions",
    Session,
    missing=Absent("session-not-found", "没有场次 {id}。"),
    indexes=[
        Index("batch_id"),
        Index("list_id"),
        Index("called_off"),
        Index("finished", read=lambda session: session.finished_at is not None),
    ],
)
CANDIDATES = Collection("candidates", Candidate, indexes=[Index("list_id")])
# The one way from a code to a candidate lies in a collection of its own, apart from the scripts that markers work on.
CODES = Collection(
    "codes", CodingRecord, missing=Absent("codes-not-found", "场次 {id} 尚无编号记录。"), indexes=[Index("list_id")]
)
SCRIPTS = Collection(
    "scripts",
    Script,
    missing=ScriptNotFoundError,
    indexes=[
        Index("session_id"),
        Index("batch_id"),
        Index("list_id"),
        Index("standing", read=lambda script: script.state_key),
        Index("state"),
    ],
)
KEYS = Collection(
    "keys",
    AnswerKey,
    missing=KeyNotFoundError,
    indexes=[Index("slot", unique=True, taken=SlotTakenError), Index("batch_id")],
)
PAPERS = Collection("papers", Paper, missing=PaperNotAnnouncedError)
UPLOADS = Collection("uploads", AnswerUpload, indexes=[Index("session_id")])
LISTS = Collection(
    "lists",
    ScoreList,
    missing=Absent("list-not-found", "没有成绩册 {id}。"),
    indexes=[Index("batch_id"), Index("state")],
)
RESULTS = Collection(
    "results",
    Result,
    missing=Absent("result-not-found", "没有 {id} 的已公布成绩。"),
    indexes=[Index("batch_id"), Index("awaits_recheck", read=lambda result: bool(result.awaiting_recheck))],
)
INVOLVEMENTS = Collection("involvements", Involvement, indexes=[Index("list_id")])
REVIEW_PANELS = Collection(
    "review_panels", ReviewPanel, missing=Absent("review-panel-unknown", "成绩册 {id} 尚未指定综合评审组。")
)
REVIEWS = Collection("reviews", Review, indexes=[Index("list_id")])
DISPOSITIONS = Collection("dispositions", Disposition)
COLLECTIONS: list[Collection[Any]] = [
    SESSIONS,
    CANDIDATES,
    CODES,
    SCRIPTS,
    KEYS,
    PAPERS,
    UPLOADS,
    LISTS,
    RESULTS,
    INVOLVEMENTS,
    DISPOSITIONS,
    REVIEW_PANELS,
    REVIEWS,
]


class KeySeals:
    """Opens sealed keys with the field key that item bank and scoring share."""

    def __init__(self, cipher: FieldCipher) -> None:
        self._cipher = cipher

    def open(self, key: AnswerKey, /) -> str:
        """What is in the sealed key of exactly this paper; raises `KeyUnreadableError`."""
        try:
            opened = self._cipher.open(key.sealed_key, purpose=Purpose.ANSWER_KEY, owner=key.id)
            released = ReleasedKey.model_validate_json(opened)
        except (SealBrokenError, ValidationError) as unreadable:
            raise KeyUnreadableError(key.id) from unreadable
        if (released.paper_id, released.form, released.digest) != (key.id, key.form, key.paper_digest):
            raise KeyUnreadableError(key.id)
        return json.dumps(released.key)

    def seal(self, key: AnswerKey, opened: str, /) -> str:
        """A corrected key, sealed for the same paper."""
        released = ReleasedKey(paper_id=key.id, form=key.form, digest=key.paper_digest, key=json.loads(opened))
        return self._cipher.seal(released.model_dump_json(), purpose=Purpose.ANSWER_KEY, owner=key.id)

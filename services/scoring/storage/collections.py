"""What scoring keeps."""

from typing import Any

from libs.chassis.store.port import Absent, Collection, Index
from services.scoring.domain.answer_key import AnswerKey
from services.scoring.domain.candidate import Candidate
from services.scoring.domain.coding import CodingRecord
from services.scoring.domain.disposition import Disposition
from services.scoring.domain.errors.answer_key import KeyNotFoundError, SlotTakenError
from services.scoring.domain.errors.answer_sheets import SheetCaseNotFoundError
from services.scoring.domain.errors.paper import PaperNotAnnouncedError
from services.scoring.domain.errors.script import ScriptNotFoundError
from services.scoring.domain.involvement import Involvement
from services.scoring.domain.paper import Paper
from services.scoring.domain.practical.keyed_sheet import KeyedSheet
from services.scoring.domain.practical.on_site_record import OnSiteRecord
from services.scoring.domain.reading.answer_sheets import AnswerUpload
from services.scoring.domain.reading.sheet_case import SheetCase
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
SHEET_CASES = Collection(
    "sheet_cases",
    SheetCase,
    missing=SheetCaseNotFoundError,
    indexes=[Index("session_id"), Index("list_id"), Index("open", read=lambda case: case.is_open)],
)
KEYED_SHEETS = Collection("keyed_sheets", KeyedSheet, indexes=[Index("session_id")])
ON_SITE_RECORDS = Collection("on_site_records", OnSiteRecord)
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
    ON_SITE_RECORDS,
    SHEET_CASES,
    KEYED_SHEETS,
    UPLOADS,
    LISTS,
    RESULTS,
    INVOLVEMENTS,
    DISPOSITIONS,
    REVIEW_PANELS,
    REVIEWS,
]

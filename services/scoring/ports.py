"""What the use cases need from outside."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from libs.chassis.domain import Cipher, Query, Repository
from libs.contracts.event import Form, Part
from libs.forms.watch import FormWatch
from services.scoring.domain.answer_key import AnswerKey, Criteria, TheoryKey, criteria, slot_of, theory_key
from services.scoring.domain.candidate import Candidate
from services.scoring.domain.coding import CodingRecord
from services.scoring.domain.disposition import Disposition
from services.scoring.domain.involvement import Involvement
from services.scoring.domain.marks import MarkingRules
from services.scoring.domain.paper import Paper
from services.scoring.domain.practical.keyed_sheet import KeyedSheet
from services.scoring.domain.practical.on_site_record import OnSiteRecord
from services.scoring.domain.reading.answer_sheets import AnswerUpload, NumberedRow
from services.scoring.domain.reading.sheet_case import SheetCase
from services.scoring.domain.result import Result
from services.scoring.domain.reviewing.panel import ReviewPanel
from services.scoring.domain.reviewing.review import Review
from services.scoring.domain.score_list import ScoreList
from services.scoring.domain.script import Script
from services.scoring.domain.session import Session

Sessions = Repository[Session]
Candidates = Repository[Candidate]
Codes = Repository[CodingRecord]
Scripts = Repository[Script]
Keys = Repository[AnswerKey]
Papers = Repository[Paper]
SheetCases = Repository[SheetCase]
KeyedSheets = Repository[KeyedSheet]
OnSiteRecords = Repository[OnSiteRecord]
Uploads = Repository[AnswerUpload]
Lists = Repository[ScoreList]
Results = Repository[Result]
Dispositions = Repository[Disposition]
Involvements = Repository[Involvement]
FormWatches = Repository[FormWatch]
ReviewPanels = Repository[ReviewPanel]
Reviews = Repository[Review]


class AnswerFiles(Protocol):  # one implementation: the use cases do not know how readers and platforms keep tables
    """Reads files of answer sheets."""

    def rows(self, raw: bytes, /) -> Sequence[NumberedRow]:
        """Every row that is not empty; raises `AnswerFileUnreadableError`."""
        ...


class Seals(Protocol):  # one implementation: use cases do not know the text that the item bank seals
    """Opens sealed keys, and seals corrected ones."""

    def open(self, key: AnswerKey, /) -> str:
        """What is in the sealed key of exactly this paper; raises `KeyUnreadableError`."""
        ...

    def seal(self, key: AnswerKey, opened: str, /) -> str:
        """A corrected key, sealed for the same paper."""
        ...


@dataclass(frozen=True, kw_only=True)
class PlanDesk:
    """What a plan touches: its session and list, and the watch over the forms of its batch."""

    sessions: Sessions
    lists: Lists
    form_watches: FormWatches


@dataclass(frozen=True, kw_only=True)
class CodingDesk:
    """What puts codes on scripts and shows whose they are: to the coder alone."""

    sessions: Sessions
    candidates: Candidates
    codes: Codes
    scripts: Scripts
    lists: Lists
    involvements: Involvements
    cipher: Cipher


@dataclass(frozen=True, kw_only=True)
class MarkingDesk:
    """All that marking, check and approval touch. The coding records are not among it (SCO-19)."""

    sessions: Sessions
    candidates: Candidates
    scripts: Scripts
    papers: Papers
    keys: Keys
    uploads: Uploads
    lists: Lists
    involvements: Involvements
    reviews: Reviews
    on_site_records: OnSiteRecords
    sheet_cases: SheetCases
    keyed_sheets: KeyedSheets
    answer_files: AnswerFiles
    seals: Seals
    rules: MarkingRules

    async def theory_keys(self, list_id: str, forms: Collection[Form]) -> dict[Form, TheoryKey]:
        """The keys of these forms, opened; forms whose key has not come are missing."""
        keys = await self._keys(list_id, "theory", forms)
        return {key.form: theory_key(key, self.seals.open(key)) for key in keys}

    async def criteria(self, list_id: str, forms: Collection[Form]) -> dict[Form, Criteria]:
        """The score sheets of these forms, opened; forms whose sheet has not come are missing."""
        keys = await self._keys(list_id, "practical", forms)
        return {key.form: criteria(key, self.seals.open(key)) for key in keys}

    async def _keys(self, list_id: str, part: Part, forms: Collection[Form]) -> list[AnswerKey]:
        slots = [slot_of(list_id, part, form) for form in sorted(forms)]
        pages = [await self.keys.find(Query({"slot": slot}, limit=1)) for slot in slots]
        return [key for page in pages for key in page.items]


@dataclass(frozen=True, kw_only=True)
class PublicationDesk:
    """What publication joins: the only place where scores meet candidates."""

    sessions: Sessions
    candidates: Candidates
    codes: Codes
    scripts: Scripts
    lists: Lists
    reviews: Reviews
    results: Results


@dataclass(frozen=True, kw_only=True)
class ItemFiguresDesk:
    """What is told of items is computed from: answers and keys, and no candidate."""

    scripts: Scripts
    keys: Keys
    seals: Seals


@dataclass(frozen=True, kw_only=True)
class KeyRecheckDesk:
    """What a key that was found wrong touches after the registration, when codes may be looked up (SCO-19)."""

    keys: Keys
    scripts: Scripts
    codes: Codes
    lists: Lists
    results: Results
    involvements: Involvements
    seals: Seals


@dataclass(frozen=True, kw_only=True)
class ReviewDesk:
    """What the comprehensive review touches: neither codes nor scripts."""

    sessions: Sessions
    candidates: Candidates
    lists: Lists
    review_panels: ReviewPanels
    reviews: Reviews
    rules: MarkingRules


@dataclass(frozen=True, kw_only=True)
class DispositionDesk:
    """What an order of the incident service touches. Codes are joined only to excuse the scripts of those concerned."""

    sessions: Sessions
    codes: Codes
    scripts: Scripts
    lists: Lists
    results: Results
    dispositions: Dispositions

"""What the use cases need from outside."""

from dataclasses import dataclass
from typing import Protocol

from libs.chassis.domain import Cipher, Repository
from libs.forms.watch import FormWatch
from services.scoring.domain.answer_key import AnswerKey
from services.scoring.domain.answer_sheets import AnswerUpload
from services.scoring.domain.candidate import Candidate
from services.scoring.domain.coding import CodingRecord
from services.scoring.domain.disposition import Disposition
from services.scoring.domain.involvement import Involvement
from services.scoring.domain.marks import MarkingRules
from services.scoring.domain.paper import Paper
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
Uploads = Repository[AnswerUpload]
Lists = Repository[ScoreList]
Results = Repository[Result]
Dispositions = Repository[Disposition]
Involvements = Repository[Involvement]
FormWatches = Repository[FormWatch]
ReviewPanels = Repository[ReviewPanel]
Reviews = Repository[Review]


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
    seals: Seals
    rules: MarkingRules


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

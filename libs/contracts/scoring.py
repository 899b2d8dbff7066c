"""What scoring announces, and only from the moment of publication on."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from libs.contracts.event import DispositionAnswer, Event, Fact, Level, Moment, OccupationCode, Part, Score, Whole
from libs.contracts.forms import OverdueForm, RecordedForm

Outcome = Literal["passed", "failed", "absent", "not-taken"]


class ScorePublished(Event):
    """A candidate's result is posted for public notice (SCO-27). A part not sat or not applied for has no score.

    `void` are the parts that were sat and do not count (INC-16, INC-22): failed, without a score. `cancelled` are those
    of `not-taken` whose session was called off (INC-20, INC-24, INC-25). The comprehensive review is of levels 2 and 1
    alone (SCO-05); at the others it has no outcome.
    """

    routing_key: ClassVar[str] = "scoring.score-published.v1"
    creates_rights: ClassVar[bool] = True

    application_id: str
    batch_id: str
    occupation_code: OccupationCode
    level: Level
    theory_score: Score | None
    theory_outcome: Outcome
    practical_score: Score | None
    practical_outcome: Outcome
    published_at: Moment
    void: list[Part] = Field(default=[])
    cancelled: list[Part] = Field(default=[])
    review_score: Score | None = None
    review_outcome: Outcome | None = None


class ScoreCorrected(Event):
    """A documented re-check after an upheld objection changed a posted result; `revision` counts from 1."""

    routing_key: ClassVar[str] = "scoring.score-corrected.v1"
    creates_rights: ClassVar[bool] = True

    application_id: str
    batch_id: str
    objection_id: str
    revision: int
    theory_score: Score | None
    theory_outcome: Outcome
    practical_score: Score | None
    practical_outcome: Outcome
    reason: str
    corrected_at: Moment
    void: list[Part] = Field(default=[])
    cancelled: list[Part] = Field(default=[])
    review_score: Score | None = None
    review_outcome: Outcome | None = None


class ResultAmended(Event):
    """A posted result changed by a decision of the head, not by an objection; certification posts it anew.

    `void`: parts of it do not count any more (INC-16, INC-17, INC-22). `resit`: a part was sat again (INC-16),
    or will not be, because its resit was called off: then it is among `cancelled`.
    `revision` counts on from that of `ScoreCorrected`; scores, `void` and `cancelled` are what the whole result is now.
    """

    routing_key: ClassVar[str] = "scoring.result-amended.v1"
    creates_rights: ClassVar[bool] = True

    application_id: str
    batch_id: str
    cause: Literal["void", "resit"]
    incident_id: str | None
    revision: int
    theory_score: Score | None
    theory_outcome: Outcome
    practical_score: Score | None
    practical_outcome: Outcome
    void: list[Part]
    cancelled: list[Part]
    amended_by: str
    amended_at: Moment
    review_score: Score | None = None
    review_outcome: Outcome | None = None


class ResultRemarked(Event):
    """A posted result changed because the key of its paper was wrong; two people signed, and it is posted anew.

    `revision` counts on from that of `ScoreCorrected` and `ResultAmended`; scores, `void` and `cancelled` are what the
    whole result is now. A certificate that was issued for it is not touched: a person decides.
    """

    routing_key: ClassVar[str] = "scoring.result-remarked.v1"
    creates_rights: ClassVar[bool] = True

    application_id: str
    batch_id: str
    paper_id: str
    revision: int
    theory_score: Score | None
    theory_outcome: Outcome
    practical_score: Score | None
    practical_outcome: Outcome
    void: list[Part]
    cancelled: list[Part]
    review_score: Score | None = None
    review_outcome: Outcome | None = None
    remarked_by: str
    second_by: str
    remarked_at: Moment


class ItemFigures(Fact):
    """How one item of a paper did, by its number: the share that had it right, and discrimination, in thousandths."""

    no: Annotated[Whole, Field(ge=1)]
    difficulty: Annotated[Whole, Field(ge=0, le=1000)]
    discrimination: Annotated[Whole, Field(ge=-1000, le=1000)]


class ItemsAnalysed(Event):
    """A list is published: how each item of a paper did, for the bank. No answer, and nothing of any person.

    Of a paper that fewer than ten wrote nothing is told: its figures would be theirs. Told again, the newest holds.
    """

    routing_key: ClassVar[str] = "scoring.items-analysed.v1"
    creates_rights: ClassVar[bool] = True

    paper_id: str
    batch_id: str
    occupation_code: OccupationCode
    level: Level
    candidates: Whole
    items: list[ItemFigures]
    analysed_at: Moment


class ResultDispositionAnswered(Event, DispositionAnswer):
    """What became of an order about results (void, score zero). The incident shows it."""

    routing_key: ClassVar[str] = "scoring.disposition-answered.v1"
    creates_rights: ClassVar[bool] = True


class ScoringFormRecorded(Event, RecordedForm):
    """A form of scoring was written, corrected or signed. The archive files it."""

    routing_key: ClassVar[str] = "scoring.form-recorded.v1"
    creates_rights: ClassVar[bool] = True


class ScoringFormOverdue(Event, OverdueForm):
    """A form of scoring is not there at its time, or lacks a signature."""

    routing_key: ClassVar[str] = "scoring.form-overdue.v1"

"""What scoring announces, and only from the moment of publication on."""

from typing import ClassVar, Literal

from libs.contracts.event import DispositionAnswer, Event, Level, Moment, OccupationCode, Score

Outcome = Literal["passed", "failed", "absent", "not-taken"]


class ScorePublished(Event):
    """A candidate's result is posted for public notice (SCO-27). A part not sat or not applied for has no score."""

    routing_key: ClassVar[str] = "scoring.score-published.v1"

    application_id: str
    batch_id: str
    occupation_code: OccupationCode
    level: Level
    theory_score: Score | None
    theory_outcome: Outcome
    practical_score: Score | None
    practical_outcome: Outcome
    published_at: Moment


class ScoreCorrected(Event):
    """A documented re-check after an upheld objection changed a posted result; `revision` counts from 1."""

    routing_key: ClassVar[str] = "scoring.score-corrected.v1"

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


class ResultDispositionAnswered(Event, DispositionAnswer):
    """What became of an order about results (void, score zero). The incident shows it."""

    routing_key: ClassVar[str] = "scoring.disposition-answered.v1"

"""What was posted of one candidate, and whether it was released: then the platform gets it (SCO-28)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from libs.chassis.domain import Aggregate
from libs.contracts.event import Score
from libs.contracts.scoring import Outcome, ResultAmended, ResultRemarked, ScoreCorrected, ScorePublished

ABSENT, NOT_APPLICABLE = "缺考", "--"


@dataclass(frozen=True, kw_only=True)
class Cells:
    """Theory, practical and review as the roster writes them."""

    theory: str
    practical: str
    review: str

    @classmethod
    def of(cls, told: ScorePublished | ScoreCorrected | ResultAmended | ResultRemarked) -> Self:
        return cls(
            theory=_cell(told.theory_score, told.theory_outcome),
            practical=_cell(told.practical_score, told.practical_outcome),
            review=_cell(told.review_score, told.review_outcome),
        )


def _cell(score: Score | None, outcome: Outcome | None) -> str:
    """A part that was sat and does not count has no score and is no absence."""
    if score is not None:
        return str(score)
    return {"absent": ABSENT, "failed": "无效"}.get(outcome or "", NOT_APPLICABLE)


@dataclass(kw_only=True)
class PostedResult(Aggregate):
    """The newest that scoring said of one candidate, and when its notice ended; its id is the application's.

    What changes after the notice has to stand its days again, so that it is not released until then.
    """

    id: str
    batch_id: str
    level: int
    cells: Cells
    changed_at: datetime
    revision: int = 0
    elapsed_at: datetime | None = None

    @property
    def is_released(self) -> bool:
        """Whether it stood its days without an objection since it last changed."""
        return self.elapsed_at is not None and self.elapsed_at > self.changed_at

    @property
    def withheld_for(self) -> str:
        """Why the platform does not get it, if it does not."""
        if self.is_released:
            return ""
        return "成绩有变更，重新公示" if self.revision else "公示未满或有异议"

    def change(self, told: ScoreCorrected | ResultAmended | ResultRemarked, *, at: datetime) -> None:
        """Keep the newer word of the two."""
        if told.revision > self.revision:
            self.revision, self.cells, self.changed_at = told.revision, Cells.of(told), at

    def elapse(self, at: datetime) -> None:
        """Its notice has ended; the last end counts."""
        self.elapsed_at = max(at, self.elapsed_at or at)

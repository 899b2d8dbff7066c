"""A candidate's published result; after registration only a documented re-check adds a revision (SCO-09)."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Literal, Self

from libs.chassis.domain import Aggregate
from libs.contracts.event import Level, Part
from libs.contracts.scoring import Outcome, ScoreCorrected, ScorePublished
from services.scoring.domain.errors import (
    AlreadyRecheckedError,
    NotSatError,
    NotUpheldError,
    ObjectionDecidedOtherwiseError,
    SecondPersonError,
)
from services.scoring.domain.marks import a_reason, a_score, outcome_of

Decision = Literal["upheld", "dismissed"]


@dataclass(frozen=True, kw_only=True)
class PartResult:
    """What came of one part; without a sitting there is no score."""

    score: Decimal | None
    outcome: Outcome


ABSENT = PartResult(score=None, outcome="absent")
NOT_TAKEN = PartResult(score=None, outcome="not-taken")

ZERO = Decimal("0.0")
# Sat, and worth nothing: neither absent nor a score (INC-16, INC-22).
VOID = PartResult(score=None, outcome="failed")


def scored(score: Decimal) -> PartResult:
    """The result of a part that was sat."""
    return PartResult(score=score, outcome=outcome_of(score))


@dataclass(frozen=True, kw_only=True)
class Objection:
    """How certification decided an objection to one part."""

    part: Part
    decision: Decision


@dataclass(frozen=True, kw_only=True)
class Revision:
    """One re-check: both values, the reason and who signs for it."""

    objection_id: str
    part: Part
    before: Decimal
    after: Decimal
    reason: str
    by: str
    second_by: str | None
    at: datetime


@dataclass(kw_only=True)
class Result(Aggregate):
    """`id` is the application's. It exists from publication on, not before (SEC-08)."""

    id: str
    batch_id: str
    occupation_code: str
    level: Level
    theory: PartResult
    practical: PartResult
    published_at: datetime
    objections: dict[str, Objection] = field(default_factory=dict)
    revisions: list[Revision] = field(default_factory=list)

    @classmethod
    def publish(  # noqa: PLR0913 -- the whole result is known at once
        cls,
        *,
        id: str,
        batch_id: str,
        occupation_code: str,
        level: Level,
        theory: PartResult,
        practical: PartResult,
        now: datetime,
    ) -> Self:
        """Post a candidate's result for public notice (SCO-27)."""
        result = cls(
            id=id,
            batch_id=batch_id,
            occupation_code=occupation_code,
            level=level,
            theory=theory,
            practical=practical,
            published_at=now,
        )
        result.record(
            ScorePublished(
                application_id=id,
                batch_id=batch_id,
                occupation_code=occupation_code,
                level=level,
                theory_score=theory.score,
                theory_outcome=theory.outcome,
                practical_score=practical.score,
                practical_outcome=practical.outcome,
                published_at=now,
            )
        )
        return result

    def note_objection(self, objection_id: str, objection: Objection) -> None:
        """Keep how an objection was decided; only an upheld one opens the way to a re-check."""
        if self.objections.get(objection_id, objection) != objection:
            raise ObjectionDecidedOtherwiseError(objection_id)

        self.objections[objection_id] = objection

    def recheck(  # noqa: PLR0913 -- a re-check is documented: for what, why, by whom
        self,
        objection_id: str,
        part: Part,
        score: Decimal,
        *,
        reason: str,
        by: str,
        second_by: str | None,
        now: datetime,
    ) -> None:
        """Add a revision for an upheld objection to this part; the earlier score stays on record (SCO-09)."""
        if self.objections.get(objection_id) != Objection(part=part, decision="upheld"):
            raise NotUpheldError
        if any(revision.objection_id == objection_id for revision in self.revisions):
            raise AlreadyRecheckedError(objection_id)
        before = (self.theory if part == "theory" else self.practical).score
        if before is None:
            raise NotSatError(part)
        if second_by is not None and second_by == by:
            raise SecondPersonError
        score, reason = a_score(score), a_reason(reason)

        if part == "theory":
            self.theory = scored(score)
        else:
            self.practical = scored(score)
        self.revisions.append(
            Revision(
                objection_id=objection_id,
                part=part,
                before=before,
                after=score,
                reason=reason,
                by=by,
                second_by=second_by,
                at=now,
            )
        )
        self.record(
            ScoreCorrected(
                application_id=self.id,
                batch_id=self.batch_id,
                objection_id=objection_id,
                revision=len(self.revisions),
                theory_score=self.theory.score,
                theory_outcome=self.theory.outcome,
                practical_score=self.practical.score,
                practical_outcome=self.practical.outcome,
                reason=reason,
                corrected_at=now,
            )
        )

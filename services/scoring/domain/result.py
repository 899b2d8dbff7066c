"""A candidate's published result; only a documented re-check or a decision of the head adds a revision (SCO-09)."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Literal, Self, TypedDict

from libs.chassis.domain import Act, Aggregate, Decision
from libs.contracts.event import Level, Part, ScoredPart
from libs.contracts.names import PART_NAMES
from libs.contracts.scoring import Outcome, ResultAmended, ResultRemarked, ScoreCorrected, ScorePublished
from services.scoring.domain.errors.result import (
    AlreadyRecheckedError,
    NotSatError,
    NotUpheldError,
    ObjectionDecidedOtherwiseError,
    PartStillCountsError,
    SecondPersonError,
)
from services.scoring.domain.marks import must_be_reason, must_be_score, outcome_of
from services.scoring.domain.score_list import ScoreList
from services.scoring.domain.script import ScoreChange
from services.scoring.domain.session import PARTS

Verdict = Literal["upheld", "dismissed"]
Cause = Literal["void", "resit"]


@dataclass(frozen=True, kw_only=True)
class PartResult:
    """What came of one part; without a sitting there is no score. A cancelled one was not taken because of that."""

    score: Decimal | None
    outcome: Outcome
    cancelled: bool = False


@dataclass(frozen=True, kw_only=True)
class PartResults:
    """What came of each part of one candidate; reviews are of levels 2 and 1 alone (SCO-05)."""

    theory: PartResult
    practical: PartResult
    review: PartResult | None = None


ABSENT = PartResult(score=None, outcome="absent")
NOT_TAKEN = PartResult(score=None, outcome="not-taken")
CANCELLED = PartResult(score=None, outcome="not-taken", cancelled=True)

# A score like any other: it was sat, and counts (INC-34).
ZERO = Decimal("0.0")
# Sat, and worth nothing: neither absent nor a score (INC-16, INC-22).
VOID = PartResult(score=None, outcome="failed")


def scored(score: Decimal) -> PartResult:
    """The result of a part that was sat."""
    return PartResult(score=score, outcome=outcome_of(score))


@dataclass(frozen=True, kw_only=True)
class Objection:
    """How certification decided an objection to one part, or to the comprehensive review."""

    part: ScoredPart
    decision: Verdict


@dataclass(frozen=True, kw_only=True)
class Recheck:
    """The outcome of looking once more at a part, after an objection; `second_by` looked as well."""

    objection_id: str
    part: ScoredPart
    score: Decimal
    second_by: str | None


@dataclass(frozen=True, kw_only=True)
class Revision:
    """One re-check: both values, the reason and who signs for it."""

    objection_id: str
    part: ScoredPart
    before: Decimal
    after: Decimal
    reason: str
    by: str
    second_by: str | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Amendment:
    """What a decision of the head changed: both values of each part, for which incident, who approved."""

    cause: Cause
    before: dict[Part, PartResult]
    after: dict[Part, PartResult]
    incident_id: str | None
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Remark:
    """What a corrected key changed: both values, the paper and item, what it rests on, and the two who signed."""

    paper_id: str
    item: int
    before: Decimal
    after: Decimal
    reason: str
    authority: str
    by: str
    second_by: str
    at: datetime


class _StandingResult(TypedDict):
    """What each event that changes a posted result says of the whole, as it is now."""

    application_id: str
    batch_id: str
    revision: int
    theory_score: Decimal | None
    theory_outcome: Outcome
    practical_score: Decimal | None
    practical_outcome: Outcome
    review_score: Decimal | None
    review_outcome: Outcome | None
    void: list[Part]
    cancelled: list[Part]


@dataclass(kw_only=True)
class Result(Aggregate):
    """A candidate's result in one list; `id` is the application's.

    It exists from publication on, not before (SEC-08), and nobody corrects it (SCO-09).
    An objection that is upheld allows one re-check of its part, which adds a revision; the earlier score stays.
    A decision of the head can make a part void; objections to that part then lead nowhere.
    A part that is void or was called off is replaced once it was sat again, or will not be.
    A key that was wrong changes the theory of everybody who was marked with it, but for those whom a re-check of their
    own looked at.
    Each of these changes is announced, with a number that counts them.
    """

    id: str
    batch_id: str
    occupation_code: str
    level: Level
    theory: PartResult
    practical: PartResult
    published_at: datetime
    review: PartResult | None = None
    objections: dict[str, Objection] = field(default_factory=dict)
    revisions: list[Revision] = field(default_factory=list)
    amendments: list[Amendment] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    @classmethod
    def publish(cls, id: str, score_list: ScoreList, *, parts: PartResults, now: datetime) -> Self:
        """Post a candidate's result for public notice (SCO-27)."""
        result = cls(
            id=id,
            batch_id=score_list.batch_id,
            occupation_code=score_list.occupation_code,
            level=score_list.level,
            theory=parts.theory,
            practical=parts.practical,
            published_at=now,
            review=parts.review,
        )
        result.record(
            ScorePublished(
                application_id=id,
                batch_id=result.batch_id,
                occupation_code=result.occupation_code,
                level=result.level,
                theory_score=result.theory.score,
                theory_outcome=result.theory.outcome,
                practical_score=result.practical.score,
                practical_outcome=result.practical.outcome,
                published_at=now,
                void=result.void,
                cancelled=result.cancelled,
                review_score=result.review.score if result.review else None,
                review_outcome=result.review.outcome if result.review else None,
            )
        )
        return result

    @property
    def revision(self) -> int:
        """How often it was changed since it was posted."""
        return len(self.revisions) + len(self.amendments) + len(self.remarks)

    @property
    def awaiting_recheck(self) -> dict[str, ScoredPart]:
        """The parts that upheld objections are about and that nobody has looked at again, by objection."""
        done = {revision.objection_id for revision in self.revisions}
        return {
            key: objection.part
            for key, objection in self.objections.items()
            if objection.decision == "upheld" and key not in done
        }

    @property
    def void(self) -> list[Part]:
        """The parts that were sat and do not count."""
        return [part for part in PARTS if self.of(part) == VOID]

    @property
    def cancelled(self) -> list[Part]:
        """The parts that were called off."""
        return [part for part in PARTS if self.of(part).cancelled]

    def note_objection(self, objection_id: str, objection: Objection, *, decided_at: datetime) -> None:
        """Keep how an objection was decided; only an upheld one opens the way to a re-check.

        If the part is void, or was amended since the decision, certification ended the objection: nothing is left to
        re-check.
        """
        amended = any(objection.part in amendment.after and amendment.at >= decided_at for amendment in self.amendments)
        if amended or objection.part in self.void:
            return
        if self.objections.get(objection_id, objection) != objection:
            raise ObjectionDecidedOtherwiseError(objection_id)

        self.objections[objection_id] = objection

    def recheck(self, recheck: Recheck, decision: Decision) -> None:
        """Add a revision for an upheld objection to this part; the earlier score stays on record (SCO-09)."""
        if self.objections.get(recheck.objection_id) != Objection(part=recheck.part, decision="upheld"):
            raise NotUpheldError
        if any(revision.objection_id == recheck.objection_id for revision in self.revisions):
            raise AlreadyRecheckedError(recheck.objection_id)
        before = self.of(recheck.part).score
        if before is None:
            raise NotSatError(PART_NAMES[recheck.part])
        if recheck.second_by == decision.by:
            raise SecondPersonError
        score, reason = must_be_score(recheck.score), must_be_reason(decision.reason)

        self._put(recheck.part, scored(score))
        self.revisions.append(
            Revision(
                objection_id=recheck.objection_id,
                part=recheck.part,
                before=before,
                after=score,
                reason=reason,
                by=decision.by,
                second_by=recheck.second_by,
                at=decision.at,
            )
        )
        self.record(
            ScoreCorrected(
                **self._as_it_stands(),
                objection_id=recheck.objection_id,
                reason=reason,
                corrected_at=decision.at,
            )
        )

    def follows_script(self, score: Decimal) -> bool:
        """Whether the posted theory is what its script was given; a re-check after an objection may have changed it."""
        return self.theory.score == score and not any(revision.part == "theory" for revision in self.revisions)

    def remark(self, remark: Remark) -> None:
        """Post what the same answers earn by the corrected key; the earlier score stays on record (SCO-09)."""
        self._put("theory", scored(remark.after))
        self.remarks.append(remark)
        self.record(
            ResultRemarked(
                **self._as_it_stands(),
                paper_id=remark.paper_id,
                remarked_by=remark.by,
                second_by=remark.second_by,
                remarked_at=remark.at,
            )
        )

    def make_void(self, parts: Collection[Part], act: Act, *, incident_id: str | None) -> None:
        """What was posted of these parts does not count any more (INC-16, INC-17, INC-22). What is void stays void."""
        counting = [part for part in parts if self.of(part) != VOID]
        if not counting:
            return

        # Certification ends objections to what became void, so that none of them leads to a re-check.
        self.objections = {
            key: objection for key, objection in self.objections.items() if objection.part not in counting
        }
        self._amend("void", dict.fromkeys(counting, VOID), act, incident_id=incident_id)

    def is_replaced_by(self, part: Part, newer: PartResult) -> bool:
        """Whether the part was void or called off, and something else has come of it meanwhile."""
        return part in {*self.void, *self.cancelled} and newer not in (VOID, self.of(part))

    def sit_again(self, parts: dict[Part, PartResult], act: Act) -> None:
        """Take what came of parts that were void or called off: they were sat again, or will not be (INC-16)."""
        if not set(parts) <= {*self.void, *self.cancelled}:
            raise PartStillCountsError

        self._amend("resit", parts, act, incident_id=None)

    def _amend(self, cause: Cause, after: dict[Part, PartResult], act: Act, *, incident_id: str | None) -> None:
        before = {part: self.of(part) for part in after}
        for part, result in after.items():
            self._put(part, result)
        self.amendments.append(
            Amendment(cause=cause, before=before, after=after, incident_id=incident_id, by=act.by, at=act.at)
        )
        self.record(
            ResultAmended(
                **self._as_it_stands(),
                cause=cause,
                incident_id=incident_id,
                amended_by=act.by,
                amended_at=act.at,
            )
        )

    def of(self, part: ScoredPart) -> PartResult:
        """What came of this part, or of the review where there is one."""
        if part == "review":
            return self.review or NOT_TAKEN
        return self.theory if part == "theory" else self.practical

    def _as_it_stands(self) -> _StandingResult:
        return {
            "application_id": self.id,
            "batch_id": self.batch_id,
            "revision": self.revision,
            "theory_score": self.theory.score,
            "theory_outcome": self.theory.outcome,
            "practical_score": self.practical.score,
            "practical_outcome": self.practical.outcome,
            "review_score": self.review.score if self.review else None,
            "review_outcome": self.review.outcome if self.review else None,
            "void": self.void,
            "cancelled": self.cancelled,
        }

    def _put(self, part: ScoredPart, result: PartResult) -> None:
        if part == "theory":
            self.theory = result
        elif part == "practical":
            self.practical = result
        else:
            self.review = result


@dataclass(frozen=True, kw_only=True)
class RecheckedScript:
    """What a corrected key makes of one script, and what is posted of it."""

    change: ScoreChange
    result: Result | None

    @property
    def kept(self) -> bool:
        """Whether the posted result is left alone, because a re-check of its own decided it."""
        return self.result is not None and not self.result.follows_script(self.change.before)

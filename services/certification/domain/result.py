"""The result of one candidate, as scoring posted it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from libs.contracts.event import Part, ScoredPart
from services.certification.domain.errors.result import (
    InconsistentResultError,
    NothingToCorrectError,
    PartNotPostedError,
)

Outcome = Literal["passed", "failed", "absent", "not-taken"]
PARTS: tuple[Part, Part] = ("theory", "practical")
PASS_MARK = Decimal(60)


@dataclass(frozen=True, kw_only=True)
class PartResult:
    """One part; without a score if it was not sat, not applied for, or called off."""

    score: Decimal | None
    outcome: Outcome
    cancelled: bool = False

    @property
    def void(self) -> bool:
        """Sat, and it does not count."""
        return self.outcome == "failed" and self.score is None

    @property
    def passed(self) -> bool:
        """At least 60 marks, and scoring calls it passed too (a voided part is not)."""
        return self.outcome == "passed" and self.score is not None and self.score >= PASS_MARK


NOT_TAKEN = PartResult(score=None, outcome="not-taken")


@dataclass(frozen=True, kw_only=True)
class Result:
    """What came of both parts, and at levels 2 and 1 of the comprehensive review (SCO-05)."""

    theory: PartResult
    practical: PartResult
    review: PartResult | None = None

    def of(self, part: ScoredPart) -> PartResult:
        """What came of it; without a review there is none to ask for."""
        if part == "review":
            return self.review or NOT_TAKEN
        return self.theory if part == "theory" else self.practical

    def must_be_consistent(self) -> None:
        """Raises `InconsistentResultError` if a part is called passed without the marks."""
        posted = (self.theory, self.practical, *([self.review] if self.review else []))
        if any(part.outcome == "passed" and not part.passed for part in posted):
            raise InconsistentResultError

    def must_have_posted(self, part: ScoredPart) -> None:
        """Raises `PartNotPostedError` if the candidate did not apply for this part."""
        if self.of(part).outcome == "not-taken":
            raise PartNotPostedError

    def must_have_score(self, part: ScoredPart) -> None:
        """Raises `NothingToCorrectError` if the part has none: it was not sat, or is void."""
        if self.of(part).score is None:
            raise NothingToCorrectError

    @property
    def void_parts(self) -> list[Part]:
        """The parts that do not count."""
        return [part for part in PARTS if self.of(part).void]

    @property
    def cancelled_parts(self) -> list[Part]:
        """The parts that were called off."""
        return [part for part in PARTS if self.of(part).cancelled]

    @property
    def passed_parts(self) -> list[Part]:
        return [part for part in PARTS if self.of(part).passed]

    @property
    def passed_whole(self) -> bool:
        """Whether both parts are passed (SCO-02)."""
        return self.theory.passed and self.practical.passed


@dataclass(frozen=True, kw_only=True)
class ResultRevision:
    """A later result of the same candidate: the `number`-th change of what was posted, counted from 1."""

    number: int
    result: Result
    decided_at: datetime

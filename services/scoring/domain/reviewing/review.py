"""One candidate's comprehensive review: a thesis, read and defended."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Self

from libs.chassis.domain import Act, Aggregate, Decision
from services.scoring.domain.errors.review import (
    NoReviewSheetError,
    NotAbsentFromReviewError,
    NotAReviewerError,
    NotLeadingReviewError,
    ReviewAbsentError,
    ReviewBegunError,
    ReviewMarksRefusedError,
    ReviewNotDisputedError,
    ReviewRuledError,
    ReviewRulingOutsideError,
    ReviewSubmittedError,
)
from services.scoring.domain.marks import (
    FULL,
    MarkingRules,
    combined_score,
    in_tenths,
    must_be_reason,
    must_be_score,
    spread,
)
from services.scoring.domain.reviewing.panel import ReviewPanel


class ReviewState(StrEnum):
    """How far the review of one candidate is."""

    BEGUN = "begun"
    DISPUTED = "disputed"
    DONE = "done"
    ABSENT = "absent"


@dataclass(frozen=True, kw_only=True)
class ReviewMarks:
    """What one reviewer gives for the thesis, and for its defence."""

    thesis: Decimal
    defence: Decimal

    @property
    def total(self) -> Decimal:
        return self.thesis + self.defence

    def follow(self, rules: MarkingRules) -> bool:
        """Whether each stays within its weight, in tenths."""
        pairs = ((self.thesis, rules.thesis), (self.defence, FULL - rules.thesis))
        return all(in_tenths(mark) and 0 <= mark <= most for mark, most in pairs)


@dataclass(frozen=True, kw_only=True)
class ReviewSheet:
    """One reviewer's marks, signed. `reason` is a correction's (SCO-15)."""

    marks: ReviewMarks
    by: str
    at: datetime
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ReviewRuling:
    """The leader's final word on sheets that are far apart (SCO-16, SCO-22)."""

    score: Decimal
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class NotedAbsence:
    """The leader noted that the candidate stayed away, or took that back."""

    absent: bool
    reason: str
    by: str
    at: datetime


@dataclass(kw_only=True)
class Review(Aggregate):
    """One candidate's review; `id` is the application's. A defence is held face to face, so there is no blind code.

    It begins with the first sheet, or with the note that the candidate stayed away.
    Each of the reviewers gives one sheet, independently; with the last of them it is done, or disputed where they are
    too far apart, until the leader rules.
    Sheets are only added: a correction is a further one, signed. After a ruling none changes any more.
    """

    id: str
    list_id: str
    members: list[str]
    leader: str
    state: ReviewState = ReviewState.BEGUN
    sheets: dict[str, list[ReviewSheet]] = field(default_factory=dict)
    absences: list[NotedAbsence] = field(default_factory=list)
    ruling: ReviewRuling | None = None
    score: Decimal | None = None

    @classmethod
    def begin(cls, application_id: str, panel: ReviewPanel) -> Self:
        """The reviewers of now stay those of this candidate."""
        now = panel.current
        return cls(id=application_id, list_id=panel.id, members=list(now.members), leader=now.leader)

    @property
    def is_settled(self) -> bool:
        """Whether nothing of it is awaited."""
        return self.state in {ReviewState.DONE, ReviewState.ABSENT}

    @property
    def markers(self) -> set[str]:
        """Everybody whose hand is in the score."""
        return {*self.sheets, *(noted.by for noted in self.absences), *([self.ruling.by] if self.ruling else [])}

    def take_sheet(self, marks: ReviewMarks, rules: MarkingRules, act: Act) -> None:
        """One reviewer's independent sheet, once (SCO-20, SCO-21)."""
        self._must_be_reviewed_by(act.by)
        if self.state is ReviewState.ABSENT:
            raise ReviewAbsentError(self.id)
        if act.by in self.sheets:
            raise ReviewSubmittedError(self.id)
        _must_follow(marks, rules)

        self.sheets[act.by] = [ReviewSheet(marks=marks, by=act.by, at=act.at)]
        self._combine(rules)

    def correct_sheet(self, marks: ReviewMarks, rules: MarkingRules, decision: Decision) -> None:
        """A reviewer corrects the own sheet; the earlier one stays (SCO-15)."""
        self._must_be_reviewed_by(decision.by)
        if decision.by not in self.sheets:
            raise NoReviewSheetError(self.id)
        if self.ruling is not None:
            raise ReviewRuledError(self.id)
        _must_follow(marks, rules)
        reason = must_be_reason(decision.reason)

        self.sheets[decision.by].append(ReviewSheet(marks=marks, by=decision.by, at=decision.at, reason=reason))
        self._combine(rules)

    def rule(self, score: Decimal, decision: Decision) -> None:
        """The leader decides a dispute, finally, between lowest and highest sheet (SCO-16, SCO-22)."""
        self._must_be_led_by(decision.by)
        if self.ruling is not None:
            raise ReviewRuledError(self.id)
        if self.state is not ReviewState.DISPUTED:
            raise ReviewNotDisputedError(self.id)
        score, reason, totals = must_be_score(score), must_be_reason(decision.reason), self._totals()
        if not min(totals) <= score <= max(totals):
            raise ReviewRulingOutsideError

        self.ruling = ReviewRuling(score=score, reason=reason, by=decision.by, at=decision.at)
        self.state, self.score = ReviewState.DONE, score

    def note_absence(self, decision: Decision, *, absent: bool) -> None:
        """The leader notes that the candidate did not come, or takes it back; both stay on record."""
        self._must_be_led_by(decision.by)
        if absent and self.sheets:
            raise ReviewBegunError(self.id)
        if absent and self.state is ReviewState.ABSENT:
            raise ReviewAbsentError(self.id)
        if not absent and self.state is not ReviewState.ABSENT:
            raise NotAbsentFromReviewError(self.id)
        reason = must_be_reason(decision.reason)

        self.absences.append(NotedAbsence(absent=absent, reason=reason, by=decision.by, at=decision.at))
        self.state = ReviewState.ABSENT if absent else ReviewState.BEGUN

    def score_follows(self, rules: MarkingRules) -> bool:
        """Whether the score is what the stored sheets give (SCO-10)."""
        if self.state is ReviewState.ABSENT:
            return not self.sheets and self.score is None
        totals = self._totals()
        if set(self.sheets) != set(self.members) or not all(
            sheets[-1].marks.follow(rules) for sheets in self.sheets.values()
        ):
            return False
        if spread(totals) > rules.tolerance:
            return self.ruling is not None and self.score == self.ruling.score
        return self.ruling is None and self.score == combined_score(totals, rules.combination)

    def _combine(self, rules: MarkingRules) -> None:
        totals = self._totals()
        if len(totals) < len(self.members):
            self.state = ReviewState.BEGUN
        elif spread(totals) > rules.tolerance:
            self.state, self.score = ReviewState.DISPUTED, None
        else:
            self.state, self.score = ReviewState.DONE, combined_score(totals, rules.combination)

    def _totals(self) -> list[Decimal]:
        return [sheets[-1].marks.total for sheets in self.sheets.values()]

    def _must_be_reviewed_by(self, staff_id: str) -> None:
        if staff_id not in self.members:
            raise NotAReviewerError

    def _must_be_led_by(self, staff_id: str) -> None:
        if staff_id != self.leader:
            raise NotLeadingReviewError


def _must_follow(marks: ReviewMarks, rules: MarkingRules) -> None:
    if not marks.follow(rules):
        raise ReviewMarksRefusedError(thesis=f"{rules.thesis:f}", defence=f"{FULL - rules.thesis:f}")

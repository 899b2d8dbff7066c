"""One script, a theory paper or a practical piece, known by its blind code alone.

Marks are only ever added: a correction is a further reading or sheet, signed, and the earlier one stays (SCO-15).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Self

from libs.chassis.domain import Act, Aggregate, Decision
from libs.contracts.event import Form, Level, Part
from libs.contracts.scoring import Outcome
from services.scoring.domain.answer_key import BLANK, Criteria, ItemAnswer, KeyCorrection, TheoryKey, slot_of
from services.scoring.domain.errors.answer_key import KeyNotFoundError
from services.scoring.domain.errors.script import (
    AlreadyMarkedError,
    CorrectionRefusedError,
    MarksRefusedError,
    NoSheetError,
    NotDisputedError,
    NotMarkedError,
    OtherLengthError,
    RuledError,
    RulingOutsideSheetsError,
    SameFormError,
    SheetsCompleteError,
    SheetSubmittedError,
)
from services.scoring.domain.marks import (
    FULL,
    MarkingRules,
    combined_score,
    must_be_reason,
    must_be_score,
    outcome_of,
    spread,
    theory_score,
)
from services.scoring.domain.session import list_id_of


class ScriptState(StrEnum):
    """How far the marking of a script is. An excused one counts nothing, so that nobody has to mark it."""

    UNMARKED = "unmarked"
    BEGUN = "begun"
    DISPUTED = "disputed"
    MARKED = "marked"
    EXCUSED = "excused"


# What a list does not wait for.
DONE = (ScriptState.MARKED, ScriptState.EXCUSED)


def state_key_of(list_id: str, state: ScriptState) -> str:
    """The same text for all scripts of a list in this state; they are counted by it."""
    return f"{list_id}:{state}"


@dataclass(frozen=True, kw_only=True)
class Reading:
    """The answers on a theory script as somebody read them in, and what they earn.

    `reason` is a correction's, `second_by` who signed for a corrected key too.
    """

    answers: str
    correct: int
    by: str
    at: datetime
    reason: str = ""
    second_by: str = ""


@dataclass(frozen=True, kw_only=True)
class FormCorrection:
    """The script is of another form than the room's record says."""

    before: Form
    after: Form
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class GivenMarks:
    """What is given to one piece: a mark for each line, and the knock-out items that happened, by number.

    `typed_by` names who typed it from paper.
    """

    marks: Sequence[Decimal]
    knocked_out: Sequence[int] = ()
    typed_by: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class ScoreSheet:
    """One examiner's marks, line by line, signed (SCO-21). `reason` is a correction's.

    `full` is what all lines can earn together; `knocked_out` numbers the knock-out items that happened,
    `typed_by` names who typed it from paper.
    """

    marks: list[Decimal]
    by: str
    at: datetime
    reason: str = ""
    full: Decimal = FULL
    knocked_out: list[int] = field(default_factory=list)
    typed_by: list[str] = field(default_factory=list)

    @classmethod
    def sign(cls, given: GivenMarks, criteria: Criteria, decision: Decision) -> Self:
        """What was given, by which standard, and who signs for it."""
        return cls(
            marks=list(given.marks),
            by=decision.by,
            at=decision.at,
            reason=decision.reason,
            full=criteria.full,
            knocked_out=sorted(given.knocked_out),
            typed_by=list(given.typed_by),
        )

    @property
    def is_knocked_out(self) -> bool:
        """Whether a knock-out item ended the part."""
        return bool(self.knocked_out)

    @property
    def total(self) -> Decimal:
        """What the lines earn of 100; nothing behind a knock-out item (否定项)."""
        return Decimal(0) if self.is_knocked_out else FULL * sum(self.marks, Decimal(0)) / self.full


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """The team leader's final word on sheets that are far apart (SCO-16, SCO-22)."""

    score: Decimal
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ScoreChange:
    """What another key would make of one script."""

    code: str
    before: Decimal
    after: Decimal

    @property
    def flip(self) -> Outcome | None:
        """What comes of the part, if it is something else than before."""
        before, after = outcome_of(self.before), outcome_of(self.after)
        return after if after != before else None


@dataclass(kw_only=True)
class Script(Aggregate):
    """One candidate's work on one part; `id` is the blind code, and nothing here leads to the candidate.

    It comes unmarked from the session's attendance.
    A theory script is marked once, by reading its answers and comparing them with the key.
    A practical piece is begun with its first sheet and marked with its last; sheets that are too far apart, or
    not at one about a knock-out item, make it disputed, until the team leader rules.
    Marks are only ever added: a correction of an answer, a form, a sheet or the key is a further reading or sheet, is
    signed, and the earlier one stays.
    After a ruling no sheet changes any more.
    It is excused when it became void or counts zero; whatever state its marks would give it, it stays excused.
    """

    id: str
    session_id: str
    batch_id: str
    occupation_code: str
    level: Level
    part: Part
    form: Form
    state: ScriptState = ScriptState.UNMARKED
    readings: list[Reading] = field(default_factory=list)
    sheets: dict[str, list[ScoreSheet]] = field(default_factory=dict)
    ruling: Ruling | None = None
    score: Decimal | None = None
    forms: list[FormCorrection] = field(default_factory=list)

    @property
    def list_id(self) -> str:
        """The score list it counts for."""
        return list_id_of(self.batch_id, self.occupation_code, self.level)

    @property
    def slot(self) -> str:
        """The place of the key it is marked with."""
        return slot_of(self.list_id, self.part, self.form)

    @property
    def state_key(self) -> str:
        """The same text for all scripts of its list in its state."""
        return state_key_of(self.list_id, self.state)

    @property
    def is_marked(self) -> bool:
        """Whether somebody has begun to mark it."""
        return bool(self.readings or self.sheets)

    @property
    def markers(self) -> set[str]:
        """Everybody whose hand is in the mark."""
        return {
            *(reading.by for reading in self.readings),
            *(reading.second_by for reading in self.readings if reading.second_by),
            *(correction.by for correction in self.forms),
            *self.sheets,
            *(typist for sheets in self.sheets.values() for sheet in sheets for typist in sheet.typed_by),
            *([self.ruling.by] if self.ruling else []),
        }

    @property
    def final_score(self) -> Decimal:
        """What is registered for this script."""
        if self.state is not ScriptState.MARKED or self.score is None:
            raise NotMarkedError(self.id)
        return self.score

    def read(self, answers: str, key: TheoryKey, act: Act) -> None:
        """Mark a theory script against its key; the caller has matched the answers with the script."""
        if self.readings:
            raise AlreadyMarkedError(self.id)

        self.readings.append(Reading(answers=answers, correct=key.correct(answers), by=act.by, at=act.at))
        self._finish_with(theory_score(correct=self.readings[-1].correct, items=key.items))

    def read_again(self, answers: str, key: TheoryKey, decision: Decision, *, second_by: str) -> None:
        """The card was read once more, with the approval of two; the earlier reading stays (SCO-15)."""
        if not self.readings:
            raise NotMarkedError(self.id)
        self._read_again(answers, key, decision, second_by=second_by)

    def correct_answer(self, right: ItemAnswer, key: TheoryKey, decision: Decision) -> None:
        """One answer was read in wrongly: a further, signed reading replaces the last one (SCO-15)."""
        if not self.readings:
            raise NotMarkedError(self.id)
        blank = not right.answer and 1 <= right.item <= key.items
        if not blank and not key.allows(right):
            raise CorrectionRefusedError(self.id, right.item)

        last = self.readings[-1].answers
        answers = last[: right.item - 1] + (right.answer or BLANK) + last[right.item :]
        self._read_again(answers, key, decision)

    def correct_form(self, form: Form, key: TheoryKey | None, decision: Decision) -> None:
        """The candidate wrote the other form; what was read is marked with its key (SCO-15)."""
        if form == self.form:
            raise SameFormError(self.id, form)
        if self.readings and key is None:
            raise KeyNotFoundError(form)
        reason = must_be_reason(decision.reason)

        self.forms.append(FormCorrection(before=self.form, after=form, reason=reason, by=decision.by, at=decision.at))
        self.form = form
        if self.readings and key is not None:
            self._read_again(self.readings[-1].answers, key, decision)

    def remark(self, key: TheoryKey, signed: KeyCorrection) -> bool:
        """The key was corrected: the same answers are marked again (SCO-15). Answers whether the score changes."""
        before = self.score
        decision = Decision(signed.by, signed.at, signed.reason)
        self._read_again(self.readings[-1].answers, key, decision, second_by=signed.second_by)
        return self.score != before

    def under(self, key: TheoryKey) -> ScoreChange:
        """What the same answers would earn by another key; nothing is changed."""
        if self.score is None:
            raise NotMarkedError(self.id)
        correct = key.correct(self.readings[-1].answers)
        return ScoreChange(code=self.id, before=self.score, after=theory_score(correct=correct, items=key.items))

    def awaits(self, examiner: str) -> bool:
        """Whether a sheet of this examiner is still wanted: the own is not in, nor are all of the others."""
        return self.state in {ScriptState.UNMARKED, ScriptState.BEGUN} and examiner not in self.sheets

    def take_sheet(self, given: GivenMarks, criteria: Criteria, rules: MarkingRules, act: Act) -> None:
        """One examiner's independent sheet, once (SCO-20), by the lines of the scoring standard (SCO-06)."""
        if act.by in self.sheets:
            raise SheetSubmittedError(self.id)
        if len(self.sheets) >= rules.sheets:
            raise SheetsCompleteError(self.id)
        self._must_follow(criteria, given)

        self.sheets[act.by] = [ScoreSheet.sign(given, criteria, Decision(act.by, act.at, ""))]
        self._combine(rules)

    def correct_sheet(self, given: GivenMarks, criteria: Criteria, rules: MarkingRules, decision: Decision) -> None:
        """An examiner corrects the own sheet; the earlier one stays (SCO-15)."""
        if decision.by not in self.sheets:
            raise NoSheetError(self.id)
        if self.ruling is not None:
            raise RuledError(self.id)
        self._must_follow(criteria, given)
        reason = must_be_reason(decision.reason)

        signed = Decision(decision.by, decision.at, reason)
        self.sheets[decision.by].append(ScoreSheet.sign(given, criteria, signed))
        self._combine(rules)

    def rule(self, score: Decimal, decision: Decision) -> None:
        """The leader decides a dispute, finally, with a score between lowest and highest sheet (SCO-16, SCO-22)."""
        if self.ruling is not None:
            raise RuledError(self.id)
        if self.state is not ScriptState.DISPUTED:
            raise NotDisputedError(self.id)
        score, reason, totals = must_be_score(score), must_be_reason(decision.reason), self._totals()
        if not min(totals) <= score <= max(totals):
            raise RulingOutsideSheetsError(self.id)

        self.ruling = Ruling(score=score, reason=reason, by=decision.by, at=decision.at)
        self._finish_with(self.ruling.score)

    def excuse(self) -> None:
        """It became void or counts zero (INC-16, INC-22, INC-34); marks on it change nothing any more."""
        self.state = ScriptState.EXCUSED

    def score_follows_from(self, key: TheoryKey | None, criteria: Criteria | None, rules: MarkingRules) -> bool:
        """Whether the score is what the stored answers and the key, or the stored sheets, give (SCO-10)."""
        if self.part == "theory":
            answers = self.readings[-1].answers
            if key is None or len(answers) != key.items:
                return False
            return self.score == theory_score(correct=key.correct(answers), items=key.items)
        sheets = self._standing_sheets()
        faulty = criteria is None or any(criteria.fault_of(sheet.marks, sheet.knocked_out) for sheet in sheets)
        if faulty or len(sheets) != rules.sheets:
            return False
        if self._disagree(sheets, rules):
            return self.ruling is not None and self.score == self.ruling.score
        return self.ruling is None and self.score == combined_score(self._totals(), rules.combination)

    def _read_again(self, answers: str, key: TheoryKey, decision: Decision, *, second_by: str = "") -> None:
        if len(answers) != key.items:
            raise OtherLengthError(self.id)

        correct = key.correct(answers)
        self.readings.append(
            Reading(
                answers=answers,
                correct=correct,
                by=decision.by,
                at=decision.at,
                reason=must_be_reason(decision.reason),
                second_by=second_by,
            )
        )
        self._finish_with(theory_score(correct=correct, items=key.items))

    def _finish_with(self, score: Decimal) -> None:
        self.score = score
        self._become(ScriptState.MARKED)

    def _become(self, state: ScriptState) -> None:
        if self.state is not ScriptState.EXCUSED:
            self.state = state

    def _combine(self, rules: MarkingRules) -> None:
        sheets = self._standing_sheets()
        if len(sheets) < rules.sheets:
            self._become(ScriptState.BEGUN)
        elif self._disagree(sheets, rules):
            self.score = None
            self._become(ScriptState.DISPUTED)
        else:
            self._finish_with(combined_score(self._totals(), rules.combination))

    def _standing_sheets(self) -> list[ScoreSheet]:
        return [sheets[-1] for sheets in self.sheets.values()]

    def _totals(self) -> list[Decimal]:
        return [sheet.total for sheet in self._standing_sheets()]

    @staticmethod
    def _disagree(sheets: Sequence[ScoreSheet], rules: MarkingRules) -> bool:
        """Too far apart, or not at one whether a knock-out item happened."""
        return (
            spread([sheet.total for sheet in sheets]) > rules.tolerance or len({s.is_knocked_out for s in sheets}) > 1
        )

    def _must_follow(self, criteria: Criteria, given: GivenMarks) -> None:
        fault = criteria.fault_of(given.marks, given.knocked_out)
        if fault:
            raise MarksRefusedError(self.id, fault)
